// RMMC6001: the tables that a query reads in; those whose time nothing bounds, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Pipeline, Source, Step } from '../../ir/pipeline.ts';
import type { Lint, LintInput } from '../rule.ts';
import { visitInside } from '../walk.ts';

type Table = Extract<Source, { kind: 'table' }>;

/** Tables that hold the state of things, not events: read as a whole. */
const stateTables =
  /^(?:Identity(?:Account)?Info|DeviceTvm\w+|DeviceBaseline\w+|ExposureGraph\w+|OAuthAppInfo|A[iI]?AgentsInfo|AgentsInfo|UserPeerAnalytics|ThreatIntel\w+|Usage|Watchlist)$/;

const isTime = (expr: Expr): boolean => expr.type === 'datetime';

/** A condition on a point in time, or on the age of something. */
const looksAtTime = (step: Step): boolean => {
  let found = false;
  const look = (expr: Expr): void => {
    if (expr.kind === 'compare' && (isTime(expr.left) || isTime(expr.right))) found = true;
    if (expr.kind === 'call' && (expr.fn === 'ingestion_time' || expr.fn === 'datetime_diff')) found = true;
    if (expr.kind === 'arith' && (isTime(expr.left) || isTime(expr.right))) found = true;
  };
  if (step.kind === 'filter') visitInside(step, { expr: look });
  return found;
};

/** Takes the latest row of each thing: how far back it reaches is the question. */
const takesLatest = (step: Step): boolean =>
  step.kind === 'aggregate' && step.measures.some((measure) => measure.kind === 'pick' && measure.key !== null && isTime(measure.key.expr));

const bounds = (step: Step): boolean => looksAtTime(step) || takesLatest(step) || (step.kind === 'series' && step.from !== null);

/** `outer`: what surrounds the pipeline bounds it. */
const unbounded = (pipeline: Pipeline, outer: boolean): readonly Table[] => {
  const { source, steps } = pipeline;
  const bounded = outer || steps.some(bounds);
  const found: Table[] = [];
  if (source.kind === 'table') {
    if (!bounded && source.timeColumn !== null && !stateTables.test(source.name)) found.push(source);
  } else visitInside(source, { pipeline: (inner) => found.push(...unbounded(inner, bounded)) });
  steps.forEach((step, at) => {
    const later = step.kind === 'join' && steps.slice(at + 1).some(looksAtTime);
    visitInside(step, { pipeline: (inner) => found.push(...unbounded(inner, later)) });
  });
  return found;
};

const find = ({ bound, kind }: LintInput): readonly Diagnostic[] => {
  const [first, ...others] = kind === 'hunting' ? unbounded(bound.pipeline, false) : [];
  if (!first) return [];
  const tables = [...new Set([first, ...others].map((table) => table.name))].join(', ');
  return [report('RMMC6001', first.span, { tables, column: first.timeColumn ?? 'Timestamp' })];
};

export const timeFilter: Lint = {
  title: 'no bound on the time',
  why: 'A hunting query without a time filter reads whatever range the portal, the API call or the job has set: sometimes a day, sometimes all that is kept. The result depends on who runs it, and the query is slow. Scheduled rules and custom detections get their range from the schedule and are not reported.',
  find,
};
