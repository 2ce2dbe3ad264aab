// A part of a condition in; a row of which the outcome hangs on that part alone, so that values on the part's bounds decide, out.
import { type Formula, type Hinge, truthOf } from './formula.ts';
import { holds, type State } from './probe.ts';
import type { Ready } from './problem.ts';
import type { Test } from './routes.ts';
import { type Found, solve } from './search.ts';

type Conjunct = Extract<Test, { kind: 'conjunct' }>;

/** The one test that a formula is, or the opposite of. */
export const atomOf = (formula: Formula): number | null => {
  if (formula.kind === 'not') return atomOf(formula.part);
  return formula.kind === 'atom' ? formula.atom : null;
};

export const othersHold = (ready: Ready, test: Test, state: State): boolean =>
  ready.problem.route.tests.every((other) => other === test || holds(other, state));

/** Whether the conjunct would have another outcome if the atom had. */
const turns = ({ formula }: Conjunct, atom: number, { atoms }: State): boolean => {
  const other = atoms.map((truth, i) => (i === atom ? truth !== true : truth));
  return (truthOf(formula, other) === true) !== (truthOf(formula, atoms) === true);
};

/** `found`: the row that decides the part, if there is one. */
export const pivotFor = (ready: Ready, test: Conjunct, hinge: Hinge, atom: number, found: Found | null, base: Found): Found => {
  const hangs = (state: State): boolean => state.reached > test.item && othersHold(ready, test, state) && turns(test, atom, state);
  const [first, second] = hinge.kind === 'alternative' ? [found, base] : [base, null];
  if (first && hangs(first.state)) return first;
  if (second && hangs(second.state)) return second;
  const atoms = new Map(hinge.goals).set(atom, hinge.goals.get(atom) !== true);
  const accept = (state: State): boolean => holds(test, state) && hangs(state);
  return solve(ready.problem, (found ?? base).fills, { but: null, atoms, accept }) ?? found ?? base;
};
