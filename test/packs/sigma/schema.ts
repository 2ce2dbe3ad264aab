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
