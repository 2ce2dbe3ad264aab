// The answer of SPL to every scalar function of the IR.
import type { CoreFn } from '../../ir/functions.ts';
import { binary, call, type Eval, number, text } from './ast.ts';
import { asNumber, asText, type Lowering, refused, type Value } from './context.ts';
import { answered } from './functions/answered.ts';
import { placeOf } from './functions/place-bag.ts';
import { arg, type Call, constantInt, constantText, type FunctionRow, native, no, numberArg, textArg } from './functions/row.ts';
import { textFunctions } from './functions/text.ts';
import { parsedIso, timeFunctions } from './functions/time.ts';
import { isFalseText, isTrueText, truncated } from './values.ts';

const math = (fn: string) => native((e, l) => ofNumbers(e, l, (...args) => call(fn, ...args)));

const ofNumbers = (e: Call, l: Lowering, build: (...args: Eval[]) => Eval): Value => {
  const args = e.args.map((_, index) => numberArg(e, index, l));
  return asNumber(build(...args.map((value) => value.eval)), true);
};

/** A condition as a value: both answers are asked for, so that null stays null. */
const condition = native((e, l) => ({
  eval: call('case', l.condition(e, true), text('true'), l.condition(e, false), text('false')),
  rep: 'bool',
  nullable: true,
}));

/** Whole numbers of timespans are ticks of 100 ns; those of points in time (ticks since the year 1) are beyond what a double counts. */
const ticks = (e: Call, l: Lowering, { eval: seconds, nullable }: Value): Value => {
  if (arg(e, 0).type === 'datetime' || e.fn === 'toint')
    return refused(
      l,
      e.span,
      `\`${e.fn}()\` of a ${arg(e, 0).type}`,
      'KQL counts ticks of 100 ns, more than a number of Splunk can count one by one',
    );
  return asNumber(binary('*', call('round', binary('*', seconds, number(1_000_000))), number(10)), nullable);
};

const ofBool = ({ eval: e }: Value): Value =>
  asNumber(call('case', binary('==', e, text('true')), number(1), binary('==', e, text('false')), number(0)), true);

const toWhole = native((e, l) => {
  const value = l.value(arg(e, 0));
  if (value.rep === 'bool') return ofBool(value);
  const from = arg(e, 0).type;
  if (from === 'timespan' || from === 'datetime') return ticks(e, l, value);
  if (from === 'int' || from === 'long') return asNumber(value.eval, value.nullable);
  if (value.rep !== 'number') l.context.findings.assume('RMMC3825', e.span, { what: 'the converted text' });
  const source = value.rep === 'number' ? value.eval : call('tonumber', value.eval);
  return asNumber(truncated(source), true);
});

const toReal = native((e, l) => {
  const value = l.value(arg(e, 0));
  if (value.rep === 'bool') return ofBool(value);
  const from = arg(e, 0).type;
  return from === 'timespan' || from === 'datetime' ? ticks(e, l, value) : numberArg(e, 0, l);
});

const toBool = native((e, l) => {
  const value = l.value(arg(e, 0));
  if (value.rep === 'bool') return value;
  if (value.rep === 'number')
    return {
      eval: call('case', binary('==', value.eval, number(0)), text('false'), call('isnotnull', value.eval), text('true')),
      rep: 'bool',
      nullable: value.nullable,
    };
  if (value.rep === 'time' || value.rep === 'span')
    return refused(l, e.span, `\`tobool()\` of a ${arg(e, 0).type}`, 'it is no number of Splunk');
  return { eval: call('case', isTrueText(value.eval), text('true'), isFalseText(value.eval), text('false')), rep: 'bool', nullable: true };
});

const toDatetime = native((e, l) => {
  const value = l.value(arg(e, 0));
  if (value.rep === 'time') return value;
  if (value.rep !== 'text' && value.rep !== 'json') return refused(l, e.span, '`todatetime()` of this value', 'only ISO 8601 text is read');
  const written = arg(e, 0);
  if (written.kind === 'call' && written.fn === 'format_datetime')
    return refused(l, e.span, '`todatetime()` of a time in this format', 'only ISO 8601 text is read');
  l.context.findings.assume('RMMC3817', e.span, { what: 'this text' });
  return { eval: parsedIso(value.eval), rep: 'time', nullable: true };
});

