// A misspelt name and the names that exist in, the likeliest one out (or undefined).

const longest = 64;

/** Edit distance with adjacent swaps (optimal string alignment), given up above `limit`. */
const distance = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
};

/** The rank of a candidate; less is likelier, Infinity is no candidate. */
const rank = (name: string, candidate: string): number => {
  const lower = candidate.toLowerCase();
  if (lower === name) return 0;
  if (name.length >= 4 && lower.endsWith(name)) return 100 + lower.length;
  if (name.length >= 4 && lower.startsWith(name)) return 300 + lower.length;
  if (name.length >= 4 && lower.includes(name)) return 500 + lower.length;
  const limit = Math.floor(name.length / 3);
  const edits = distance(name, lower.slice(0, longest), limit);
  return edits <= limit ? 1000 + edits : Number.POSITIVE_INFINITY;
};

/**
 * The likeliest of the candidates: same letters in another case, then one that ends with, starts with or contains the name (the shortest), then the nearest spelling.
 * @example suggest('AccountUpn', ['AccountName', 'InitiatingProcessAccountUpn']) // 'InitiatingProcessAccountUpn'
 */
export const suggest = (name: string, candidates: Iterable<string>): string | undefined => {
  const wanted = name.slice(0, longest).toLowerCase();
  let best: string | undefined;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const r = rank(wanted, candidate);
    if (r < bestRank) [best, bestRank] = [candidate, r];
  }
  return best;
};
