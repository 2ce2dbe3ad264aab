// A survey of field names (YAML: tables, columns, where each lives) in; src/backends/sigma/fields.json out. Usage: node scripts/import-fields-sigma.mjs FILE.yaml
import { readFileSync, writeFileSync } from 'node:fs';
import { load } from 'js-yaml';

const file = process.argv[2];
if (!file) {
  process.stderr.write('usage: node scripts/import-fields-sigma.mjs FILE.yaml\n');
  process.exit(2);
}
const survey = load(readFileSync(file, 'utf8'));

const strings = (row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, String(value)]));
const without = (row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));

/** `file_event`, `EventID 4624`, `{add: …}`, `{category: …}`, `{service: …, EventID: …}`: what an action changes in log source and detection. */
const actionOf = (logsource, row) => {
  if (typeof row === 'string') {
    const event = /^EventID (\d+)$/.exec(row);
    return event ? { add: { EventID: event[1] } } : { logsource: { ...logsource, category: row } };
  }
  if (row.add) return { add: strings(row.add) };
  return undefined;
};

const actionsOf = (sigma) => {
  const rows = Object.entries(sigma.by_action ?? {}).map(([action, row]) => [action, actionOf(sigma.logsource, row)]);
  const known = rows.filter(([, row]) => row !== undefined);
  return known.length > 0 ? Object.fromEntries(known) : undefined;
};

const valuesOf = (table, name) => {
  const rows = Object.entries(table.values?.[name] ?? {}).filter(([, row]) => row.sigma !== undefined);
  return Object.fromEntries(rows.map(([value, row]) => [value, row.sigma === null ? null : String(row.sigma)]));
};

const columnOf = (table, name, column) => {
  if (!column.sigma) return null;
  const listed = column.sigma_transform === 'values';
  return without({
    field: column.sigma,
    transform: listed ? undefined : column.sigma_transform,
    values: listed ? valuesOf(table, name) : undefined,
    valuesRule: listed ? 'unknown' : undefined,
    confidence: column.confidence?.sigma ?? 'guess',
  });
};

/** A table that SigmaHQ has no log source for keeps its own column names. */
const customOf = (name, sigma) => ({
  logsource: { ...sigma.custom_logsource, definition: `Rows of the Microsoft Defender XDR table ${name} under its own column names` },
  custom: true,
  columns: {},
});

const tables = {};
for (const [name, table] of Object.entries(survey.tables)) {
  const sigma = table.sigma;
  if (!sigma || !table.columns) continue;
  if (!sigma.logsource && sigma.custom_logsource) tables[name] = customOf(name, sigma);
  if (!sigma.logsource || JSON.stringify(sigma.logsource).includes('<')) continue;
  const columns = Object.entries(table.columns).map(([column, row]) => [column, columnOf(table, column, row)]);
  tables[name] = without({
    logsource: sigma.logsource,
    implied: sigma.implied,
    actions: actionsOf(sigma),
    columns: Object.fromEntries(columns),
  });
}

/** One table per block, one column per line. */
const line = ([key, value], indent) => `${indent}${JSON.stringify(key)}: ${JSON.stringify(value)}`;
const block = ([name, table]) => {
  const { columns, ...rest } = table;
  const head = Object.entries(rest).map((entry) => line(entry, '    '));
  const rows = Object.entries(columns).map((entry) => line(entry, '      '));
  const body = rows.length > 0 ? `{\n${rows.join(',\n')}\n    }` : '{}';
  return `  ${JSON.stringify(name)}: {\n${[...head, `    "columns": ${body}`].join(',\n')}\n  }`;
};
/** What stands in the file already stays: rows that the survey has not, and rows that were corrected. */
const kept = JSON.parse(readFileSync(new URL('../src/backends/sigma/fields.json', import.meta.url), 'utf8'));
const merged = (name) => ({ ...tables[name], ...kept[name], columns: { ...tables[name]?.columns, ...kept[name]?.columns } });
const all = [...new Set([...Object.keys(kept), ...Object.keys(tables)])].map((name) => [name, merged(name)]);
writeFileSync(new URL('../src/backends/sigma/fields.json', import.meta.url), `{\n${all.map(block).join(',\n')}\n}\n`);
process.stdout.write(`${all.length} tables\n`);
