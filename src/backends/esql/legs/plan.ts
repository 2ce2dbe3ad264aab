// A pipeline in; its legs (each table that it reads, wherever that stands), and its steps with the columns that each has to find, out.
import type { Span } from '../../../diagnostics/span.ts';
import { conjuncts, filterOf } from '../../../ir/conjuncts.ts';
import type { ColumnRef, Expr } from '../../../ir/expr.ts';
import { frameOf } from '../../../ir/frame.ts';
import type { Named, Pipeline, Source, Step, StepOf } from '../../../ir/pipeline.ts';
import { holdsSubquery, isSearch, isSubquery, type Subquery } from '../../../ir/subqueries.ts';
import { mapExprChildren, visitPipeline } from '../../../ir/traverse.ts';
import type { Frame } from '../../../ir/types.ts';
import type { Position } from '../../shared/findings.ts';
import { listedIn } from '../../shared/listed.ts';
import { type Context, refuse } from '../context.ts';
import { framesOf, joinNeeds, type Needs, needsBefore, pruned, readBy, together } from './needs.ts';
import { asSet } from './search.ts';

type Table = Extract<Source, { kind: 'table' }>;
type Rows = Extract<Source, { kind: 'rows' }>;
type Union = Extract<Source, { kind: 'union' }>;

/** A subquery, and the column that stands for its answer. */
export interface Mark {
  readonly name: string;
  readonly node: Subquery;
  readonly plan: Plan;
}

/** `needs`: what it has to find. */
export type Op = { readonly needs: Needs; readonly frame: Frame } & (
  | { readonly kind: 'step'; readonly step: Step; readonly marks: readonly Mark[] }
  | { readonly kind: 'join'; readonly step: StepOf<'join'>; readonly right: Plan; readonly after: Needs }
  | { readonly kind: 'semi'; readonly node: Subquery; readonly anti: boolean; readonly plan: Plan; readonly after: Needs }
);

export interface Plan {
  readonly context: Context;
  readonly frame: Frame;
  readonly source:
    | { readonly kind: 'table'; readonly table: Table }
    | { readonly kind: 'rows'; readonly rows: Rows }
    | { readonly kind: 'union'; readonly union: Union; readonly branches: readonly Plan[] };
  readonly ops: readonly Op[];
  /** What the query's columns are needed for behind it. */
  readonly after: Needs;
  /** What its source has to give. */
  readonly needs: Needs;
}

/** How an inexact test inside of a query counts outside. */
const moved = (context: Context, to: (position: Position) => Position): Context => {
  const { findings } = context;
  return {
    ...context,
    findings: {
      assume: (code, span, params) => findings.assume(code, span, params),
      inexact: (code, span, params, effect, position) => findings.inexact(code, span, params, effect, to(position)),
      widen: (code, span, params) => findings.widen(code, span, params),
      refuse: (code, span, params) => findings.refuse(code, span, params),
      leaveOut: (code, span, params) => findings.leaveOut(code, span, params),
    },
  };
};

const flip = (position: Position): Position => (position === 'kept' ? 'negated' : position === 'negated' ? 'kept' : 'value');
const asValue = (): Position => 'value';

const measures = (pipeline: Pipeline): boolean => pipeline.steps.some((step) => step.kind === 'aggregate' && step.measures.length > 0);

/** Rows too many of a side are rows too many, rows too few, or other values. */
const contextOf = (context: Context, query: Pipeline, place: 'same' | 'negated' | 'value'): Context =>
  measures(query) || place === 'value' ? moved(context, asValue) : place === 'negated' ? moved(context, flip) : context;

const placeOfRight = (mode: StepOf<'join'>['mode']): 'same' | 'negated' | 'value' =>
  mode === 'leftanti' ? 'negated' : mode === 'leftouter' || mode === 'fullouter' ? 'value' : 'same';

const subjectOf = (node: Subquery): readonly Expr[] => (node.kind === 'scalarQuery' ? [] : [node.subject]);

/** The column that a subquery gives. */
export const firstColumn = (node: Subquery): ColumnRef | null => {
  const [first] = frameOf(node.query).columns;
  return first ? { kind: 'column', span: node.span, type: first.type, name: first.name, declared: true } : null;
};

interface Planning {
  readonly context: Context;
  marks: number;
}

const planQuery = (planning: Planning, node: Subquery, place: 'same' | 'negated' | 'value'): Plan | null => {
  const context = contextOf(planning.context, node.query, place);
  const first = firstColumn(node);
  if (!first) {
    refuse(planning.context, node.span, 'this subquery', 'nothing says what its first column is');
    return null;
  }
  const inner: Planning = { ...planning, context };
  const plan = planPipeline(inner, isSearch(node) ? asSet(node.query) : node.query, readBy([first]));
  planning.marks = inner.marks;
  return plan;
};

