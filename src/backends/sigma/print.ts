// A Sigma rule in, YAML out in SigmaHQ's layout. The YAML library writes every scalar; nothing is pasted together here.
import { type Document, dump, type Node, SCALAR_STYLE, YAML11_SCHEMA } from 'js-yaml';
import type { SigmaCondition, SigmaDetection, SigmaItem, SigmaMap, SigmaRule, SigmaValue } from './ast.ts';

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** An object with exactly these keys, in this order; keys such as `__proto__` are keys like any other. */
const objectOf = (rows: readonly (readonly [string, Plain])[]): { readonly [key: string]: Plain } => Object.fromEntries(rows);

const plainValue = (value: SigmaValue): Plain => {
  if (typeof value !== 'bigint') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
};

const itemRow = (item: SigmaItem): readonly [string, Plain] => {
  const [only] = item.values;
  return [
    [item.field, ...item.modifiers].join('|'),
    item.values.length === 1 && only !== undefined ? plainValue(only) : item.values.map(plainValue),
  ];
};

const mapValue = (map: SigmaMap): Plain => objectOf(map.map(itemRow));

const conditionText = (condition: SigmaCondition, inside: 'top' | 'and' | 'or' | 'not'): string => {
  if (condition.kind === 'ref') return condition.name;
  if (condition.kind === 'oneOf') return `1 of ${condition.prefix}*`;
  if (condition.kind === 'not') return `not ${conditionText(condition.operand, 'not')}`;
  const text = condition.operands.map((operand) => conditionText(operand, condition.kind)).join(` ${condition.kind} `);
  return inside === 'top' || condition.operands.length === 1 ? text : `(${text})`;
};

const detectionValue = (detection: SigmaDetection): Plain => {
  const selections = detection.selections.map(({ name, maps }) => {
    const [only] = maps;
    return [name, maps.length === 1 && only ? mapValue(only) : maps.map(mapValue)] as const;
  });
  return objectOf([...selections, ['condition', conditionText(detection.condition, 'top')]]);
};

const logsourceValue = ({ category, product, service, definition }: SigmaRule['logsource']): Plain =>
  objectOf(
    Object.entries({ category, product, service, definition }).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as const],
    ),
  );

const listRow = (key: string, values: readonly string[]): readonly (readonly [string, Plain])[] =>
  values.length > 0 ? [[key, values]] : [];
const textRow = (key: string, value: string | null): readonly (readonly [string, Plain])[] => (value === null ? [] : [[key, value]]);

const ruleValue = (rule: SigmaRule): Plain =>
  objectOf([
    ['title', rule.title],
    ['id', rule.id],
    ...(rule.derivedFrom === null ? [] : [['related', [{ id: rule.derivedFrom, type: 'derived' }]] as const]),
    ['status', 'experimental'],
    ...textRow('description', rule.description),
    ...listRow('references', rule.references),
    ...textRow('author', rule.author),
    ...textRow('date', rule.date),
    ...listRow('tags', rule.tags),
    ['logsource', logsourceValue(rule.logsource)],
    ['detection', detectionValue(rule.detection)],
    ...listRow('fields', rule.fields),
    ['falsepositives', rule.falsePositives.length > 0 ? rule.falsePositives : ['Unknown']],
    ['level', rule.level],
  ]);

const numbers = [
  /^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.[\d_]+)(?:e[-+]?\d+)?$/i,
  /^[-+]?0[xob][\da-f_]+$/i,
  /^[-+]?\d+(?::\d+)+(?:\.\d*)?$/,
  /^[-+]?\.(?:inf|nan)$/i,
];
const words = /^(?:y|n|yes|no|on|off|true|false|null|~|=|<<)$/i;
const dates = /^\d{4}-\d\d?-\d\d?/;

/** Text that YAML 1.1 or 1.2 reads as a number, a date, a bool or null. The library asks one of the two only. */
const isAmbiguous = (text: string): boolean => words.test(text) || dates.test(text) || numbers.some((form) => form.test(text));

/** Sets the style of a text; `always`: of a value in a selection, which stands in single quotes as in SigmaHQ's rules. */
const quoteText = (node: Extract<Node, { kind: 'scalar' }>, always: boolean): void => {
  if (!node.tag.endsWith('str') || node.style !== SCALAR_STYLE.PLAIN) return;
  if (!always && !isAmbiguous(node.value)) return;
  node.style = /[\p{Cc}\u2028\u2029]/u.test(node.value) ? SCALAR_STYLE.DOUBLE_QUOTED : SCALAR_STYLE.SINGLE_QUOTED;
};

const quote = (node: Node, always: boolean): void => {
  if (node.kind === 'scalar') quoteText(node, always);
  else if (node.kind === 'sequence') for (const item of node.items) quote(item, always);
  else if (node.kind === 'mapping') {
    for (const { key, value } of node.items) {
      quote(key, false);
      const name = key.kind === 'scalar' ? key.value : '';
      quote(value, (always || name === 'detection') && name !== 'condition');
    }
  }
};

const quoteDocuments = (documents: readonly Document[]): void => {
  for (const { contents } of documents) if (contents) quote(contents, false);
};

const indentOf = (line: string): number => line.length - line.trimStart().length;

/**
 * The library sets what follows a hyphen as deep as a mapping; SigmaHQ's style has one space there. Only in sections whose scalars all stand on one line,
 * so that no line is a part of a value.
 */
const tightenHyphens = (text: string): string => {
  let tight = false;
  let depth = -1;
  const lines = text.split('\n').map((line) => {
    if (/^\S/.test(line)) tight = line === 'detection:' || line === 'related:';
    if (!tight) return line;
    if (depth >= 0 && indentOf(line) <= depth) depth = -1;
    if (/^ *- {3}\S/.test(line) && depth < 0) {
      depth = indentOf(line);
      return line.replace('-   ', '- ');
    }
    return depth >= 0 ? line.slice(2) : line;
  });
  return lines.join('\n');
};

/** YAML 1.1's rules decide what needs quotes, since many readers of Sigma still follow them. */
export const print = (rule: SigmaRule): string =>
  tightenHyphens(dump(ruleValue(rule), { schema: YAML11_SCHEMA, indent: 4, lineWidth: -1, noRefs: true, transform: quoteDocuments }));
