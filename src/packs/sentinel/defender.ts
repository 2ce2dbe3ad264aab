// A rule over Defender's tables in; the custom detection of Microsoft Graph (`security/rules/detectionRules`) that runs its query, or what its result lacks, out.
import type { Frame } from '../../ir/types.ts';
import type { PackRule } from '../pack.ts';
import type { Plain, SentinelRule } from './facts.ts';
import { defenderTables } from './tables.ts';

type Asset = 'impactedDeviceAsset' | 'impactedUserAsset' | 'impactedMailboxAsset';

/** Columns that name an asset, with Graph's word for each. */
const assets: readonly (readonly [column: string, asset: Asset, identifier: string])[] = [
  ['DeviceId', 'impactedDeviceAsset', 'deviceId'],
  ['DeviceName', 'impactedDeviceAsset', 'deviceName'],
  ['RemoteDeviceName', 'impactedDeviceAsset', 'remoteDeviceName'],
  ['TargetDeviceName', 'impactedDeviceAsset', 'targetDeviceName'],
  ['DestinationDeviceName', 'impactedDeviceAsset', 'destinationDeviceName'],
  ['AccountObjectId', 'impactedUserAsset', 'accountObjectId'],
  ['AccountSid', 'impactedUserAsset', 'accountSid'],
  ['AccountUpn', 'impactedUserAsset', 'accountUpn'],
  ['InitiatingProcessAccountUpn', 'impactedUserAsset', 'initiatingProcessAccountUpn'],
  ['RecipientObjectId', 'impactedUserAsset', 'recipientObjectId'],
  ['TargetAccountUpn', 'impactedUserAsset', 'targetAccountUpn'],
  ['RecipientEmailAddress', 'impactedMailboxAsset', 'recipientEmailAddress'],
  ['SenderFromAddress', 'impactedMailboxAsset', 'senderFromAddress'],
  ['SenderMailFromAddress', 'impactedMailboxAsset', 'senderMailFromAddress'],
];

const namesIn = (frame: Frame): ReadonlySet<string> => new Set(frame.columns.map(({ name }) => name));

/** The first column of each kind of asset. */
const assetsIn = (frame: Frame): readonly { readonly asset: Asset; readonly identifier: string }[] => {
  const names = namesIn(frame);
  const found = new Map<Asset, string>();
  for (const [column, asset, identifier] of assets) if (names.has(column) && !found.has(asset)) found.set(asset, identifier);
  return [...found].map(([asset, identifier]) => ({ asset, identifier }));
};

/** The rule reads tables of Defender, and no others. */
export const isDefenderRule = (rule: PackRule): boolean =>
  rule.tables.length > 0 && rule.tables.every((table) => defenderTables.has(table));

/** In words; empty: the result has all that Defender asks for. */
export const missingIn = (frame: Frame): readonly string[] => {
  const names = namesIn(frame);
  return [
    ...(names.has('Timestamp') ? [] : ['`Timestamp`']),
    ...(names.has('ReportId') ? [] : ['`ReportId`']),
    ...(assetsIn(frame).length > 0 ? [] : ['column that names a device, a user or a mailbox']),
  ];
};

const hour = 3600;

/** Defender's choice of times between two runs, each with how far a run looks back (seconds). */
const periods = [
  { period: '24H', every: 24 * hour, back: 30 * 24 * hour },
  { period: '12H', every: 12 * hour, back: 48 * hour },
  { period: '3H', every: 3 * hour, back: 12 * hour },
  { period: '1H', every: hour, back: 4 * hour },
] as const;

/** The longest that is not longer than the rule's own, among those that look back far enough; `0`: as events come. Null: none looks back that far. */
export const periodOf = ({ schedule, meta }: PackRule): string | null => {
  if (meta.kind === 'NRT') return '0';
  const enough = periods.filter(({ back }) => back >= schedule.period);
  return (enough.find(({ every }) => every <= schedule.every) ?? enough.at(-1))?.period ?? null;
};

export const detectionOf = (rule: SentinelRule, frame: Frame, period: string): Plain => ({
  displayName: rule.name,
  isEnabled: rule.alert !== null,
  queryCondition: { queryText: rule.query },
  schedule: { period },
  detectionAction: {
    alertTemplate: {
      title: rule.name,
      description: rule.description,
      severity: (rule.alert?.severity ?? 'Medium').toLowerCase(),
      category: rule.tactics[0] ?? 'SuspiciousActivity',
      recommendedActions: null,
      mitreTechniques: rule.techniques,
      impactedAssets: assetsIn(frame).map(({ asset, identifier }) => ({ '@odata.type': `#microsoft.graph.security.${asset}`, identifier })),
    },
    organizationalScope: null,
    responseActions: [],
  },
});