/** The first value that is not null, and for texts not empty. */
const coalesced = native((e, l) => {
  const values = e.args.map((a) => l.value(a));
  if (e.type !== 'string' && e.type !== 'unknown') {
    const [first] = values;
    return {
      eval: call('coalesce', ...values.map((value) => value.eval)),
      rep: first?.rep ?? 'json',
      nullable: values.every((value) => value.nullable),
    };
  }
  const parts = e.args.map((_, index) => textArg(e, index, l));
  // Behind a constant nothing is looked at, and an empty one is passed over.
  const constant = parts.findIndex((part) => part.kind === 'text' && part.value !== '');
  const looked = (constant < 0 ? [...parts, text('')] : parts.slice(0, constant + 1)).filter((part) => part.kind !== 'text');
  const last = parts[constant] ?? text('');
  return asText(looked.length === 0 ? last : call('coalesce', ...looked.map((part) => call('nullif', part, text(''))), last));
});

const lengthOf = native((e, l) => {
  const value = l.value(arg(e, 0));
  if (value.rep === 'list') return asNumber(call('coalesce', call('mvcount', value.eval), number(0)), false);
  const count = call('mvcount', call('json_array_to_mv', value.eval));
  return asNumber(call('if', binary('==', value.eval, text('[]')), number(0), count), true);
});

const extremum = (fn: 'max' | 'min') =>
  native((e, l) => {
    const values = e.args.map((a) => l.value(a));
    const [first] = values;
    if (!first || first.rep === 'text')
      return refused(l, e.span, `\`${e.fn}()\` of texts`, 'eval orders texts that look like numbers as numbers');
    if (values.some(({ rep }) => rep !== first.rep) || first.rep === 'bool')
      return refused(l, e.span, `\`${e.fn}()\` of values of several types`, 'eval orders them in another way');
    return { eval: call(fn, ...values.map((value) => value.eval)), rep: first.rep, nullable: values.every((value) => value.nullable) };
  });

const parseJson = native((e, l) => {
  const value = l.value(arg(e, 0));
  if (value.rep === 'list') return value;
  return { ...value, eval: value.rep === 'text' ? call('nullif', value.eval, text('')) : value.eval, rep: 'json', nullable: true };
});

