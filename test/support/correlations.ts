// A query that counts events in groups in; random events for it, what rsigma says of its correlation, and of copies with one fault each, out.
import { backEnd, frontEnd } from '../../src/compile.ts';
import type { Engine } from '../../src/engines/engine.ts';
import type { Value } from '../../src/eval/value.ts';
import { unixEpochTicks } from '../../src/ir/types.ts';
import { type Expected, expectedOf } from '../../src/verify/expected.ts';
import { heldEvents, queryAsDeclared, type Subject, subjectOf, targetNamed } from '../../src/verify/subject.ts';
import { benchFor } from '../../src/verify/trial.ts';
import type { Witness } from '../../src/verify/witness.ts';
import { dice } from './kql-arbitrary.ts';
import { unitOf } from './stages.ts';

const second = 10_000_000n;

/** 2026-01-10 */
export const now = unixEpochTicks + 1_768_003_200n * second;

export const subjectFor = (query: string): Subject => {
  const unit = unitOf(query, 'correlation.kql');
  const backend = targetNamed('sigma');
  const { bound, normal } = unit ? frontEnd(unit, {}) : { bound: null, normal: null };
  const subject = unit && backend && bound && normal && subjectOf(unit, { bound, normal }, backend, {}, now);
  if (!subject) throw new Error(`no subject: ${query}`);
  const { findings } = backEnd(subject.backend, subject.unit, subject.normal, {});
  if (subject.back.output === null) throw new Error(findings.map(({ message }) => message).join('; '));
  return subject;
};

const pool: Readonly<Record<string, readonly Value[]>> = {
  ActionType: ['LogonFailed', 'LogonSuccess', 'LogonAttempted'],
  AccountName: ['ann', 'Ann', 'bob', 'carl'],
  DeviceName: ['srv-1', 'srv-2', "o'b*r?\\n"],
  RemoteIP: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'],
  RemotePort: [22n, 445n, 3389n],
  FileName: ['net.exe', 'cmd.exe'],
};

/** Actions of tables that record other ones. */
const actions: ReadonlyMap<string, readonly Value[]> = new Map([
  ['DeviceProcessEvents', ['ProcessCreated']],
  ['DeviceFileEvents', ['FileCreated']],
]);

/** Rows of all tables of the query, within five hours, some of them at the same second. */
export const eventsFor = (subject: Subject, count: number, seed: number, own: typeof pool = {}): readonly Witness[] => {
  const roll = dice(seed);
  return Array.from({ length: count }, (_, at): Witness => {
    const use = subject.uses[at % subject.uses.length];
    const columns = use?.columns ?? [];
    const time = now - BigInt(roll(5 * 3600)) * second;
    const row = columns.map(({ name, type }): Value => {
      if (name === 'Timestamp') return time;
      const values = (name === 'ActionType' ? actions.get(use?.name ?? '') : own[name]) ?? pool[name] ?? [];
      return values[roll(values.length)] ?? (type === 'string' ? '' : null);
    });
    return { table: use?.name ?? '', columns, row, about: { role: 'group', span: null, what: `event ${at}` }, nearNow: false };
  });
};

export interface Tried {
  /** `same`, or what differs. */
  readonly outcome: string;
  /** How many events have to be reported, and how many KQL itself counts in a group that passes. */
  readonly reported: number;
  readonly plainly: number;
  /** Faults that nobody noticed. */
  readonly missed: readonly string[];
}

export interface Trying {
  readonly count: number;
  readonly seed: number;
  readonly faults: readonly (readonly [RegExp, string])[];
  /** Values of columns, in place of the usual ones. */
  readonly own?: Readonly<Record<string, readonly Value[]>>;
}

const say = (trial: Awaited<ReturnType<NonNullable<Awaited<ReturnType<typeof benchFor>>>['judge']>>): string =>
  trial.kind === 'other' ? `missing ${trial.comparison.missing.length}, unexpected ${trial.comparison.unexpected.length}` : trial.kind;

export const tryCorrelation = async (engine: Engine, query: string, { count, seed, faults, own }: Trying): Promise<Tried> => {
  const subject = subjectFor(query);
  const events = heldEvents(subject, eventsFor(subject, count, seed, own)).kept;
  const expected: Expected = expectedOf(subject, queryAsDeclared(subject), events);
  const bench = await benchFor(expected, engine, { blanks: 'stored', pinned: false });
  if (!bench) throw new Error('no text');
  const outcome = say(bench.judge(await bench.ask(bench.text)));
  const missed: string[] = [];
  for (const [from, to] of faults) {
    const changed = bench.text.replace(from, to);
    if (changed === bench.text) missed.push(`${from} changes nothing`);
    else if (say(bench.judge(await bench.ask(changed))) === 'same') missed.push(`${from} -> ${to}`);
  }
  await bench.drop();
  const sum = (all: readonly boolean[]): number => all.filter(Boolean).length;
  return { outcome, reported: sum(expected.matches()), plainly: sum(expected.plainly()), missed };
};
