// A place in JSON in; the JSON_EXTRACT that reads it, as a value, and as a bag whose parts are read the same way, out. From 9.4 on.
import type { Span } from '../../../diagnostics/span.ts';
import type { Expr } from '../../../ir/expr.ts';
import { call, str } from '../ast.ts';
import { literalText } from '../context.ts';
import { bagValue, type Json, type JsonPlace, type JsonSource, textOf, type Value, value } from '../value.ts';

const isDigits = (key: string): boolean => /^\d+$/.test(key);

/** A place in an array, as JSON_EXTRACT takes it. */
const isIndex = (key: string): boolean => /^(?:0|[1-9]\d{0,8})$/.test(key);

const step = (key: string, at: number): string => {
  if (isIndex(key)) return `[${key}]`;
  if (/^[A-Za-z_@][\w@-]*$/.test(key)) return at === 0 ? key : `.${key}`;
  return `['${key.replace(/[\\']/g, '\\$&')}']`;
};

/** `Target[3].ID`, `['ACTOR.ACCOUNT']`; `$` for the whole. */
export const jsonPath = (keys: readonly string[]): string => (keys.length === 0 ? '$' : keys.map(step).join(''));

/** A text without its quotes, a number, `true` or `false` as they are written, an array or an object as JSON; null where there is nothing. */
const extracted = ({ text, keys, column }: JsonPlace, json: Json): Value => ({
  ...value(column ?? call('JSON_EXTRACT', text, str(jsonPath(keys))), 'keyword', true),
  isElement: true,
  json,
});

/** The value as a column. `whole`: instead of it. */
export const jsonPart = (json: Json, whole?: (span: Span) => Value): Value => {
  const { source, keys } = json;
  return bagValue({
    at: (more) => jsonBelow(json, more),
    whole: (span) => {
      if (whole) return whole(span);
      source.assume(span, keys);
      return extracted(source.at(keys) ?? { text: str(''), keys }, json);
    },
    json,
  });
};

/** A value below another; null where it is not known how it is stored. */
export const jsonBelow = ({ source, keys }: Json, more: readonly string[]): Value | null => {
  const all = [...keys, ...more];
  return source.at(all) ? jsonPart({ source, keys: all }) : null;
};

/** A value as `tostring()` gives it: where it is missing it is the empty text. */
export const asPlainText = (v: Value): Value => {
  const plain = value(textOf(v), v.type, false);
  return v.json ? { ...plain, reads: v.json.source.below(v.json.keys, plain.es) } : plain;
};

/** What became of a value whose text stands in another place now: its parts are read from there. */
export const keepJson = ({ json, reads }: Value, to: Value): Value => {
  if (json) return { ...to, json: { source: json.source.below(json.keys, to.es), keys: [] } };
  return reads ? { ...to, reads: reads.below([], to.es) } : to;
};

const sameKeys = (a: JsonPlace, b: JsonPlace): boolean => a.keys.length === b.keys.length && a.keys.every((key, at) => key === b.keys[at]);

/** What is read the same way from all of them, and from nowhere else. */
const shared = (sources: readonly JsonSource[]): JsonSource => ({
  at: (keys) => {
    const places = sources.map((one) => one.at(keys));
    const [first] = places;
    return first && places.every((one) => one && sameKeys(one, first)) ? first : null;
  },
  assume: (span, keys) => {
    for (const one of sources) one.assume(span, keys);
  },
  below: (keys, text) => shared(sources.map((one) => one.below(keys, text))),
});

/** What became of several values of which each row has one: their parts are read where all of them stand alike. */
export const sharedJson = (from: readonly Value[], to: Value): Value => {
  const own: JsonSource = { at: (keys) => ({ text: to.es, keys }), assume: () => undefined, below: () => own };
  if (from.every(({ json, reads }) => !json && !reads)) return to;
  const source = shared(from.map((v) => v.json?.source.below(v.json.keys, to.es) ?? v.reads?.below([], to.es) ?? own));
  return from.some(({ json }) => json) ? { ...to, json: { source, keys: [] } } : { ...to, reads: source };
};

/** `x["0"]` asks an object for a key, which would be taken for a place in an array. */
export const hasDigitKey = (expr: Expr): boolean =>
  expr.kind === 'path' && (isDigits(literalText(expr.key) ?? '') || hasDigitKey(expr.base));
