// Microsoft's table reference (the shape of scripts/import-schemas.mjs) in; src/backends/spl/exported.json out: the tables whose rows Log Analytics exports to Event Hubs
// as JSON under their columns' own names. Usage: node scripts/import-fields-exported.mjs SCHEMAS.json
// What the export leaves out is Microsoft's list (learn.microsoft.com/azure/azure-monitor/logs/logs-data-export#unsupported-tables); custom logs and tables that
// fields.json places elsewhere are not taken.
import { readFileSync, writeFileSync } from 'node:fs';

const notExported = new Set([
  'AlertHistory',
  'AzureDiagnostics',
  'DatabricksDatabricksSQL',
  'DatabricksSQL',
  'DeviceAppLaunch',
  'DeviceCalendar',
  'DeviceConnectSession',
  'DeviceHeartbeat',
  'NetworkSessions',
  'ProtectionStatus',
]);
/** Tables of advanced hunting alone, although the reference lists them for the workspace too. */
const huntingOnly = new Set(['AADSignInEventsBeta', 'AADSpnSignInEventsBeta', 'DeviceTvmInfoGathering']);

const [file] = process.argv.slice(2);
if (!file) throw new Error('usage: node scripts/import-fields-exported.mjs SCHEMAS.json');
const { defender, sentinel } = JSON.parse(readFileSync(file, 'utf8'));
const placed = JSON.parse(readFileSync(new URL('../src/backends/spl/fields.json', import.meta.url), 'utf8'));

const names = Object.keys(sentinel)
  .filter((name) => !notExported.has(name) && !huntingOnly.has(name) && !name.endsWith('_CL') && !Object.hasOwn(placed, name))
  .sort();
const times = new Set(['Timestamp', 'TimeGenerated']);
const hunted = names.filter((name) => Object.hasOwn(defender, name));

const out = {
  sourcetype: ['mscs:azure:eventhub'],
  field: 'Type',
  tables: names,
  // `Timestamp` is a column beside the time of the row
  ownTimestamp: names.filter((name) => !Object.hasOwn(defender, name) && Object.hasOwn(sentinel[name], 'Timestamp')),
  // columns that the table has in Defender alone
  absent: Object.fromEntries(
    hunted
      .map((name) => [name, Object.keys(defender[name]).filter((column) => !times.has(column) && !Object.hasOwn(sentinel[name], column))])
      .filter(([, columns]) => columns.length > 0),
  ),
};
writeFileSync(new URL('../src/backends/spl/exported.json', import.meta.url), `${JSON.stringify(out, null, 1)}\n`);
console.log(`${names.length} tables`);
