// A legal pipeline in; the commands of an ES|QL query out, step by step, with the columns that KQL's result has.

import { match, P } from 'ts-pattern';
import { conjuncts, filterOf } from '../../ir/conjuncts.ts';
import type { Expr } from '../../ir/expr.ts';
import { frameAfter, frameOfSource } from '../../ir/frame.ts';
import type { Named, Pipeline, Step, StepOf } from '../../ir/pipeline.ts';
import type { Frame } from '../../ir/types.ts';
import type { wideSteps } from '../../ir/wide-steps.ts';
import { and, type Command, type Es, type EsqlAst } from './ast.ts';
import { guardNullTests } from './commands/null-tests.ts';
import { pruneColumns } from './commands/prune-columns.ts';
import { writtenDown } from './commands/written.ts';
import { type Context, refuse } from './context.ts';
import { withJsonRead } from './json/read-json.ts';
import { needsLegs } from './legs/plan.ts';
import { lowerAggregate } from './lower-aggregate.ts';
import { lowerCapture } from './lower-capture.ts';
import { lowerEnd, metadata } from './lower-end.ts';
import { lowerExpand } from './lower-expand.ts';
import { lowerLegs } from './lower-legs.ts';
import { listedTests, lowerListed } from './lower-listed.ts';
import { lowerSource, nowhere } from './lower-source.ts';
import { lowerTest } from './lower-test.ts';
import { lowerParts, lowerValue } from './lower-value.ts';
import { placeOf } from './lowering.ts';
import { refTo, type State, scopeOf, shown } from './state.ts';
import { settledValue, type Value, value } from './value.ts';

/** The engine returns no more rows. */
const cap = 10_000n;

const isOwnTime = (expr: Expr): boolean =>
  expr.kind === 'compare' &&
  [expr.left, expr.right].some((side) => side.kind === 'column' && side.type === 'datetime') &&
  [expr.left, expr.right].some((side) => side.kind === 'call' || side.kind === 'literal');

/** The rows of the table and the time window first, in a line of their own, then the rest. */
const firstWhere = (context: Context, state: State, rows: Es | null, filter: StepOf<'filter'> | undefined): readonly Command[] => {
  const place = placeOf(context, state, 'kept');
  const all = filter ? conjuncts(filter.condition) : [];
  const window = all.filter(isOwnTime).map((one) => lowerTest(place, one, true));
  const rest = all.filter((one) => !isOwnTime(one)).map((one) => lowerTest(place, one, true));
  const head = [...(rows ? [rows] : []), ...window];
  return [head, rest].filter((part) => part.length > 0).map((part) => ({ kind: 'where', condition: and(...part) }));
};

const filtered = (context: Context, state: State, n: StepOf<'filter'>): State => {
  const { plain, listed } = apart(n);
  const condition = plain && lowerTest(placeOf(context, state, 'kept'), plain.condition, true);
  const kept = condition ? { ...state, commands: [...state.commands, { kind: 'where', condition } as const] } : state;
  return listed.reduce((now, one) => lowerListed(context, now, one), kept);
};

/** What is asked of lookups comes behind all else, when fewer rows are left. */
const apart = (n: StepOf<'filter'>): { readonly plain: StepOf<'filter'> | undefined; readonly listed: readonly Expr[] } => {
  const all = conjuncts(n.condition);
  const listed = all.filter((one) => listedTests(one).length > 0);
  const [plain] = filterOf(
    all.filter((one) => !listed.includes(one)),
    n,
  );
  return { plain, listed };
};

const valuesOf = (context: Context, state: State, columns: readonly Named[]): readonly { readonly name: string; readonly v: Value }[] => {
  const place = placeOf(context, state, 'value');
  return columns.map(({ name, expr }) => {
    const v = lowerParts(place, expr, 'value');
    // read once; the whole of a column stays what its parts are read from
    const isPart = v.bag?.json !== undefined && !v.bag.json.source.columns && v.bag.json.keys.length > 0 && expr.kind !== 'column';
    return { name, v: isPart ? settledValue(v, expr.span) : v };
  });
};

type Made = readonly (readonly [string, Value])[];

/** Arrays that were written down are arrays still. */
const withElements = (made: Made, values: readonly { readonly v: Value }[], columns: readonly Named[]): Made =>
  made.map(([name, v], at) => {
    const { element, set, mayLack } = (columns[at]?.expr.type === 'dynamic' ? values[at]?.v : null) ?? {};
    return [name, element ? { ...v, element, ...(set ? { set } : {}), ...(mayLack ? { mayLack } : {}) } : v] as const;
  });

const extended = (context: Context, state: State, columns: readonly Named[]): State => {
  const values = valuesOf(context, state, columns);
  const made = writtenDown(state, values);
  const kept = withElements(made.columns, values, columns);
  return { ...made.state, columns: new Map([...made.state.columns, ...kept]), visible: null };
};

const projected = (context: Context, state: State, columns: readonly Named[]): State => {
  const values = valuesOf(context, state, columns);
  const made = writtenDown(state, values);
  return { ...made.state, columns: new Map(withElements(made.columns, values, columns)), base: null, visible: null };
};

