// A timespan in ticks in; the engine's period literal out.
import type { Es, Unit } from './ast.ts';

const units: readonly (readonly [Unit, bigint])[] = [
  ['day', 864_000_000_000n],
  ['hour', 36_000_000_000n],
  ['minute', 600_000_000n],
  ['second', 10_000_000n],
  ['millisecond', 10_000n],
];

/** In the largest unit that gives a whole number; null below one millisecond and for zero. */
export const period = (ticks: bigint): { readonly es: Es; readonly negative: boolean } | null => {
  const size = ticks < 0n ? -ticks : ticks;
  const found = units.find(([, unit]) => size >= unit && size % unit === 0n);
  return found ? { es: { kind: 'period', amount: size / found[1], unit: found[0] }, negative: ticks < 0n } : null;
};
