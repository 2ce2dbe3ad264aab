// Eval's values and JSON nodes in; each other out.
import { type JsonNode, parseJson, printJson } from '../json-text.ts';
import { exactly, isMulti, isNum, numText, type Value } from '../value.ts';

const isWhole = (node: JsonNode | null): node is JsonNode => node?.kind === 'object' || node?.kind === 'array';

/** A text that is an object or an array is that; any other is a string. */
export const nodeOfText = (text: string): JsonNode => {
  const node = /^\s*[{[]/.test(text) ? parseJson(text) : null;
  return isWhole(node) ? node : { kind: 'string', value: text };
};

export const nodeOfValue = (value: Value): JsonNode => {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  if (isNum(value)) return { kind: 'number', text: numText(value) };
  return isMulti(value) ? { kind: 'array', items: value.map(nodeOfText) } : nodeOfText(value);
};

/** Any JSON that the text is, else a string. */
export const elementOf = (text: string): JsonNode => parseJson(text) ?? { kind: 'string', value: text };

export const arrayOf = (text: string): readonly JsonNode[] | null => {
  const node = parseJson(text);
  return node?.kind === 'array' ? node.items : null;
};

/** As json_extract hands it out: scalars as values, the rest as JSON. Null has to be settled before. */
export const valueOfNode = (node: JsonNode): Value => {
  if (node.kind === 'string') return node.value;
  if (node.kind === 'number') return { kind: 'number', value: Number(node.text), text: node.text, precision: exactly };
  return printJson(node);
};
