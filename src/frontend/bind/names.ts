// A misspelt name and the names that exist in, the likeliest one out (or undefined).
import { editDistance } from '../../diagnostics/nearest.ts';

const longest = 64;

/** The rank of a candidate; less is likelier, Infinity is no candidate. */
const rank = (name: string, candidate: string): number => {
  const lower = candidate.toLowerCase();
  if (lower === name) return 0;
  if (name.length >= 4 && lower.endsWith(name)) return 100 + lower.length;
  if (name.length >= 4 && lower.startsWith(name)) return 300 + lower.length;
  if (name.length >= 4 && lower.includes(name)) return 500 + lower.length;
  const limit = Math.floor(name.length / 3);
  const shortened = lower.slice(0, longest);
  if (Math.abs(name.length - shortened.length) > limit) return Number.POSITIVE_INFINITY;
  const edits = editDistance(name, shortened);
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
