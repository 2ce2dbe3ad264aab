// Tests that a row should stand up to, and what they ask of its places, in; places filled so that it does out. A local search that the evaluator judges.
import type { Row } from '../../eval/value.ts';
import type { Need } from './demand.ts';
import { atomsIn, type Goals, goalsFor, type Truth, truthOf } from './formula.ts';
import { holds, type Probe, type State } from './probe.ts';
import type { Route, Test } from './routes.ts';
import type { Fill, Fills } from './slots.ts';
import { fillsFor, together } from './values.ts';

export interface Problem {
  readonly route: Route;
  readonly probe: Probe;
  readonly row: (fills: Fills) => Row;
  /** By atom. */
  readonly needs: readonly (readonly Need[])[];
  /** By the item of a `pass`. */
  readonly passes: ReadonlyMap<number, readonly Need[]>;
  /** How many rows may still be tried. */
  readonly budget: { left: number };
}

/** `but`: a test that need not hold. `atoms`: what atoms should be. `accept`: whether a row will do. */
export interface Goal {
  readonly but: Test | null;
  readonly atoms: Goals;
  readonly accept: (state: State) => boolean;
}

export interface Found {
  readonly fills: Fills;
  readonly state: State;
}

const mostRounds = 40;
const mostSidesteps = 10;
const mostTries = 600;

export const judge = (problem: Problem, fills: Fills): State => {
  problem.budget.left -= 1;
  return problem.probe(problem.row(fills));
};

const scoreOf = ({ route }: Problem, goal: Goal, state: State): number => {
  let score = 0;
  for (const test of route.tests) if (test !== goal.but && holds(test, state)) score += 2;
  for (const [atom, wanted] of goal.atoms)
    if ((state.atoms[atom] ?? null) === wanted || (!wanted && state.atoms[atom] === null && state.reached >= 0)) score += 1;
  return score;
};

type Failing =
  | { readonly kind: 'atom'; readonly atom: number; readonly wanted: boolean }
  | { readonly kind: 'pass'; readonly item: number };

/** The alternative of a test that is nearest to being true. */
const nearestGoals = (test: Extract<Test, { kind: 'conjunct' }>, atoms: readonly Truth[]): Goals => {
  const ways = test.formula.kind === 'or' ? Math.min(test.formula.parts.length, 12) : 1;
  const missing = (goals: Goals): number => [...goals].filter(([atom, wanted]) => wanted && atoms[atom] !== true).length;
  const all = Array.from({ length: ways }, (_, which) => goalsFor(test.formula, true, which));
  return all.reduce((best, one) => (missing(one) < missing(best) ? one : best), all[0] ?? new Map());
};

const failingOf = ({ route }: Problem, goal: Goal, state: State): readonly Failing[] => {
  const failing: Failing[] = [];
  for (const [atom, wanted] of goal.atoms) if ((state.atoms[atom] ?? null) !== wanted) failing.push({ kind: 'atom', atom, wanted });
  for (const test of route.tests) {
    if (test === goal.but || holds(test, state)) continue;
    if (test.kind === 'pass') failing.push({ kind: 'pass', item: test.item });
    else {
      for (const [atom, wanted] of nearestGoals(test, state.atoms))
        if ((state.atoms[atom] ?? null) !== wanted) failing.push({ kind: 'atom', atom, wanted });
    }
  }
  return failing.slice(0, 6);
};

/** Needs on a slot that should go on being met: those of atoms that are true and of those that are wanted. */
const heldOn = (problem: Problem, goal: Goal, state: State, slot: string, but: number): readonly Need[] =>
  problem.needs.flatMap((needs, atom) => {
    if (atom === but) return [];
    const asked = goal.atoms.get(atom);
    if (asked === false || (asked === undefined && state.atoms[atom] !== true)) return [];
    return needs.filter((need) => need.slot.key === slot && need.wanted && need.ask.kind === 'text').slice(0, 1);
  });

interface Move {
  readonly slot: string;
  readonly fill: Fill;
}

const movesFor = (problem: Problem, goal: Goal, state: State, failing: Failing): readonly Move[] => {
  if (failing.kind === 'pass')
    return (problem.passes.get(failing.item) ?? []).flatMap((need) => fillsFor(need, true).map((fill) => ({ slot: need.slot.key, fill })));
  return (problem.needs[failing.atom] ?? []).flatMap((need) => {
    const hit = failing.wanted === need.wanted;
    const held = heldOn(problem, goal, state, need.slot.key, failing.atom);
    const joint = together(hit ? [need, ...held] : held);
    const fills = [...(joint ? [joint] : []), ...fillsFor(need, hit)];
    return fills.map((fill) => ({ slot: need.slot.key, fill }));
  });
};

const signature = ({ slot, fill }: Move): string => `${slot} ${fill.form ?? ''} ${String(fill.value)}`;

/** The best of the moves that were not made before; null when there is none. */
const bestMove = (
  problem: Problem,
  goal: Goal,
  { fills, state }: Found,
  made: Set<string>,
): (Found & { readonly score: number }) | null => {
  let best: (Found & { readonly score: number }) | null = null;
  let chosen = '';
  let tries = 0;
  const before = scoreOf(problem, goal, state);
  for (const failing of failingOf(problem, goal, state)) {
    for (const move of movesFor(problem, goal, state, failing)) {
      const name = signature(move);
      if (made.has(name) || problem.budget.left <= 0 || tries > mostTries) continue;
      tries += 1;
      const next = new Map(fills).set(move.slot, move.fill);
      const found = judge(problem, next);
      const score = goal.accept(found) ? Number.POSITIVE_INFINITY : scoreOf(problem, goal, found);
      if (best === null || score > best.score) {
        best = { fills: next, state: found, score };
        chosen = name;
      }
      if (score === Number.POSITIVE_INFINITY) return best;
    }
    if (best !== null && best.score > before) break;
  }
  if (best) made.add(chosen);
  return best;
};

/** Null when nothing was found; that proves nothing. */
export const solve = (problem: Problem, start: Fills, goal: Goal): Found | null => {
  let at: Found = { fills: start, state: judge(problem, start) };
  if (goal.accept(at.state)) return at;
  const made = new Set<string>();
  let sidesteps = 0;
  for (let round = 0; round < mostRounds; round += 1) {
    const before = scoreOf(problem, goal, at.state);
    const best = bestMove(problem, goal, at, made);
    if (best === null) return null;
    if (best.score === Number.POSITIVE_INFINITY) return best;
    if (best.score <= before) sidesteps += 1;
    if (sidesteps > mostSidesteps) return null;
    at = best;
  }
  return null;
};

export const slotsAsked = (test: Test, { needs, passes }: Problem): readonly Need[] =>
  test.kind === 'pass' ? (passes.get(test.item) ?? []) : atomsIn(test.formula).flatMap((atom) => needs[atom] ?? []);

/** Whether a conjunct would hold without a part of it; a conjunct left out as a whole always does. */
export const holdsWithout = (
  test: Extract<Test, { kind: 'conjunct' }>,
  part: Parameters<typeof truthOf>[2] | null,
  { atoms }: State,
): boolean => (part ? truthOf(test.formula, atoms, part) === true : true);
