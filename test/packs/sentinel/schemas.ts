// JSON Schemas of our own: rule files as Azure-Sentinel takes them, ARM templates, custom detections of Microsoft Graph.
const text = { type: 'string', minLength: 1 };
const uuid = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' };
const technique = { type: 'string', pattern: '^T\\d{4}$' };
const tactic = {
  enum: [
    'Reconnaissance',
    'ResourceDevelopment',
    'InitialAccess',
    'Execution',
    'Persistence',
    'PrivilegeEscalation',
    'DefenseEvasion',
    'CredentialAccess',
    'Discovery',
    'LateralMovement',
    'Collection',
    'CommandAndControl',
    'Exfiltration',
    'Impact',
  ],
};
const entityMappings = {
  type: 'array',
  maxItems: 10,
  items: {
    type: 'object',
    required: ['entityType', 'fieldMappings'],
    additionalProperties: false,
    properties: {
      entityType: {
        enum: ['Account', 'AzureResource', 'File', 'FileHash', 'Host', 'IP', 'Mailbox', 'MailMessage', 'Process', 'RegistryKey', 'URL'],
      },
      fieldMappings: {
        type: 'array',
        minItems: 1,
        maxItems: 3,
        items: {
          type: 'object',
          required: ['identifier', 'columnName'],
          additionalProperties: false,
          properties: { identifier: text, columnName: text },
        },
      },
    },
  },
};
const severity = { enum: ['Informational', 'Low', 'Medium', 'High'] };

const common = {
  id: uuid,
  name: { ...text, maxLength: 256, pattern: '^[^\\p{Cc}\\p{Cf}]+$' },
  description: { ...text, maxLength: 5000 },
  requiredDataConnectors: {
    type: 'array',
    items: {
      type: 'object',
      required: ['connectorId', 'dataTypes'],
      additionalProperties: false,
      properties: { connectorId: text, dataTypes: { type: 'array', items: text } },
    },
  },
  tactics: { type: 'array', items: tactic, maxItems: 5 },
  relevantTechniques: { type: 'array', items: { type: 'string', pattern: '^T\\d{4}(\\.\\d{3})?$' }, maxItems: 10 },
  tags: { type: 'array', items: text },
  query: { ...text, maxLength: 10_000 },
  entityMappings,
  customDetails: { type: 'object', maxProperties: 20, additionalProperties: text },
  version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$' },
  metadata: {
    type: 'object',
    required: ['source', 'author', 'support', 'categories'],
    properties: {
      source: { type: 'object', required: ['kind'], properties: { kind: { enum: ['Community', 'Microsoft'] } } },
      author: { type: 'object', required: ['name'], properties: { name: text } },
      support: { type: 'object', required: ['tier'], properties: { tier: { enum: ['Community', 'Microsoft'] } } },
      categories: { type: 'object', required: ['domains'], properties: { domains: { type: 'array', items: text, minItems: 1 } } },
    },
  },
};

const commonKeys = ['id', 'name', 'description', 'requiredDataConnectors', 'tactics', 'relevantTechniques', 'query', 'entityMappings'];

export const huntingSchema = {
  type: 'object',
  required: [...commonKeys, 'version', 'metadata'],
  additionalProperties: false,
  properties: common,
};

const period = { type: 'string', pattern: '^\\d+[mhd]$' };

export const analyticsSchema = {
  type: 'object',
  required: [...commonKeys, 'version', 'metadata', 'kind', 'severity', 'status'],
  additionalProperties: false,
  properties: {
    ...common,
    kind: { enum: ['Scheduled', 'NRT'] },
    severity,
    status: { enum: ['Available', 'InPreview', 'Deprecated'] },
    queryFrequency: period,
    queryPeriod: period,
    triggerOperator: { enum: ['gt', 'lt', 'eq', 'ne'] },
    triggerThreshold: { type: 'integer', minimum: 0, maximum: 10_000 },
    eventGroupingSettings: { type: 'object' },
  },
  if: { properties: { kind: { const: 'Scheduled' } } },
  then: { required: ['queryFrequency', 'queryPeriod', 'triggerOperator', 'triggerThreshold'] },
};

const guid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const duration = { type: 'string', pattern: '^P(\\d+D|T\\d+[HM])$' };

/** A text that ARM would take for an expression. */
const notAnExpression = { not: { type: 'string', pattern: '^\\[(?!\\[)[\\s\\S]*\\]$' } };
const armText = { allOf: [{ type: 'string' }, notAnExpression] };

