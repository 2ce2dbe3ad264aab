// A tree of plain data (AST, IR, target AST) in, an indented outline without spans out, for people.

type Plain = Readonly<Record<string, unknown>>;

const isLeaf = (value: unknown): boolean => value === null || typeof value !== 'object';
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);

const leaf = (value: unknown): string => {
  if (typeof value === 'bigint') return `${value}`;
  if (typeof value === 'function') return '(function)';
  return JSON.stringify(value) ?? 'undefined';
};

const hidden = new Set(['span', 'opSpan', 'nameSpan', 'frame', 'kind']);

/** `kind` and the fields that fit on its line. */
const head = (node: Plain): string => {
  const kind = typeof node.kind === 'string' ? [node.kind] : [];
  const short = Object.entries(node).filter(([key, value]) => !hidden.has(key) && isLeaf(value) && value !== undefined);
  return [...kind, ...short.map(([key, value]) => `${key}=${leaf(value)}`)].join(' ');
};

const entriesOf = (value: object): readonly (readonly [string, unknown])[] => {
  if (value instanceof Map) return [...value].map(([key, item]) => [String(key), item]);
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item]);
  return Object.entries(value).filter(([key, item]) => !hidden.has(key) && !isLeaf(item));
};

const lines = (label: string, value: unknown, indent: string): readonly string[] => {
  if (isLeaf(value)) return [`${indent}${label}: ${leaf(value)}`];
  if (Array.isArray(value) && value.length === 0) return [`${indent}${label}: []`];
  if (Array.isArray(value) && value.every(isLeaf)) return [`${indent}${label}: [${value.map(leaf).join(', ')}]`];
  const title = isPlain(value) ? head(value) : '';
  const below = entriesOf(value as object).flatMap(([key, item]) => lines(Array.isArray(value) ? '-' : key, item, `${indent}  `));
  return [`${indent}${label === '-' ? '-' : `${label}:`}${title === '' ? '' : ` ${title}`}`, ...below];
};

/** Ends with a line feed. The frames (columns) of sources are left out. */
export const dump = (value: unknown, label: string): string => `${lines(label, value, '').join('\n')}\n`;
