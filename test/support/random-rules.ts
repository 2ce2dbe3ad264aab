// A seed in; a random hunting rule as public ones are written out: a table, a time window, tests of its columns, an aggregation or a projection.
import { builtinSchema } from '../../src/frontend/schema/schema.ts';
import type { Column, ScalarType } from '../../src/ir/types.ts';
import { hostileValues, kqlString } from './hostile.ts';
import { type Dice, dice } from './kql-arbitrary.ts';

const tables = [
  'DeviceProcessEvents',
  'DeviceNetworkEvents',
  'DeviceFileEvents',
  'DeviceRegistryEvents',
  'DeviceLogonEvents',
  'DeviceImageLoadEvents',
];

/** Columns that public rules test most. */
const favourites = [
  'FileName',
  'FolderPath',
  'ProcessCommandLine',
  'InitiatingProcessFileName',
  'InitiatingProcessCommandLine',
  'InitiatingProcessFolderPath',
  'ProcessVersionInfoCompanyName',
  'ProcessVersionInfoProductName',
  'AccountName',
  'AccountDomain',
  'DeviceName',
  'DeviceId',
  'SHA1',
  'RemoteUrl',
  'RemoteIP',
  'RemotePort',
  'LocalPort',
  'RegistryKey',
  'RegistryValueName',
  'RegistryValueData',
  'ActionType',
  'ReportId',
  'ProcessId',
  'LogonType',
];

const plainNeedles = [
  'atera',
  'AteraAgent.exe',
  'AnyDesk',
  'ScreenConnect Client',
  'server.action1.com',
  'C:\\Program Files (x86)\\',
  '\\AppData\\',
  '-enc',
  '--silent',
  'k-9',
  'a_b',
  '100%',
  'x.y',
  'powershell',
  'Müller',
  'HKEY_LOCAL_MACHINE\\Software',
  'sk1',
  '10.0.0.1',
  '443',
  'N/A',
  '\\\\host\\share$',
];

const pick = <T>(roll: Dice, from: readonly T[]): T => {
  const found = from[roll(from.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
};

const needle = (roll: Dice): string => kqlString(roll(4) === 0 ? pick(roll, hostileValues) : pick(roll, plainNeedles));

const needles = (roll: Dice): string => Array.from({ length: 1 + roll(4) }, () => needle(roll)).join(', ');

const single = [
  '==',
  '!=',
  '=~',
  '!~',
  'has',
  '!has',
  'has_cs',
  '!has_cs',
  'contains',
  '!contains',
  'contains_cs',
  'startswith',
  '!startswith',
  'startswith_cs',
  'endswith',
  '!endswith',
  'endswith_cs',
  'hasprefix',
  '!hasprefix',
  'hassuffix',
];
const several = ['in', '!in', 'in~', '!in~', 'has_any', 'has_all'];
const patterns = ['^a.*b$', '(?i)anydesk|atera', '[0-9]{2,4}', '\\\\temp\\\\', 'x\\.y', '^$', '(foo|bar)+\\s'];

const textTest = (roll: Dice, column: string): string => {
  const kind = roll(12);
  if (kind === 0) return `${pick(roll, ['isempty', 'isnotempty'])}(${column})`;
  if (kind === 1) return `${column} matches regex @"${pick(roll, patterns)}"`;
  if (kind === 2) return `${pick(roll, ['tolower', 'toupper'])}(${column}) ${pick(roll, ['==', '!=', 'contains', 'has'])} ${needle(roll)}`;
  if (kind === 3) return `strlen(${column}) ${pick(roll, ['>', '<', '=='])} ${roll(12)}`;
  if (kind < 8) return `${column} ${pick(roll, several)} (${needles(roll)})`;
  return `${column} ${pick(roll, single)} ${needle(roll)}`;
};

const numberTest = (roll: Dice, column: string): string => {
  const kind = roll(5);
  const some = pick(roll, [0, 1, 22, 443, 3389, 65535, -1]);
  if (kind === 0) return `${pick(roll, ['isnull', 'isnotnull'])}(${column})`;
  if (kind === 1) return `${column} ${pick(roll, ['in', '!in'])} (${some}, 80, 8080)`;
  if (kind === 2) return `${column} between (${some} .. ${some + 1000})`;
  return `${column} ${pick(roll, ['==', '!=', '<', '<=', '>', '>='])} ${some}`;
};

const leaf = (roll: Dice, { name, type }: Column): string | null => {
  if (type === 'string') return textTest(roll, name);
  if (type === 'int' || type === 'long') return numberTest(roll, name);
  return type === 'bool' ? `${name} == ${pick(roll, ['true', 'false'])}` : null;
};

const test = (roll: Dice, columns: readonly Column[], depth: number): string => {
  const kind = depth === 0 ? 9 : roll(10);
  if (kind === 0) return `not(${test(roll, columns, depth - 1)})`;
  if (kind < 3) return `(${test(roll, columns, depth - 1)} or ${test(roll, columns, depth - 1)})`;
  if (kind === 3) return `(${test(roll, columns, depth - 1)} and ${test(roll, columns, depth - 1)})`;
  return leaf(roll, pick(roll, columns)) ?? 'true == true';
};

const windows = [
  'Timestamp > ago(7d)',
  'Timestamp between (ago(5d) .. now())',
  'Timestamp >= ago(1d) and Timestamp < now()',
  'Timestamp > datetime(2024-05-01T10:00:00Z)',
];

const tail = (roll: Dice, columns: readonly Column[]): readonly string[] => {
  const names = columns.map(({ name }) => name);
  const keys = [...new Set([pick(roll, names), pick(roll, names)])].join(', ');
  const kind = roll(8);
  if (kind < 3) {
    return [`| summarize FirstSeen = min(Timestamp), LastSeen = max(Timestamp), Report = make_set(ReportId), Count = count() by ${keys}`];
  }
  if (kind === 3) return [`| summarize Hits = count(), Names = dcount(${pick(roll, names)}) by ${keys}`, '| where Hits > 1'];
  if (kind === 4) return [`| project ${[...new Set(['Timestamp', 'DeviceId', ...keys.split(', ')])].join(', ')}`];
  if (kind === 5)
    return [
      `| extend Low = tolower(${pick(
        roll,
        names.filter((_, i) => columns[i]?.type === 'string'),
      )})`,
      '| where Low has "a"',
    ];
  return kind === 6 ? [`| distinct ${keys}`] : [];
};

const isTested = (type: ScalarType): boolean => type === 'string' || type === 'int' || type === 'long' || type === 'bool';

/** The same rule for the same seed. */
export const randomRule = (seed: number): string => {
  const roll = dice(seed);
  const table = pick(roll, tables);
  const declared = builtinSchema('defender').table(table, 'defender')?.columns ?? [];
  const tested = declared.filter(({ name, type }) => isTested(type) && favourites.includes(name));
  const conditions = Array.from({ length: 1 + roll(3) }, () => `| where ${test(roll, tested, 2)}`);
  const window = roll(3) > 0 ? [`| where ${pick(roll, windows)}`] : [];
  return [table, ...window, ...conditions, ...tail(roll, tested)].join('\n');
};