const jsonPath = native((e, l) => {
  const path = /^\$\.([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)$/.exec(constantText(e, 0) ?? '')?.[1];
  if (path === undefined || e.args.length > 2)
    return refused(l, e.span, 'this form of `extract_json()`', 'only constant paths of plain names can be written');
  return asText(call('coalesce', call('json_extract', textArg(e, 1, l), text(path)), text('')));
});

const bag = native((e, l) => {
  const values = e.args.map((a) => l.value(a));
  if (values.some((value) => value.rep === 'list' || value.rep === 'time' || value.rep === 'span')) {
    return refused(l, e.span, '`bag_pack()` of lists or times', 'json_object() would write them as Splunk holds them');
  }
  return { eval: call('json_object', ...values.map((value) => value.eval)), rep: 'json', nullable: false };
});

const whole = (digits: number): Eval => number(digits);
const unsupported = 'eval has no function for it';
const windowed = 'streamstats carries on no such state from row to row';
const neighbour = native(
  (e, l) =>
    answered(e, l) ??
    refused(
      l,
      e.span,
      `this \`${e.fn}()\``,
      'streamstats needs rows that a `sort` before it has put in order, a constant offset of at most 10, and a term that is a number',
    ),
);
const arrays = 'multivalue fields hold no nulls, no nesting and no types, and eval has no such function over JSON arrays';
const bits = 'eval has no documented operators on bits';
const ipv6 = 'cidrmatch() is documented without the rules by which KQL mixes IPv4 and IPv6';

const otherFunctions = {
  isempty: condition,
  isnotempty: condition,
  isnull: condition,
  isnotnull: condition,
  coalesce: coalesced,
  tostring: native((e, l) => asText(textArg(e, 0, l))),
  toint: toWhole,
  tolong: toWhole,
  toreal: toReal,
  todecimal: no('Splunk computes in floating point'),
  tobool: toBool,
  todatetime: toDatetime,
  totimespan: no('eval has no parser for timespans'),
  toguid: native((e, l) => asText(call('lower', textArg(e, 0, l)))),
  tohex: no('tostring(x, "hex") writes another format and no negative numbers'),
  gettype: no('fields have no declared type'),
  has_ipv4: condition,
  has_any_ipv4: condition,
  has_ipv4_prefix: no('the rules for what follows the prefix are not documented well enough to write a pattern'),
  has_any_ipv4_prefix: no('the rules for what follows the prefix are not documented well enough to write a pattern'),
  new_guid: no(unsupported),
  rand: no('random() gives whole numbers'),
  abs: math('abs'),
  ceiling: math('ceiling'),
  round: native((e, l) =>
    e.args.length === 2 && constantInt(e, 1) === null
      ? refused(l, e.span, '`round()` to a number of digits that is not constant', 'it has to be known')
      : ofNumbers(e, l, (...args) => call('round', ...args)),
  ),
  sign: native((e, l) =>
    ofNumbers(e, l, (x = number(0)) =>
      call('case', binary('>', x, number(0)), number(1), binary('<', x, number(0)), number(-1), binary('==', x, number(0)), number(0)),
    ),
  ),
  sqrt: math('sqrt'),
  pow: math('pow'),
  exp: math('exp'),
  exp2: native((e, l) => ofNumbers(e, l, (x = number(0)) => call('pow', whole(2), x))),
  exp10: native((e, l) => ofNumbers(e, l, (x = number(0)) => call('pow', whole(10), x))),
  log: math('ln'),
  log2: native((e, l) => ofNumbers(e, l, (x = number(0)) => call('log', x, whole(2)))),
  log10: native((e, l) => ofNumbers(e, l, (x = number(0)) => call('log', x, whole(10)))),
  sin: math('sin'),
  cos: math('cos'),
  tan: math('tan'),
  cot: no(unsupported),
  asin: math('asin'),
  acos: math('acos'),
  atan: math('atan'),
  atan2: math('atan2'),
  pi: no('pi() of eval has 11 digits'),
  degrees: no('pi() of eval has 11 digits'),
  radians: no('pi() of eval has 11 digits'),
  isnan: no('Splunk stores no NaN'),
  isinf: no('Splunk stores no infinity'),
  isfinite: no('Splunk stores neither NaN nor infinity'),
  max_of: extremum('max'),
  min_of: extremum('min'),
  binary_and: no(bits),
  binary_or: no(bits),
  binary_xor: no(bits),
  binary_not: no(bits),
  binary_shift_left: no(bits),
  binary_shift_right: no(bits),
  parse_json: parseJson,
  dynamic_to_json: no('it sorts the keys of property bags'),
  extract_json: jsonPath,
  array_length: lengthOf,
  array_concat: no(arrays),
  array_index_of: no(arrays),
  array_reverse: no(arrays),
  array_rotate_left: no(arrays),
  array_rotate_right: no(arrays),
  array_slice: no(arrays),
  array_sort_asc: no('mvsort() orders everything as text'),
  array_sort_desc: no('mvsort() orders everything as text'),
  array_split: no(arrays),
  array_sum: no(arrays),
  array_iff: no(arrays),
  pack_array: no(arrays),
  pack_all: no('the fields of an event are more than the columns of the table'),
  bag_pack: bag,
  bag_pack_columns: no(unsupported),
  bag_keys: no(arrays),
  bag_has_key: no('json_extract() cannot tell a key with a null from a missing one'),
  bag_merge: no(unsupported),
  bag_remove_keys: no(unsupported),
  bag_set_key: no(unsupported),
  bag_zip: no(unsupported),
  set_has_element: condition,
  set_union: no(arrays),
  set_intersect: no(arrays),
  set_difference: no(arrays),
  set_equals: no(arrays),
  treepath: no(unsupported),
  zip: no(arrays),
  repeat: no(arrays),
  range: no(arrays),
  ipv4_is_private: condition,
  ipv4_is_in_range: condition,
  ipv4_is_in_any_range: condition,
  ipv4_is_match: condition,
  ipv4_compare: no(unsupported),
  ipv4_netmask_suffix: no(unsupported),
  ipv4_range_to_cidr_list: no(unsupported),
  ipv6_is_in_range: condition,
  ipv6_is_in_any_range: condition,
  ipv6_is_match: no(ipv6),
  ipv6_compare: no(ipv6),
  parse_ipv4: no(unsupported),
  parse_ipv4_mask: no(unsupported),
  parse_ipv6: no(unsupported),
  parse_ipv6_mask: no(unsupported),
  format_ipv4: no(unsupported),
  format_ipv4_mask: no(unsupported),
  geo_info_from_ip_address: native(
    (e, l) => placeOf(e, l.hits) ?? refused(l, e.span, 'the place of an address here', 'iplocation is a command, and no step is at hand'),
  ),
  prev: neighbour,
  next: neighbour,
  row_number: neighbour,
  row_cumsum: neighbour,
  row_rank_dense: no(windowed),
  row_rank_min: no(windowed),
  row_window_session: no(windowed),
  column_ifexists: no('a field that no event has cannot be told from an empty one, and only a text can stand for it'),
} satisfies Record<string, FunctionRow>;

export const functionRows: Readonly<Record<CoreFn, FunctionRow>> = { ...timeFunctions, ...textFunctions, ...otherFunctions };
