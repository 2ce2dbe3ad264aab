// Writes src/frontend/schema/{defender,sentinel}.json from a file of the shape {"defender": {"Table": {"Column": "type"}}, "sentinel": …}:
// node scripts/import-schemas.mjs PATH. Facts from Microsoft's table reference. One table per line; a column without a letter is a string.
import { readFileSync, writeFileSync } from 'node:fs';

const letters = {
  bool: 'b',
  datetime: 't',
  decimal: 'm',
  dynamic: 'd',
  guid: 'g',
  int: 'i',
  long: 'l',
  real: 'r',
  string: '',
  timespan: 's',
};

const [file] = process.argv.slice(2);
if (!file) throw new Error('usage: node scripts/import-schemas.mjs SCHEMAS.json');
const environments = JSON.parse(readFileSync(file, 'utf8'));

const column = ([name, type]) => {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new Error(`column name ${JSON.stringify(name)} does not fit the compact form`);
  if (!(type in letters)) throw new Error(`column ${name} has the unknown type ${type}`);
  return letters[type] === '' ? name : `${name}:${letters[type]}`;
};

for (const environment of ['defender', 'sentinel']) {
  const tables = Object.entries(environments[environment]).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = tables.map(
    ([name, columns]) => `${JSON.stringify(name)}: ${JSON.stringify(Object.entries(columns).map(column).join(' '))}`,
  );
  writeFileSync(new URL(`../src/frontend/schema/${environment}.json`, import.meta.url), `{\n${lines.join(',\n')}\n}\n`);
  console.log(`${environment}: ${tables.length} tables`);
}