type Ops = Op[];

/** Replaces the subqueries of an expression by columns. */
const replaced = (planning: Planning, expr: Expr, marks: Mark[]): Expr | null => {
  if (!isSubquery(expr)) {
    let isWhole = true;
    const rebuilt = mapExprChildren(expr, (child) => {
      const inside = holdsSubquery(child) ? replaced(planning, child, marks) : child;
      isWhole &&= inside !== null;
      return inside ?? child;
    });
    return isWhole ? rebuilt : null;
  }
  const plan = planQuery(planning, expr, 'value');
  if (!plan) return null;
  planning.marks += 1;
  const name = expr.kind === 'scalarQuery' ? `scalar_${planning.marks}` : `found_${planning.marks}`;
  marks.push({ name, node: expr, plan });
  return { kind: 'column', span: expr.span, type: expr.type, name, declared: true };
};

const replacedColumns = (planning: Planning, columns: readonly Named[], marks: Mark[]): readonly Named[] | null => {
  const made = columns.map((column) => ({
    column,
    expr: holdsSubquery(column.expr) ? replaced(planning, column.expr, marks) : column.expr,
  }));
  return made.every(({ expr }) => expr !== null) ? made.map(({ column, expr }) => ({ ...column, expr: expr ?? column.expr })) : null;
};

const semiOf = (expr: Expr): { readonly node: Subquery; readonly anti: boolean } | null => {
  const inner = expr.kind === 'not' ? expr.operand : expr;
  return isSubquery(inner) && inner.kind !== 'scalarQuery' && !subjectOf(inner).some(holdsSubquery)
    ? { node: inner, anti: expr.kind === 'not' }
    : null;
};

const markNeeds = (marks: readonly Mark[]): Needs => readBy(marks.flatMap(({ node }) => subjectOf(node)));

const withoutMarks = (needs: Needs, marks: readonly Mark[]): Needs => {
  const names = new Set(marks.map(({ name }) => name));
  return new Map([...needs].filter(([, { column }]) => !names.has(column)));
};

/** The operations of a filter, first to last: what looks at one row, subqueries as semi-joins, conditions around subqueries. */
const planFilter = (planning: Planning, n: StepOf<'filter'>, frame: Frame, after: Needs): Ops | null => {
  const all = conjuncts(n.condition);
  const plain = all.filter((one) => !holdsSubquery(one));
  const every = all.flatMap((one) => semiOf(one) ?? []);
  // a search gathers all rows that are left
  const semis = [...every.filter(({ node }) => !isSearch(node)), ...every.filter(({ node }) => isSearch(node))];
  const around = all.filter((one) => holdsSubquery(one) && !semiOf(one));
  const ops: Ops = [];
  let needs = after;
  for (const one of around.toReversed()) {
    const marks: Mark[] = [];
    const condition = replaced(planning, one, marks);
    if (!condition) return null;
    needs = together(withoutMarks(together(readBy([condition]), needs), marks), markNeeds(marks));
    ops.unshift({ kind: 'step', step: { ...n, condition }, marks, needs, frame });
  }
  for (const { node, anti } of semis.toReversed()) {
    const plan = planQuery(planning, node, anti ? 'negated' : 'same');
    if (!plan) return null;
    const behind = needs;
    needs = together(readBy(subjectOf(node)), behind);
    ops.unshift({ kind: 'semi', node, anti, plan, needs, after: behind, frame });
  }
  for (const step of filterOf(plain, n)) {
    ops.unshift({ kind: 'step', step, marks: [], needs: needsBefore(step, frame, needs), frame });
  }
  return ops;
};

const planJoin = (planning: Planning, n: StepOf<'join'>, frame: Frame, after: Needs): Ops | null => {
  const needs = joinNeeds(n, frame, after);
  const inner: Planning = { ...planning, context: contextOf(planning.context, n.right, placeOfRight(n.mode)) };
  const right = planPipeline(inner, n.right, needs.right);
  planning.marks = inner.marks;
  return right && [{ kind: 'join', step: n, right, needs: needs.left, after, frame }];
};

const planStep = (planning: Planning, n: Step, frame: Frame, after: Needs): Ops | null => {
  const step = pruned(n, after);
  if (step.kind === 'filter') return planFilter(planning, step, frame, after);
  if (step.kind === 'join') return planJoin(planning, step, frame, after);
  const marks: Mark[] = [];
  let said = step;
  if (step.kind === 'extend' || step.kind === 'project') {
    const columns = replacedColumns(planning, step.columns, marks);
    if (!columns) return null;
    said = { ...step, columns };
  }
  const needs = together(withoutMarks(needsBefore(said, frame, after), marks), markNeeds(marks));
  return [{ kind: 'step', step: said, marks, needs, frame }];
};

