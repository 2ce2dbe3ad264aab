// Facts on columns: a column of a table in, what its values look like and whether their case varies, out. Source: Microsoft's schema pages of the tables.
import type { Origin } from './columns.ts';

export type ColumnKind = 'fileName' | 'path' | 'commandLine' | 'registryKey' | 'registryName' | 'user' | 'domain' | 'url' | 'hash' | 'ip';

/** Why the case of values of a kind varies; null where it does not. */
export const caseReasons: Readonly<Record<ColumnKind, string | null>> = {
  fileName: 'Windows keeps file names as somebody typed them',
  path: 'Windows keeps paths as somebody typed them',
  commandLine: 'whoever starts a program picks the letters of its command line',
  registryKey: 'registry keys are kept as the program wrote them',
  registryName: 'names in the registry are kept as the program wrote them',
  user: 'account names come as the user or the source wrote them',
  domain: 'names of hosts come as the client wrote them',
  url: 'addresses come as the client wrote them',
  hash: null,
  ip: null,
};

interface Fact {
  readonly kind: ColumnKind;
  /** Blank-separated. */
  readonly columns: string;
}

/** By a prefix of the table's name; the longest that fits and knows the column counts. */
const facts: Readonly<Record<string, readonly Fact[]>> = {
  Device: [
    { kind: 'fileName', columns: 'FileName InitiatingProcessFileName InitiatingProcessParentFileName PreviousFileName' },
    { kind: 'path', columns: 'FolderPath InitiatingProcessFolderPath PreviousFolderPath' },
    { kind: 'commandLine', columns: 'ProcessCommandLine InitiatingProcessCommandLine' },
    { kind: 'registryKey', columns: 'RegistryKey PreviousRegistryKey' },
    { kind: 'registryName', columns: 'RegistryValueName PreviousRegistryValueName' },
    {
      kind: 'user',
      columns:
        'AccountName AccountDomain AccountUpn InitiatingProcessAccountName InitiatingProcessAccountDomain InitiatingProcessAccountUpn RequestAccountName RequestAccountDomain',
    },
    { kind: 'domain', columns: 'DeviceName RemoteDeviceName' },
    { kind: 'url', columns: 'RemoteUrl FileOriginUrl FileOriginReferrerUrl' },
    { kind: 'hash', columns: 'SHA1 SHA256 MD5 InitiatingProcessSHA1 InitiatingProcessSHA256 InitiatingProcessMD5' },
    { kind: 'ip', columns: 'RemoteIP LocalIP FileOriginIP PublicIP' },
  ],
  AlertEvidence: [
    { kind: 'fileName', columns: 'FileName' },
    { kind: 'path', columns: 'FolderPath' },
    { kind: 'commandLine', columns: 'ProcessCommandLine' },
    { kind: 'user', columns: 'AccountName AccountDomain AccountUpn' },
    { kind: 'domain', columns: 'DeviceName' },
    { kind: 'url', columns: 'RemoteUrl' },
    { kind: 'hash', columns: 'SHA1 SHA256' },
    { kind: 'ip', columns: 'RemoteIP LocalIP' },
  ],
  Email: [
    { kind: 'fileName', columns: 'FileName' },
    { kind: 'user', columns: 'SenderFromAddress SenderMailFromAddress RecipientEmailAddress' },
    { kind: 'domain', columns: 'SenderFromDomain SenderMailFromDomain UrlDomain' },
    { kind: 'url', columns: 'Url' },
    { kind: 'hash', columns: 'SHA256' },
    { kind: 'ip', columns: 'SenderIPv4 SenderIPv6' },
  ],
  UrlClickEvents: [
    { kind: 'url', columns: 'Url' },
    { kind: 'user', columns: 'AccountUpn' },
    { kind: 'ip', columns: 'IPAddress' },
  ],
  Identity: [
    { kind: 'user', columns: 'AccountName AccountDomain AccountUpn TargetAccountUpn' },
    { kind: 'domain', columns: 'DeviceName TargetDeviceName DestinationDeviceName' },
    { kind: 'ip', columns: 'IPAddress DestinationIPAddress' },
  ],
  SecurityEvent: [
    { kind: 'fileName', columns: 'Process' },
    { kind: 'path', columns: 'NewProcessName ParentProcessName ProcessName CallerProcessName' },
    { kind: 'commandLine', columns: 'CommandLine' },
    { kind: 'user', columns: 'Account AccountName TargetAccount TargetUserName SubjectAccount SubjectUserName' },
    { kind: 'domain', columns: 'Computer WorkstationName TargetDomainName SubjectDomainName' },
    { kind: 'ip', columns: 'IpAddress' },
  ],
  SigninLogs: [
    { kind: 'user', columns: 'UserPrincipalName AlternateSignInName' },
    { kind: 'ip', columns: 'IPAddress' },
  ],
  AADNonInteractiveUserSignInLogs: [
    { kind: 'user', columns: 'UserPrincipalName AlternateSignInName' },
    { kind: 'ip', columns: 'IPAddress' },
  ],
  OfficeActivity: [
    { kind: 'user', columns: 'UserId MailboxOwnerUPN' },
    { kind: 'fileName', columns: 'SourceFileName DestinationFileName' },
  ],
  AzureActivity: [
    { kind: 'user', columns: 'Caller' },
    { kind: 'ip', columns: 'CallerIpAddress' },
  ],
  CommonSecurityLog: [
    { kind: 'domain', columns: 'DestinationHostName SourceHostName' },
    { kind: 'user', columns: 'DestinationUserName SourceUserName' },
    { kind: 'url', columns: 'RequestURL' },
    { kind: 'ip', columns: 'DestinationIP SourceIP' },
  ],
  DnsEvents: [
    { kind: 'domain', columns: 'Name Computer' },
    { kind: 'ip', columns: 'ClientIP' },
  ],
  W3CIISLog: [
    { kind: 'url', columns: 'csUriStem csUriQuery csReferer' },
    { kind: 'user', columns: 'csUserName' },
    { kind: 'ip', columns: 'cIP sIP' },
  ],
};

const kinds: ReadonlyMap<string, ReadonlyMap<string, ColumnKind>> = new Map(
  Object.entries(facts).map(([prefix, rows]) => [
    prefix,
    new Map(rows.flatMap(({ kind, columns }) => columns.split(' ').map((column) => [column, kind] as const))),
  ]),
);

/** What a column holds; null where nothing is known. */
export const columnKind = (origin: Origin): ColumnKind | null => {
  for (const [prefix, columns] of kinds) {
    const kind = origin.table.startsWith(prefix) ? columns.get(origin.column) : undefined;
    if (kind) return kind;
  }
  return null;
};
