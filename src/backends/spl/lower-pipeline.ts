// A pipeline in; the commands that make its rows and the places of its columns out.
import { match, P } from 'ts-pattern';
import type { Expr, ExprOf } from '../../ir/expr.ts';
import { frameOf } from '../../ir/frame.ts';
import { type Pipeline, type Source, type Step, type StepOf, wideSources } from '../../ir/pipeline.ts';
import { mapExprChildren } from '../../ir/traverse.ts';
import type { Column } from '../../ir/types.ts';
import type { TargetContext } from '../shared/backend.ts';
import { type Assignment, binary, type Command, call, type Eval, field, text } from './ast.ts';
import { combined } from './combine.ts';
import type { Binding, Value } from './context.ts';
import { columnsRead, computedWith, conjuncts, isRowwise, madeNames, neededBefore, unsettled } from './demand.ts';
import { lowerRows } from './lower-rows.ts';
import { lowerStep } from './lower-step.ts';
import { lowerTable, type Rows } from './lower-table.ts';
import { add, assign, exprsOf, fieldFor, type State } from './state.ts';
import { repOf, textOf } from './values.ts';

type Subquery = ExprOf<'textQuery' | 'memberQuery'>;

const subqueriesIn = (expr: Expr): readonly Subquery[] => {
  const found: Subquery[] = [];
  const visit = (e: Expr): Expr => {
    if (e.kind === 'textQuery' || e.kind === 'memberQuery') found.push(e);
    return mapExprChildren(e, visit, (query) => query);
  };
  visit(expr);
  return found;
};

const stateOf = (rows: Rows): State => ({
  commands: rows.commands,
  scope: rows.scope,
  hits: new Map(),
  settled: rows.settled,
  whole: rows.whole,
});

const run = (state: State, steps: readonly Step[], wanted: ReadonlySet<string>, context: TargetContext): State => {
  const looked = wanted.size > 0 ? wanted : new Set(madeNames(steps));
  return steps.reduce((now, step, index) => {
    const rest = unsettled(steps.slice(index + 1), now.settled);
    return lowerStep(now, step, { needed: neededBefore(rest, looked), computed: computedWith(rest) }, context);
  }, state);
};

/** A leg of a union with every wanted column in the field that all legs share. */
const aligned = (
  state: State,
  eventTimes: ReadonlySet<string>,
  columns: readonly Column[],
  span: Pipeline['source']['span'],
  context: TargetContext,
): { readonly state: State; readonly scope: Map<string, Binding> } => {
  const scope = new Map<string, Binding>();
  const assignments: Assignment[] = [];
  for (const column of columns) {
    const binding = state.scope.get(column.name);
    const rep = repOf(column.type);
    const target = eventTimes.has(column.name) ? '_time' : fieldFor(column.name, span, context);
    if (!binding && rep === 'text') assignments.push({ field: target, value: text('') });
    if (binding && binding.field !== target) assignments.push({ field: target, value: field(binding.field) });
    scope.set(column.name, { field: target, rep: binding?.rep ?? rep, nullable: binding ? binding.nullable : rep !== 'text' });
  }
  return { state: assign(state, assignments), scope };
};

/** Conditions right behind a union that every branch can answer go into the branches, where the base search sees them. */
const pushed = (source: Union, steps: readonly Step[]): { readonly source: Union; readonly steps: readonly Step[] } => {
  const [first, ...rest] = steps;
  if (first?.kind !== 'filter' || source.mode !== 'outer') return { source, steps };
  const frames = source.branches.map((branch) => new Set(frameOf(branch).columns.map((column) => column.name)));
  const inside = (expr: Expr): boolean =>
    subqueriesIn(expr).length === 0 && columnsRead(expr).every((name) => frames.every((frame) => frame.has(name)));
  const parts = conjuncts(first.condition);
  const filter = and(parts.filter(inside), first);
  const left = and(
    parts.filter((part) => !inside(part)),
    first,
  );
  if (!filter) return { source, steps };
  const branches = source.branches.map((branch) => ({ ...branch, steps: [...branch.steps, filter] }));
  return { source: { ...source, branches }, steps: left ? [left, ...rest] : rest };
};

type Union = Extract<Source, { kind: 'union' }>;

