// Which events a query matches, and which of its clauses decide that: the part of a query that handles each event by itself, run on one event at a time.
import type { Span } from '../diagnostics/span.ts';
import type { Expr } from '../ir/expr.ts';
import type { JoinMode, Pipeline, Query, Source, Step, StepKind, StepOf } from '../ir/pipeline.ts';
import { visitExpr } from '../ir/traverse.ts';
import type { Column } from '../ir/types.ts';
import { prepare, type World } from './evaluate.ts';
import { collector } from './steps/sinks.ts';
import type { Row } from './value.ts';

/** A row of one of the tables that a query starts from. */
export interface Event {
  readonly table: string;
  readonly columns: readonly Column[];
  readonly row: Row;
}

const eachByItself: ReadonlySet<StepKind> = new Set<StepKind>([
  'filter',
  'extend',
  'project',
  'drop',
  'rename',
  'reorder',
  'present',
  'expand',
  'apply',
  'capture',
  'pairs',
  'tuple',
]);
const leftFirst: ReadonlySet<JoinMode> = new Set<JoinMode>(['innerunique', 'inner', 'leftouter', 'leftsemi', 'leftanti']);

const handlesEach = (step: Step): boolean => eachByItself.has(step.kind) || (step.kind === 'join' && leftFirst.has(step.mode));

interface Part {
  readonly pipeline: Pipeline;
  /** Nothing is cut off. */
  readonly isWhole: boolean;
}

const leadingSteps = (source: Source, steps: readonly Step[]): Part => {
  const end = steps.findIndex((step) => !handlesEach(step));
  return { pipeline: { source, steps: end < 0 ? steps : steps.slice(0, end) }, isWhole: end < 0 };
};

/** Of branches that are cut off only the number of rows counts: their columns are not those that the union has, and what stands behind it asks for those. */
const ofUnion = (source: Extract<Source, { kind: 'union' }>, steps: readonly Step[]): Part => {
  const parts = source.branches.map(leading);
  const branches = parts.map(({ pipeline }) => pipeline);
  if (parts.every(({ isWhole }) => isWhole)) return leadingSteps({ ...source, branches }, steps);
  const bare = branches.map(
    (branch): Pipeline => ({
      ...branch,
      steps: [...branch.steps, { kind: 'project', span: source.span, columns: [] }],
    }),
  );
  return { pipeline: { source: { ...source, branches: bare, frame: { columns: [], open: false } }, steps: [] }, isWhole: false };
};

const leading = ({ source, steps }: Pipeline): Part => (source.kind === 'union' ? ofUnion(source, steps) : leadingSteps(source, steps));

/** The steps before the first that sees more than one event (an aggregation, a sort, a limit). */
export const matchingPart = (query: Query): Query => ({ ...query, pipeline: leading(query.pipeline).pipeline });

const readsOnly = (expr: Expr, known: ReadonlySet<string>): boolean => {
  let only = true;
  visitExpr(expr, (one) => {
    if (one.kind === 'column' && !known.has(one.name)) only = false;
  });
  return only;
};

/** Of the steps behind an aggregation, those that ask something of the keys of a group alone. */
const keySteps = ({ by, span }: StepOf<'aggregate'>, behind: readonly Step[]): readonly Step[] => {
  const known = new Set(by.map(({ name }) => name));
  const steps: Step[] = [{ kind: 'project', span, columns: by }];
  for (const step of behind) {
    if (step.kind === 'filter') {
      const all = step.condition.kind === 'and' ? step.condition.operands : [step.condition];
      const asked = all.filter((condition) => readsOnly(condition, known));
      steps.push(...asked.map((condition): Step => ({ ...step, condition })));
    } else if (step.kind === 'extend') {
      const columns = step.columns.filter(({ expr }) => readsOnly(expr, known));
      for (const { name } of step.columns) known.delete(name);
      for (const { name } of columns) known.add(name);
      steps.push({ ...step, columns });
    } else break;
  }
  return steps;
};

/** The matching part, and what a query asks of the keys of the groups that it makes next: an event of a group that is left out there does not match. */
export const groupMatchingPart = (query: Query): Query => {
  const part = matchingPart(query);
  const { steps } = query.pipeline;
  const at = part.pipeline.steps.length;
  const next = steps[at];
  if (next?.kind !== 'aggregate' || next.by.length === 0) return part;
  return { ...part, pipeline: { ...part.pipeline, steps: [...part.pipeline.steps, ...keySteps(next, steps.slice(at + 1))] } };
};

