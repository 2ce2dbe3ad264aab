// A place in JSON in; the JSON_EXTRACT that reads it, as a value, and as a bag whose parts are read the same way, out. From 9.4 on.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import { call, str } from './ast.ts';
import { literalText } from './context.ts';
import { bagValue, type Json, type JsonPlace, textOf, type Value, value } from './value.ts';

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
const extracted = ({ text, keys }: JsonPlace, json: Json): Value => ({
  ...value(call('JSON_EXTRACT', text, str(jsonPath(keys))), 'keyword', true),
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
export const asPlainText = (v: Value): Value => value(textOf(v), v.type, false);

/** `x["0"]` asks an object for a key, which would be taken for a place in an array. */
export const hasDigitKey = (expr: Expr): boolean =>
  expr.kind === 'path' && (isDigits(literalText(expr.key) ?? '') || hasDigitKey(expr.base));
