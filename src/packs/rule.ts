// A translated rule in; what packs need to know of it out: safe names, an id, when it runs, which tables it reads.
import type { RuleResult, TranslatedUnit } from '../compile.ts';
import { sanctionedIn } from '../frontend/sanctioned.ts';
import type { Overlay, RuleOverlay } from '../ir/overlay.ts';
import { ticksOfPeriod } from '../ir/periods.ts';
import type { Query } from '../ir/pipeline.ts';
import type { RuleMeta } from '../ir/rule.ts';
import { timeWindow } from '../ir/time-window.ts';
import { tablesRead } from '../ir/traverse.ts';
import { ticksPerSecond } from '../ir/types.ts';
import { isUuid, uuidOf } from '../ir/uuid.ts';
import { titleOf } from './names.ts';
import type { PackRule, Schedule } from './pack.ts';

/** A rule as it is read. */
export type RuleUnit = TranslatedUnit['unit'];

const day = 86_400;

const secondsOf = (ticks: bigint): number => Number((ticks + ticksPerSecond - 1n) / ticksPerSecond);

const secondsIn = (period: string | null): number | null => {
  const ticks = ticksOfPeriod(period);
  return ticks === null ? null : secondsOf(ticks);
};

/** How far the query looks back by its own words; null when it does not say, or not by the clock. */
export const ownWindow = (query: Query): number | null => {
  const lower = timeWindow(query)?.lower;
  return lower?.at.kind === 'ago' && lower.at.ticks > 0n ? secondsOf(lower.at.ticks) : null;
};

/** A rule without a schedule of its own looks back as far as its query does (one day when that is not said), once a day, or once per that time if it is shorter. */
export const scheduleOf = (meta: RuleMeta, overlay: RuleOverlay, query: Query): Schedule => {
  const own = ownWindow(query);
  const frequency = overlay.every ?? secondsIn(meta.queryFrequency);
  const period = overlay.period ?? secondsIn(meta.queryPeriod) ?? own ?? Math.max(day, frequency ?? 0);
  return {
    scheduled:
      overlay.enabled ?? (overlay.every !== undefined || overlay.cron !== undefined || meta.queryFrequency !== null || meta.kind !== null),
    every: frequency ?? Math.min(day, period),
    period,
    cron: overlay.cron ?? null,
  };
};

/** The names under which a profile may speak of a rule: its file's stem, its place in the file, its name and its id. */
const namesOf = (unit: RuleUnit): readonly (string | null)[] => [unit.name.replace(/#\d+$/, ''), unit.name, unit.meta.name, unit.meta.id];

/** Names of `rules` in a profile that speak of this rule. */
export const namesUsed = (unit: RuleUnit, overlay: Overlay): readonly string[] =>
  namesOf(unit).flatMap((name) => (name !== null && overlay.rules.has(name) ? [name] : []));

/** The overlay of a rule: what is said for all, then for its file, its name and its id. */
export const overlayOf = (overlay: Overlay, names: readonly (string | null)[]): RuleOverlay =>
  Object.assign({}, overlay.all, ...names.map((name) => (name === null ? {} : (overlay.rules.get(name) ?? {}))));

/** What stands for a rule, whatever the pack. */
export interface RuleIdentity {
  readonly id: string;
  readonly title: string;
  readonly meta: RuleMeta;
  readonly overlay: RuleOverlay;
}

/** `relative`: the rule's file below the folder that was given; a rule without an id gets one made of it. */
export const identityOf = (unit: RuleUnit, relative: string, overlay: Overlay): RuleIdentity => {
  const id =
    unit.meta.id !== null && isUuid(unit.meta.id)
      ? unit.meta.id.toLowerCase()
      : uuidOf(`rule ${unit.meta.id ?? `${relative} ${unit.name}`}`);
  const own = overlayOf(overlay, namesOf(unit));
  const name = own.name ?? unit.meta.name;
  const meta = { ...unit.meta, id, name, severity: own.severity ?? unit.meta.severity };
  return { id, title: titleOf(name ?? '', unit.name), meta, overlay: own };
};

/** What readers of YAML and JSON take for line breaks, or drop: the KQL printed anew has it escaped. */
const unseen = /[^\P{C}\n\t]|[\u2028\u2029]/u;

/** The query as its author wrote it, with `let`s and comments; null when the profile changes it, or when the reader had something against it. */
const writtenOf = ({ unit, front }: TranslatedUnit, overlay: Overlay, { diagnostics }: RuleResult): string | null => {
  const isChanged =
    front.untouched !== null || front.ast?.statements.some((one) => one.kind === 'let' && overlay.lets.has(one.name.text)) !== false;
  if (isChanged || diagnostics.some(({ severity }) => severity !== 'info')) return null;
  const text = unit.source.text.replace(/\r\n?/g, '\n').trim();
  if (unseen.test(text)) return null;
  return `${text.includes('```') ? text : text.replace(/[ \t]+$/gm, '')}\n`;
};

export const packRule = (
  identity: RuleIdentity,
  slug: string,
  translated: TranslatedUnit,
  overlay: Overlay,
  normal: Query,
  result: RuleResult,
  output: string,
  file: PackRule['file'],
): PackRule => ({
  ...identity,
  slug,
  schedule: scheduleOf(identity.meta, identity.overlay, normal),
  query: normal,
  sanctioned: translated.front.ast && sanctionedIn(translated.front.ast),
  tables: tablesRead(normal.pipeline),
  output,
  written: writtenOf(translated, overlay, result),
  file,
  result,
});
