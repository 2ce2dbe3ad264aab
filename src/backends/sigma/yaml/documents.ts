// A Sigma rule in; its YAML documents as plain data out: the rule, or the rules that are counted and what counts them, the outermost last. Only the outermost says
// what the rule is about, as the specification of correlations has it.
import { uuidOf } from '../../../ir/uuid.ts';
import type { SigmaBase, SigmaCorrelated, SigmaCorrelation, SigmaKey, SigmaRef, SigmaRule } from '../ast.ts';
import { detectionValue, listRow, logsourceValue, objectOf, type Plain, plainValue, textRow } from './yaml-values.ts';

type Row = readonly (readonly [string, Plain])[];

const relatedRow = ({ derivedFrom }: SigmaRule): Row => (derivedFrom === null ? [] : [['related', [{ id: derivedFrom, type: 'derived' }]]]);

const aboutRows = (rule: SigmaRule): Row => [
  ...textRow('description', rule.description),
  ...listRow('references', rule.references),
  ...textRow('author', rule.author),
  ...textRow('date', rule.date),
  ...listRow('tags', rule.tags),
];

const endRows = (rule: SigmaRule): Row => [
  ['falsepositives', rule.falsePositives.length > 0 ? rule.falsePositives : ['Unknown']],
  ['level', rule.level],
];

const plainRule = (rule: SigmaRule): Plain =>
  objectOf([
    ['title', rule.title],
    ['id', rule.id],
    ...relatedRow(rule),
    ['status', 'experimental'],
    ...aboutRows(rule),
    ['logsource', logsourceValue(rule.logsource)],
    ['detection', detectionValue(rule.detection)],
    ...listRow('fields', rule.fields),
    ...endRows(rule),
  ]);

const longestTitle = 256;
const longestSlug = 40;

const titled = (title: string, suffix: string): string => `${[...title].slice(0, longestTitle - suffix.length).join('')}${suffix}`;

const numbered = (word: string, at: number, count: number): string => (count > 1 ? `${word} ${at + 1}` : word);

/** Letters, digits and `_`; the id's first digits keep rules apart whose titles differ by other signs. */
const nameOf = ({ title, id }: SigmaRule, word: string): string => {
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+/, '')
    .slice(0, longestSlug)
    .replace(/_+$/, '');
  return [slug, id.slice(0, 8), word.toLowerCase().replace(' ', '_')].filter((part) => part !== '').join('_');
};

interface Whole {
  readonly rule: SigmaRule;
  readonly correlated: SigmaCorrelated;
}

const wordOf = ({ correlated: { bases, parts } }: Whole, { kind, at }: SigmaRef): string =>
  kind === 'base' ? numbered('Event', at, bases.length) : numbered('Part', at, parts.length);

const headOf = (whole: Whole, ref: SigmaRef): Row => {
  const { rule } = whole;
  const word = wordOf(whole, ref);
  return [
    ['title', titled(rule.title, ` - ${word}`)],
    ['id', uuidOf(`sigma ${rule.id} ${word}`)],
    ['name', nameOf(rule, word)],
  ];
};

const baseValue = (whole: Whole, { logsource, detection, fields }: SigmaBase, at: number): Plain =>
  objectOf([
    ...headOf(whole, { kind: 'base', at }),
    ...relatedRow(whole.rule),
    ['status', 'experimental'],
    ['logsource', logsourceValue(logsource)],
    ['detection', detectionValue(detection)],
    ...listRow('fields', fields),
    ['level', 'informational'],
  ]);

const aliasRows = (whole: Whole, keys: readonly SigmaKey[], of: readonly SigmaRef[]): Row => {
  const rows = keys.flatMap(({ name, fields }): Row => {
    if (!fields) return [];
    return [
      [
        name,
        objectOf(of.flatMap((ref) => (ref.kind === 'base' ? [[nameOf(whole.rule, wordOf(whole, ref)), fields[ref.at] ?? name]] : []))),
      ],
    ];
  });
  return rows.length > 0 ? [['aliases', objectOf(rows)]] : [];
};

const correlationRow = (whole: Whole, { type, of, groupBy, timespan, field, bounds }: SigmaCorrelation): Row => [
  [
    'correlation',
    objectOf([
      ['type', type],
      ['rules', of.map((ref) => nameOf(whole.rule, wordOf(whole, ref)))],
      ['group-by', groupBy.map(({ name }) => name)],
      ['timespan', timespan],
      ...aliasRows(whole, groupBy, of),
      [
        'condition',
        objectOf([
          ...(field === null ? [] : [['field', field] as const]),
          ...bounds.map(([op, value]) => [op, plainValue(value)] as const),
        ]),
      ],
    ]),
  ],
];

const correlatedRules = (whole: Whole): readonly Plain[] => {
  const { rule, correlated } = whole;
  const last = correlated.parts.length - 1;
  return [
    ...correlated.bases.map((base, at) => baseValue(whole, base, at)),
    ...correlated.parts.map((part, at) =>
      at < last
        ? objectOf([...headOf(whole, { kind: 'part', at }), ...correlationRow(whole, part)])
        : objectOf([
            ['title', rule.title],
            ['id', rule.id],
            ...relatedRow(rule),
            ['status', 'experimental'],
            ...aboutRows(rule),
            ...correlationRow(whole, part),
            ...endRows(rule),
          ]),
    ),
  ];
};

export const documentsOf = (rule: SigmaRule): readonly Plain[] =>
  rule.correlation === null ? [plainRule(rule)] : correlatedRules({ rule, correlated: rule.correlation });
