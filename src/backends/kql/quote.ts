// Values and names in, their KQL spelling out: one function per context.
import { match, P } from 'ts-pattern';
import type { ExprOf } from '../../ir/expr.ts';
import { shortDatetime, shortTimespan } from '../../ir/time.ts';
import type { DynamicValue, ScalarType } from '../../ir/types.ts';
import { reservedWords } from './reserved.ts';

/** Control characters, line and paragraph separators, byte order mark and lone surrogates are written as `\uXXXX`. */
const invisible = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const shortEscapes = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);
const escapeInvisible = (c: string): string => shortEscapes.get(c) ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;

const countOf = (text: string, c: string): number => text.split(c).length - 1;

/** `"…"` with escapes, or `@"…"` when the text has backslashes (at least as many as quotes) and nothing invisible. */
export const quoteString = (text: string): string => {
  const backslashes = countOf(text, '\\');
  const verbatim = backslashes > 0 && backslashes >= countOf(text, '"') && text.search(invisible) < 0;
  if (verbatim) return `@"${text.replaceAll('"', '""')}"`;
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replace(invisible, escapeInvisible)}"`;
};

const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A name as it is, or `['odd name']` when it is not a plain identifier or is a word of the language. */
export const quoteName = (name: string): string =>
  plainName.test(name) && !reservedWords.has(name)
    ? name
    : `['${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replace(invisible, escapeInvisible)}']`;

/** Member access `.key`, or `["key"]`. */
export const quoteMember = (key: string): string => (plainName.test(key) && !reservedWords.has(key) ? `.${key}` : `[${jsonString(key)}]`);

/** The shortest decimal text that reads back as the same number, always with a dot or an exponent. */
const realText = (value: number): string => {
  if (Number.isNaN(value)) return 'real(nan)';
  if (!Number.isFinite(value)) return value > 0 ? 'real(+inf)' : 'real(-inf)';
  const text = Object.is(value, -0) ? '-0.0' : String(value).replace('e+', 'e');
  return /[.e]/.test(text) ? text : `${text}.0`;
};

const jsonString = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replace(invisible, escapeInvisible)}"`;

const isMap = (value: DynamicValue): value is ReadonlyMap<string, DynamicValue> => value instanceof Map;
const isArray = (value: DynamicValue): value is readonly DynamicValue[] => Array.isArray(value);

const dynamicText = (value: DynamicValue): string => {
  if (value === null) return 'null';
  if (typeof value === 'string') return jsonString(value);
  if (typeof value === 'number') return realText(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (isMap(value)) return `{${[...value].map(([key, item]) => `${jsonString(key)}: ${dynamicText(item)}`).join(', ')}}`;
  if (isArray(value)) return `[${value.map(dynamicText).join(', ')}]`;
  return value.type === 'datetime' ? `datetime(${shortDatetime(value.ticks)})` : `timespan(${shortTimespan(value.ticks)})`;
};

type Value = ExprOf<'literal'>['value'];

/** A literal of a type. */
export const literalText = (type: ScalarType, value: Value): string => {
  if (type === 'dynamic' || type === 'unknown') return `dynamic(${dynamicText(value as DynamicValue)})`;
  if (value === null) return type === 'string' ? '""' : `${type}(null)`;
  return match(type)
    .with('string', () => quoteString(String(value)))
    .with(P.union('bool', 'long'), () => String(value))
    .with(P.union('int', 'decimal', 'guid'), () => `${type}(${String(value)})`)
    .with('real', () => realText(Number(value)))
    .with('datetime', () => `datetime(${shortDatetime(value as bigint)})`)
    .with('timespan', () => shortTimespan(value as bigint))
    .exhaustive();
};
