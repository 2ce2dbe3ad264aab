// A condition on the rows of a way in; the way with the condition where it belongs out: at the table whose events it is about, or between the tables of a join.

import { conjuncts } from '../../../ir/conjuncts.ts';
import type { Expr } from '../../../ir/expr.ts';
import type { Findings } from '../../shared/findings.ts';
import { simplify } from '../inline.ts';
import type { Path, Table } from '../path.ts';
import { timeWindowText } from '../time-window.ts';
import { apartBy, type TimeLeg } from './apart.ts';
import { notUnique } from './join-paths.ts';
import { equalColumns } from './joined-tests.ts';
import { homeOf, legsOf, ownNames } from './legs.ts';

const isTrue = (expr: Expr): boolean => expr.kind === 'literal' && expr.value === true;

/** A condition on one table. */
export const keepOwn = (path: Path, expr: Expr, findings: Findings): Path => {
  const [leg = 0] = legsOf(expr);
  const own = leg === 0 ? expr : ownNames(expr);
  notUnique(expr, path.joined, findings);
  const window = timeWindowText(own, legAt(path, leg).timeColumn);
  if (window !== null) {
    findings.assume('RMMC3605', expr.span, { window });
    return withTests(path, leg, [], [own]);
  }
  return withTests(
    path,
    leg,
    conjuncts(simplify(own, findings)).filter((condition) => !isTrue(condition)),
    [],
  );
};

const legAt = ({ table, joined }: Path, leg: number): Table => joined.legs[leg - 1]?.table ?? table;

const withTests = (path: Path, leg: number, conditions: readonly Expr[], times: readonly Expr[]): Path => {
  const add = <T extends Pick<Path, 'conditions' | 'times'>>(one: T): T => ({
    ...one,
    conditions: [...one.conditions, ...conditions],
    times: [...one.times, ...times],
  });
  if (leg === 0) return add(path);
  return { ...path, joined: { ...path.joined, legs: path.joined.legs.map((one, at) => (at === leg - 1 ? add(one) : one)) } };
};

/** A condition on the events of several legs: on their times, or that two columns are equal. */
export const keepJoined = (path: Path, expr: Expr, findings: Findings): Path => {
  const { joined } = path;
  if (legsOf(expr).size < 2) return keepOwn(path, expr, findings);
  notUnique(expr, joined, findings);
  const apart = apartBy(expr, timeLegIn(path));
  if (apart) return { ...path, joined: { ...joined, apart: [...joined.apart, ...apart] } };
  const pair = equalColumns(expr);
  if (pair) return { ...path, joined: { ...joined, pairs: [...joined.pairs, pair] } };
  findings.refuse('RMMC3682', expr.span, {
    what: 'a condition on both sides of a join',
    why: 'it compares their times, and asks whether fields are equal',
  });
  return { ...path, refused: true };
};

export const timeLegIn =
  (path: Path): TimeLeg =>
  (column) => {
    const { leg, name } = homeOf(column);
    return legAt(path, leg).timeColumn === name ? leg : null;
  };
