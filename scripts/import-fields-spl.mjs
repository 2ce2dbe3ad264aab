// The survey of field names (a YAML file) in, src/backends/spl/fields.json out: only where Splunk keeps each table and column, and how sure that is.
// Usage: node scripts/import-fields-spl.mjs FIELDS.yaml
import { readFileSync, writeFileSync } from 'node:fs';
import { load } from 'js-yaml';

const [input] = process.argv.slice(2);
if (!input) throw new Error('usage: node scripts/import-fields-spl.mjs FIELDS.yaml');
const { tables } = load(readFileSync(input, 'utf8'));

/** `category="x"` is `{ field, value }`; a value that is only a pattern (`<channel>`) is none. */
const constraintOf = (text) => {
  const found = /^([\w.]+)="([^"<>]*)"$/.exec(text ?? '');
  return found ? { field: found[1], value: found[2] } : null;
};

const columnOf = (column, prefix, name) => {
  if (column.splunk === null || column.splunk === undefined) return null;
  const field = column.splunk;
  const confidence = column.confidence?.splunk ?? 'guess';
  // A column that stands under its own name behind the prefix needs no more than its confidence.
  const short = field === `${prefix}${name}` && !column.note;
  return short ? confidence : { field, confidence, ...(column.note ? { note: column.note } : {}) };
};

const out = {};
for (const [name, table] of Object.entries(tables)) {
  const place = table.splunk;
  if (!place?.sourcetype) continue;
  const advancedHunting = place.sourcetype.includes('advancedhunting');
  const prefix = place.field_prefix ?? (advancedHunting ? 'properties.' : '');
  out[name] = {
    index: place.index ?? '*',
    sourcetype: [place.sourcetype].flat(),
    constraint: constraintOf(place.constraint),
    // Entra names its fields in camelCase: there the prefix alone does not lead from a column to its field.
    prefix: advancedHunting ? prefix : null,
    confidence: place.confidence ?? 'guess',
    columns: Object.fromEntries(Object.entries(table.columns ?? {}).map(([column, row]) => [column, columnOf(row, prefix, column)])),
  };
}
/** What stands in the file already stays: rows that the survey has not, and rows that were corrected. */
const kept = JSON.parse(readFileSync(new URL('../src/backends/spl/fields.json', import.meta.url), 'utf8'));
const merged = (name) => ({ ...out[name], ...kept[name], columns: { ...out[name]?.columns, ...kept[name]?.columns } });
const all = Object.fromEntries([...new Set([...Object.keys(kept), ...Object.keys(out)])].map((name) => [name, merged(name)]));
writeFileSync(new URL('../src/backends/spl/fields.json', import.meta.url), `${JSON.stringify(all, null, 1)}\n`);
