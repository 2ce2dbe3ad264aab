// KQL's tests of IPv4 addresses in, `cidr` lines out.
import type { Expr, ExprOf } from '../../ir/expr.ts';
import type { DynamicValue } from '../../ir/types.ts';
import { itemOf, type Logic, notOf } from './ast.ts';
import { fieldOf, type Lowering, nothing } from './lowering.ts';

type Call = ExprOf<'call'>;

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
/** Every IPv4 address, and nothing else. */
const anyAddress = '0.0.0.0/0';

/** KQL applies the prefix itself: `192.168.1.255/24` is `192.168.1.0/24`; no prefix is `/32`. Null: not a range. */
export const networkOf = (text: string): string | null => {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text.trim());
  if (!found) return null;
  const octets = found.slice(1, 5).map(Number);
  const bits = found[5] === undefined ? 32 : Number(found[5]);
  if (bits > 32 || octets.some((octet) => octet > 255)) return null;
  const kept = octets.map((octet, i) => {
    const own = Math.min(8, Math.max(0, bits - 8 * i));
    return octet & (0xff << (8 - own)) & 0xff;
  });
  return `${kept.join('.')}/${bits}`;
};

const isList = (value: unknown): value is readonly DynamicValue[] => Array.isArray(value);

const textsOf = (expr: Expr): readonly (string | null)[] => {
  if (expr.kind !== 'literal') return [null];
  if (typeof expr.value === 'string') return [expr.value];
  return isList(expr.value) ? expr.value.map((item) => (typeof item === 'string' ? item : null)) : [null];
};

interface Ranges {
  readonly field: string;
  readonly ranges: readonly string[];
}

const rangesOf = (n: Call, at: Lowering): Ranges | Logic => {
  const [subject, ...rest] = n.args;
  if (subject?.kind !== 'column') return at.refuseTest(n);
  const texts = n.fn === 'ipv4_is_private' ? privateRanges : rest.flatMap(textsOf);
  const ranges = texts.map((text) => (text === null ? null : networkOf(text))).filter((range) => range !== null);
  if (ranges.length === 0 || ranges.length < texts.length) return at.refuseTest(n);
  const mapping = fieldOf(subject, at);
  if (!mapping) return nothing;
  return mapping.transform === undefined && !mapping.values ? { field: mapping.field, ranges } : at.refuseTest(n);
};

export const lowerNetwork = (n: Call, at: Lowering): Logic => {
  const found = rangesOf(n, at);
  return 'ranges' in found ? itemOf(found.field, ['cidr'], found.ranges) : found;
};

/** The tests are null for what is no IPv4 address, and `not` keeps null: only addresses outside the ranges are left. */
export const negatedNetwork = (n: Call, at: Lowering): Logic => {
  const found = rangesOf(n, at);
  if (!('ranges' in found)) return found;
  const operands = [itemOf(found.field, ['cidr'], [anyAddress]), notOf(itemOf(found.field, ['cidr'], found.ranges))];
  return { kind: 'and', operands };
};
