// A join with the steps behind it in; the same with the conditions that one side alone can answer inside that side, where its search sees them, out.
import { conjuncts, filterOf } from '../../../ir/conjuncts.ts';
import type { Expr } from '../../../ir/expr.ts';
import { frameOf } from '../../../ir/frame.ts';
import type { JoinMode, Pipeline, Step } from '../../../ir/pipeline.ts';
import { subqueriesOf } from '../../../ir/subqueries.ts';
import { columnsRead, rewriteExpr } from '../../../ir/traverse.ts';
import { isUnique, type Join, rightNames } from './sides.ts';

/** Modes in which a row of the left (the right) side that fails leaves nothing behind, and one that passes keeps all that it gave. */
const intoLeft: ReadonlySet<JoinMode> = new Set(['inner', 'leftouter', 'leftsemi', 'leftanti']);
const intoRight: ReadonlySet<JoinMode> = new Set(['inner', 'innerunique', 'rightouter', 'rightsemi', 'rightanti']);

const renamed = (expr: Expr, names: ReadonlyMap<string, string>): Expr =>
  rewriteExpr(expr, { expr: (e) => (e.kind === 'column' ? { ...e, name: names.get(e.name) ?? e.name } : e) });

export interface Pushed {
  readonly left: Pipeline;
  readonly join: Join;
  readonly rest: readonly Step[];
}

export const pushedIntoSides = (left: Pipeline, join: Join, steps: readonly Step[]): Pushed => {
  const [first, ...rest] = steps;
  if (first?.kind !== 'filter') return { left, join, rest: steps };
  const frame = frameOf(left);
  const own = new Set(frame.columns.map((column) => column.name));
  const theirs = rightNames(frame, join);
  // Of the left rows with one key innerunique takes any: a condition before that choice would decide it.
  const leftMay =
    intoLeft.has(join.mode) ||
    (join.mode === 'innerunique' &&
      isUnique(
        left,
        join.on.map((pair) => pair.left),
      ));
  const rightMay = intoRight.has(join.mode);
  const sideOf = (expr: Expr): 'left' | 'right' | null => {
    const names = columnsRead(expr);
    if (subqueriesOf(expr).length > 0 || names.length === 0) return null;
    if (leftMay && names.every((name) => own.has(name))) return 'left';
    return rightMay && names.every((name) => theirs.has(name) && !(join.mode !== 'rightsemi' && join.mode !== 'rightanti' && own.has(name)))
      ? 'right'
      : null;
  };
  const parts = conjuncts(first.condition);
  const into = (side: 'left' | 'right' | null): readonly Expr[] => parts.filter((part) => sideOf(part) === side);
  const right = {
    ...join.right,
    steps: [
      ...join.right.steps,
      ...filterOf(
        into('right').map((part) => renamed(part, theirs)),
        first,
      ),
    ],
  };
  return {
    left: { ...left, steps: [...left.steps, ...filterOf(into('left'), first)] },
    join: { ...join, right },
    rest: [...filterOf(into(null), first), ...rest],
  };
};
