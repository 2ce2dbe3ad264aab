// A whole number in; the same as a number where it lies between two bounds out.

/** A whole number from `least` to `most`, as an argument has it. */
export const within = (value: bigint, least: number, most: number): number | null =>
  value >= BigInt(least) && value <= BigInt(most) ? Number(value) : null;
