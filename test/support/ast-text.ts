// A syntax tree in, one line of text out: kinds and fields without spans, empty fields left out.

const scalar = (value: unknown): string => (typeof value === 'bigint' ? `${value}n` : JSON.stringify(value));

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === false || (Array.isArray(value) && value.length === 0);

const hidden = new Set(['span', 'opSpan', 'nameSpan', 'kind', 'comments']);

/** `where{predicate: binary{op: "==", left: name a, right: literal long 1n}}` */
export const astText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(astText).join(', ')}]`;
  if (value instanceof Map) return `map[${[...value].map(([k, v]) => `${scalar(k)}: ${astText(v)}`).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalar(value);
  const node = value as Record<string, unknown>;
  if (node.kind === 'name') return `name ${astText(node.ident)}`;
  if (node.kind === 'literal') return `${node.type} ${astText(node.value)}`;
  if ('text' in node && 'quoted' in node) return node.quoted ? `[${node.text}]` : String(node.text);
  const fields = Object.entries(node).filter(([key, field]) => !hidden.has(key) && !isEmpty(field));
  return `${node.kind ?? ''}{${fields.map(([key, field]) => `${key}: ${astText(field)}`).join(', ')}}`;
};