/** Whether an event by itself gives a row. Queries inside the query see all that `world` has. */
export const isMatch = (part: Query, world: World, event: Event): boolean => {
  const end = collector();
  const { leaves, request } = prepare(part, world, end);
  for (const leaf of leaves) {
    if (leaf.kind === 'rows') leaf.into.open(leaf.relation.columns);
    else leaf.into.open(leaf.table.name === event.table ? event.columns : world.table(request(leaf.table)).columns);
  }
  for (const { into, ...leaf } of leaves) {
    if (leaf.kind === 'table' && leaf.table.name === event.table) into.push(event.row);
    into.end();
  }
  return end.relation().rows.length > 0;
};

/** A part of a condition whose absence would change what matches. */
export interface Decision {
  /** `condition`: one of several that must hold. `alternative`: one of several of which one suffices. */
  readonly kind: 'condition' | 'alternative';
  readonly span: Span;
  /** The query without that part. */
  readonly without: Query;
}

const without = <T>(list: readonly T[], index: number): readonly T[] => list.filter((_, i) => i !== index);

interface Variant {
  readonly kind: Decision['kind'];
  readonly span: Span;
  readonly expr: Expr | null;
}

const isTrue = (span: Span): Expr => ({ kind: 'literal', span, type: 'bool', value: true });

const alternatives = (expr: Expr): readonly Variant[] => {
  if (expr.kind === 'or') {
    return expr.operands.map((operand, i) => ({
      kind: 'alternative',
      span: operand.span,
      expr: { ...expr, operands: without(expr.operands, i) },
    }));
  }
  if (expr.kind === 'text' && expr.require === 'any' && expr.patterns.length > 1) {
    return expr.patterns.map((pattern, i) => ({
      kind: 'alternative',
      span: pattern.span,
      expr: { ...expr, patterns: without(expr.patterns, i) },
    }));
  }
  return [];
};

/** Each condition left out (`null`), each alternative left out. */
const variantsOf = (condition: Expr): readonly Variant[] => {
  if (condition.kind !== 'and')
    return [{ kind: 'condition', span: condition.span, expr: isTrue(condition.span) }, ...alternatives(condition)];
  return condition.operands.flatMap((operand, at) =>
    variantsOf(operand).map((variant) => ({
      ...variant,
      expr: { ...condition, operands: condition.operands.map((other, i) => (i === at && variant.expr ? variant.expr : other)) },
    })),
  );
};

const filterVariants = (step: StepOf<'filter'>): readonly (Variant & { readonly step: Step })[] =>
  variantsOf(step.condition).map((variant) => ({ ...variant, step: { ...step, condition: variant.expr ?? step.condition } }));

interface Changed {
  readonly variant: Variant;
  readonly pipeline: Pipeline;
}

const changes = (pipeline: Pipeline): readonly Changed[] => {
  const { source, steps } = pipeline;
  const here = steps.flatMap((step, at) =>
    step.kind === 'filter'
      ? filterVariants(step).map((variant) => ({
          variant,
          pipeline: { ...pipeline, steps: steps.map((other, i) => (i === at ? variant.step : other)) },
        }))
      : [],
  );
  if (source.kind !== 'union') return here;
  const inside = source.branches.flatMap((branch, at) =>
    changes(branch).map(({ variant, pipeline: changed }) => ({
      variant,
      pipeline: { ...pipeline, source: { ...source, branches: source.branches.map((other, i) => (i === at ? changed : other)) } },
    })),
  );
  return [...inside, ...here];
};

/** The conditions and alternatives of a matching part, each with the query that lacks it. */
export const decisionsOf = (part: Query): readonly Decision[] =>
  changes(part.pipeline).map(({ variant, pipeline }) => ({ kind: variant.kind, span: variant.span, without: { ...part, pipeline } }));

/** An event decides a condition when it matches only without it, an alternative when it matches only with it. `matches`: whether it does with all. */
export const isDecidedBy = ({ kind, without: changed }: Decision, world: World, event: Event, matches: boolean): boolean =>
  matches === (kind === 'alternative') && isMatch(changed, world, event) !== matches;