const lowerUnion = (source: Union, wanted: ReadonlySet<string>, context: TargetContext): State => {
  const names = wanted.size === 0 ? new Set(source.frame.columns.map((column) => column.name)) : wanted;
  const columns = source.frame.columns.filter((column) => names.has(column.name) && column.name !== source.tag);
  const lowered = source.branches.map((branch) => {
    const own = new Set(frameOf(branch).columns.map((column) => column.name));
    const table = branch.source.kind === 'table' && frameOf(branch).open;
    const state = lowerPipeline(branch, new Set(columns.map((column) => column.name).filter((name) => own.has(name) || table)), context);
    const tagged =
      source.tag === null
        ? state
        : assign(state, [{ field: source.tag, value: text(branch.source.kind === 'table' ? branch.source.name : 'union') }]);
    return tagged;
  });
  const eventTimes = new Set(columns.map((c) => c.name).filter((name) => lowered.every((leg) => leg.scope.get(name)?.field === '_time')));
  const legs = lowered.map((leg) => aligned(leg, eventTimes, columns, source.span, context));
  const scope = new Map<string, Binding>();
  for (const column of columns) {
    const found = legs.flatMap((leg) => leg.scope.get(column.name) ?? []);
    const [first] = found;
    if (!first) continue;
    if (found.some((binding) => binding.field !== first.field || binding.rep !== first.rep)) {
      context.findings.refuse('RMMC3810', source.span, {
        what: `the column ${column.name} of this union`,
        why: 'its branches hold it in different ways',
      });
    }
    scope.set(column.name, { ...first, nullable: found.some((binding) => binding.nullable) });
  }
  if (source.tag !== null) scope.set(source.tag, { field: source.tag, rep: 'text', nullable: false });
  const commands = combined(
    legs.map((leg) => leg.state.commands),
    source.span,
    'a branch of the union',
    context,
  );
  return { commands, scope, hits: new Map(), settled: new Set(), whole: false };
};

const lowerSource = (source: Source, steps: readonly Step[], wanted: ReadonlySet<string>, context: TargetContext): State =>
  match(source)
    .returnType<State>()
    .with({ kind: 'table' }, (s) => stateOf(lowerTable(s, steps, wanted, context)))
    .with({ kind: 'rows' }, (s) => stateOf(lowerRows(s, context)))
    .with({ kind: P.union(...wideSources) }, () => ({ commands: [], scope: new Map(), hits: new Map(), settled: new Set(), whole: false }))
    .with({ kind: 'union' }, (s) => lowerUnion(s, wanted.size === 0 ? wanted : neededBefore(steps, wanted), context))
    .exhaustive();

/** What both sides of a membership are compared by; the rows of the other side carry the same field. */
const keyOf = (value: Value, subquery: Subquery, state: State, context: TargetContext): Eval => {
  const shown = value.rep === 'text' ? value.eval : textOf(value, exprsOf(state, context), subquery.subject);
  return subquery.kind === 'textQuery' && subquery.caseless ? call('lower', shown) : shown;
};

/** For membership only the set of values counts: a sort changes nothing, and an aggregation of which only keys are looked at is a projection. */
const asSet = (query: Pipeline): Pipeline => {
  const [first] = frameOf(query).columns;
  const steps: Step[] = [];
  for (const step of [...query.steps].reverse()) {
    const rowwise = steps.every(isRowwise);
    const needed = neededBefore(steps, new Set(first ? [first.name] : []));
    if (rowwise && step.kind === 'sort') continue;
    const keysOnly =
      step.kind === 'aggregate' && step.by.length > 0 && [...needed].every((name) => step.by.some((key) => key.name === name));
    if (rowwise && keysOnly) steps.unshift({ kind: 'project', span: step.span, columns: step.by.filter((key) => needed.has(key.name)) });
    else steps.unshift(step);
  }
  return { ...query, steps };
};

const sideField = 'rmmc_side';

const innerLeg = (subquery: Subquery, name: string, context: TargetContext): readonly Command[] => {
  const query = asSet(subquery.query);
  const [column] = frameOf(query).columns;
  const state = lowerPipeline(query, new Set(column ? [column.name] : []), context);
  const binding = column && state.scope.get(column.name);
  if (!binding) {
    context.findings.refuse('RMMC3810', subquery.span, { what: 'this subquery', why: 'its first column is not known' });
    return state.commands;
  }
  const value: Value = { eval: field(binding.field), rep: binding.rep, nullable: binding.nullable };
  const known = value.nullable ? add(state, { kind: 'where', condition: call('isnotnull', value.eval) }) : state;
  return assign(known, [
    { field: name, value: keyOf(value, subquery, known, context) },
    { field: sideField, value: text(name) },
  ]).commands;
};

