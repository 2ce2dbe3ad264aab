// One rule in one target, its witness events and one engine in; the verdict out.
import { locate } from '../diagnostics/source.ts';
import type { Engine, Found } from '../engines/engine.ts';
import { Refusal } from '../eval/refusal.ts';
import type { Query } from '../ir/pipeline.ts';
import type { RuleUnit } from '../rules/read-rules.ts';
import { slimmed } from './carried.ts';
import { cellsOf, shownCell } from './cells.ts';
import { type Expected, expectedOf } from './expected.ts';
import { listening } from './listening.ts';
import { isLoosened } from './loosen.ts';
import { once } from './once.ts';
import { showsClock } from './pin.ts';
import { columnsIn } from './reading.ts';
import { shrink } from './shrink.ts';
import { declaredBy, type Held, heldEvents, queryAsDeclared, type Subject } from './subject.ts';
import { evaluateAgain, type Mode, type Trial, tryOut } from './trial.ts';
import { unableTo } from './unable.ts';
import type { Difference, LeftOut, Outcome, ShownEvent, Verdict } from './verdict.ts';
import type { Witness, Witnesses } from './witness.ts';

/** The engine, why it is absent, or `itself`: the evaluator reads the target's KQL again. */
export type Asked = Found | 'itself';

type Try = (expected: Expected, mode: Mode) => Promise<Trial>;

const shownEvent = (read: ReadonlySet<string>, { table, about, columns, row }: Witness): ShownEvent => {
  const cells = cellsOf(row);
  return {
    table,
    about,
    cells: new Map(columns.flatMap(({ name, type }, i) => (read.has(name) ? [[name, shownCell(cells[i] ?? null, type)] as const] : []))),
  };
};

/** The fewest events that show it, with what is missing and what is too much for them. */
const differenceOf = async ({ subject, query, events }: Expected, mode: Mode, run: Try): Promise<Difference> => {
  const over = (part: readonly Witness[]): Promise<Trial> => run(expectedOf(subject, query, part), mode);
  const few = await shrink(events, async (part) => (await over(part)).kind === 'other');
  const trial = await over(few);
  const { missing, unexpected } = trial.kind === 'other' ? trial.comparison : { missing: [], unexpected: [] };
  const read = columnsIn(subject.bound);
  return { events: few.map((event) => shownEvent(read, event)), missing, unexpected, ...mode };
};

/** Blanks stored and absent, and both side by side where rows are grouped; and with the clock written out, where events stand within a moment of a bound that moves, and always where rows show it. */
const modesFor = (subject: Subject, events: readonly Witness[], engine: Engine | null): readonly Mode[] => {
  if (subject.stores.size === 0) return [{ blanks: 'stored', pinned: false }];
  const own = engine?.clock === 'own' && events.some(({ nearNow }) => nearNow);
  const moves = engine?.clock === 'own' && showsClock(subject.normal);
  const both = engine?.carries || moves ? [true] : [false, ...(own ? [true] : [])];
  const modes = both.flatMap((pinned) => (['stored', 'absent'] as const).map((blanks): Mode => ({ blanks, pinned })));
  const groups = engine !== null && !engine.carries && subject.normal.pipeline.steps.some(({ kind }) => kind === 'aggregate');
  return groups ? [...modes, { blanks: 'mixed', pinned: own || moves }] : modes;
};

/** What is asked for when the engine says what is expected: how many events match, and how many of them KQL does not match. */
const equalTo = ({ subject, events, wanted, matches, plainly }: Expected, arbitrary: boolean): Outcome => {
  // A query that reads no table has rows of its own.
  if (subject.uses.length === 0 && wanted().rows.length > 0) return { kind: 'equal', events: 0, matching: 0, arbitrary };
  const plain = plainly();
  const matching = plain.filter(Boolean).length;
  if (matching === 0) return { kind: 'unknown', reason: `none of the ${events.length} events matches the rule` };
  const more = matches().filter((one, i) => one && !plain[i]).length;
  return more > 0 ? { kind: 'wider', events: events.length, more } : { kind: 'equal', events: events.length, matching, arbitrary };
};

/** One query beside the engine, in every mode. */
const besides = async (subject: Subject, query: Query, events: readonly Witness[], engine: Engine | null): Promise<Outcome> => {
  const run: Try = async (one, mode) => (engine ? tryOut(one, engine, mode) : evaluateAgain(one));
  const whole = expectedOf(subject, query, events);
  // Against a clock that runs, an event beside a bound may fall on either side.
  const far = events.filter(({ nearNow }) => !nearNow);
  const apart = far.length < events.length ? expectedOf(subject, query, far) : whole;
  let arbitrary = false;
  for (const mode of modesFor(subject, events, engine)) {
    const fit = engine?.clock === 'own' && !mode.pinned ? apart : whole;
    const trial = await run(fit, mode);
    if (trial.kind === 'rejected' || trial.kind === 'accepted' || trial.kind === 'unknown') return trial;
    if (trial.kind === 'other') return { kind: 'different', difference: await differenceOf(fit, mode, run) };
    arbitrary ||= trial.arbitrary;
  }
  return equalTo(whole, arbitrary);
};

