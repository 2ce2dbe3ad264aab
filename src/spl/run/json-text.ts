// JSON text in; a tree that keeps the order of keys and the digits of numbers, and text of a tree out. JavaScript's objects keep neither.

export type JsonNode =
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: JsonNode])[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly value: string }
  /** As it is written. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' };

const blanks = /[ \t\r\n]*/y;
const numbers = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const strings = /"(?:[^"\\\u0000-\u001f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/y;
const words: readonly (readonly [string, JsonNode])[] = [
  ['true', { kind: 'boolean', value: true }],
  ['false', { kind: 'boolean', value: false }],
  ['null', { kind: 'null' }],
];
/** Deeper texts are taken as none. */
const deepest = 500;

/** Where reading stands; it moves on. */
interface Cursor {
  readonly text: string;
  at: number;
}

const taken = (cursor: Cursor, form: RegExp): string | null => {
  form.lastIndex = cursor.at;
  const found = form.exec(cursor.text)?.[0] ?? null;
  if (found !== null) cursor.at += found.length;
  return found;
};
const takes = (cursor: Cursor, sign: string): boolean => {
  taken(cursor, blanks);
  if (!cursor.text.startsWith(sign, cursor.at)) return false;
  cursor.at += sign.length;
  return true;
};

/** Items between brackets, separated by commas; null when they are not well formed. */
const listed = <T>(cursor: Cursor, end: string, item: () => T | null): readonly T[] | null => {
  if (takes(cursor, end)) return [];
  const items: T[] = [];
  do {
    const one = item();
    if (one === null) return null;
    items.push(one);
  } while (takes(cursor, ','));
  return takes(cursor, end) ? items : null;
};

const entryOf = (cursor: Cursor, depth: number): readonly [string, JsonNode] | null => {
  taken(cursor, blanks);
  const key = taken(cursor, strings);
  if (key === null || !takes(cursor, ':')) return null;
  const value = nodeOf(cursor, depth);
  return value && [JSON.parse(key) as string, value];
};

const nodeOf = (cursor: Cursor, depth: number): JsonNode | null => {
  if (depth > deepest) return null;
  if (takes(cursor, '{')) {
    const entries = listed(cursor, '}', () => entryOf(cursor, depth + 1));
    return entries && { kind: 'object', entries };
  }
  if (takes(cursor, '[')) {
    const items = listed(cursor, ']', () => nodeOf(cursor, depth + 1));
    return items && { kind: 'array', items };
  }
  const string = taken(cursor, strings);
  if (string !== null) return { kind: 'string', value: JSON.parse(string) as string };
  const word = words.find(([name]) => takes(cursor, name));
  if (word) return word[1];
  const number = taken(cursor, numbers);
  return number === null || number === '' ? null : { kind: 'number', text: number };
};

/** Null when the text is no JSON. */
export const parseJson = (text: string): JsonNode | null => {
  const cursor: Cursor = { text, at: 0 };
  const node = nodeOf(cursor, 0);
  taken(cursor, blanks);
  return cursor.at === text.length ? node : null;
};

/** Compact. */
export const printJson = (node: JsonNode): string => {
  if (node.kind === 'object') return `{${node.entries.map(([key, value]) => `${JSON.stringify(key)}:${printJson(value)}`).join(',')}}`;
  if (node.kind === 'array') return `[${node.items.map(printJson).join(',')}]`;
  if (node.kind === 'string') return JSON.stringify(node.value);
  if (node.kind === 'number') return node.text;
  return node.kind === 'null' ? 'null' : String(node.value);
};

/** As a field shows it: strings without quotes, the rest as JSON. */
export const shownJson = (node: JsonNode): string => (node.kind === 'string' ? node.value : printJson(node));

/** The value of a key; of a repeated key the last. */
export const memberOf = (node: JsonNode, key: string): JsonNode | undefined =>
  node.kind === 'object' ? node.entries.findLast(([name]) => name === key)?.[1] : undefined;