const check = (subquery: Subquery, context: TargetContext): void => {
  if (subquery.kind === 'textQuery' && (subquery.test !== 'equals' || subquery.require === 'all')) {
    context.findings.refuse('RMMC3810', subquery.span, {
      what: `a \`${subquery.test}\` test against the rows of another query`,
      why: 'only equality can be looked up; list the values with has_any (dynamic([…])) instead',
    });
  }
  if (subquery.kind === 'textQuery' && subquery.caseless) context.findings.assume('RMMC3813', subquery.span, {});
};

/**
 * `k in (query)`: the rows of both sides in one search, marked by side; eventstats counts for each key the rows of the other side, and only the rows of the
 * outer side go on. No subsearch limit applies as long as both sides only stream.
 */
const withHits = (outer: State, subqueries: readonly Subquery[], step: StepOf<'filter'>, context: TargetContext): State => {
  const keys = subqueries.map((_, index) => `rmmc_key_${index + 1}`);
  const l = exprsOf(outer, context);
  for (const subquery of subqueries) check(subquery, context);
  const marks = subqueries.map(
    (subquery, index): Assignment => ({ field: keys[index] ?? '', value: keyOf(l.value(subquery.subject), subquery, outer, context) }),
  );
  const main = assign(outer, [...marks, { field: sideField, value: text('outer') }]);
  const legs = [main.commands, ...subqueries.map((subquery, index) => innerLeg(subquery, keys[index] ?? '', context))];
  context.findings.assume('RMMC3808', step.span, { what: 'a membership test against another query' });
  const counts = keys.map(
    (key, index): Command => ({
      kind: 'eventstats',
      stats: [{ fn: 'count', arg: binary('==', field(sideField), text(key)), as: `rmmc_hits_${index + 1}` }],
      by: [key],
    }),
  );
  const commands = [...combined(legs, step.span, 'a membership test against another query', context), ...counts];
  return {
    ...outer,
    commands,
    hits: new Map([...outer.hits, ...subqueries.map((subquery, index): [Expr, string] => [subquery, `rmmc_hits_${index + 1}`])]),
  };
};

const and = (operands: readonly Expr[], like: StepOf<'filter'>): StepOf<'filter'> | null => {
  const [only] = operands;
  if (!only) return null;
  return { ...like, condition: operands.length === 1 ? only : { kind: 'and', span: like.span, type: 'bool', operands } };
};

const lowerMembership = (pipeline: Pipeline, at: number, wanted: ReadonlySet<string>, context: TargetContext): State => {
  const step = pipeline.steps[at] as StepOf<'filter'>;
  const parts = conjuncts(step.condition);
  const looking =
    and(
      parts.filter((part) => subqueriesIn(part).length > 0),
      step,
    ) ?? step;
  const plain = and(
    parts.filter((part) => subqueriesIn(part).length === 0),
    step,
  );
  const head = [...pipeline.steps.slice(0, at), ...(plain ? [plain] : [])];
  const rest = pipeline.steps.slice(at + 1);
  const needed = neededBefore(
    [looking, ...rest],
    wanted.size > 0 ? wanted : new Set(frameOf(pipeline).columns.map((column) => column.name)),
  );
  const outer = lowerPipeline({ source: pipeline.source, steps: head }, needed, context);
  const subqueries = subqueriesIn(looking.condition);
  const both = withHits(outer, subqueries, step, context);
  const outerOnly = add(both, { kind: 'where', condition: binary('==', field(sideField), text('outer')) });
  return run(outerOnly, [looking, ...rest], wanted, context);
};

/** Lowers a pipeline; `wanted` are the result columns that are looked at, none of them: all. */
export const lowerPipeline = (pipeline: Pipeline, wanted: ReadonlySet<string>, context: TargetContext): State => {
  const at = pipeline.steps.findIndex((step) => step.kind === 'filter' && subqueriesIn(step.condition).length > 0);
  const leading = pipeline.steps.findIndex((step) => !isRowwise(step));
  if (at >= 0 && (leading < 0 || at < leading)) return lowerMembership(pipeline, at, wanted, context);
  const { source, steps } = pipeline.source.kind === 'union' ? pushed(pipeline.source, pipeline.steps) : pipeline;
  return run(lowerSource(source, steps, wanted, context), steps, wanted, context);
};
