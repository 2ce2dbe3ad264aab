// A query in; the same with places of addresses (`geo_info_from_ip_address(column)`) that are asked behind a join, an aggregation or a union read where the
// column comes from, out: the index keeps a place beside the address, and only there.
// before: T | join kind=inner R on K | extend g = geo_info_from_ip_address(Ip)
// after:  T | extend rmmc_country = tostring(geo_info_from_ip_address(Ip).country), … | join kind=inner R on K
//         | extend g = bag_pack("country", rmmc_country, …) | project-away rmmc_country, …
import type { Span } from '../../../diagnostics/span.ts';
import type { ColumnRef, Expr } from '../../../ir/expr.ts';
import { frameOf, joinedNames } from '../../../ir/frame.ts';
import type { Measure, Named, Pipeline, Query, Source, Step, StepOf } from '../../../ir/pipeline.ts';
import { holdsSubquery } from '../../../ir/subqueries.ts';
import { childrenOf, mapExprChildren, rewriteQuery } from '../../../ir/traverse.ts';
import type { Column } from '../../../ir/types.ts';
import type { Context } from '../context.ts';
import { hasQuery, needsLegs } from '../legs/plan.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/** Whether an extension reads places from where the index keeps them, and nothing else. */
export const readsPlaces = ({ columns }: StepOf<'extend'>): boolean =>
  columns.every(({ expr }) => {
    const path = expr.kind === 'call' ? expr.args[0] : undefined;
    return path?.kind === 'path' && addressOf(path.base) !== null;
  });

const partNames = ['country', 'state', 'city', 'latitude', 'longitude'] as const;

/** `isBeside`: the query is one of several in a stream of rows. */
interface Around {
  readonly context: Context;
  readonly isBeside: boolean;
}

/** `key`: what KQL calls it. */
interface Part extends Column {
  readonly key: string;
}

/** Where the place of one column goes: a column for each part. */
interface Wish extends Around {
  readonly call: Call;
  readonly parts: readonly Part[];
}

/** A pipeline with the columns behind its last step. `far`: the steps in between lose where a column is stored. */
interface Carried {
  readonly pipeline: Pipeline;
  readonly far: boolean;
}

const refOf = ({ name, type }: Column, span: Span): ColumnRef => ({ kind: 'column', span, type, name, declared: true });

const text = (value: string, span: Span): Expr => ({ kind: 'literal', span, type: 'string', value });

const addressOf = (expr: Expr): string | null =>
  expr.kind === 'call' && expr.fn === 'geo_info_from_ip_address' && expr.args[0]?.kind === 'column' ? expr.args[0].name : null;

/** The parts of the place, read from the column as it is called here. */
const readHere = ({ call, parts }: Wish, column: string): readonly Named[] => {
  const { span } = call;
  const args = call.args.map((arg) => (arg.kind === 'column' ? { ...arg, name: column } : arg));
  return parts.map((part): Named => {
    const path: Expr = { kind: 'path', span, type: 'dynamic', base: { ...call, args }, key: text(part.key, span) };
    return {
      name: part.name,
      span,
      expr: { kind: 'call', span, type: part.type, fn: part.type === 'real' ? 'toreal' : 'tostring', args: [path] },
    };
  });
};

const fieldOf = ({ context }: Wish, source: Source, column: string): string | null => {
  const mapping = source.kind === 'table' ? context.fields.table(source.name)?.columns.get(column) : undefined;
  return mapping?.geo !== undefined && !mapping.or ? mapping.field : null;
};

/** Where the first filters end, as far as they look at one row. */
const behindFilters = (steps: readonly Step[]): number => {
  const at = steps.findIndex((step) => step.kind !== 'filter' || holdsSubquery(step.condition));
  return at < 0 ? steps.length : at;
};

/** Places that stand where they would be moved to. */
const isEarly = ({ source, steps }: Pipeline, at: number): boolean => {
  const step = steps[at];
  if (source.kind !== 'table' || step?.kind !== 'extend' || !readsPlaces(step)) return false;
  return steps.slice(behindFilters(steps), at).every((one) => one.kind === 'extend' && readsPlaces(one));
};

const ofTable = (wish: Wish, { source, steps }: Pipeline, column: string): Carried | null => {
  if (fieldOf(wish, source, column) === null) return null;
  const at = behindFilters(steps);
  const step: Step = { kind: 'extend', span: wish.call.span, columns: readHere(wish, column) };
  return { pipeline: { source, steps: [...steps.slice(0, at), step, ...steps.slice(at)] }, far: wish.isBeside };
};

