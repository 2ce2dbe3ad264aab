// RMMC6020, RMMC6021, RMMC6022: the time windows of a query and the schedule of its rule in; where they do not fit each other, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../diagnostics/span.ts';
import { scheduleOf } from '../../ir/periods.ts';
import type { Pipeline } from '../../ir/pipeline.ts';
import { shortTimespan } from '../../ir/time.ts';
import { timeWindow } from '../../ir/time-window.ts';
import { ticksPerDay, ticksPerSecond } from '../../ir/types.ts';
import type { Lint, LintInput } from '../rule.ts';
import { pipelinesOf } from '../walk.ts';

interface Reach {
  readonly ticks: bigint;
  readonly span: Span;
}

/** How far back a pipeline looks by its own words. */
const reachOf = (pipeline: Pipeline): Reach | null => {
  const lower = timeWindow({ pipeline, frame: { columns: [], open: true } })?.lower;
  return lower?.at.kind === 'ago' ? { ticks: lower.at.ticks, span: lower.span } : null;
};

const beyondPeriod = ({ queries, meta, kind }: LintInput): readonly Diagnostic[] => {
  const { period } = scheduleOf(meta, kind);
  if (period === null) return [];
  return pipelinesOf(queries.map((one) => one.normal)).flatMap((pipeline) => {
    const reach = reachOf(pipeline);
    if (!reach || reach.ticks <= period) return [];
    return [report('RMMC6020', reach.span, { window: shortTimespan(reach.ticks), period: shortTimespan(period) })];
  });
};

/** The pipelines whose rows are the result: the query, or the branches that it starts from. */
const mainPipelines = (pipeline: Pipeline): readonly Pipeline[] =>
  pipeline.source.kind === 'union' ? pipeline.source.branches.flatMap(mainPipelines) : [pipeline];

const gap = ({ normal, meta, kind, text }: LintInput): readonly Diagnostic[] => {
  const { frequency, period } = scheduleOf(meta, kind);
  if (frequency === null) return [];
  const mains = mainPipelines(normal.pipeline).map(reachOf);
  const widest = mains.every((reach) => reach !== null)
    ? mains.reduce((a, b) => (a && b && a.ticks >= b.ticks ? a : b), mains[0] ?? null)
    : null;
  const own = widest && { ticks: widest.ticks, what: `\`${text.slice(widest.span.start, widest.span.end).replace(/\s+/g, ' ')}\`` };
  const given = period === null ? null : { ticks: period, what: kind === 'scheduled' ? 'queryPeriod' : 'what Defender gives it' };
  const least = own && given ? (own.ticks < given.ticks ? own : given) : (own ?? given);
  if (!least || least.ticks >= frequency) return [];
  const params = { frequency: shortTimespan(frequency), reach: shortTimespan(least.ticks), what: least.what };
  return [report('RMMC6021', { start: 0, end: 0 }, params)];
};

const fiveMinutes = ticksPerSecond * 300n;
const hour = ticksPerSecond * 3600n;

const refused = ({ meta, kind }: LintInput): readonly Diagnostic[] => {
  const { frequency, period } = scheduleOf(meta, kind);
  if (kind !== 'scheduled' || meta.kind?.toLowerCase() !== 'scheduled') return [];
  const found: { problem: string; limit: string }[] = [];
  for (const [key, ticks] of [['queryFrequency', frequency] as const, ['queryPeriod', period] as const])
    if (ticks !== null && (ticks < fiveMinutes || ticks > 14n * ticksPerDay))
      found.push({ problem: `${key} is ${shortTimespan(ticks)}`, limit: `${key} is from 5m to 14d` });
  if (period !== null && frequency !== null && period >= 2n * ticksPerDay && frequency < hour)
    found.push({
      problem: `it looks back ${shortTimespan(period)} every ${shortTimespan(frequency)}`,
      limit: 'a rule that looks back 2d or more runs at most every 1h',
    });
  return found.map((params) => report('RMMC6022', { start: 0, end: 0 }, params));
};

export const windowBeyondPeriod: Lint = {
  title: 'a time window that the schedule does not cover',
  why: 'A scheduled rule sees the data of its queryPeriod and nothing else, whatever the query asks for; a custom detection sees a range that its frequency fixes. What the query looks for beyond it is never found.',
  find: beyondPeriod,
};

export const gapBetweenRuns: Lint = {
  title: 'a gap between two runs',
  why: 'The rule looks back less far than the time between two runs: events in between are never looked at by any run.',
  key: 'queryFrequency',
  find: gap,
};

export const refusedSchedule: Lint = {
  title: 'a schedule that Sentinel refuses',
  why: 'queryFrequency and queryPeriod lie between 5 minutes and 14 days, and a rule that looks back 2 days or more may run once an hour at most: the rule cannot be deployed as it is.',
  key: 'queryPeriod',
  find: refused,
};
