// A rule in one target, made ready to be tried out: its text, what it declares, and the events as the target stores them.
import { backends } from '../backends/registry.ts';
import type { Backend } from '../backends/shared/backend.ts';
import { type LookupAsset, lookupsIn, withLookups } from '../backends/shared/lookups.ts';
import type { StoredTable, TableUse } from '../backends/shared/proof.ts';
import { type Back, backEnd, type TranslateOptions } from '../compile.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { evaluate, type World } from '../eval/evaluate.ts';
import { groupMatchingPart, isMatch } from '../eval/matching.ts';
import { tried } from '../eval/refusal.ts';
import { stillWorld } from '../eval/still-world.ts';
import type { Relation } from '../eval/value.ts';
import type { Query } from '../ir/pipeline.ts';
import type { RuleUnit } from '../rules/read-rules.ts';
import { profileOf } from '../target-profile.ts';
import { cellsOf, rowOf } from './cells.ts';
import { type Declared, declared, type Facts } from './declared.ts';
import { factsAbout } from './facts.ts';
import { isLoosened, loosened } from './loosen.ts';
import { originsOf } from './origins.ts';
import { usesOf } from './reading.ts';
import type { LeftOut } from './verdict.ts';
import { mostRows, type Witness } from './witness.ts';

export interface Subject {
  readonly unit: RuleUnit;
  readonly bound: Query;
  readonly normal: Query;
  readonly backend: Backend;
  readonly back: Back;
  readonly options: TranslateOptions;
  readonly uses: readonly TableUse[];
  /** Empty for a target that reads KQL's own tables. */
  readonly stores: ReadonlyMap<string, StoredTable>;
  /** Ticks. */
  readonly now: bigint;
}

/** The rows of the events, by table. */
export const worldOf = (uses: readonly TableUse[], events: readonly Witness[], now: bigint): World => {
  const tables = new Map<string, Relation>();
  for (const { name, columns } of uses) {
    const rows = events.filter(({ table }) => table === name).map(({ row }) => row);
    tables.set(name, { columns, rows });
  }
  return { ...stillWorld(tables, now), mostRows };
};

const unfilled = ({ name, of, columns }: LookupAsset): TableUse => ({
  name: of,
  lookup: name,
  columns,
  read: new Set(columns.map((column) => column.name)),
  named: new Map(),
  only: new Map(),
});

/** Null: the query uses a table that has no place in the target. */
export const subjectOf = (
  unit: RuleUnit,
  { bound, normal }: { readonly bound: Query; readonly normal: Query },
  backend: Backend,
  options: TranslateOptions,
  now: bigint,
): Subject | null => {
  const back = backEnd(backend, unit, normal, options);
  const profile = profileOf(backend, options);
  const assets = lookupsIn(withLookups(normal, { ...backend, profile }));
  const lookups = new Map(assets.map(({ name, of }) => [of, name]));
  const named = usesOf(normal).map(
    (use): TableUse => (use.lookup === undefined && !lookups.has(use.name) ? use : { ...use, lookup: lookups.get(use.name) ?? use.name }),
  );
  // What a function asks about is no table of the query: the target's lookup of it is there, without rows.
  const asked = assets.filter(({ from }) => from === 'profile');
  const uses = [...named, ...asked.map((asset): TableUse => unfilled(asset))];
  const stores = new Map<string, StoredTable>();
  for (const use of backend.proof ? uses : []) {
    const stored = backend.proof?.store(use, profile, { unmapped: options.unmapped ?? 'error' });
    if (!stored && back.output !== null) return null;
    if (stored) stores.set(use.name, stored);
  }
  return { unit, bound, normal, backend, back, options, uses, stores, now };
};

/** The same rule with its tables in other places, and `now()` written out where `query` has it so. */
export const textAt = (subject: Subject, query: Query, places: ReadonlyMap<string, string>): string | null => {
  const { backend, unit, options } = subject;
  const profile = options.profile ?? { name: 'verify', targets: {} };
  const own = profile.targets[backend.name] ?? {};
  const moved = backend.proof && places.size > 0 ? backend.proof.movedTo(own, places) : own;
  return backEnd(backend, unit, query, { ...options, profile: { ...profile, targets: { ...profile.targets, [backend.name]: moved } } })
    .output;
};

/** Events as the target can hold them. */
const settledIn = ({ stores }: Subject, events: readonly Witness[]): readonly Witness[] =>
  events.flatMap((event) => {
    const stored = stores.get(event.table);
    if (!stored) return [event];
    const cells = stored.settled(cellsOf(event.row));
    return cells ? [{ ...event, row: rowOf(cells, event.columns) }] : [];
  });

const fidelityOf = ({ fidelity }: Diagnostic): boolean => fidelity === 'assumption' || fidelity === 'widening' || fidelity === 'narrowing';

const declarationOf = ({ code }: Diagnostic): Declared | null =>
  Object.hasOwn(declared, code) ? declared[code as keyof typeof declared] : null;

const leavesColumns = (finding: Diagnostic): boolean => declarationOf(finding)?.kind === 'partial';

/** Findings that stand beside the output. */
export const declaredBy = ({ back }: Subject): readonly Diagnostic[] =>
  back.findings.filter((finding) => fidelityOf(finding) || leavesColumns(finding));

/** Events that can be tried out, and why others cannot. */
export interface Held {
  readonly kept: readonly Witness[];
  readonly leftOut: readonly LeftOut[];
}