const ofUnion = (wish: Wish, source: Extract<Source, { kind: 'union' }>, steps: readonly Step[], column: string): Carried | null => {
  const branches = source.branches.map((branch) =>
    frameOf(branch).columns.some(({ name }) => name === column)
      ? carried(wish, branch, branch.steps.length, column)
      : { pipeline: branch, far: true },
  );
  const known = branches.filter((branch) => branch !== null);
  if (known.length < branches.length) return null;
  const fields = new Set(source.branches.map((branch) => fieldOf(wish, branch.source, column)));
  const frame = { ...source.frame, columns: [...source.frame.columns, ...wish.parts.map(({ name, type }) => ({ name, type }))] };
  const union: Source = { ...source, branches: known.map(({ pipeline }) => pipeline), frame };
  return { pipeline: { source: union, steps }, far: fields.size > 1 || known.some(({ far }) => far) };
};

/** The name of a column before a step, and the step that lets the parts of its place through; null where the step makes the column. */
interface Through {
  readonly column: string;
  readonly step: Step;
  readonly far?: true;
}

const namedBefore = (columns: readonly Named[], name: string): string | null | undefined => {
  const made = columns.find((one) => one.name === name);
  return made && (made.expr.kind === 'column' ? made.expr.name : null);
};

const passing = ({ call, parts }: Wish): readonly Named[] =>
  parts.map((part) => ({ name: part.name, span: call.span, expr: refOf(part, call.span) }));

const greatest = ({ call, parts }: Wish): readonly Measure[] =>
  parts.map((part) => ({
    kind: 'fold',
    span: call.span,
    name: part.name,
    agg: 'max',
    args: [refOf(part, call.span)],
    where: null,
    type: part.type,
  }));

const throughAggregate = (wish: Wish, step: StepOf<'aggregate'>, column: string): Through | null => {
  const key = namedBefore(step.by, column);
  if (typeof key === 'string') {
    wish.context.findings.assume('RMMC3760', wish.call.span, { column });
    return { column: key, step: { ...step, measures: [...step.measures, ...greatest(wish)] }, far: true };
  }
  const at = step.measures.findIndex((one) => one.kind === 'pick' && typeof namedBefore(one.outputs, column) === 'string');
  const pick = step.measures[at];
  const own = pick?.kind === 'pick' ? namedBefore(pick.outputs, column) : null;
  if (pick?.kind !== 'pick' || typeof own !== 'string') return null;
  const picked: Measure = { ...pick, outputs: [...pick.outputs, ...passing(wish)] };
  return { column: own, step: { ...step, measures: step.measures.with(at, picked) }, far: true };
};

const throughStep = (wish: Wish, step: Step, column: string): Through | null => {
  if (step.kind === 'filter' || step.kind === 'sort' || step.kind === 'limit' || step.kind === 'present' || step.kind === 'reorder')
    return { column, step, ...(hasQuery(step) ? { far: true } : {}) };
  if (step.kind === 'extend' || step.kind === 'project') {
    const own = namedBefore(step.columns, column);
    const before = own === undefined && step.kind === 'extend' ? column : own;
    if (typeof before !== 'string') return null;
    const through = step.kind === 'project' ? { ...step, columns: [...step.columns, ...passing(wish)] } : step;
    return { column: before, step: through, ...(hasQuery(step) ? { far: true } : {}) };
  }
  if (step.kind === 'rename') return { column: step.pairs.find(({ to }) => to === column)?.from ?? column, step };
  if (step.kind === 'drop') return { column, step };
  if (step.kind === 'capture')
    return step.parts.some((part) => part.kind === 'column' && part.column.name === column) ? null : { column, step };
  if (step.kind === 'expand') return step.columns.some(({ name }) => name === column) || step.index === column ? null : { column, step };
  return step.kind === 'aggregate' ? throughAggregate(wish, step, column) : null;
};

/** The pipeline with the parts among its columns behind the first `upTo` steps; null where the column's origin is none that the index knows a place of. */
const carried = (wish: Wish, { source, steps }: Pipeline, upTo: number, column: string): Carried | null => {
  const later = steps.slice(upTo);
  const step = steps[upTo - 1];
  if (!step) {
    const front = source.kind === 'union' ? ofUnion(wish, source, [], column) : null;
    if (front) return { ...front, pipeline: { ...front.pipeline, steps: later } };
    return source.kind === 'table' ? ofTable(wish, { source, steps }, column) : null;
  }
  if (step.kind === 'join') return throughJoin(wish, { source, steps }, upTo, column);
  const through = throughStep(wish, step, column);
  const front = through && carried(wish, { source, steps: steps.with(upTo - 1, through.step) }, upTo - 1, through.column);
  return front && { ...front, far: front.far || through.far === true };
};