const alertRule = {
  type: 'object',
  required: ['type', 'name', 'apiVersion', 'kind', 'properties'],
  additionalProperties: false,
  properties: {
    type: { const: 'Microsoft.OperationalInsights/workspaces/providers/alertRules' },
    // As many segments as the type has.
    name: { type: 'string', pattern: `^\\[concat\\(parameters\\('workspace'\\),'/Microsoft\\.SecurityInsights/${guid}'\\)\\]$` },
    apiVersion: { const: '2023-12-01-preview' },
    kind: { enum: ['Scheduled', 'NRT'] },
    properties: {
      type: 'object',
      required: ['displayName', 'enabled', 'query', 'severity', 'suppressionDuration', 'suppressionEnabled', 'tactics', 'techniques'],
      properties: {
        displayName: armText,
        description: armText,
        query: armText,
        severity,
        enabled: { type: 'boolean' },
        queryFrequency: duration,
        queryPeriod: duration,
        triggerOperator: { enum: ['GreaterThan', 'LessThan', 'Equal', 'NotEqual'] },
        triggerThreshold: { type: 'integer', minimum: 0, maximum: 10_000 },
        suppressionDuration: duration,
        suppressionEnabled: { type: 'boolean' },
        tactics: { type: 'array', items: tactic },
        techniques: { type: 'array', items: technique },
        entityMappings,
      },
    },
  },
};

const savedSearch = {
  type: 'object',
  required: ['type', 'name', 'apiVersion', 'properties'],
  additionalProperties: false,
  properties: {
    type: { const: 'Microsoft.OperationalInsights/workspaces/savedSearches' },
    name: { type: 'string', pattern: `^\\[concat\\(parameters\\('workspace'\\),'/${guid}'\\)\\]$` },
    apiVersion: { const: '2020-08-01' },
    properties: {
      type: 'object',
      required: ['etag', 'category', 'displayName', 'query', 'version', 'tags'],
      additionalProperties: false,
      properties: {
        etag: { const: '*' },
        category: { const: 'Hunting Queries' },
        displayName: armText,
        query: armText,
        version: { const: 2 },
        tags: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name', 'value'],
            additionalProperties: false,
            properties: { name: { enum: ['description', 'tactics', 'techniques', 'subTechniques'] }, value: armText },
          },
        },
      },
    },
  },
};

export const armSchema = {
  type: 'object',
  required: ['$schema', 'contentVersion', 'parameters', 'resources'],
  additionalProperties: false,
  properties: {
    $schema: { const: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#' },
    contentVersion: { const: '1.0.0.0' },
    parameters: { type: 'object', properties: { workspace: { type: 'object', required: ['type'] } }, required: ['workspace'] },
    resources: { type: 'array', minItems: 1, maxItems: 200, items: { anyOf: [alertRule, savedSearch] } },
  },
};

const asset = (type: string, identifiers: readonly string[]) => ({
  type: 'object',
  required: ['@odata.type', 'identifier'],
  additionalProperties: false,
  properties: { '@odata.type': { const: `#microsoft.graph.security.${type}` }, identifier: { enum: identifiers } },
});

export const detectionSchema = {
  type: 'object',
  required: ['displayName', 'isEnabled', 'queryCondition', 'schedule', 'detectionAction'],
  additionalProperties: false,
  properties: {
    displayName: text,
    isEnabled: { type: 'boolean' },
    queryCondition: { type: 'object', required: ['queryText'], additionalProperties: false, properties: { queryText: text } },
    schedule: {
      type: 'object',
      required: ['period'],
      additionalProperties: false,
      properties: { period: { enum: ['0', '1H', '3H', '12H', '24H'] } },
    },
    detectionAction: {
      type: 'object',
      required: ['alertTemplate', 'organizationalScope', 'responseActions'],
      additionalProperties: false,
      properties: {
        organizationalScope: { type: 'null' },
        responseActions: { type: 'array', maxItems: 0 },
        alertTemplate: {
          type: 'object',
          required: ['title', 'description', 'severity', 'category', 'recommendedActions', 'mitreTechniques', 'impactedAssets'],
          additionalProperties: false,
          properties: {
            title: text,
            description: text,
            severity: { enum: ['informational', 'low', 'medium', 'high'] },
            category: text,
            recommendedActions: { type: ['string', 'null'] },
            mitreTechniques: { type: 'array', items: text },
            impactedAssets: {
              type: 'array',
              minItems: 1,
              items: {
                anyOf: [
                  asset('impactedDeviceAsset', ['deviceId', 'deviceName', 'remoteDeviceName', 'targetDeviceName', 'destinationDeviceName']),
                  asset('impactedUserAsset', [
                    'accountObjectId',
                    'accountSid',
                    'accountUpn',
                    'initiatingProcessAccountUpn',
                    'recipientObjectId',
                    'targetAccountUpn',
                  ]),
                  asset('impactedMailboxAsset', ['recipientEmailAddress', 'senderFromAddress', 'senderMailFromAddress']),
                ],
              },
            },
          },
        },
      },
    },
  },
};
