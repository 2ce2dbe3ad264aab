// The text of one line of NDJSON in; its record out, or what is wrong with it. Any line: the long way for those that the scanner leaves.
import { dynamicOfPlain, isBag, parseJson } from '../eval/values/json.ts';
import type { DynamicValue } from '../ir/types.ts';

/** Null for an empty line, a text for one that holds no record. */
export const recordOfLine = (text: string): ReadonlyMap<string, DynamicValue> | string | null => {
  if (text.trim() === '') return null;
  const read = parseJson(text);
  try {
    const value = read === undefined ? dynamicOfPlain(JSON.parse(text)) : read;
    return isBag(value) ? value : 'this is no JSON object';
  } catch (error) {
    return `this is not JSON (${error instanceof Error ? error.message : String(error)})`;
  }
};
