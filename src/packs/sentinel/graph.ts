// A rule over Defender's tables in; the custom detection of Microsoft Graph v1.0 (`security/rules/detectionRules`) that runs its query out. Shapes: Graph's pages on
// detectionRule, ruleSchedule, alertTemplate, mitreTactic, mitreTechnique and entityMappingConfiguration.
import type { Frame } from '../../ir/types.ts';
import type { Plain, SentinelRule } from './facts.ts';

type Role = readonly [role: string, column: string];

/** Columns that name one entity, by their role in it. */
const entities: readonly (readonly [collection: 'hosts' | 'accounts' | 'mailboxes', roles: readonly Role[]])[] = [
  [
    'hosts',
    [
      ['deviceIdColumn', 'DeviceId'],
      ['nameColumn', 'DeviceName'],
    ],
  ],
  ['hosts', [['nameColumn', 'RemoteDeviceName']]],
  ['hosts', [['nameColumn', 'TargetDeviceName']]],
  ['hosts', [['nameColumn', 'DestinationDeviceName']]],
  [
    'accounts',
    [
      ['aadUserIdColumn', 'AccountObjectId'],
      ['sidColumn', 'AccountSid'],
      ['upnColumn', 'AccountUpn'],
    ],
  ],
  ['accounts', [['upnColumn', 'InitiatingProcessAccountUpn']]],
  ['accounts', [['aadUserIdColumn', 'RecipientObjectId']]],
  ['accounts', [['upnColumn', 'TargetAccountUpn']]],
  ['mailboxes', [['primaryAddressColumn', 'RecipientEmailAddress']]],
  ['mailboxes', [['primaryAddressColumn', 'SenderFromAddress']]],
  ['mailboxes', [['primaryAddressColumn', 'SenderMailFromAddress']]],
];

const mappingsIn = ({ columns }: Frame): Plain => {
  const names = new Set(columns.map(({ name }) => name));
  const found = new Map<string, Plain[]>();
  for (const [collection, roles] of entities) {
    const there = roles.filter(([, column]) => names.has(column));
    if (there.length > 0) found.set(collection, [...(found.get(collection) ?? []), Object.fromEntries(there)]);
  }
  return Object.fromEntries(found);
};

/** ISO 8601, by the words of the earlier form; `0`: as events come. */
const frequencies: ReadonlyMap<string, string> = new Map([
  ['0', 'PT0S'],
  ['1H', 'PT1H'],
  ['3H', 'PT3H'],
  ['12H', 'PT12H'],
  ['24H', 'P1D'],
]);

/** Parts stand below their wholes. Graph takes one tactic. */
const tacticsOf = ({ tactics, techniques }: SentinelRule): Plain => {
  const [tactic] = tactics;
  if (tactic === undefined) return [];
  const wholes = [...new Set(techniques.map((id) => id.replace(/\..*$/, '')))];
  const parts = (whole: string): readonly string[] => techniques.filter((id) => id.startsWith(`${whole}.`));
  return [{ tactic, techniques: wholes.map((technique) => ({ technique, subTechniques: [...parts(technique)] })) }];
};

/** `period`: `0`, `1H`, `3H`, `12H` or `24H`. */
export const graphDetection = (rule: SentinelRule, frame: Frame, period: string): Plain => ({
  displayName: rule.name,
  description: rule.description,
  status: rule.alert === null ? 'disabled' : 'enabled',
  queryCondition: { queryText: rule.query },
  schedule: { frequency: frequencies.get(period) ?? 'P1D' },
  detectionAction: {
    alertTemplate: {
      title: rule.name,
      description: rule.description,
      severity: (rule.alert?.severity ?? 'Medium').toLowerCase(),
      tactics: tacticsOf(rule),
      entityMappings: mappingsIn(frame),
    },
  },
});
