// LOLRMM's facts in one JSON file and catalogue/decisions.json in; catalogue/tools.json and catalogue/left-out.json out:
// node scripts/run-ts.mjs scripts/import-lolrmm.ts RAW.json
import { readFileSync, writeFileSync } from 'node:fs';
import { cleanTools } from './catalogue/clean.ts';
import type { Decisions, RawTool } from './catalogue/types.ts';

const [rawFile] = process.argv.slice(2);
if (!rawFile) throw new Error('give the file with the facts of LOLRMM: scripts/import-lolrmm.ts RAW.json');
const raws = JSON.parse(readFileSync(rawFile, 'utf8')) as RawTool[];
const decisions = JSON.parse(readFileSync('catalogue/decisions.json', 'utf8')) as Decisions;
const { tools, leftOut } = cleanTools(raws, decisions);
const write = (file: string, value: unknown): void => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
write('catalogue/tools.json', tools);
write('catalogue/left-out.json', leftOut);
