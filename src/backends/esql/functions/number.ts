// Functions of numbers, of several values and of addresses: KQL's meaning in, ES|QL out.
import { ipv4Range, ipv6Range, literalRanges, privateRanges } from '../../shared/ip-ranges.ts';
import { binary, call, type Es, num, str } from '../ast.ts';
import { cast, common, type EsType, type Value, value } from '../value.ts';
import type { Answer, Call, Emit } from './call.ts';

const real =
  (fn: string, ...before: readonly Es[]): Emit =>
  (c) =>
    value(call(fn, ...before, c.arg(0).es), 'double', true);

/** Outside of its domain, and beyond the greatest number, the engine's function is null. */
const within =
  (emit: Emit): Emit =>
  (c) => {
    c.place.context.findings.assume('RMMC3724', c.node.span, { fn: c.node.fn });
    return emit(c);
  };

const same =
  (fn: string): Emit =>
  (c) => {
    const v = c.arg(0);
    return { es: call(fn, v.es), type: v.type, nullable: v.nullable };
  };

const sign: Emit = (c) => {
  const v = c.arg(0);
  const found = value(call('SIGNUM', v.es), 'double', v.nullable);
  return v.type === 'double' ? found : value(call('TO_LONG', found.es), 'long', v.nullable);
};

const round: Emit = (c) => {
  const v = c.arg(0);
  c.place.context.findings.assume('RMMC3722', c.node.span, {});
  return { es: call('ROUND', v.es, ...(c.count > 1 ? [c.arg(1).es] : [])), type: v.type, nullable: v.nullable };
};

const extreme =
  (fn: 'GREATEST' | 'LEAST'): Emit =>
  (c) => {
    const values = Array.from({ length: c.count }, (_, at) => c.arg(at));
    const type = values.reduce<EsType | null>((sofar, v) => (sofar === null ? null : common(sofar, v.type)), 'null');
    if (type === null || type === 'null') return c.refuse(`${fn} takes values of one type`);
    if (values.some((v) => v.nullable)) return c.refuse(`${fn} of a null is null, and a field may be missing`);
    return value(call(fn, ...values.map((v) => cast(v, type))), type, false);
  };

const addressOf = (c: Call): Es => {
  const v = c.arg(0);
  if (v.stored?.mapping.type === 'ip' && !v.stored.mapping.or && v.es.kind === 'call' && v.es.args[0]) return v.es.args[0];
  c.place.context.findings.assume('RMMC3723', c.node.span, { what: v.stored?.column ?? 'the text' });
  return call('TO_IP', v.es);
};

/** Null for what is not IPv4, as in KQL. */
const inRanges = (c: Call, ranges: readonly string[] | null): Value => {
  if (!ranges) return c.refuse('ranges must be literal IPv4 ranges');
  const address = addressOf(c);
  const test = call('CIDR_MATCH', address, ...ranges.map(str));
  return value(call('CASE', call('CIDR_MATCH', address, str('0.0.0.0/0')), test), 'boolean', true);
};

const inLiteralRanges: Emit = (c) => inRanges(c, literalRanges(c.node, ipv4Range));

/** Null for what is no address, as in KQL; an IPv4 address is in none of them. */
const inLiteralRanges6: Emit = (c) => {
  const ranges = literalRanges(c.node, ipv6Range);
  if (!ranges) return c.refuse('ranges must be literal IPv6 ranges without IPv4 addresses in them');
  return value(call('CIDR_MATCH', addressOf(c), ...ranges.map(str)), 'boolean', true);
};

/** After the shorter of the prefixes of the literal and the argument; an address of a field has none. */
const ipv4Match: Emit = (c) => {
  const literal = c.literalText(1);
  const bits = c.count > 2 ? c.literalInteger(2) : 32n;
  if (literal === undefined || bits === undefined) return c.refuse('only one literal address is compared');
  const [address = '', prefix = '32', ...more] = literal.split('/');
  if (more.length > 0 || !/^\d{1,2}$/.test(prefix)) return c.refuse('only one literal address is compared');
  const shorter = BigInt(prefix) < bits ? BigInt(prefix) : bits;
  const range = ipv4Range(`${address}/${shorter}`);
  return inRanges(c, range === null ? null : [range]);
};

const bits = 'there are no bit operations';
const finite = 'numbers are never infinite or NaN';
const windows = 'a row cannot look at its neighbours';
const v6 = 'KQL compares IPv4 and IPv6 addresses with each other, CIDR_MATCH does not';

export const numberFunctions = {
  abs: same('ABS'),
  ceiling: same('CEIL'),
  round,
  sign,
  sqrt: within(real('SQRT')),
  pow: within((c) => value(call('POW', call('TO_DOUBLE', c.arg(0).es), c.arg(1).es), 'double', true)),
  exp: within(real('EXP')),
  exp2: within(real('POW', { kind: 'number', text: '2.0' })),
  exp10: within(real('POW', { kind: 'number', text: '10.0' })),
  log: within(real('LOG')),
  log2: within(real('LOG', num(2))),
  log10: within(real('LOG10')),
  sin: real('SIN'),
  cos: real('COS'),
  tan: real('TAN'),
  cot: within((c) => value(binary('/', num(1), call('TAN', c.arg(0).es)), 'double', true)),
  asin: within(real('ASIN')),
  acos: within(real('ACOS')),
  atan: real('ATAN'),
  atan2: (c) => value(call('ATAN2', c.arg(0).es, c.arg(1).es), 'double', true),
  pi: () => value(call('PI'), 'double', false),
  // TO_DEGREES and TO_RADIANS of 8.19.21 give a real number back unchanged
  degrees: (c) => value(binary('/', binary('*', c.arg(0).es, { kind: 'number', text: '180.0' }), call('PI')), 'double', true),
  radians: (c) => value(binary('/', binary('*', c.arg(0).es, call('PI')), { kind: 'number', text: '180.0' }), 'double', true),
  isnan: finite,
  isinf: finite,
  isfinite: finite,
  max_of: extreme('GREATEST'),
  min_of: extreme('LEAST'),
  binary_and: bits,
  binary_or: bits,
  binary_xor: bits,
  binary_not: bits,
  binary_shift_left: bits,
  binary_shift_right: bits,
  ipv4_is_private: (c) => inRanges(c, privateRanges),
  ipv4_is_in_range: inLiteralRanges,
  ipv4_is_in_any_range: inLiteralRanges,
  ipv4_is_match: ipv4Match,
  ipv4_compare: 'addresses are not turned into numbers',
  ipv4_netmask_suffix: 'addresses are not turned into numbers',
  ipv4_range_to_cidr_list: 'there is no such function',
  ipv6_is_in_range: inLiteralRanges6,
  ipv6_is_in_any_range: inLiteralRanges6,
  ipv6_is_match: v6,
  ipv6_compare: v6,
  parse_ipv4: 'addresses are not turned into numbers',
  parse_ipv4_mask: 'addresses are not turned into numbers',
  parse_ipv6: v6,
  parse_ipv6_mask: v6,
  format_ipv4: 'addresses are not made from numbers',
  format_ipv4_mask: 'addresses are not made from numbers',
  prev: windows,
  next: windows,
  row_number: windows,
  row_cumsum: windows,
  row_rank_dense: windows,
  row_rank_min: windows,
  row_window_session: windows,
  column_ifexists: 'which columns the rows have is not known, and only a text can stand for one that is missing',
} satisfies Readonly<Record<string, Answer>>;
