// Comparisons of one measure with numbers in; the lower and upper bound of a correlation's condition out.
import type { CompareOp } from '../../../ir/expr.ts';
import type { SigmaCorrelation } from '../ast.ts';

export interface Comparison {
  readonly op: CompareOp;
  readonly value: bigint | number;
}

export type Bound = SigmaCorrelation['bounds'][number];

export interface Bounds {
  readonly lower: Bound | null;
  readonly upper: Bound | null;
}

type Side = 'lower' | 'upper';

/** Whole numbers, as the schema of correlations has it: `n > 2.5` is `n >= 3` of a number without a fraction. */
const wholeBound = ({ op, value }: Comparison, side: Side): Bound => {
  const whole = typeof value === 'bigint' ? value : BigInt(Math.floor(value));
  const isWhole = typeof value === 'bigint' || Number.isInteger(value);
  if (op === 'eq') return [side === 'lower' ? 'gte' : 'lte', whole];
  if (side === 'lower') return isWhole ? [op === 'gt' ? 'gt' : 'gte', whole] : ['gte', whole + 1n];
  return isWhole ? [op === 'lt' ? 'lt' : 'lte', whole] : ['lte', whole];
};

/** The least (or greatest) whole number that a bound lets through. */
export const edgeOf = ([op, value]: Bound): bigint => BigInt(value) + (op === 'gt' ? 1n : op === 'lt' ? -1n : 0n);

const strictest = (bounds: readonly Bound[], side: Side): Bound | null =>
  bounds.reduce<Bound | null>((best, one) => {
    if (!best) return one;
    return edgeOf(one) > edgeOf(best) === (side === 'lower') ? one : best;
  }, null);

const isOn = (side: Side, op: CompareOp): boolean =>
  op === 'eq' || (side === 'lower' ? op === 'gt' || op === 'ge' : op === 'lt' || op === 'le');

/** null: a comparison is none of these (`!=`), or is with no finite number. */
export const boundsOf = (comparisons: readonly Comparison[]): Bounds | null => {
  if (comparisons.some(({ op, value }) => op === 'ne' || (typeof value === 'number' && !Number.isFinite(value)))) return null;
  const on = (side: Side): Bound | null =>
    strictest(
      comparisons.filter(({ op }) => isOn(side, op)).map((comparison) => wholeBound(comparison, side)),
      side,
    );
  return { lower: on('lower'), upper: on('upper') };
};
