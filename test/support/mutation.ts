// A rule, a target and an engine in; what the witness events say of mutants of the emitted text out, and what many more rows say of those that they let pass.
import type { TargetName } from '../../src/backends/shared/backend.ts';
import { frontEnd } from '../../src/compile.ts';
import type { Answer, Engine, Json } from '../../src/engines/engine.ts';
import { evaluate } from '../../src/eval/evaluate.ts';
import { tried } from '../../src/eval/refusal.ts';
import type { Value } from '../../src/eval/value.ts';
import type { RuleUnit } from '../../src/rules/read-rules.ts';
import { readUnits } from '../../src/units.ts';
import { type Expected, expectedOf } from '../../src/verify/expected.ts';
import { heldEvents, queryAsDeclared, type Subject, subjectOf, targetNamed } from '../../src/verify/subject.ts';
import { type Bench, benchFor, evaluateAgain, type Trial } from '../../src/verify/trial.ts';
import { witnessesOf } from '../../src/verify/witness/generate.ts';
import type { Witness } from '../../src/verify/witness.ts';
import { type Dice, dice } from './kql-arbitrary.ts';
import { type Mutant, mutantsOf, sampleOf } from './mutants.ts';
import { rowsFor } from './rows-for.ts';
import { linesOf } from './stages.ts';

/** 2024-06-01T12:00:00Z. */
export const now = 638_528_400_000_000_000n;

/** `invalid`: no query of the target. `caught`: the verifier says `DIFFERENT`. `missed`: only other rows show it. `equivalent`: nothing shows it. */
export type Fate = 'invalid' | 'caught' | 'missed' | 'equivalent';

export interface Judged {
  readonly rule: string;
  readonly mutant: Mutant;
  readonly fate: Fate;
}

/** Events in place in one manner. `verdict`: what the verifier says of a text; `answer`: what came back, as a text. */
interface Place {
  readonly verdict: (text: string) => Promise<'same' | 'other' | 'invalid'>;
  readonly answer: (text: string) => Promise<string>;
  readonly drop: () => Promise<void>;
}

/** Texts, as the verifier reads them: a blank is none, a number may come as its text. */
const sortedCell = (cell: Json): string => {
  if (Array.isArray(cell)) return JSON.stringify(cell.map(sortedCell).sort());
  return cell === null ? '' : String(cell);
};

const answerText = (answer: Answer): string => {
  if (answer.kind === 'rows') return [answer.columns.join(), ...answer.rows.map((row) => row.map(sortedCell).join()).sort()].join('\n');
  return JSON.stringify(answer.kind === 'matches' ? answer.matched : answer.kind);
};

/** The clock of the query stands still where the events' clock does. */
const clock = 'TO_DATETIME("2024-06-01T12:00:00.000Z")';
const atClock = (text: string): string => text.replaceAll('NOW()', clock);

const onBench = (bench: Bench, own: string): Place => {
  const ask = (text: string): Promise<Answer> => bench.ask(atClock(own === text ? bench.text : relocated(text, own, bench.text)));
  let same: Promise<string> | null = null;
  return {
    verdict: async (text) => {
      const answer = await ask(text);
      same ??= text === own ? Promise.resolve(JSON.stringify(answer)) : ask(own).then((one) => JSON.stringify(one));
      // to the letter what the emitted text says, which was judged before
      if (text !== own && JSON.stringify(answer) === (await same)) return 'same';
      const trial = bench.judge(answer);
      if (trial.kind === 'rejected') return 'invalid';
      return trial.kind === 'other' ? 'other' : 'same';
    },
    answer: async (text) => answerText(await ask(text)),
    drop: bench.drop,
  };
};

/** A text with the first line, which names the place, of another. */
const relocated = (text: string, own: string, there: string): string => {
  const [from, to] = [own.slice(0, own.indexOf('\n')), there.slice(0, there.indexOf('\n'))];
  return text.startsWith(from) ? to + text.slice(from.length) : text;
};

const kqlAnswer = ({ subject, world }: Expected, text: string): string => {
  const [unit] = readUnits(text, { file: 'mutant.kql' }).units;
  const bound = unit && frontEnd(unit, subject.options).bound;
  if (!bound) return 'no query';
  return tried(
    () => [...linesOf(evaluate(bound, world))].sort().join('\n'),
    () => 'refused',
  );
};

const inProcess = (expected: Expected): Place => ({
  verdict: async (text) => {
    const trial = tried<Trial>(
      () => evaluateAgain(expected, text),
      () => ({ kind: 'rejected', reason: '' }),
    );
    if (trial.kind === 'rejected') return 'invalid';
    return trial.kind === 'other' ? 'other' : 'same';
  },
  answer: async (text) => kqlAnswer(expected, text),
  drop: async () => undefined,
});