const renamed = (state: State, n: StepOf<'rename'>, frame: Frame): State => {
  const scope = scopeOf(state);
  const columns = new Map(state.columns);
  for (const { from } of n.pairs) columns.delete(from);
  for (const { from, to } of n.pairs) {
    const declared = frame.columns.find((column) => column.name === from);
    const ref = refTo(declared ?? { name: from, type: 'unknown' }, n.span);
    columns.set(to, scope.column({ ...ref, declared: declared !== undefined }, 'value'));
  }
  return { ...state, columns, visible: null };
};

const sorted = (context: Context, state: State, n: StepOf<'sort'>): State => {
  const place = placeOf(context, state, 'value');
  const values = n.keys.map((key) => lowerValue(place, key.expr, 'value'));
  const keys = n.keys.map((key, at) => {
    const v = values[at] ?? value({ kind: 'null' }, 'null', true);
    if (v.type === 'list') refuse(context, key.span, 'a list as a sort key', 'it is sorted by its least value');
    return {
      expr: shown(v),
      order: key.order === 'asc' ? ('ASC' as const) : ('DESC' as const),
      nulls: key.nulls === 'first' ? ('FIRST' as const) : ('LAST' as const),
    };
  });
  const { sortKey: _, ...others } = state;
  const [first] = values;
  return { ...others, commands: [...state.commands, { kind: 'sort', keys }], ...(first && values.length === 1 ? { sortKey: first } : {}) };
};

const limited = (context: Context, state: State, n: StepOf<'limit'>): State => {
  if (n.count > 2_147_483_647n) refuse(context, n.span, 'this limit', 'LIMIT takes a 32-bit number');
  return {
    ...state,
    commands: [...state.commands, { kind: 'limit', count: n.count }],
    most: state.most !== null && state.most < n.count ? state.most : n.count,
  };
};

/** Columns of events stay: a row of events is shown whole. */
const dropped = (state: State, names: readonly string[]): State => {
  const columns = new Map(state.columns);
  for (const name of names) columns.delete(name);
  return { ...state, columns };
};

/** Steps that were refused before the lowering. */
const unsaid = [
  'join',
  'apply',
  'pairs',
  'tuple',
  'series',
  'plugin',
  'nest',
  'sample',
  'partition',
  'describe',
  'scan',
  'similar',
  'hitters',
  'split',
  'graph',
  'discard',
] as const satisfies readonly (typeof wideSteps)[number][];

const lowerStep = (context: Context, state: State, step: Step, frame: Frame, later: readonly Step[]): State =>
  match(step)
    .returnType<State>()
    .with({ kind: 'filter' }, (n) => filtered(context, state, n))
    .with({ kind: 'extend' }, (n) => extended(context, state, n.columns))
    .with({ kind: 'project' }, (n) => projected(context, state, n.columns))
    .with({ kind: 'aggregate' }, (n) => lowerAggregate(context, state, n, later))
    .with({ kind: 'rename' }, (n) => renamed(state, n, frame))
    .with({ kind: 'sort' }, (n) => sorted(context, state, n))
    .with({ kind: 'limit' }, (n) => limited(context, state, n))
    .with({ kind: 'capture' }, (n) => lowerCapture(context, state, n))
    .with({ kind: 'expand' }, (n) => lowerExpand(context, state, n, later))
    .with({ kind: 'drop' }, (n) => dropped(state, n.names))
    .with({ kind: P.union('reorder', 'present', ...unsaid) }, () => state)
    .exhaustive();

const withMetadata = (commands: readonly Command[]): readonly Command[] =>
  commands.map((command) => (command.kind === 'from' ? { ...command, metadata } : command));

/** The state behind the last step of one query over one source. */
const lowerSteps = (context: Context, pipeline: Pipeline): State => {
  const [first] = pipeline.steps;
  const start = lowerSource(context, pipeline.source);
  const filter = first?.kind === 'filter' && start.state.base ? first : undefined;
  const { plain, listed } = filter ? apart(filter) : { plain: undefined, listed: [] };
  const begun = { ...start.state, commands: [...start.state.commands, ...firstWhere(context, start.state, start.rows, plain)] };
  let state: State = listed.reduce<State>((now, one) => lowerListed(context, now, one), begun);
  let frame = frameOfSource(pipeline.source);
  for (const [at, step] of pipeline.steps.entries()) {
    if (step !== filter) state = lowerStep(context, state, step, frame, pipeline.steps.slice(at + 1));
    frame = frameAfter(frame, step);
  }
  return state;
};

export const lowerPipeline = (context: Context, pipeline: Pipeline): EsqlAst => {
  const hasLegs = needsLegs(context, pipeline);
  const state = hasLegs ? (lowerLegs(context, pipeline, lowerStep) ?? nowhere.state) : lowerSteps(context, pipeline);
  const end = lowerEnd(context, state, pipeline, !hasLegs);
  const whole = [...(state.aggregated ? state.commands : withMetadata(state.commands)), ...end];
  const read = withJsonRead(whole);
  const commands = guardNullTests(hasLegs ? pruneColumns(read) : read);
  if (state.most !== null && state.most <= cap) return { commands };
  context.findings.assume('RMMC3701', pipeline.source.span, { cap: '10,000' });
  return { commands: [...commands, { kind: 'limit', count: cap }] };
};
