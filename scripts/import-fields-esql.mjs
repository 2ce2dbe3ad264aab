// A survey of field names (YAML: tables, columns, where each lives) in; src/backends/esql/fields.json out. Usage: node scripts/import-fields-esql.mjs FILE.yaml
import { readFileSync, writeFileSync } from 'node:fs';
import { load } from 'js-yaml';

const file = process.argv[2];
if (!file) {
  process.stderr.write('usage: node scripts/import-fields-esql.mjs FILE.yaml\n');
  process.exit(2);
}
const survey = load(readFileSync(file, 'utf8'));

const constraintOf = (text) => {
  if (!text) return null;
  const found = /^([\w.]+) == "([^"<]+)"$/.exec(text);
  return found ? { field: found[1], value: found[2] } : undefined;
};

/** Only what the pipelines really write: `RegistryKeyCreated` is `creation` … */
const valuesOf = (table, name) => {
  const rows = Object.entries(table.values?.[name] ?? {}).filter(([, row]) => row.ecs !== undefined);
  return rows.length > 0 ? Object.fromEntries(rows.map(([value, row]) => [value, row.ecs])) : undefined;
};

const transformOf = (column) => {
  if (/^lower-cased/.test(column.ecs_note ?? '')) return 'lower';
  if (/^hive prefix/.test(column.ecs_note ?? '')) return 'registry_hive_abbrev';
  return undefined;
};

/** Address fields whose place the integration's pipeline looks up (a geoip processor): by index pattern, Defender's by the tables of its device pipeline. */
const placed = new Map([
  ['logs-azure.signinlogs-*', ['source.ip']],
  ['logs-azure.activitylogs-*', ['source.ip']],
  ['logs-system.security-*', ['source.ip']],
  ['logs-cef.log-*', ['source.ip', 'destination.ip']],
  ['logs-aws.cloudtrail-*', ['source.ip']],
  ['logs-iis.access-*', ['source.ip']],
]);
const placedIn = (table, index) => (table.startsWith('Device') ? ['host.ip', 'source.ip', 'destination.ip'] : (placed.get(index) ?? []));
const geoOf = (table, index, row) =>
  row.type === 'ip' && placedIn(table, index).includes(row.field) ? row.field.replace(/\.ip$/, '.geo') : undefined;

/** The pipeline of the audit logs makes objects of arrays, with the index as a key: one field for every index. */
const perIndex = {
  AuditLogs: {
    TargetResources: {
      'azure.auditlogs.properties.target_resources.*': {
        displayName: 'display_name',
        id: 'id',
        type: 'type',
        ipAddress: 'ip_address',
        userPrincipalName: 'user_principal_name',
      },
      'azure.auditlogs.properties.target_resources.*.modified_properties.*': {
        'modifiedProperties.*.displayName': 'display_name',
        'modifiedProperties.*.newValue': 'new_value',
        'modifiedProperties.*.oldValue': 'old_value',
      },
    },
  },
};
const leavesPerIndex = (table, column) =>
  Object.entries(perIndex[table]?.[column] ?? {}).flatMap(([prefix, leaves]) =>
    Object.entries(leaves).map(([path, leaf]) => [`${column}.*.${path}`, { field: `${prefix}.${leaf}`, confidence: 'documented' }]),
  );

const rewritten = (column) => /^value is rewritten/.test(column.ecs_note ?? '');

const columnOf = (table, name, column, tableName) => {
  const [first, ...rest] = column.ecs_any ?? (column.ecs ? [column.ecs] : []);
  if (!first) return null;
  const values = rewritten(column) ? (valuesOf(table, name) ?? {}) : undefined;
  const row = {
    field: first,
    or: rest.length > 0 ? rest : undefined,
    type: column.ecs_kind === 'object' ? 'object' : column.ecs_type,
    transform: transformOf(column),
    values,
    valuesRule: values ? 'lower' : undefined,
    geo: undefined,
    confidence: column.confidence?.ecs ?? 'guess',
    note: column.ecs_note,
  };
  row.geo = geoOf(tableName, table.elastic.index, row);
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
};

/** A leaf below an object column, under the name `Column.key`. Paths through arrays have no order in an index and are left out. */
const leavesOf = (name, column) =>
  Object.entries(column.subfields ?? {})
    .filter(([path, leaf]) => leaf.ecs && !path.includes('['))
    .map(([path, leaf]) => [`${name}.${path}`, { field: leaf.ecs, confidence: column.confidence?.ecs ?? 'guess' }]);

const tables = {};
for (const [name, table] of Object.entries(survey.tables)) {
  const constraint = constraintOf(table.elastic?.constraint);
  if (!table.elastic?.index || !table.columns || constraint === undefined) continue;
  const columns = {};
  for (const [column, row] of Object.entries(table.columns)) {
    columns[column] = columnOf(table, column, row, name);
    for (const [leaf, mapping] of [...leavesOf(column, row), ...leavesPerIndex(name, column)]) columns[leaf] = mapping;
  }
  const time = table.time_column_sentinel;
  if (time && !columns[time] && columns[table.time_column]) columns[time] = columns[table.time_column];
  tables[name] = { index: table.elastic.index, constraint, columns };
}

const one = ([name, table]) => {
  const rows = Object.entries(table.columns).map(([column, row]) => `      ${JSON.stringify(column)}: ${JSON.stringify(row)}`);
  const where = `    "index": ${JSON.stringify(table.index)},\n    "constraint": ${JSON.stringify(table.constraint)},\n${table.standIn ? `    "standIn": ${JSON.stringify(table.standIn)},\n` : ''}`;
  return `  ${JSON.stringify(name)}: {\n${where}    "columns": {\n${rows.join(',\n')}\n    }\n  }`;
};
/** What stands in the file already stays: rows that the survey has not, and rows that were corrected. */
const kept = JSON.parse(readFileSync(new URL('../src/backends/esql/fields.json', import.meta.url), 'utf8'));
const merged = (name) => ({ ...tables[name], ...kept[name], columns: { ...tables[name]?.columns, ...kept[name]?.columns } });
const all = [...new Set([...Object.keys(kept), ...Object.keys(tables)])].map((name) => [name, merged(name)]);
writeFileSync(new URL('../src/backends/esql/fields.json', import.meta.url), `{\n${all.map(one).join(',\n')}\n}\n`);
process.stdout.write(`${all.length} tables\n`);
