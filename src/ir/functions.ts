// Scalar functions of the IR by their canonical KQL names. A row here is a question that every backend must answer before the project builds; what only KQL
// says stands in wide-functions.ts.
import { isGraphFn } from './graph.ts';
import { f, many, type Signature } from './signature.ts';
import { isWideFn, type WideFn, wideRows } from './wide-functions.ts';

export const scalarFns = {
  // time
  /** UTC; the argument is added. */
  now: f('datetime', 0, 1),
  ago: f('datetime', 1),
  ingestion_time: f('datetime', 0),
  /** The second argument counts units (days, weeks …) from there. Weeks begin on Sunday. */
  startofday: f('datetime', 1, 2),
  startofweek: f('datetime', 1, 2),
  startofmonth: f('datetime', 1, 2),
  startofyear: f('datetime', 1, 2),
  /** The last tick (100 ns) of the unit. */
  endofday: f('datetime', 1, 2),
  endofweek: f('datetime', 1, 2),
  endofmonth: f('datetime', 1, 2),
  endofyear: f('datetime', 1, 2),
  /** 0-23. */
  hourofday: f('int', 1),
  /** Whole days since Sunday. */
  dayofweek: f('timespan', 1),
  dayofmonth: f('int', 1),
  dayofyear: f('int', 1),
  monthofyear: f('int', 1),
  /** ISO 8601: weeks begin on Monday, the first has the first Thursday. */
  week_of_year: f('int', 1),
  getyear: f('int', 1),
  /** Part (`year`, `quarter`, `month`, `week_of_year`, `day`, `dayofyear`, `hour` … `nanosecond`), then the time. */
  datetime_part: f('int', 2),
  /** Borders of the part that lie between: first time minus second; may be negative. */
  datetime_diff: f('long', 3),
  /** Part, number, time; a day that the month lacks becomes its last. */
  datetime_add: f('datetime', 3),
  /** Year, month, day, hour, minute, second (with a fraction); or a value to convert. */
  make_datetime: f('datetime', 1, 6),
  /** [Days,] hours, minutes[, seconds]; or a value to convert. */
  make_timespan: f('timespan', 1, 4),
  format_datetime: f('string', 2),
  format_timespan: f('string', 2),
  /** The second argument is an IANA time zone. */
  datetime_local_to_utc: f('datetime', 2),
  datetime_utc_to_local: f('datetime', 2),
  unixtime_seconds_todatetime: f('datetime', 1),
  unixtime_milliseconds_todatetime: f('datetime', 1),
  unixtime_microseconds_todatetime: f('datetime', 1),
  unixtime_nanoseconds_todatetime: f('datetime', 1),
  // null, empty, conversion
  /** `""` or null. */
  isempty: f('bool', 1),
  isnotempty: f('bool', 1),
  isnull: f('bool', 1),
  isnotnull: f('bool', 1),
  /** The first that is not null; of strings the first that is not empty. */
  coalesce: f('same', 2, many),
  /** Null gives `""`. */
  tostring: f('string', 1),
  /** Null where the value is none of the type; reals are truncated. */
  toint: f('int', 1),
  tolong: f('long', 1),
  toreal: f('real', 1),
  todecimal: f('decimal', 1),
  tobool: f('bool', 1),
  todatetime: f('datetime', 1),
  totimespan: f('timespan', 1),
  toguid: f('guid', 1),
  /** Lower case, two’s complement; the second argument is the least length, filled with zeros. */
  tohex: f('string', 1, 2),
  gettype: f('string', 1),
  // strings
  tolower: f('string', 1),
  toupper: f('string', 1),
  /** Code points; `string_size`: bytes of UTF-8. */
  strlen: f('long', 1),
  string_size: f('long', 1),
  strcat: f('string', 1, many),
  /** Delimiter, then the values. */
  strcat_delim: f('string', 3, many),
  strcat_array: f('string', 2),
  /** -1, 0 or 1 by code point. */
  strcmp: f('long', 2),
  /** Text, number of times, delimiter. */
  strrep: f('string', 2, 3),
  reverse: f('string', 1),
  /** From 0; a negative start counts from the end. */
  substring: f('string', 2, 3),
  /** Text, what is looked for, start, length (-1: all), occurrence. -1 when there is none. */
  indexof: f('long', 2, 5),
  indexof_regex: f('long', 2, 5),
  /** Plain needles may overlap, matches of `regex` (third argument) do not. */
  countof: f('long', 2, 3),
  /** With an index: an array of that element alone. */
  split: f('dynamic', 2, 3),
  /** Pattern (RE2), then the text. */
  trim: f('string', 2),
  trim_start: f('string', 2),
  trim_end: f('string', 2),
  replace_string: f('string', 3),
  replace_strings: f('string', 3),
  /** Text, pattern (RE2), replacement (`\1` is a group). */
  replace_regex: f('string', 3),
  /** Characters, their replacements (the last one repeats), text. */
  translate: f('string', 3),
  /** Pattern, group (0: all), text; `""` without a match. */
  extract: f('string', 3),
  extract_all: f('dynamic', 2, 3),
  /** Position in the array of the first needle that the text has (as `has`), or -1. */
  has_any_index: f('long', 2),
  has_ipv4: f('bool', 2),
  has_any_ipv4: f('bool', 2, many),
  has_ipv4_prefix: f('bool', 2),
  has_any_ipv4_prefix: f('bool', 2, many),
  parse_path: f('dynamic', 1),
  /** A bag: `Scheme`, `Host`, `Port`, `Path`, `Username`, `Password`, `Query Parameters`, `Fragment`. */
  parse_url: f('dynamic', 1),
  parse_urlquery: f('dynamic', 1),
  parse_user_agent: f('dynamic', 1, 2),
  parse_command_line: f('dynamic', 2),
  parse_csv: f('dynamic', 1),
  parse_xml: f('dynamic', 1),
  /** Up to four parts of at most eight digits, one number that orders as versions do. */
  parse_version: f('decimal', 1),
  url_decode: f('string', 1),
  url_encode: f('string', 1),
  url_encode_component: f('string', 1),
  base64_decode_tostring: f('string', 1),
  base64_decode_toarray: f('dynamic', 1),
  base64_decode_toguid: f('guid', 1),
  base64_encode_tostring: f('string', 1),
  make_string: f('string', 1, many),
  unicode_codepoints_from_string: f('dynamic', 1),
  unicode_codepoints_to_string: f('string', 1, many),
  dynamic_to_json: f('string', 1),
  /** Value, digits (0), unit; units count 1024. */
  format_bytes: f('string', 1, 3),
  /** A real number 0-1 (`NaN` of two empty sets), of type dynamic. */
  jaccard_index: f('dynamic', 2),
  // hashes and random values
  /** xxHash64, modulo the second argument. */
  hash: f('long', 1, 2),
  hash_xxhash64: f('long', 1, 2),
  hash_md5: f('string', 1),
  hash_sha1: f('string', 1),
  hash_sha256: f('string', 1),
  new_guid: f('guid', 0),
  /** 0-1; with a whole number below it. */
  rand: f('real', 0, 1),
  // numbers
  /** The greatest multiple that is not above the value, also below zero; null for a size that is not positive. */
  bin: f('same', 2),
  /** Value, size, a point where a bin begins. */
  bin_at: f('same', 3),
  abs: f('same', 1),
  ceiling: f('same', 1),
  round: f('same', 1, 2),
  /** -1, 0 or 1. */
  sign: f('real', 1),
  sqrt: f('real', 1),
  pow: f('real', 2),
  exp: f('real', 1),
  exp2: f('real', 1),
  exp10: f('real', 1),
  /** Natural. */
  log: f('real', 1),
  log2: f('real', 1),
  log10: f('real', 1),
  /** Angles in radians, also of the results of `asin` and so on. */
  sin: f('real', 1),
  cos: f('real', 1),
  tan: f('real', 1),
  cot: f('real', 1),
  asin: f('real', 1),
  acos: f('real', 1),
  atan: f('real', 1),
  atan2: f('real', 2),
  pi: f('real', 0),
  degrees: f('real', 1),
  radians: f('real', 1),
  isnan: f('bool', 1),
  isinf: f('bool', 1),
  isfinite: f('bool', 1),
  /** Nulls are skipped. */
  max_of: f('same', 2, many),
  min_of: f('same', 2, many),
  binary_and: f('long', 2),
  binary_or: f('long', 2),
  binary_xor: f('long', 2),
  binary_not: f('long', 1),
  /** The number of places counts modulo 64. */
  binary_shift_left: f('long', 2),
  binary_shift_right: f('long', 2),
  // dynamic values
  parse_json: f('dynamic', 1),
  /** JSON path, then the text; `""` without a match. */
  extract_json: f('string', 2),
  array_length: f('long', 1),
  array_concat: f('dynamic', 1, many),
  /** Array, value, start, length (-1: all), occurrence. -1 when there is none. */
  array_index_of: f('long', 2, 5),
  array_reverse: f('same', 1),
  array_rotate_left: f('same', 2),
  array_rotate_right: f('same', 2),
  /** First and last position, both included; negative ones count from the end. */
  array_slice: f('same', 3),
  /** Nulls last unless the last argument is false. Several arrays are sorted by the first; here only the first result counts (see tuples.ts). */
  array_sort_asc: f('dynamic', 1, many),
  array_sort_desc: f('dynamic', 1, many),
  /** Positions where pieces begin. */
  array_split: f('same', 2),
  /** Null when an element is no number. */
  array_sum: f('real', 1),
  /** Condition by condition; values may be arrays. */
  array_iff: f('dynamic', 3),
  pack_array: f('dynamic', 1, many),
  /** True: without nulls and empty strings. */
  pack_all: f('dynamic', 0, 1),
  /** Key, value, key, value … */
  bag_pack: f('dynamic', 2, many),
  bag_pack_columns: f('dynamic', 1, many),
  bag_keys: f('dynamic', 1),
  bag_has_key: f('bool', 2),
  /** The first bag that has a key wins. */
  bag_merge: f('dynamic', 2, many),
  bag_remove_keys: f('dynamic', 2),
  bag_set_key: f('dynamic', 3),
  /** Keys, values; the shorter is filled with null. */
  bag_zip: f('dynamic', 2),
  set_has_element: f('bool', 2),
  set_union: f('dynamic', 2, many),
  set_intersect: f('dynamic', 2, many),
  /** Elements of the first that none of the others has; sets have no order. */
  set_difference: f('dynamic', 2, many),
  set_equals: f('bool', 2),
  treepath: f('dynamic', 1),
  zip: f('dynamic', 2, many),
  /** An array of a value so many times. */
  repeat: f('dynamic', 2),
  /** From, to (included), step (1, 1 hour); at most 1 048 576 elements. */
  range: f('dynamic', 2, 3),
  // network
  /** Null for a malformed address, as all functions of addresses. */
  ipv4_is_private: f('bool', 1),
  ipv4_is_in_range: f('bool', 2),
  ipv4_is_in_any_range: f('bool', 2, many),
  /** After the shorter of all prefixes; the third argument is one more. */
  ipv4_is_match: f('bool', 2, 3),
  /** As `ipv4_is_match`: -1, 0 or 1. */
  ipv4_compare: f('long', 2, 3),
  ipv4_netmask_suffix: f('long', 1),
  ipv4_range_to_cidr_list: f('dynamic', 2),
  ipv6_is_in_range: f('bool', 2),
  ipv6_is_in_any_range: f('bool', 2, many),
  ipv6_is_match: f('bool', 2, 3),
  ipv6_compare: f('long', 2, 3),
  /** A number, most significant byte first. */
  parse_ipv4: f('long', 1),
  parse_ipv4_mask: f('long', 2),
  parse_ipv6: f('string', 1),
  parse_ipv6_mask: f('string', 2),
  format_ipv4: f('string', 1, 2),
  format_ipv4_mask: f('string', 2),
  geo_info_from_ip_address: f('dynamic', 1),
  // windows over ordered rows
  /** Column, offset (1), value where there is no such row. */
  prev: f('same', 1, 3),
  next: f('same', 1, 3),
  /** First number (1), restart. */
  row_number: f('long', 0, 2),
  row_cumsum: f('same', 1, 2),
  row_rank_dense: f('long', 1, 2),
  row_rank_min: f('long', 1, 2),
  /** The time at which the session of the row began: time, longest session, longest gap, restart. */
  row_window_session: f('same', 3, 4),
  // the schema at hand
  /** A column by a constant name, or the second argument (whose type it has). */
  column_ifexists: f('same', 2),
} as const satisfies Record<string, Signature>;

/** A function that each backend answers for itself. */
export type CoreFn = keyof typeof scalarFns;
export type ScalarFn = CoreFn | WideFn;

/** A function that any expression may call. */
export const isScalarFn = (name: string): name is ScalarFn => Object.hasOwn(scalarFns, name) || (isWideFn(name) && !isGraphFn(name));

export const scalarRow = (fn: ScalarFn): Signature => (isWideFn(fn) ? wideRows[fn] : scalarFns[fn]);

/** Functions that look at the rows around the row at hand. */
export const windowFns = [
  'prev',
  'next',
  'row_number',
  'row_cumsum',
  'row_rank_dense',
  'row_rank_min',
  'row_window_session',
] as const satisfies readonly CoreFn[];
