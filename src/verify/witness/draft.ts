// A route made ready in; events that decide its tests, and events on the bounds of each test, out.
import type { Span } from '../../diagnostics/span.ts';
import { textOf } from '../../eval/values/text.ts';
import { maxDatetime } from '../../eval/values/time.ts';
import type { About } from '../witness.ts';
import type { Need } from './demand.ts';
import { type Formula, type Hinge, hingesOf } from './formula.ts';
import { atomOf, othersHold, pivotFor } from './pivot.ts';
import { fitsAll, holds, type State } from './probe.ts';
import type { Ready } from './problem.ts';
import type { Test } from './routes.ts';
import { type Found, type Goal, holdsWithout, judge, solve } from './search.ts';
import type { Fill, Fills } from './slots.ts';
import { type Edge, edgesOf, fillsFor, needleOf } from './values.ts';

export interface Draft {
  readonly about: About;
  readonly fills: Fills;
  /** 0: decides a clause. 1-3: boundaries by their worth. */
  readonly rank: 0 | 1 | 2 | 3;
  /** The slot whose value is the point. */
  readonly slot: string | null;
  /** Keys and measures are set on purpose. */
  readonly fixed?: true;
}

export interface Drafts {
  readonly drafts: readonly Draft[];
  readonly undecided: readonly { readonly span: Span; readonly reason: string }[];
  /** A row that stands up to all tests. */
  readonly base: Found | null;
}

const everything = (ready: Ready): Goal => ({
  but: null,
  atoms: new Map(),
  accept: (state) => fitsAll(ready.problem.route, state),
});

type Conjunct = Extract<Test, { kind: 'conjunct' }>;

/** A condition is decided by a row that fails by it alone, an alternative by one that fits by it alone. */
const decides = (ready: Ready, test: Conjunct, hinge: Hinge): Goal => {
  const wide = hinge.kind === 'condition';
  return {
    but: wide ? test : null,
    atoms: hinge.goals,
    accept: (state) =>
      othersHold(ready, test, state) &&
      state.reached > test.item &&
      holds(test, state) !== wide &&
      holdsWithout(test, hinge.part, state) === wide,
  };
};

const reasons = {
  condition: 'no row was found that fails by it alone: another condition may say the same, or nothing fails it',
  alternative: 'no row was found that fits by it alone: another alternative may hold what it holds',
} as const;

const needleIn = (ready: Ready, formula: Formula | null): Need | null => {
  const [need] = formula?.kind === 'atom' ? (ready.problem.needs[formula.atom] ?? []) : [];
  return need?.ask.kind === 'text' && need.ask.test !== 'regex' ? need : null;
};

/** Of an alternative that is a text: the other text of the same test that fits wherever it does, if there is one. */
const reasonOf = (ready: Ready, { hinge, test }: Decided, base: Found): string => {
  const need = needleIn(ready, hinge.part);
  if (hinge.kind !== 'alternative' || need?.ask.kind !== 'text') return reasons[hinge.kind];
  const fills = new Map(base.fills).set(need.slot.key, need.wrap({ value: need.ask.needle, type: 'string' }));
  const state = judge(ready.problem, fills);
  for (const { part } of hingesOf(test.formula)) {
    const other = needleIn(ready, part);
    if (part?.kind !== 'atom' || part === hinge.part || state.atoms[part.atom] !== true || other?.slot.key !== need.slot.key) continue;
    if (other.ask.kind === 'text') return `whatever holds it also holds the alternative \`${shown(other.ask.needle)}\``;
  }
  return reasons.alternative;
};

const shown = (text: string): string => {
  const printed = JSON.stringify(text).slice(1, -1);
  return printed.length > 60 ? `${printed.slice(0, 57)}…` : printed;
};

interface Decided {
  readonly hinge: Hinge;
  readonly test: Conjunct;
  readonly found: Found | null;
}

const decideTest = (ready: Ready, test: Conjunct, base: Found): readonly Decided[] =>
  hingesOf(test.formula).map((hinge) => ({ hinge, test, found: solve(ready.problem, base.fills, decides(ready, test, hinge)) }));

