// Where the parts of a dynamic value are known one by one, in; what stands at a path, or the whole as JSON text, out.
import type { Span } from '../../../diagnostics/span.ts';
import { call, type Es, isNull, str } from '../ast.ts';
import { type Bag, bagValue, type Value, value } from '../value.ts';

/** A bag below other keys; null when nothing below them is known. `finds`: what stands at keys from the top. `knows`: whether something stands below them. */
export const nested = (
  keys: readonly string[],
  finds: (keys: readonly string[], span: Span) => Value | null,
  knows: (keys: readonly string[]) => boolean,
  whole: Bag['whole'],
): Value | null => {
  if (!knows(keys)) return null;
  const bag: Bag = {
    at: (more, span) => {
      const all = [...keys, ...more];
      return finds(all, span) ?? nested(all, finds, knows, whole);
    },
    whole,
  };
  return bagValue(bag);
};

/** Stands between values while they are one text: U+001F, which a string of the engine cannot spell. */
export const listSign = call('FROM_BASE64', str('Hw=='));

const escapes: readonly (readonly [string, string])[] = [
  ['\\\\', '\\\\\\\\'],
  ['"', '\\\\"'],
  ['\\n', '\\\\n'],
  ['\\r', '\\\\r'],
  ['\\t', '\\\\t'],
];

/** A text as it stands between the quotes of JSON; other control characters stay as they are. */
export const jsonEscaped = (text: Es): Es => escapes.reduce((es, [from, to]) => call('REPLACE', es, str(from), str(to)), text);

/** A single value as JSON; null where nothing says how. */
export const jsonOf = (v: Value): Es | null => {
  if (v.type === 'null') return str('null');
  if (v.type === 'keyword') return call('CONCAT', str('"'), jsonEscaped(v.nullable ? call('COALESCE', v.es, str('')) : v.es), str('"'));
  if (v.type !== 'integer' && v.type !== 'long' && v.type !== 'double' && v.type !== 'boolean') return null;
  const text = call('TO_STRING', v.es);
  return v.nullable ? call('CASE', isNull(v.es), str('null'), text) : text;
};

/** The JSON text of a bag with these parts, in this order; null where a part has none. */
export const jsonBag = (parts: readonly (readonly [string, Value])[]): Value | null => {
  const texts = parts.map(([key, v]) => [JSON.stringify(key), jsonOf(v)] as const);
  if (parts.length === 0) return value(str('{}'), 'keyword', false);
  if (texts.some(([, text]) => text === null)) return null;
  const pieces = texts.flatMap(([key, text], at) => [str(`${at === 0 ? '{' : ','}${key}:`), text ?? str('')]);
  return value(call('CONCAT', ...pieces, str('}')), 'keyword', false);
};
