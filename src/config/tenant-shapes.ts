// The shape of what a profile changes about rules: their lists, exclusions, schedules, and single rules.
import type { Exclusion } from '../ir/overlay.ts';
import { ticksOfPeriod } from '../ir/periods.ts';
import { flag, type Shape } from './shape.ts';

export const matches: readonly Exclusion['match'][] = ['equals', 'startswith', 'endswith', 'contains', 'has'];

const text: Shape = { is: 'text' };
const texts: Shape = { is: 'texts' };
const filled: Shape = { is: 'texts', filled: true };

const timespan: Shape = {
  is: 'checked',
  expected: 'a timespan such as 1h or 5d',
  holds: (written) => (ticksOfPeriod(written) ?? 0n) > 0n,
};
const cron: Shape = {
  is: 'checked',
  expected: 'five fields such as `0 */4 * * *`',
  holds: (written) => /^[\d*,/A-Za-z-]+(?: [\d*,/A-Za-z-]+){4}$/.test(written),
};
const severity: Shape = { is: 'word', of: ['Informational', 'Low', 'Medium', 'High'] };

const record = (where: string, keys: readonly (readonly [string, Shape])[], needs: readonly string[] = []): Shape => ({
  is: 'record',
  where,
  keys: new Map(keys),
  needs,
});

const suppress = record(
  '`suppress`',
  [
    ['fields', filled],
    ['for', timespan],
  ],
  ['fields', 'for'],
);

const times: readonly (readonly [string, Shape])[] = [
  ['every', timespan],
  ['period', timespan],
  ['cron', cron],
  ['enabled', flag],
];

const exclusion = record(
  'an exclusion',
  [
    ['column', text],
    ['match', { is: 'word', of: matches }],
    ['values', filled],
    ['tables', filled],
  ],
  ['column', 'values'],
);

/** @param packs names of packs: keys of their own artifacts stand under them */
export const overlayShapes = (packs: readonly string[]): readonly (readonly [string, Shape])[] => {
  const extra: Shape = { is: 'map', of: { is: 'scalar' } };
  const rule = record('a rule', [
    ['name', text],
    ['severity', severity],
    ...times,
    ['suppress', suppress],
    ['skip', flag],
    ...packs.map((name) => [name, extra] as const),
  ]);
  return [
    ['lets', { is: 'map', of: texts }],
    ['exclude', { is: 'items', of: exclusion }],
    ['severity', severity],
    ['schedule', record('`schedule`', times)],
    ['suppress', suppress],
    ['rules', { is: 'map', of: rule }],
  ];
};
