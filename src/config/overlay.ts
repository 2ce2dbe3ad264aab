// A checked profile in; what it changes about rules out.
import type { Exclusion, Overlay, RuleOverlay, Suppression } from '../ir/overlay.ts';
import { ticksOfPeriod } from '../ir/periods.ts';
import { ticksPerSecond } from '../ir/types.ts';
import type { Value } from './shape.ts';
import { type Bag, bag } from './values.ts';

const list = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? (value as readonly Value[]) : []);
const texts = (value: Value | undefined): readonly string[] => list(value).filter((one) => typeof one === 'string');

/** Rounded up: ticks are finer than seconds. */
const seconds = (value: Value | undefined): number | undefined => {
  const ticks = typeof value === 'string' ? ticksOfPeriod(value) : null;
  return ticks === null ? undefined : Number((ticks + ticksPerSecond - 1n) / ticksPerSecond);
};

const flag = (value: Value | undefined): boolean | undefined => (value === undefined ? undefined : value === 'true');
const word = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const suppression = (value: Value | undefined): Suppression | undefined => {
  const length = seconds(bag(value).for);
  return length === undefined ? undefined : { fields: texts(bag(value).fields), seconds: length };
};

/** Without the parts that are not there. */
const present = <T extends object>(parts: { readonly [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as T;

const extraOf = (rule: Bag, packs: readonly string[]): RuleOverlay['extra'] => {
  const found = packs.flatMap((name) => (rule[name] === undefined ? [] : [[name, bag(rule[name]) as Record<string, string>] as const]));
  return found.length === 0 ? undefined : Object.fromEntries(found);
};

const ruleOverlay = (rule: Bag, packs: readonly string[]): RuleOverlay =>
  present<RuleOverlay>({
    name: word(rule.name),
    severity: word(rule.severity),
    enabled: flag(rule.enabled),
    every: seconds(rule.every),
    period: seconds(rule.period),
    cron: word(rule.cron),
    suppress: suppression(rule.suppress),
    skip: flag(rule.skip),
    extra: extraOf(rule, packs),
  });

const exclusion = (value: Value): Exclusion => {
  const { column, match, values, tables } = bag(value);
  return {
    column: word(column) ?? '',
    match: (word(match) as Exclusion['match'] | undefined) ?? 'equals',
    values: texts(values),
    ...(tables === undefined ? {} : { tables: texts(tables) }),
  };
};

const keys = ['lets', 'exclude', 'severity', 'schedule', 'suppress', 'rules'];

/** Null when the profile changes nothing about rules. */
export const overlayOf = (profile: Bag, packs: readonly string[]): Overlay | null => {
  if (!keys.some((key) => profile[key] !== undefined)) return null;
  const { lets, exclude, severity, schedule, suppress, rules } = profile;
  return {
    lets: new Map(Object.entries(bag(lets)).map(([name, value]) => [name, texts(value)])),
    exclusions: list(exclude).map(exclusion),
    all: ruleOverlay({ ...bag(schedule), ...present<Bag>({ severity, suppress }) }, packs),
    rules: new Map(Object.entries(bag(rules)).map(([name, rule]) => [name, ruleOverlay(bag(rule), packs)])),
  };
};