const noLeg = (planning: Planning, span: Span, what: string): null => {
  refuse(planning.context, span, what, 'its rows are not events of an index');
  return null;
};

const planSource = (planning: Planning, source: Source, needs: Needs): Plan['source'] | null => {
  if (source.kind === 'table') return { kind: 'table', table: source };
  if (source.kind === 'rows' && source.rows.length > 0) return { kind: 'rows', rows: source };
  if (source.kind !== 'union') return noLeg(planning, source.span, `the source ${source.kind} beside other queries`);
  const branches = source.branches.map((branch) => {
    const names = new Set(frameOf(branch).columns.map(({ name }) => name));
    const own = new Map([...needs].filter(([, { column }]) => column !== source.tag && (names.has(column) || frameOf(branch).open)));
    const inner: Planning = { ...planning, context: contextOf(planning.context, branch, 'same') };
    const plan = planPipeline(inner, branch, own);
    planning.marks = inner.marks;
    return plan;
  });
  const known = branches.filter((branch) => branch !== null);
  return known.length === branches.length ? { kind: 'union', union: source, branches: known } : null;
};

const planPipeline = (planning: Planning, pipeline: Pipeline, after: Needs): Plan | null => {
  const frames = framesOf(pipeline);
  const ops: Ops = [];
  let needs = after;
  for (const [back, step] of pipeline.steps.toReversed().entries()) {
    const frame = frames[pipeline.steps.length - 1 - back] ?? { columns: [], open: false };
    const planned = planStep(planning, step, frame, needs);
    if (!planned) return null;
    ops.unshift(...planned);
    needs = planned[0]?.needs ?? needs;
  }
  const source = planSource(planning, pipeline.source, needs);
  return source && { context: planning.context, frame: frameOf(pipeline), source, ops, after, needs };
};

/** Null when a part was refused. */
export const planOf = (context: Context, pipeline: Pipeline, after: Needs): Plan | null =>
  planPipeline({ context, marks: 0 }, pipeline, after);

/** Whether a step of the query makes lists that keep repeats. */
export const gathersLists = ({ ops }: Plan): boolean =>
  ops.some(
    (op) =>
      op.kind === 'step' &&
      op.step.kind === 'aggregate' &&
      op.step.measures.some((measure) => measure.kind === 'fold' && measure.agg === 'make_list'),
  );

/** Every query of a plan, the outermost first. */
export const plansIn = (plan: Plan): readonly Plan[] => [
  plan,
  ...(plan.source.kind === 'union' ? plan.source.branches.flatMap(plansIn) : []),
  ...plan.ops.flatMap((op) =>
    op.kind === 'step' ? op.marks.flatMap((mark) => plansIn(mark.plan)) : plansIn(op.kind === 'join' ? op.right : op.plan),
  ),
];

/** Whether a step puts the rows of other queries beside its own. */
export const hasQuery = (step: Step): boolean => {
  let found = step.kind === 'join';
  visitPipeline(
    { source: { kind: 'rows', span: step.span, columns: [], rows: [] }, steps: [step] },
    { expr: (expr) => (found ||= isSubquery(expr) && !listedIn(expr)) },
  );
  return found;
};

const looksAtRow: ReadonlySet<string> = new Set(['filter', 'extend', 'project', 'drop', 'reorder', 'present']);

/** A union of tables that their own tests tell apart, with steps that look at one row. */
const isPlainUnion = (context: Context, union: Union): boolean => {
  const tests = union.branches.map(({ source, steps }) => {
    if (source.kind !== 'table' || !steps.every(({ kind }) => looksAtRow.has(kind))) return null;
    const constraint = context.fields.table(source.name)?.where.constraint;
    return constraint ? `${constraint.field} ${constraint.value}` : null;
  });
  return tests.every((test) => test !== null) && new Set(tests).size === tests.length;
};

/** One FROM of several tables has no place for what is asked of a lookup. */
const asksLookup = (step: Step): boolean => step.kind === 'filter' && holdsSubquery(step.condition);

/** Whether a query is more than one source with steps over its rows. */
export const needsLegs = (context: Context, { source, steps }: Pipeline): boolean =>
  steps.some(hasQuery) ||
  (source.kind === 'union' &&
    (!isPlainUnion(context, source) || source.branches.some((one) => one.steps.some((step) => hasQuery(step) || asksLookup(step)))));