const throughJoin = (wish: Wish, { source, steps }: Pipeline, upTo: number, column: string): Carried | null => {
  const step = steps[upTo - 1];
  if (step?.kind !== 'join') return null;
  const names = joinedNames(frameOf({ source, steps: steps.slice(0, upTo - 1) }), frameOf(step.right), step);
  if (names.left.some(([, shown]) => shown === column)) {
    const front = carried(wish, { source, steps }, upTo - 1, column);
    return front && { ...front, far: true };
  }
  const own = names.right.find(([, shown]) => shown === column)?.[0];
  const right = own === undefined ? null : carried(wish, step.right, step.right.steps.length, own);
  return right && { pipeline: { source, steps: steps.with(upTo - 1, { ...step, right: right.pipeline }) }, far: true };
};

const callsIn = (expr: Expr): readonly Call[] => [
  ...(expr.kind === 'call' && addressOf(expr) !== null ? [expr] : []),
  ...childrenOf(expr).flatMap(callsIn),
];

/** The parts that are asked for; a place as a whole asks for all. */
const keysAsked = (expr: Expr, column: string, into: Set<string>): void => {
  if (expr.kind === 'path' && addressOf(expr.base) === column && expr.key.kind === 'literal') into.add(String(expr.key.value));
  else if (addressOf(expr) === column) for (const key of partNames) into.add(key);
  else for (const child of childrenOf(expr)) keysAsked(child, column, into);
};

const partsFor = (step: Step, column: string, end: string): readonly Part[] => {
  const asked = new Set<string>();
  for (const expr of exprsOf(step)) keysAsked(expr, column, asked);
  return partNames
    .filter((key) => asked.has(key))
    .map((key) => ({ key, name: `rmmc_${key}${end}`, type: key === 'latitude' || key === 'longitude' ? 'real' : 'string' }));
};

const replaced = (expr: Expr, column: string, place: Expr): Expr =>
  addressOf(expr) === column ? { ...place, span: expr.span } : mapExprChildren(expr, (child) => replaced(child, column, place));

const packed = ({ call, parts }: Wish): Expr => ({
  kind: 'call',
  span: call.span,
  type: 'dynamic',
  fn: 'bag_pack',
  args: parts.flatMap((part) => [text(part.key, call.span), refOf(part, call.span)]),
});

const exprsOf = (step: Step): readonly Expr[] => {
  if (step.kind === 'filter') return [step.condition];
  return step.kind === 'extend' || step.kind === 'project' ? step.columns.map(({ expr }) => expr) : [];
};

const withPlace = (step: Step, column: string, place: Expr): Step => {
  if (step.kind === 'filter') return { ...step, condition: replaced(step.condition, column, place) };
  if (step.kind !== 'extend' && step.kind !== 'project') return step;
  return { ...step, columns: step.columns.map((one) => ({ ...one, expr: replaced(one.expr, column, place) })) };
};

interface Rewriting extends Around {
  /** Places that have columns of their own already. */
  count: number;
}

/** The pipeline with the first place of the step read early; null when nothing is to be moved. */
const moved = (rewriting: Rewriting, pipeline: Pipeline, at: number): Pipeline | null => {
  const step = pipeline.steps[at];
  if (!step) return null;
  for (const call of exprsOf(step).flatMap(callsIn)) {
    const column = addressOf(call) ?? '';
    const end = rewriting.count === 0 ? '' : `_${rewriting.count + 1}`;
    const parts = partsFor(step, column, end);
    const wish: Wish = { ...rewriting, call, parts };
    const front = carried(wish, { source: pipeline.source, steps: pipeline.steps.slice(0, at) }, at, column);
    if (!front?.far || parts.length === 0) continue;
    rewriting.count += 1;
    const drop: Step = { kind: 'drop', span: step.span, names: parts.map(({ name }) => name) };
    const own = [withPlace(step, column, packed(wish)), ...(step.kind === 'project' ? [] : [drop])];
    return { source: front.pipeline.source, steps: [...front.pipeline.steps, ...own, ...pipeline.steps.slice(at + 1)] };
  }
  return null;
};

const withEarly = (rewriting: Rewriting, pipeline: Pipeline): Pipeline => {
  for (const at of pipeline.steps.keys()) {
    const next = isEarly(pipeline, at) ? null : moved(rewriting, pipeline, at);
    if (next) return withEarly(rewriting, next);
  }
  return pipeline;
};

export const withPlacesEarly = (query: Query, context: Context): Query => {
  const rewriting: Rewriting = { context, isBeside: needsLegs(context, query.pipeline), count: 0 };
  return rewriteQuery(query, { pipeline: (pipeline) => withEarly(rewriting, pipeline) });
};
