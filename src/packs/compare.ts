// Two states of a set of rules in; which rules came, went or changed, and in what, out.
import type { LockedFile, LockedResult, LockedRule, Mappings } from './lock.ts';

/** A state: what a lock says, or what rules give now. */
export interface State {
  readonly tool: string;
  readonly mapping: Mappings;
  /** Those that are lookups are compared. */
  readonly files: readonly LockedFile[];
  readonly rules: readonly LockedRule[];
}

/**
 * From what matters most to what matters least; a rule has the first that fits. `settings`: when it runs, and what it says of itself. `translation`: the same
 * meaning said in other words. `text`: comments, layout, names of `let`s.
 */
export const changeKinds = ['added', 'removed', 'meaning', 'settings', 'translation', 'text'] as const;

export type ChangeKind = (typeof changeKinds)[number];

export interface Change {
  readonly kind: ChangeKind;
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly unit: string;
  /** Where it was, when that is another file or place in it. */
  readonly from: { readonly file: string; readonly unit: string } | null;
  /** Its id before, when that was another. */
  readonly fromId: string | null;
  /** What else is to be said: `schedule`, `severity`, `splunk: refused, was packed` … */
  readonly details: readonly string[];
  /** Other events may be found: the rule came, went, changed in meaning, or is said in other words in a pack. */
  readonly otherEvents: boolean;
}

/** Of a lookup that a pack brings along. */
export interface LookupChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly pack: string;
  readonly lookup: string;
}

export interface Comparison {
  readonly changes: readonly Change[];
  readonly unchanged: number;
  readonly lookups: readonly LookupChange[];
}

interface Pair {
  readonly before: LockedRule;
  readonly after: LockedRule;
}

interface Paired {
  readonly pairs: readonly Pair[];
  readonly added: readonly LockedRule[];
  readonly removed: readonly LockedRule[];
}

/** What a map gives for names that stand once on that side. */
const once = (rules: readonly LockedRule[]): ReadonlyMap<string, LockedRule> => {
  const found = new Map<string, LockedRule | null>();
  for (const rule of rules) found.set(rule.name, found.has(rule.name) ? null : rule);
  return new Map([...found].flatMap(([name, rule]) => (rule ? [[name, rule] as const] : [])));
};

/** By id; what is left by name, where a name stands once on both sides. */
const pairUp = (before: readonly LockedRule[], after: readonly LockedRule[]): Paired => {
  const byId = new Map(before.map((rule) => [rule.id, rule]));
  const pairs: Pair[] = [];
  const fresh: LockedRule[] = [];
  for (const rule of after) {
    const old = byId.get(rule.id);
    byId.delete(rule.id);
    if (old) pairs.push({ before: old, after: rule });
    else fresh.push(rule);
  }
  const [olds, news] = [once([...byId.values()]), once(fresh)];
  for (const [name, rule] of news) {
    const old = olds.get(name);
    if (!old) continue;
    pairs.push({ before: old, after: rule });
    byId.delete(old.id);
  }
  const paired = new Set(pairs.map((pair) => pair.after));
  return { pairs, added: fresh.filter((rule) => !paired.has(rule)), removed: [...byId.values()] };
};

