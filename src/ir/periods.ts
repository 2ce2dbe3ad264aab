// The schedule of a rule in; its times as ticks, and how far back each run sees, out.
import type { RuleKind, RuleMeta } from './rule.ts';
import { ticksPerDay, ticksPerSecond } from './types.ts';

const units: ReadonlyMap<string, bigint> = new Map([
  ['d', ticksPerDay],
  ['h', ticksPerSecond * 3600n],
  ['m', ticksPerSecond * 60n],
  ['s', ticksPerSecond],
]);

/** `5d`, `PT15M`, `P1D`; null for anything else. */
export const ticksOfPeriod = (text: string | null): bigint | null => {
  const found = /^(?:(\d{1,9})([dhms])|P(\d{1,9})(D)|PT(\d{1,9})([HMS]))$/.exec(text?.trim() ?? '');
  if (!found) return null;
  const count = found[1] ?? found[3] ?? found[5] ?? '';
  const unit = units.get((found[2] ?? found[4] ?? found[6] ?? '').toLowerCase());
  return unit === undefined ? null : BigInt(count) * unit;
};

const hour = ticksPerSecond * 3600n;

/** How far back a custom detection sees, by the hours between its runs. */
const lookback: ReadonlyMap<bigint, bigint> = new Map([
  [hour, 4n * hour],
  [3n * hour, 12n * hour],
  [12n * hour, 48n * hour],
  [24n * hour, 30n * ticksPerDay],
]);

export interface Schedule {
  readonly frequency: bigint | null;
  /** What each run sees. */
  readonly period: bigint | null;
}

export const scheduleOf = (meta: RuleMeta, kind: RuleKind): Schedule => {
  const frequency = ticksOfPeriod(meta.queryFrequency);
  if (kind === 'custom-detection') return { frequency, period: frequency === null ? null : (lookback.get(frequency) ?? null) };
  return kind === 'scheduled' ? { frequency, period: ticksOfPeriod(meta.queryPeriod) } : { frequency: null, period: null };
};
