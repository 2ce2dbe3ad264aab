// Parts of a Sigma rule in; the same as plain data for YAML out, keys in SigmaHQ's order.
import type { SigmaCondition, SigmaDetection, SigmaItem, SigmaMap, SigmaRule, SigmaValue } from '../ast.ts';

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** An object with exactly these keys, in this order; keys such as `__proto__` are keys like any other. */
export const objectOf = (rows: readonly (readonly [string, Plain])[]): { readonly [key: string]: Plain } => Object.fromEntries(rows);

export const plainValue = (value: SigmaValue): Plain => {
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

export const detectionValue = (detection: SigmaDetection): Plain => {
  const selections = detection.selections.map(({ name, maps }) => {
    const [only] = maps;
    return [name, maps.length === 1 && only ? mapValue(only) : maps.map(mapValue)] as const;
  });
  return objectOf([...selections, ['condition', conditionText(detection.condition, 'top')]]);
};

export const logsourceValue = ({ category, product, service, definition }: SigmaRule['logsource']): Plain =>
  objectOf(
    Object.entries({ category, product, service, definition }).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as const],
    ),
  );

export const listRow = (key: string, values: readonly string[]): readonly (readonly [string, Plain])[] =>
  values.length > 0 ? [[key, values]] : [];
export const textRow = (key: string, value: string | null): readonly (readonly [string, Plain])[] => (value === null ? [] : [[key, value]]);