const minutes = (seconds: number): string => (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`);

const scheduleText = (schedule: LockedRule['schedule']): string => {
  if (!schedule) return 'none';
  const { scheduled, every, period, cron } = schedule;
  return `${scheduled ? 'by itself' : 'by hand'}, ${cron ?? `every ${minutes(every)}`}, over ${minutes(period)}`;
};

/** A SIEM takes a rule of another id for another rule. */
const settingsOf = ({ before, after }: Pair): readonly string[] => [
  ...(before.id === after.id ? [] : [`id: ${before.id} -> ${after.id}`]),
  ...(scheduleText(before.schedule) === scheduleText(after.schedule)
    ? []
    : [`schedule: ${scheduleText(before.schedule)} -> ${scheduleText(after.schedule)}`]),
  ...(before.severity === after.severity ? [] : [`severity: ${before.severity ?? 'none'} -> ${after.severity ?? 'none'}`]),
  ...(before.name === after.name ? [] : [`name: ${before.name} -> ${after.name}`]),
  ...[...new Set([...Object.keys(before.metadata), ...Object.keys(after.metadata)])].filter(
    (part) => before.metadata[part] !== after.metadata[part],
  ),
];

const otherText = 'other text';

const resultChange = (pack: string, before: LockedResult, after: LockedResult): readonly string[] => {
  const said = [
    ...(before.status === after.status ? [] : [`${before.status} -> ${after.status}`]),
    ...(before.fidelity === after.fidelity ? [] : [`${before.fidelity} -> ${after.fidelity}`]),
  ];
  if (said.length > 0) return [`${pack}: ${said.join(', ')}`];
  return before.output === after.output ? [] : [`${pack}: ${otherText}`];
};

/** In packs that both states have. */
const translationsOf = ({ before, after }: Pair): readonly string[] =>
  Object.entries(before.packs).flatMap(([pack, old]) => {
    const fresh = Object.hasOwn(after.packs, pack) ? after.packs[pack] : undefined;
    return fresh ? resultChange(pack, old, fresh) : [];
  });

const placed = ({ before, after }: Pair): Change['from'] =>
  before.file === after.file && before.unit === after.unit ? null : { file: before.file, unit: before.unit };

/** A title or a severity may stand in the text of a translation: with other settings its text tells nothing, unless fields, tables or the tool are others, too. */
const saysOther = (translations: readonly string[], settings: readonly string[], isMoved: boolean): boolean =>
  translations.some((one) => settings.length === 0 || isMoved || !one.endsWith(otherText));

/** `isMoved`: fields, tables, the profile or the tool are others. */
const changeOf = (pair: Pair, isMoved: boolean): Change | null => {
  const { before, after } = pair;
  const [settings, translations] = [settingsOf(pair), translationsOf(pair)];
  const change = (kind: ChangeKind, details: readonly string[]): Change => {
    const { id, name, file, unit } = after;
    const otherEvents = kind === 'meaning' || saysOther(translations, settings, isMoved);
    return { kind, id, name, file, unit, from: placed(pair), fromId: before.id === after.id ? null : before.id, details, otherEvents };
  };
  const broken = before.meaning === null && after.meaning === null && before.input !== after.input;
  if (before.meaning !== after.meaning || broken) return change('meaning', [...settings, ...translations]);
  if (settings.length > 0) return change('settings', [...settings, ...translations]);
  if (translations.length > 0) return change('translation', translations);
  return before.input === after.input ? null : change('text', []);
};

const alone = (kind: 'added' | 'removed', { id, name, file, unit }: LockedRule): Change => ({
  kind,
  id,
  name,
  file,
  unit,
  from: null,
  fromId: null,
  details: [],
  otherEvents: true,
});

const byText = (a: string, z: string): number => (a < z ? -1 : a > z ? 1 : 0);

/** Why translations of the same meaning may differ. */
export const surroundings = (before: State, after: State): readonly string[] => [
  ...(before.tool === after.tool ? [] : [`tool: ${before.tool} -> ${after.tool}`]),
  ...Object.entries(before.mapping).flatMap(([pack, mapping]) => {
    const now = after.mapping[pack as keyof Mappings];
    return now === undefined || now === mapping ? [] : [`${pack}: other fields, tables or profile`];
  }),
];

const packOf = ({ path }: LockedFile): string => path.slice(0, path.indexOf('/'));

/** By pack and name, which tell lookups apart whatever the pack is called. */
const lookupsOf = (
  { files }: State,
  packs: ReadonlySet<string>,
): ReadonlyMap<string, Omit<LookupChange, 'kind'> & { readonly sha256: string }> =>
  new Map(
    files.flatMap((file) => {
      const [pack, { lookup, sha256 }] = [packOf(file), file];
      return lookup === undefined || !packs.has(pack) ? [] : [[`${pack} ${lookup}`, { pack, lookup, sha256 }] as const];
    }),
  );

/** In packs that both states have. */
const lookupChanges = (before: State, after: State): readonly LookupChange[] => {
  const both = new Set(Object.keys(before.mapping).filter((pack) => Object.hasOwn(after.mapping, pack)));
  const [olds, news] = [lookupsOf(before, both), lookupsOf(after, both)];
  return [...new Set([...olds.keys(), ...news.keys()])].sort().flatMap((key): readonly LookupChange[] => {
    const [old, fresh] = [olds.get(key), news.get(key)];
    const there = fresh ?? old;
    if (!there || old?.sha256 === fresh?.sha256) return [];
    return [{ kind: !old ? 'added' : !fresh ? 'removed' : 'changed', pack: there.pack, lookup: there.lookup }];
  });
};

export const compare = (before: State, after: State): Comparison => {
  const { pairs, added, removed } = pairUp(before.rules, after.rules);
  const isMoved = surroundings(before, after).length > 0;
  const changed = pairs.flatMap((pair) => changeOf(pair, isMoved) ?? []);
  const changes = [...added.map((rule) => alone('added', rule)), ...removed.map((rule) => alone('removed', rule)), ...changed];
  return {
    changes: changes.sort(
      (a, z) => changeKinds.indexOf(a.kind) - changeKinds.indexOf(z.kind) || byText(a.name, z.name) || byText(a.id, z.id),
    ),
    unchanged: pairs.length - changed.length,
    lookups: lookupChanges(before, after),
  };
};
