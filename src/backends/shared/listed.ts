// A membership test against a lookup (`RemoteIP in (list)`) in; the lookup's column that is compared and the conditions on its rows out.
import type { Expr } from '../../ir/expr.ts';
import type { Named, Pipeline, Step } from '../../ir/pipeline.ts';
import { holdsSubquery } from '../../ir/subqueries.ts';
import { rewriteExpr } from '../../ir/traverse.ts';
import { isLookup, type LookupTable } from './lookups.ts';

/** The value is in the lookup when a row has it in `column` and fits `conditions`, which read columns of the lookup alone. */
export interface Listed {
  readonly table: LookupTable;
  readonly column: Extract<Expr, { kind: 'column' }>;
  readonly conditions: readonly Expr[];
}

type Columns = ReadonlyMap<string, Expr>;

const inTerms = (expr: Expr, made: Columns): Expr =>
  rewriteExpr(expr, { expr: (e) => (e.kind === 'column' ? (made.get(e.name) ?? e) : e) });

const made = (before: Columns, columns: readonly Named[]): readonly (readonly [string, Expr])[] =>
  columns.map((column) => [column.name, inTerms(column.expr, before)] as const);

interface Walk {
  readonly columns: Columns;
  readonly conditions: readonly Expr[];
}

/** What the columns are behind a step, in terms of the lookup; null for a step that does not look at one row alone. A set has no order and no copies. */
const behind = ({ columns, conditions }: Walk, step: Step): Walk | null => {
  if (step.kind === 'filter') return { columns, conditions: [...conditions, inTerms(step.condition, columns)] };
  if (step.kind === 'extend') return { columns: new Map([...columns, ...made(columns, step.columns)]), conditions };
  if (step.kind === 'project') return { columns: new Map(made(columns, step.columns)), conditions };
  if (step.kind === 'aggregate' && step.by.length > 0 && step.measures.length === 0)
    return { columns: new Map(made(columns, step.by)), conditions };
  if (step.kind === 'rename') {
    const moved = step.pairs.flatMap(({ from, to }) => [[to, columns.get(from)] as const]);
    const kept = [...columns].filter(([name]) => !step.pairs.some(({ from }) => from === name));
    return { columns: new Map([...kept, ...moved.flatMap(([to, expr]) => (expr ? [[to, expr] as const] : []))]), conditions };
  }
  return step.kind === 'sort' || step.kind === 'reorder' || step.kind === 'present' || step.kind === 'drop'
    ? { columns, conditions }
    : null;
};

/** The rows of a lookup that a pipeline gives, as columns in terms of it and conditions on it; null when more is done with them. */
export const lookupWalk = (query: Pipeline): (Walk & { readonly table: LookupTable }) | null => {
  const { source, steps } = query;
  if (!isLookup(source)) return null;
  const { frame, span } = source;
  let walk: Walk | null = {
    columns: new Map(
      frame.columns.map(({ name, type }) => [name, { kind: 'column', span, type, name, declared: true } satisfies Expr] as const),
    ),
    conditions: [],
  };
  for (const step of steps) walk = walk && behind(walk, step);
  if (!walk || walk.conditions.some(holdsSubquery)) return null;
  return { ...walk, table: source };
};

const firstName = ({ source, steps }: Pipeline): string | null => {
  for (const step of [...steps].reverse()) {
    if (step.kind === 'project') return step.columns[0]?.name ?? null;
    if (step.kind === 'aggregate') return step.by[0]?.name ?? null;
    if (step.kind !== 'filter' && step.kind !== 'extend' && step.kind !== 'sort' && step.kind !== 'present') return null;
  }
  return isLookup(source) && !source.frame.open ? (source.frame.columns[0]?.name ?? null) : null;
};

/** Equality with an untouched text column of a lookup, letter case counted; null for any other test. */
export const listedIn = (test: Expr): Listed | null => {
  if (test.kind !== 'textQuery' || test.test !== 'equals' || test.caseless || test.require !== 'any') return null;
  const walk = lookupWalk(test.query);
  const name = firstName(test.query);
  const column = walk && name !== null ? walk.columns.get(name) : undefined;
  if (!walk || column?.kind !== 'column') return null;
  if (column.type !== 'string' && column.type !== 'unknown') return null;
  return { table: walk.table, column, conditions: walk.conditions };
};

/** Tests that `isOne` picks, where they stand under `and`, `or` and `not` alone. */
export const testsUnderLogic = (expr: Expr, isOne: (test: Expr) => boolean): readonly Expr[] => {
  if (expr.kind === 'and' || expr.kind === 'or') return expr.operands.flatMap((one) => testsUnderLogic(one, isOne));
  if (expr.kind === 'not') return testsUnderLogic(expr.operand, isOne);
  return isOne(expr) ? [expr] : [];
};