/** With what a finding declares to be wider; where the engine does not say that, without: then the widening is declared and not seen. */
const outcomeOf = async (subject: Subject, events: readonly Witness[], engine: Engine | null): Promise<Outcome> => {
  const wide = queryAsDeclared(subject);
  const asDeclared = await besides(subject, wide, events, engine);
  if (asDeclared.kind !== 'different' || wide === subject.bound) return asDeclared;
  const plain = await besides(subject, subject.bound, events, engine);
  return plain.kind === 'different' ? asDeclared : plain;
};

/** Engines are other people's programs: what they throw is an answer that cannot be used. */
const guarded = async (work: () => Promise<Outcome>): Promise<Outcome> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'unknown', reason: error.message };
    return { kind: 'rejected', reason: error instanceof Error ? error.message : String(error) };
  }
};

const codesOf = (subject: Subject, fidelity: string) => [
  ...new Set(declaredBy(subject).flatMap((one) => (one.fidelity === fidelity ? [one.code] : []))),
];

interface Judged {
  readonly outcome: Outcome;
  readonly leftOut: readonly LeftOut[];
}

/** One rule in one target, and the events that all its engines are asked with. */
export interface Case {
  readonly subject: Subject;
  readonly witnesses: () => Witnesses;
  /** For engines that hold events. */
  readonly held: () => Held;
  /** For engines whose queries carry them. */
  readonly carried: () => Held;
}

export const caseOf = (subject: Subject, witnesses: () => Witnesses): Case => ({
  subject,
  witnesses,
  held: once(() => heldEvents(subject, witnesses().events)),
  carried: once(() => heldEvents(subject, slimmed(subject, witnesses().events))),
});

const judge = async ({ subject, held, carried }: Case, engine: Engine | null): Promise<Judged> => {
  const { kept, leftOut } = engine?.carries ? carried() : held();
  return { outcome: await guarded(() => outcomeOf(subject, kept, engine)), leftOut };
};

const refusalOf = (subject: Subject): Outcome | null => {
  if (subject.back.output !== null) return null;
  const refused = subject.back.findings.filter(({ severity }) => severity === 'error');
  return { kind: 'refused', codes: [...new Set(refused.map(({ code }) => code))] };
};

const engineOf = (found: Asked): Engine | null => (found !== 'itself' && 'engine' in found ? found.engine : null);

/** A verdict that says its outcome and no more. */
export const bareVerdict = (unit: RuleUnit, target: string, found: Asked, outcome: Outcome): Verdict => ({
  rule: { id: unit.meta.id, name: unit.meta.name ?? unit.name, file: unit.source.file },
  unit: unit.name,
  target,
  engine: { name: found === 'itself' ? 'reference evaluator' : found.name, version: engineOf(found)?.version ?? '' },
  outcome,
  under: [],
  unseen: [],
  dependsOn: [],
  leftOut: [],
  undecided: [],
});

const notRun = (absent: string | null): Outcome | null => (absent === null ? null : { kind: 'not run', reason: absent });

export const prove = async (given: Case, found: Asked): Promise<Verdict> => {
  const { subject, witnesses } = given;
  const asked = engineOf(found);
  const heard = asked && listening(asked);
  const engine = heard?.engine ?? null;
  const absent = found !== 'itself' && 'absent' in found ? found.absent : null;
  const unable = asked && unableTo(subject, asked);
  const known = refusalOf(subject) ?? notRun(absent) ?? (unable === null ? null : ({ kind: 'unknown', reason: unable } as const));
  const { outcome, leftOut } = known ? { outcome: known, leftOut: [] } : await judge(given, engine);
  const widenings = codesOf(subject, 'widening');
  return {
    ...bareVerdict(subject.unit, subject.backend.name, found, outcome),
    under: [...codesOf(subject, 'assumption'), ...codesOf(subject, 'refused')],
    unseen: outcome.kind === 'equal' ? widenings.filter(isLoosened) : [],
    dependsOn: heard?.dependsOn() ?? [],
    leftOut,
    undecided: witnesses().undecided.map(({ span, reason }) => ({ span, ...placeOf(subject, span), reason })),
  };
};

const placeOf = ({ unit }: Subject, span: Witnesses['undecided'][number]['span']) => {
  const { line, column } = locate(unit.source, span);
  return { line, column };
};
