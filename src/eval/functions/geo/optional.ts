// Functions of geography whose results are texts: where the others have null, they have the empty text.
import type { Fn } from '../../scope.ts';

export const emptyForNull =
  (fn: Fn): Fn =>
  (call) => {
    const get = fn(call);
    return (row) => get(row) ?? '';
  };

/** A whole number from `least` to `most`, as an argument has it. */
export const within = (value: bigint, least: number, most: number): number | null =>
  value >= BigInt(least) && value <= BigInt(most) ? Number(value) : null;
