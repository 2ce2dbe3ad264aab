// Boolean functions: a call and the wished truth in; a condition out that is true exactly there. A null answer is neither true nor false.
import type { ScalarFn } from '../../../ir/functions.ts';
import { ipv4Range, ipv6Range, literalRanges, privateRanges } from '../../shared/ip-ranges.ts';
import { binary, both, call, type Eval, either, not, number, regex, text } from '../ast.ts';
import { type Lowering, refused, type Value } from '../context.ts';
import { guarded, literalPattern } from '../regex/pcre.ts';
import { arg, type Call, constantText, textArg } from './row.ts';

type ConditionFn = (e: Call, wanted: boolean, l: Lowering) => Eval;

const octet = '(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])';
const ipv4Pattern = `^${octet}(?:\\.${octet}){3}\\z`;

const never = (l: Lowering, e: Call, what: string, why: string): Eval => refused(l, e.span, what, why).eval;

/** Null unless the text is an IPv4 address: the address test stands in both answers. */
const inRanges =
  (ranges: readonly string[]): ConditionFn =>
  (e, wanted, l) => {
    const address = textArg(e, 0, l);
    const inside = either(...ranges.map((range) => call('cidrmatch', text(range), address)));
    return both(call('match', address, regex(ipv4Pattern)), wanted ? inside : not(inside));
  };

const inLiteralRanges: ConditionFn = (e, wanted, l) => {
  const ranges = literalRanges(e, (range) => ipv4Range(range.trim()));
  return ranges
    ? inRanges(ranges)(e, wanted, l)
    : never(
        l,
        e,
        `\`${e.fn}()\` with a range that is not a constant IPv4 range`,
        'cidrmatch() is given ranges that were checked at translation',
      );
};

/** Null unless the text is an address; an IPv4 address is in none of the ranges. */
const inLiteralRanges6: ConditionFn = (e, wanted, l) => {
  const ranges = literalRanges(e, ipv6Range);
  if (!ranges)
    return never(
      l,
      e,
      `\`${e.fn}()\` with a range that is not a constant IPv6 range without IPv4 addresses in it`,
      'cidrmatch() keeps the two kinds of addresses apart',
    );
  l.context.findings.assume('RMMC3831', arg(e, 0).span, {});
  const address = textArg(e, 0, l);
  const inside = either(...ranges.map((range) => call('cidrmatch', text(range), address)));
  if (wanted) return inside;
  return both(either(call('match', address, regex(ipv4Pattern)), call('cidrmatch', text('::/0'), address)), not(inside));
};

/** With a prefix of its own an address would be compared by the shorter one. */
const matchesLiteral: ConditionFn = (e, wanted, l) => {
  if (e.args.length > 2) return never(l, e, '`ipv4_is_match()` with a mask', 'cidrmatch() takes the length of the prefix from the range');
  l.context.findings.assume('RMMC3859', arg(e, 0).span, {});
  return inLiteralRanges(e, wanted, l);
};

const hasAddresses: ConditionFn = (e, wanted, l) => {
  const values = e.args
    .slice(1)
    .flatMap((a): readonly unknown[] => (a.kind === 'literal' ? (Array.isArray(a.value) ? a.value : [a.value]) : [null]));
  const addresses = values.filter((value) => typeof value === 'string');
  if (addresses.length !== values.length || addresses.length === 0)
    return never(l, e, `\`${e.fn}()\` with an address that is not a constant`, 'the pattern has to be known');
  if (addresses.some((address) => !new RegExp(ipv4Pattern.replace('\\z', '$')).test(address)))
    return binary('==', number(1), number(wanted ? 0 : 1));
  const body = addresses.length === 1 ? literalPattern(addresses[0] ?? '') : `(?:${addresses.map(literalPattern).join('|')})`;
  const found = call('match', textArg(e, 0, l), regex(guarded(body, { left: true, right: true })));
  return wanted ? found : not(found);
};

const nullness =
  (wantsNull: boolean): ConditionFn =>
  (e, wanted, l) => {
    const value = l.value(arg(e, 0));
    if (!value.nullable) return binary('==', number(1), number(wantsNull === wanted ? 0 : 1));
    return call(wantsNull === wanted ? 'isnull' : 'isnotnull', value.eval);
  };

const emptiness =
  (wantsEmpty: boolean): ConditionFn =>
  (e, wanted, l) => {
    const value = l.value(arg(e, 0));
    if (value.rep !== 'text' && value.rep !== 'json') return nullness(wantsEmpty)(e, wanted, l);
    return binary(wantsEmpty === wanted ? '==' : '!=', textArg(e, 0, l), text(''));
  };

/** What is not null where the text is among the values; null: it cannot be looked for. Texts are compared behind a sign, so that none is read as a number. */
const foundIn = (list: Value, e: Call, l: Lowering): Eval | null => {
  const needle = constantText(e, 1);
  if (needle !== null) {
    const values = list.rep === 'list' ? list.eval : call('json_array_to_mv', list.eval);
    return call('mvfind', values, regex(`^${literalPattern(needle)}\\z`));
  }
  if (list.rep !== 'list' || list.eval.kind !== 'field' || l.value(arg(e, 1)).rep !== 'text') return null;
  const same = binary('==', binary('.', text('_'), list.eval), binary('.', text('_'), textArg(e, 1, l)));
  return call('mvmap', list.eval, call('if', same, number(1), call('null')));
};

const inList: ConditionFn = (e, wanted, l) => {
  const list = l.value(arg(e, 0));
  const found = list.rep === 'list' || list.rep === 'json' ? foundIn(list, e, l) : null;
  if (found === null)
    return never(l, e, 'this form of `set_has_element()`', 'a text can be looked for, in an array that the search has made');
  // Null when the array is null; a list made by Splunk is null when it is empty, where KQL says false.
  return wanted
    ? call('isnotnull', found)
    : list.rep === 'list'
      ? call('isnull', found)
      : both(call('isnotnull', list.eval), call('isnull', found));
};

/** The boolean functions that Splunk can say. */
export const conditionFns: ReadonlyMap<ScalarFn, ConditionFn> = new Map<ScalarFn, ConditionFn>([
  ['ipv4_is_private', inRanges(privateRanges)],
  ['ipv4_is_in_range', inLiteralRanges],
  ['ipv4_is_in_any_range', inLiteralRanges],
  ['ipv4_is_match', matchesLiteral],
  ['ipv6_is_in_range', inLiteralRanges6],
  ['ipv6_is_in_any_range', inLiteralRanges6],
  ['has_ipv4', hasAddresses],
  ['has_any_ipv4', hasAddresses],
  ['isnull', nullness(true)],
  ['isnotnull', nullness(false)],
  ['isempty', emptiness(true)],
  ['isnotempty', emptiness(false)],
  ['set_has_element', inList],
]);
