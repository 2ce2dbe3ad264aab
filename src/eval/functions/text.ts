// Strings. Each function by its KQL name; a call in, how to compute it for a row out.
import type { DynamicValue } from '../../ir/types.ts';
import { failed, unsupported } from '../refusal.ts';
import type { Call, Fn } from '../scope.ts';
import { bytesOf, lengthOf, sliceOf } from '../values/code-points.ts';
import { compareText } from '../values/order.ts';
import { textOf } from '../values/text.ts';
import { orEmpty } from './or-empty.ts';
import { array, dynamic, real, strict, text, whole } from './shapes.ts';
import { regexFunctions } from './text-regex.ts';
import { searchFunctions } from './text-search.ts';

const foreign = /[^\x00-\x7f]/;

/** Case character by character; the few characters that become several (`ß` …) are not settled. */
const casing =
  (change: (text: string) => string): Fn =>
  (call) =>
    strict([text], (s) => {
      if (!foreign.test(s)) return change(s);
      let changed = '';
      for (const character of s) {
        const other = change(character);
        if (lengthOf(other) !== 1) unsupported(`\`${call.name}()\` of \`${character}\``, call.span);
        changed += other;
      }
      return changed;
    })(call);

const substring: Fn = (call) =>
  strict([text, whole, whole], (source, start, length) => {
    const size = start < 0n ? lengthOf(source) : 0;
    const from = Number(start) + size;
    if (from < 0) return unsupported('`substring()` that starts before the text', call.span);
    const many = (length as bigint | undefined) ?? null;
    if (many !== null && many < 0n) return unsupported('`substring()` of a negative length', call.span);
    return sliceOf(source, from, many === null ? Number.POSITIVE_INFINITY : Number(many));
  })(call);

const repeated: Fn = (call) =>
  strict([text, whole, text], (source, times, between) => {
    if (times < 1n || times > 1024n) return unsupported(`\`strrep()\` ${times} times`, call.span);
    return Array.from({ length: Number(times) }, () => source).join((between as string | undefined) ?? '');
  })(call);

const concatenation: Fn = ({ args }) => {
  const reads = args.map((arg) => text(arg));
  return (row) => {
    let joined = '';
    for (const read of reads) joined += read(row) ?? '';
    return joined;
  };
};

const joined = strict([text, text], (delimiter, ...parts: string[]) => parts.join(delimiter));

const asText = (value: DynamicValue): string => textOf(value, 'dynamic');

const codePoint = (value: DynamicValue, call: Call): string => {
  const code = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : -1;
  const exists = Number.isInteger(code) && code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return exists ? String.fromCodePoint(code) : unsupported(`\`${call.name}()\` of a number that is no character`, call.span);
};

/** Numbers and arrays of numbers, as the characters that they stand for. */
const charactersOf: Fn = (call) =>
  strict([dynamic], (...values) =>
    values.map((value) => (Array.isArray(value) ? value : [value]).map((code: DynamicValue) => codePoint(code, call)).join('')).join(''),
  )(call);

const units = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];

const unitFor = (size: number): string => {
  let unit = 0;
  for (let left = size; left >= 1024 && unit < units.length - 1; left /= 1024) unit += 1;
  return units[unit] ?? 'Bytes';
};

/** `19.08 MB`: whether zeros at the end of the fraction are printed is not known, nor how negative sizes are. */
const formatBytes: Fn = (call) =>
  strict([real, whole, text], (size, precision, asked) => {
    const digits = Number((precision as bigint | undefined) ?? 0n);
    const unit = (asked as string | undefined) || unitFor(size);
    if (!units.includes(unit)) return failed(`\`format_bytes()\` has no unit \`${unit}\``, call.span);
    const amount = (size / 1024 ** units.indexOf(unit)).toFixed(Math.min(100, Math.max(0, digits)));
    const unsettled = size < 0 || !Number.isFinite(size) || digits < 0 || digits > 100 || (digits > 0 && amount.endsWith('0'));
    return unsettled ? unsupported(`\`format_bytes()\` of ${size} with ${digits} digits`, call.span) : `${amount} ${unit}`;
  })(call);

export const textFunctions = {
  tolower: casing((s) => s.toLowerCase()),
  toupper: casing((s) => s.toUpperCase()),
  strlen: strict([text], (s) => BigInt(lengthOf(s))),
  string_size: strict([text], (s) => BigInt(bytesOf(s).length)),
  strcat: concatenation,
  strcat_delim: joined,
  strcat_array: orEmpty(strict([array, text], (values, delimiter) => values.map(asText).join(delimiter))),
  strcmp: strict([text, text], (a, b) => BigInt(Math.sign(compareText(a, b)))),
  strrep: orEmpty(repeated),
  reverse: strict([text], (s) => [...s].reverse().join('')),
  substring: orEmpty(substring),
  make_string: orEmpty(charactersOf),
  unicode_codepoints_from_string: strict([text], (s) => [...s].map((character) => BigInt(character.codePointAt(0) ?? 0))),
  unicode_codepoints_to_string: orEmpty(charactersOf),
  format_bytes: orEmpty(formatBytes),
  ...searchFunctions,
  ...regexFunctions,
} as const satisfies Readonly<Record<string, Fn>>;
