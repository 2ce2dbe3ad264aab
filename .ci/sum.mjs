// Adds up vitest's JSON reports: node sum.mjs FOLDER BROKEN-STEPS. Names what was skipped; the last line is `N passed, N failed`.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const [folder, broken] = process.argv.slice(2);
let passed = 0;
let failed = Number(broken);
const skipped = new Map();
for (const file of readdirSync(folder).sort()) {
  const report = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  for (const suite of report.testResults) {
    // A file that does not load holds no test that could fail.
    if (suite.status === 'failed' && suite.assertionResults.every((result) => result.status !== 'failed')) failed += 1;
    for (const result of suite.assertionResults) {
      if (result.status === 'passed') passed += 1;
      else if (result.status === 'failed') failed += 1;
      else {
        const where = `${path.relative(process.cwd(), suite.name)}: ${result.ancestorTitles.join(' > ') || result.title}`;
        skipped.set(where, (skipped.get(where) ?? 0) + 1);
      }
    }
  }
}
for (const [where, count] of skipped) console.log(`skipped ${count}: ${where}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
