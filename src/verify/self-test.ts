// A rule and a target in; one query that carries witness events in itself and says whether it gives what KQL gives, or why there is none, out.
import type { Backend } from '../backends/shared/backend.ts';
import { frontEnd, type TranslateOptions } from '../compile.ts';
import { tried } from '../eval/refusal.ts';
import type { RuleUnit } from '../rules/read-rules.ts';
import { asksClock, carriedTables, pinnedBack, slimmed, sourceOutOfReach, wantedOf } from './carried.ts';
import { heldEvents, type Subject, subjectOf } from './subject.ts';
import { witnessesOf } from './witness/generate.ts';

export type SelfTest = { readonly text: string; readonly events: number } | { readonly why: string };

export interface SelfTestOptions extends TranslateOptions {
  readonly seed: number;
  /** Ticks: the time that `now()` and `ago()` are written out as. */
  readonly now: bigint;
}

const sourceWords: Readonly<Record<string, string>> = {
  tables: 'tables named by a pattern',
  remote: 'a table of another database',
  external: '`externaldata`',
  stored: 'a stored function',
  search: '`search`',
  find: '`find`',
};

const outOf = (subject: Subject, { seed, now }: SelfTestOptions): SelfTest => {
  const { carrier } = subject.backend;
  if (!carrier) return { why: `${subject.backend.title} has no query that carries events` };
  const beyond = sourceOutOfReach(subject);
  if (beyond !== null) return { why: `it reads ${sourceWords[beyond] ?? beyond}, which events inside the query do not reach` };
  if (asksClock(subject)) return { why: 'it counts from the time of the run by what stands in its rows' };
  const witnesses = slimmed(subject, witnessesOf(subject.bound, { now, seed }).events);
  const events = heldEvents(subject, witnesses).kept;
  if (events.length === 0) return { why: 'no event decides the rule' };
  const back = pinnedBack(subject);
  if (back.output === null) return { why: 'the target does not say the rule with its times written out' };
  const carried = carrier.carrying(back.ast, carriedTables(subject, events, 'absent'));
  if ('why' in carried) return carried;
  const judged = carrier.judging(carried.ast, wantedOf(subject, events));
  return 'why' in judged ? judged : { text: subject.backend.print(judged.ast), events: events.length };
};

/** For a rule that the target says. Deterministic for a seed and a clock. */
export const selfTest = (unit: RuleUnit, backend: Backend, options: SelfTestOptions): SelfTest => {
  const { bound, normal } = frontEnd(unit, options);
  if (!bound || !normal) return { why: 'the rule is broken' };
  const subject = subjectOf(unit, { bound, normal }, backend, options, options.now);
  if (!subject) return { why: 'a table of the rule has no place in the target' };
  return tried(
    () => outOf(subject, options),
    ({ message }) => ({ why: `what is right cannot be said: ${message}` }),
  );
};
