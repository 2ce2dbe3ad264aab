// Texts with `*` in; which texts they stand for, and which of them another one covers, out. All comparisons fold ASCII case, as KQL does.

export const fold = (text: string): string => text.replace(/[A-Z]/g, (c) => c.toLowerCase());

export const compareText = (a: string, b: string): number => {
  const [left, right] = [fold(a), fold(b)];
  if (left !== right) return left < right ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

export const escapeRegex = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/** Whether every text that `narrow` stands for is one that `wide` stands for. `*` in `narrow` is read as a text of its own. */
export const globCovers = (wide: string, narrow: string): boolean =>
  new RegExp(`^${fold(wide).split('*').map(escapeRegex).join('.*')}$`, 's').test(fold(narrow));

/** Each value once, without those that another value covers; what was dropped is told with what covers it. */
export const withoutCovered = (
  values: readonly string[],
  covers: (wide: string, narrow: string) => boolean,
): { readonly kept: readonly string[]; readonly dropped: readonly { readonly value: string; readonly by: string }[] } => {
  const sorted = [...new Set(values)].sort(compareText);
  const coverOf = (value: string, index: number): string | undefined =>
    sorted.find((other, at) => at !== index && covers(other, value) && (!covers(value, other) || at < index));
  const kept = sorted.filter((value, index) => coverOf(value, index) === undefined);
  const dropped = sorted
    .filter((value) => !kept.includes(value))
    .map((value) => ({ value, by: kept.find((one) => covers(one, value)) ?? '' }));
  return { kept, dropped };
};
