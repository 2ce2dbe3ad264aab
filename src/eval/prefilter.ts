// A query in; the conditions that a row of its table must fulfil before anything else happens to it, so that a reader of data need not make the other rows.
import { match, P } from 'ts-pattern';
import type { Expr } from '../ir/expr.ts';
import type { Query } from '../ir/pipeline.ts';
import { visitExpr } from '../ir/traverse.ts';
import type { Column } from '../ir/types.ts';
import { compileExpr, isFixed } from './compile-expr.ts';
import { unsupported } from './refusal.ts';
import type { Env } from './scope.ts';
import type { Getter } from './value.ts';

/** Whether an expression gives the same for the same row wherever it is asked, and cannot fail at a row. */
const isPlain = (expr: Expr): boolean =>
  match(expr)
    .with({ kind: P.union('literal', 'column') }, () => true)
    .with({ kind: P.union('text', 'member') }, (n) => {
      const others = n.kind === 'text' ? n.patterns : n.values;
      return isPlain(n.subject) && others.every((other) => isPlain(other) && isFixed(other));
    })
    .with({ kind: P.union('and', 'or') }, (n) => n.operands.every(isPlain))
    .with({ kind: 'not' }, (n) => isPlain(n.operand))
    .with({ kind: 'compare' }, (n) => isPlain(n.left) && isPlain(n.right))
    .with({ kind: P.union('arith', 'negate', 'call') }, (n) => isFixed(n) && isWithoutQuery(n))
    .with({ kind: P.union('case', 'path', 'scalarQuery', 'textQuery', 'memberQuery') }, () => false)
    .exhaustive();

const isWithoutQuery = (expr: Expr): boolean => {
  let without = true;
  visitExpr(expr, ({ kind }) => {
    if (kind === 'scalarQuery' || kind === 'textQuery' || kind === 'memberQuery') without = false;
  });
  return without;
};

const conjuncts = (expr: Expr): readonly Expr[] => (expr.kind === 'and' ? expr.operands.flatMap(conjuncts) : [expr]);

/** The conditions of the filters that a query begins with, in order, up to the first that may have to be asked elsewhere. */
export const leadingConditions = ({ pipeline }: Query): readonly Expr[] => {
  const { source, steps } = pipeline;
  if (source.kind !== 'table') return [];
  const end = steps.findIndex(({ kind }) => kind !== 'filter');
  const filters = end < 0 ? steps : steps.slice(0, end);
  const conditions = filters.flatMap((step) => (step.kind === 'filter' ? conjuncts(step.condition) : []));
  const stop = conditions.findIndex((condition) => !isPlain(condition));
  return stop < 0 ? conditions : conditions.slice(0, stop);
};

/** A condition made ready, and the columns that it looks at. */
export interface RowTest {
  readonly slots: readonly number[];
  readonly holds: Getter;
}

const envAt = (now: bigint): Env => {
  const none = (): never => unsupported('a query in a condition that is asked while data is read', { start: 0, end: 0 });
  return {
    now,
    random: none,
    reorder: null,
    made: none,
    query: none,
    tables: none,
    given: null,
    runBody: none,
    standing: null,
    runFor: none,
  };
};

/** @param now ticks: what `now()` is */
export const rowTests = (conditions: readonly Expr[], columns: readonly Column[], now: bigint): readonly RowTest[] =>
  conditions.map((condition) => {
    const names = new Set<string>();
    visitExpr(condition, (expr) => expr.kind === 'column' && names.add(expr.name));
    const holds = compileExpr(condition, { columns, env: envAt(now), cursor: null });
    return { slots: columns.flatMap(({ name }, slot) => (names.has(name) ? [slot] : [])), holds };
  });