const draftOf = ({ hinge, found }: Decided): readonly Draft[] => {
  if (!found) return [];
  const fails = hinge.kind === 'condition';
  const what = fails ? 'fails by this condition alone' : 'fits by this alternative alone';
  return [{ about: { role: fails ? 'fails' : 'satisfies', span: hinge.span, what }, fills: found.fills, rank: 0, slot: null }];
};

/** A pass (a join, an expansion that gives no rows) is failed by a row that stands up to all before. */
const failPass = (ready: Ready, test: Test, base: Found): readonly Draft[] => {
  const before = ready.problem.route.tests.filter((other) => other.item < test.item);
  const accept = (state: State): boolean =>
    !holds(test, state) && before.every((other) => holds(other, state)) && state.reached >= test.item;
  for (const need of ready.problem.passes.get(test.item) ?? []) {
    const values = need.ask.kind === 'some' ? [...need.ask.fills].reverse().map(need.wrap) : [];
    for (const fill of values.slice(0, 40)) {
      const fills = new Map(base.fills).set(need.slot.key, fill);
      if (ready.problem.budget.left > 0 && accept(judge(ready.problem, fills)))
        return [
          {
            about: { role: 'fails', span: test.span, what: 'fits all that stands before and is dropped here' },
            fills,
            rank: 0,
            slot: null,
          },
        ];
    }
  }
  return [];
};

/** The needle of the found row's text is replaced, so that what else stands there stays. */
const replaced = (need: Need, before: Fill | undefined, edge: Fill): Fill => {
  if (edge.type === 'dynamic') return edge;
  const wrapped = need.wrap(edge);
  if (need.ask.kind !== 'text' || !before || typeof before.value !== 'string' || edge.value === '') return wrapped;
  const needle = need.wrap({ value: needleOf(need.ask), type: 'string' }).value;
  if (typeof needle !== 'string' || needle === '' || before.value === needle || typeof wrapped.value !== 'string') return wrapped;
  const [start, ...rest] = before.value.split(needle);
  const { value } = wrapped;
  return rest.length === 0 ? wrapped : { value: [(start ?? '') + value, ...rest].join(needle), type: 'string' };
};

const halfOfPair = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Times end with the year 9999; a text has no half of a character. */
const exists = ({ value, type }: Fill): boolean => {
  if (typeof value === 'string') return !halfOfPair.test(value);
  return type !== 'datetime' || typeof value !== 'bigint' || (value >= 0n && value <= maxDatetime);
};

/** Of another needle of a list; values that are no texts have no needles. */
const rankOfOther = ({ ask }: Need, { rank, each }: Edge): Draft['rank'] => {
  if (ask.kind === 'text') return each ? 2 : 3;
  return rank === 1 ? 2 : 3;
};

const edgeDrafts = (need: Need, start: Fills, first: boolean): readonly Draft[] =>
  edgesOf(need).flatMap((edge): readonly Draft[] => {
    const rank = first ? edge.rank : rankOfOther(need, edge);
    const fill = replaced(need, start.get(need.slot.key), edge.fill);
    if (!exists(fill)) return [];
    const subject = need.ask.kind === 'text' ? `\`${shown(needleOf(need.ask))}\` ${edge.what}` : edge.what;
    const what = `${need.slot.column} ${need.ask.kind === 'text' ? 'with ' : ''}${subject} (\`${shown(textOf(fill.value, fill.type))}\`)`;
    return [
      { about: { role: 'boundary', span: need.span, what }, fills: new Map(start).set(need.slot.key, fill), rank, slot: need.slot.key },
    ];
  });

/** Of each test the first needle gets all texts, the others the most telling ones. */
const boundaries = (ready: Ready, test: Conjunct, decided: readonly Decided[], base: Found): readonly Draft[] => {
  const { needs } = ready.problem;
  const seen = new Set<string>();
  return hingesOf(test.formula).flatMap(({ part }, at): readonly Draft[] => {
    const atom = atomOf(part ?? test.formula);
    const known = decided[at];
    if (atom === null || !known) return [];
    const start = pivotFor(ready, test, known.hinge, atom, known.found, base);
    return (needs[atom] ?? []).flatMap((need) => {
      const kind = `${need.slot.key} ${need.ask.kind} ${need.ask.kind === 'text' ? need.ask.test : ''}`;
      const first = seen.size < seen.add(kind).size;
      return edgeDrafts(need, start.fills, first);
    });
  });
};