/** As the verifier has them: blanks stored and absent, and both side by side where rows are grouped. */
const placesFor = async (subject: Subject, engine: Engine | null, events: readonly Witness[]): Promise<readonly Place[]> => {
  const own = subject.back.output ?? '';
  if (!engine) return [inProcess(expectedOf(subject, subject.bound, events))];
  const expected = expectedOf(subject, queryAsDeclared(subject), events);
  const places: Place[] = [];
  const groups = engine.gives === 'rows' && subject.normal.pipeline.steps.some(({ kind }) => kind === 'aggregate');
  for (const blanks of ['stored', 'absent', ...(groups ? (['mixed'] as const) : [])] as const) {
    const bench = await benchFor(expected, engine, { blanks, pinned: false });
    if (bench) places.push(onBench(bench, own));
  }
  return places;
};

const beside = ['', '', '', '', 'q', 'Z', '0', '5', '9', '_', '-', '.', ' ', '\\', '\n', '*', 'é'];

/** Some texts get a character in front or behind: what stands beside a word decides whether it is one. */
const touched = (cell: Value, roll: Dice): Value => {
  if (typeof cell !== 'string' || roll(3) > 0) return cell;
  return `${beside[roll(beside.length)] ?? ''}${cell}${beside[roll(beside.length)] ?? ''}`;
};

/** Rows that know nothing of the witnesses, as events. */
const otherEvents = ({ bound, uses }: Subject, seed: number, rows: number): readonly Witness[] => {
  const tables = rowsFor(bound, { now, seed, rows, grain: 10_000n });
  const roll = dice(seed);
  const about = { role: 'boundary', span: null, what: 'a random row' } as const;
  return uses.flatMap(({ name, columns }) => {
    const made = tables.get(name);
    const at = columns.map((column) => made?.columns.findIndex((one) => one.name === column.name) ?? -1);
    return (made?.rows ?? []).map((row) => {
      const cells = columns.map(({ type }, i) => touched(row[at[i] ?? -1] ?? (type === 'string' ? '' : null), roll));
      return { table: name, columns, row: cells, about, nearNow: false };
    });
  });
};

const fateAt = async (places: readonly Place[], text: string): Promise<Fate | null> => {
  for (const place of places) {
    const verdict = await place.verdict(text);
    if (verdict === 'invalid') return 'invalid';
    if (verdict === 'other') return 'caught';
  }
  return null;
};

/** Whether rows beside the witnesses tell the two texts apart. */
const differs = async (places: readonly Place[], owns: readonly string[], text: string): Promise<boolean> => {
  for (const [i, place] of places.entries()) if ((await place.answer(text)) !== owns[i]) return true;
  return false;
};

const dropAll = async (places: readonly Place[]): Promise<void> => {
  for (const place of places) await place.drop();
};

export interface Trials {
  /** Mutants per rule at most. */
  readonly mutants: number;
  /** Rows per seed for what the witnesses let pass. */
  readonly rows: number;
  readonly seeds: readonly number[];
  /** For the choice of mutants. */
  readonly seed: number;
}

const judgeMissed = async (subject: Subject, engine: Engine | null, own: string, passed: readonly Mutant[], trials: Trials) => {
  const missed = new Set<Mutant>();
  for (const seed of passed.length > 0 ? trials.seeds : []) {
    const places = await placesFor(subject, engine, heldEvents(subject, otherEvents(subject, seed, trials.rows)).kept);
    const owns = await Promise.all(places.map((place) => place.answer(own)));
    for (const mutant of passed) if (!missed.has(mutant) && (await differs(places, owns, mutant.text))) missed.add(mutant);
    await dropAll(places);
  }
  return missed;
};

/** null: the rule has no text in the target. Throws where the verifier does not say that this text is equal: a difference, and no reason to pass the rule over. */
export const mutationsOf = async (
  unit: RuleUnit,
  target: TargetName,
  engine: Engine | null,
  trials: Trials,
): Promise<readonly Judged[] | null> => {
  const { bound, normal } = frontEnd(unit, {});
  const backend = targetNamed(target);
  const subject = bound && normal && backend && subjectOf(unit, { bound, normal }, backend, {}, now);
  const own = subject?.back.output;
  if (!subject || !own) return null;
  const places = await placesFor(subject, engine, heldEvents(subject, witnessesOf(subject.bound, { now, seed: 1 }).events).kept);
  try {
    for (const place of places) {
      const verdict = await place.verdict(own);
      if (verdict !== 'same') throw new Error(`${unit.name}: of its own ${target} text the verifier says \`${verdict}\``);
    }
    const fates = new Map<Mutant, Fate | null>();
    for (const mutant of sampleOf(mutantsOf(own, target), trials.mutants, trials.seed))
      fates.set(mutant, await fateAt(places, mutant.text));
    const passed = [...fates].flatMap(([mutant, fate]) => (fate === null ? [mutant] : []));
    const missed = await judgeMissed(subject, engine, own, passed, trials);
    return [...fates].map(([mutant, fate]) => ({ rule: unit.name, mutant, fate: fate ?? (missed.has(mutant) ? 'missed' : 'equivalent') }));
  } finally {
    await dropAll(places);
  }
};
