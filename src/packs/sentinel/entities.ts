// The columns of a result in; the entities of Sentinel that they name out. Only what a column of Microsoft's own tables is known to hold: nothing is guessed.
import type { EntityMapping } from '../../ir/rule.ts';
import type { Column } from '../../ir/types.ts';

/** Columns that together name one entity; the first alternative whose columns are all there counts. */
interface Way {
  readonly entityType: string;
  readonly fields: readonly (readonly [identifier: string, column: string])[];
}

const way = (entityType: string, ...fields: Way['fields']): Way => ({ entityType, fields });

/** Each row is one entity; within it, the stronger identifier stands first. */
const entities: readonly (readonly Way[])[] = [
  [
    way('Host', ['FullName', 'DeviceName']),
    way('Host', ['FullName', 'Computer']),
    way('Host', ['HostName', 'HostName']),
    way('Host', ['HostName', 'HostCustomEntity']),
  ],
  [way('Host', ['FullName', 'RemoteDeviceName'])],
  [
    way('Account', ['FullName', 'AccountUpn']),
    way('Account', ['FullName', 'UserPrincipalName']),
    way('Account', ['Name', 'AccountName'], ['NTDomain', 'AccountDomain']),
    way('Account', ['AadUserId', 'AccountObjectId']),
    way('Account', ['Sid', 'AccountSid']),
    way('Account', ['FullName', 'Account']),
  ],
  [
    way('Account', ['FullName', 'InitiatingProcessAccountUpn']),
    way('Account', ['Name', 'InitiatingProcessAccountName'], ['NTDomain', 'InitiatingProcessAccountDomain']),
    way('Account', ['AadUserId', 'InitiatingProcessAccountObjectId']),
    way('Account', ['Sid', 'InitiatingProcessAccountSid']),
  ],
  ...['RemoteIP', 'LocalIP', 'IPAddress', 'SourceIP', 'DestinationIP', 'ClientIP', 'CallerIpAddress', 'SenderIPv4'].map((column) => [
    way('IP', ['Address', column]),
  ]),
  ...['RemoteUrl', 'Url', 'RequestURL'].map((column) => [way('URL', ['Url', column])]),
  [way('File', ['Name', 'FileName'], ['Directory', 'FolderPath']), way('File', ['Name', 'FileName'])],
  [
    way('Process', ['ProcessId', 'ProcessId'], ['CommandLine', 'ProcessCommandLine']),
    way('Process', ['CommandLine', 'ProcessCommandLine']),
  ],
  [way('Mailbox', ['MailboxPrimaryAddress', 'RecipientEmailAddress'])],
  [way('MailMessage', ['NetworkMessageId', 'NetworkMessageId'])],
  [way('AzureResource', ['ResourceId', 'ResourceId']), way('AzureResource', ['ResourceId', '_ResourceId'])],
];

/** Sentinel takes no more. */
export const mostMappings = 10;
export const mostIdentifiers = 3;

const holdsOne = (column: Column): boolean => column.type !== 'dynamic' && column.type !== 'datetime' && column.type !== 'bool';

/** At most ten, in the order of the table above. */
export const entitiesIn = (columns: readonly Column[]): readonly EntityMapping[] => {
  const names = new Set(columns.filter(holdsOne).map(({ name }) => name));
  return entities
    .flatMap((ways): readonly EntityMapping[] => {
      const found = ways.find(({ fields }) => fields.every(([, column]) => names.has(column)));
      return found ? [{ entityType: found.entityType, fields: found.fields.map(([identifier, column]) => ({ identifier, column })) }] : [];
    })
    .slice(0, mostMappings);
};