const firstFailing = (ready: Ready): Span | null => {
  const state = judge(ready.problem, ready.start);
  return ready.problem.route.tests.find((test) => !holds(test, state))?.span ?? null;
};

const mostElsewhere = 24;

/** Rows that fit, and meet or miss what is asked elsewhere: in computed columns, behind a join. */
const elsewhereDrafts = ({ elsewhere }: Ready, base: Found): readonly Draft[] => {
  const tests = new Map(elsewhere.map((need) => [`${need.slot.key} ${need.span.start}`, need]));
  return [...tests.values()].slice(0, mostElsewhere).flatMap((need) =>
    [true, false].flatMap((hit): readonly Draft[] => {
      const [fill] = fillsFor(need, hit);
      const what = `${need.slot.column} as a test elsewhere ${hit ? 'wants it' : 'does not want it'}`;
      const about = { role: 'boundary', span: need.span, what } as const;
      return fill ? [{ about, fills: new Map(base.fills).set(need.slot.key, fill), rank: 1, slot: need.slot.key }] : [];
    }),
  );
};

/** What one test gives. */
interface Turn {
  readonly drafts: readonly Draft[];
  readonly edges: readonly Draft[];
  readonly undecided: Drafts['undecided'];
}

const turnOf = (ready: Ready, test: Test, base: Found): Turn => {
  if (test.kind === 'pass') {
    const drafts = failPass(ready, test, base);
    return {
      drafts,
      edges: [],
      undecided: drafts.length > 0 ? [] : [{ span: test.span, reason: 'no row was found that is dropped here' }],
    };
  }
  const decided = decideTest(ready, test, base);
  return {
    drafts: decided.flatMap(draftOf),
    edges: boundaries(ready, test, decided, base),
    undecided: decided.flatMap((one) => (one.found ? [] : [{ span: one.hinge.span, reason: reasonOf(ready, one, base) }])),
  };
};

/** Of conditions that nothing fits together: rows that fit all but one, which would match if that one said less. */
const withoutBase = (ready: Ready): Drafts => {
  const { tests } = ready.problem.route;
  const reason = 'no row was found that fits all conditions';
  const spans = tests.flatMap((test) => (test.kind === 'conjunct' ? hingesOf(test.formula).map(({ span }) => span) : [test.span]));
  const about: About = { role: 'fails', span: firstFailing(ready), what: 'a plain row' };
  const start: Found = { fills: ready.start, state: judge(ready.problem, ready.start) };
  const turns = tests.map((test) => turnOf(ready, test, start));
  return {
    drafts: [
      { about, fills: ready.start, rank: 0, slot: null },
      ...turns.flatMap(({ drafts }) => drafts),
      ...inTurns(turns.map(({ edges }) => edges)),
    ],
    undecided: spans.map((span) => ({ span, reason })),
    base: null,
  };
};

export const draftsFor = (ready: Ready): Drafts => {
  const { tests, table } = ready.problem.route;
  const base = solve(ready.problem, ready.start, everything(ready));
  if (!base) return withoutBase(ready);
  const fits: Draft = {
    about: { role: 'satisfies', span: table.span, what: 'fits all conditions' },
    fills: base.fills,
    rank: 0,
    slot: null,
  };
  const turns = tests.map((test) => turnOf(ready, test, base));
  return {
    drafts: [fits, ...turns.flatMap(({ drafts }) => drafts), ...elsewhereDrafts(ready, base), ...inTurns(turns.map(({ edges }) => edges))],
    undecided: turns.flatMap(({ undecided }) => undecided),
    base,
  };
};

/** One of each list after the other. */
const inTurns = <T>(lists: readonly (readonly T[])[]): readonly T[] => {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat();
};
