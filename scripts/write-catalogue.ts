// catalogue/tools.json and catalogue/templates in, rules/catalogue/*.yaml out: node scripts/run-ts.mjs scripts/write-catalogue.ts [--check]
// Files that no tool owns are removed. With --check nothing is written, and the exit code is 1 when a file is missing, different or too many.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readCatalogue } from './catalogue/read.ts';
import { rulesOf } from './catalogue/rule.ts';

const folder = 'rules/catalogue';
const { tools, templates } = readCatalogue('.');
const wanted = rulesOf(tools, templates);
mkdirSync(folder, { recursive: true });
const stray = readdirSync(folder).filter((name) => !wanted.has(name));
const differs = ([name, text]: readonly [string, string]): boolean =>
  !existsSync(`${folder}/${name}`) || readFileSync(`${folder}/${name}`, 'utf8') !== text;
const stale = [...wanted].filter(differs);
if (process.argv.includes('--check')) {
  for (const name of [...stray, ...stale.map(([name]) => name)]) console.error(`${folder}/${name} is not what the catalogue says`);
  process.exitCode = stray.length + stale.length > 0 ? 1 : 0;
} else {
  for (const name of stray) rmSync(`${folder}/${name}`);
  for (const [name, text] of stale) writeFileSync(`${folder}/${name}`, text);
}
