// JSON Schemas of our own for Sigma rules, written after the specification (2.1) and SigmaHQ's conventions.
const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: text, minItems: 1, uniqueItems: true };
const uuid = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' };
const value = { type: ['string', 'number', 'boolean', 'null'] };
const values = { anyOf: [value, { type: 'array', items: value, minItems: 1 }] };
const modifiers = 'contains|startswith|endswith|all|cased|re|i|cidr|lt|lte|gt|gte';
const map = {
  type: 'object',
  minProperties: 1,
  patternProperties: { [`^[^|]+(\\|(${modifiers}))*$`]: values },
  additionalProperties: false,
};

export const ruleSchema = {
  type: 'object',
  required: ['title', 'id', 'status', 'tags', 'logsource', 'detection', 'falsepositives', 'level'],
  additionalProperties: false,
  properties: {
    title: { type: 'string', minLength: 1, maxLength: 256, pattern: '^[^\\p{Cc}\\p{Cf}]+$' },
    id: uuid,
    name: { type: 'string', pattern: '^[a-z0-9_]+$' },
    related: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'type'],
        additionalProperties: false,
        properties: { id: uuid, type: { const: 'derived' } },
      },
    },
    status: { enum: ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] },
    description: { type: 'string', minLength: 1, maxLength: 65535 },
    references: { ...texts, items: { type: 'string', not: { pattern: '^https?://attack\\.mitre\\.org/' } } },
    author: text,
    date: { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' },
    tags: { ...texts, minItems: 0, items: { type: 'string', pattern: '^[a-z0-9_-]+\\.[a-z0-9._-]+$' } },
    logsource: {
      type: 'object',
      minProperties: 1,
      additionalProperties: false,
      properties: { category: text, product: text, service: text, definition: text },
    },
    detection: {
      type: 'object',
      required: ['condition'],
      minProperties: 2,
      properties: { condition: text },
      additionalProperties: { anyOf: [map, { type: 'array', items: map, minItems: 1 }] },
    },
    fields: texts,
    falsepositives: texts,
    level: { enum: ['informational', 'low', 'medium', 'high', 'critical'] },
  },
};

/** A rule that stands for the events of a correlation: it has a name, and no tags and false positives of its own. */
export const baseSchema = { ...ruleSchema, required: ['title', 'id', 'name', 'status', 'logsource', 'detection', 'level'] };

const count = { type: 'integer', minimum: 0 };

export const correlationSchema = {
  ...ruleSchema,
  required: ['title', 'id', 'status', 'tags', 'correlation', 'falsepositives', 'level'],
  properties: {
    ...Object.fromEntries(Object.entries(ruleSchema.properties).filter(([name]) => name !== 'logsource' && name !== 'detection')),
    correlation: {
      type: 'object',
      required: ['type', 'rules', 'group-by', 'timespan', 'condition'],
      additionalProperties: false,
      properties: {
        type: { enum: ['event_count', 'value_count', 'temporal', 'temporal_ordered', 'value_sum', 'value_avg'] },
        rules: texts,
        'group-by': texts,
        timespan: { type: 'string', pattern: '^[1-9]\\d*[smhd]$' },
        aliases: { type: 'object', additionalProperties: { type: 'object', minProperties: 2, additionalProperties: text } },
        condition: {
          type: 'object',
          minProperties: 1,
          additionalProperties: false,
          properties: { gt: count, gte: count, lt: count, lte: count, eq: count, field: text },
        },
      },
    },
  },
};
