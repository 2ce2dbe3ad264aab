// A rule in; what Enterprise Security and contentctl want to know of its subject out: the domain, and the entities that its result names.
import type { PackRule } from '../pack.ts';

export type Domain = 'endpoint' | 'network' | 'identity' | 'access' | 'threat' | 'audit';

/** The first that fits the rule's first table. */
const domains: readonly (readonly [RegExp, Domain])[] = [
  [/^(?:DeviceNetwork|CommonSecurityLog|Dns|W3CIIS|AzureNetwork|VMConnection)/i, 'network'],
  [/^(?:Signin|AADNonInteractive|AADServicePrincipalSignIn|AADManagedIdentitySignIn|DeviceLogon|IdentityLogon)/i, 'access'],
  [/^(?:Identity|AAD)/i, 'identity'],
  [/^(?:AuditLogs|AzureActivity|OfficeActivity|CloudAppEvents|AWSCloudTrail)/i, 'audit'],
  [/^(?:Device|SecurityEvent|Event$|Sysmon|WindowsEvent|Syslog)/i, 'endpoint'],
];

export const domainOf = ({ tables }: PackRule): Domain => {
  const [first = ''] = tables;
  return domains.find(([names]) => names.test(first))?.[1] ?? 'threat';
};

export interface Entity {
  readonly field: string;
  readonly type: 'system' | 'user';
}

/** The best column of each kind first. */
const entityColumns: readonly (readonly [Entity['type'], readonly string[]])[] = [
  ['system', ['DeviceName', 'Computer', 'HostName', 'DeviceId']],
  [
    'user',
    [
      'AccountUpn',
      'AccountName',
      'UserPrincipalName',
      'Account',
      'TargetUserName',
      'InitiatingProcessAccountUpn',
      'InitiatingProcessAccountName',
    ],
  ],
];

export const entitiesOf = ({ query }: PackRule): readonly Entity[] => {
  const there = new Set(query.frame.columns.map(({ name }) => name));
  return entityColumns.flatMap(([type, names]) => {
    const field = names.find((name) => there.has(name));
    return field === undefined ? [] : [{ field, type }];
  });
};

export const techniquesOf = ({ meta }: PackRule): readonly string[] => [
  ...new Set(meta.techniques.filter((id) => /^T\d{4}(?:\.\d{3})?$/.test(id))),
];
