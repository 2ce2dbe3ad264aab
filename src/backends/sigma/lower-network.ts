// KQL's tests of IPv4 addresses in, `cidr` lines out.
import type { ExprOf } from '../../ir/expr.ts';
import { ipv4Range, literalRanges, privateRanges } from '../shared/ip-ranges.ts';
import { itemOf, type Logic, notOf } from './ast.ts';
import { fieldOf, type Lowering, nothing } from './lowering.ts';

type Call = ExprOf<'call'>;

/** Every IPv4 address, and nothing else. */
const anyAddress = '0.0.0.0/0';

interface Ranges {
  readonly field: string;
  readonly ranges: readonly string[];
}

const rangesOf = (n: Call, at: Lowering): Ranges | Logic => {
  const [subject] = n.args;
  if (subject?.kind !== 'column') return at.refuseTest(n);
  const ranges = n.fn === 'ipv4_is_private' ? privateRanges : literalRanges(n, (range) => ipv4Range(range.trim()));
  if (!ranges) return at.refuseTest(n);
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