/** Takes out the events for which a named assumption does not hold. */
const withoutBroken = (subject: Subject, events: readonly Witness[]): Held => {
  const world = worldOf(subject.uses, events, subject.now);
  const whole = { start: 0, end: Number.MAX_SAFE_INTEGER };
  let kept = events;
  const leftOut: LeftOut[] = [];
  for (const finding of declaredBy(subject)) {
    const declaration = declarationOf(finding);
    if (declaration?.kind !== 'events') continue;
    const facts = factsAbout(subject.normal, declaration.everywhere ? whole : finding.span, world);
    const seen = new Set<string>();
    const repeats = (found: Facts): boolean => {
      if (!declaration.once || !found.supplied) return false;
      const key = JSON.stringify(found.texts);
      const known = seen.has(key);
      seen.add(key);
      return known;
    };
    const rest = kept.filter((event) => {
      const found = facts(event);
      return !declaration.breaks(found) && !repeats(found);
    });
    if (rest.length < kept.length) leftOut.push({ code: finding.code, events: kept.length - rest.length });
    kept = rest;
  }
  return { kept, leftOut };
};

/** Columns that the rule shows untouched, where a finding says that they come back as they are stored, a null as text. */
export const storedColumns = (subject: Subject): ReadonlySet<string> =>
  declaredBy(subject).some((finding) => declarationOf(finding)?.kind === 'stored')
    ? new Set(originsOf(subject.normal).keys())
    : new Set<string>();

/** Whether a finding declares that the result is without some of its columns. */
export const isPartial = (subject: Subject): boolean => declaredBy(subject).some(leavesColumns);

/** Result columns that the target's rows come without. */
export const leftOut = (subject: Subject): ReadonlySet<string> => {
  const { legal } = subject.back;
  if (!legal || !isPartial(subject)) return new Set();
  const shown = new Set(legal.frame.columns.map(({ name }) => name));
  return new Set(subject.normal.frame.columns.flatMap(({ name }) => (shown.has(name) ? [] : [name])));
};

/** Columns whose values a finding declares to differ. */
export const inexactColumns = (subject: Subject): ReadonlySet<string> => {
  const spans = declaredBy(subject).flatMap((finding) => (declarationOf(finding)?.kind === 'cells' ? [finding.span] : []));
  const names = new Set<string>();
  if (spans.length === 0) return names;
  const touches = (span: { readonly start: number; readonly end: number }): boolean =>
    spans.some((one) => one.start < span.end && span.start < one.end);
  for (const step of subject.normal.pipeline.steps) {
    if (step.kind === 'extend' || step.kind === 'project') for (const { name, span } of step.columns) if (touches(span)) names.add(name);
    if (step.kind !== 'aggregate') continue;
    for (const measure of step.measures) {
      if (touches(measure.span))
        for (const name of measure.kind === 'fold' ? [measure.name] : measure.outputs.map((one) => one.name)) names.add(name);
    }
    for (const { name, span } of step.by) if (touches(span)) names.add(name);
  }
  return names;
};

/** How many values the target's lists are declared to keep. */
export const mostInLists = (subject: Subject): number =>
  declaredBy(subject).reduce((most, finding) => {
    const declaration = declarationOf(finding);
    return declaration?.kind === 'lists' ? Math.min(most, declaration.most) : most;
  }, Number.POSITIVE_INFINITY);

/** The query that the target says, declared widenings counted in; the query itself when there are none. */
export const queryAsDeclared = (subject: Subject): Query => {
  const wide = declaredBy(subject).filter(({ code }) => isLoosened(code));
  return wide.length === 0 ? subject.bound : wide.reduce((query, { code, span }) => loosened(query, code, span), subject.normal);
};

/** Events over which the evaluator gives no result by themselves are left out: nobody can say what is right there. */
const withoutRefused = ({ bound, uses, now }: Subject, events: readonly Witness[]): Held => {
  const codes = new Map<Code, number>();
  const kept = events.filter((event) =>
    tried(
      () => {
        evaluate(bound, worldOf(uses, [event], now));
        return true;
      },
      ({ diagnostic: { code } }) => {
        codes.set(code, (codes.get(code) ?? 0) + 1);
        return false;
      },
    ),
  );
  return { kept, leftOut: [...codes].map(([code, count]) => ({ code, events: count })) };
};

const isTooMany: Code = 'RMMC7007';

/** Where joins multiply the rows of the events beyond measure, half of the events after half are left out. */
const withinReach = ({ bound, uses, now }: Subject, events: readonly Witness[]): Held => {
  const isWithin = (part: readonly Witness[]): boolean =>
    tried(
      () => evaluate(bound, worldOf(uses, part, now)).rows.length >= 0,
      ({ diagnostic: { code } }) => code !== isTooMany,
    );
  let kept = events;
  while (kept.length > 1 && !isWithin(kept)) kept = kept.filter((_, at) => at % 2 === 0);
  return { kept, leftOut: kept.length < events.length ? [{ code: isTooMany, events: events.length - kept.length }] : [] };
};

/** The events as the target holds them, without those of which nobody can say what is right and those that an assumption rules out. */
export const heldEvents = (subject: Subject, events: readonly Witness[]): Held => {
  const sayable = withoutRefused(subject, settledIn(subject, events));
  const holding = withoutBroken(subject, sayable.kept);
  const { kept, leftOut } = withinReach(subject, holding.kept);
  return { kept, leftOut: [...sayable.leftOut, ...holding.leftOut, ...leftOut] };
};

/** For each event whether it matches. */
export const matchesOf = (query: Query, world: World, events: readonly Witness[]): readonly boolean[] => {
  const part = groupMatchingPart(query);
  return events.map((event) => isMatch(part, world, event));
};

export const targetNamed = (name: string): Backend | undefined => backends.get(name);
