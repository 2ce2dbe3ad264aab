// Writes docs/diagnostics.md and docs/README.md from the tables of codes: node scripts/run-ts.mjs scripts/write-docs.ts
import { writeFileSync } from 'node:fs';
import { diagnosticsPage, indexPage } from './docs-pages.ts';

writeFileSync('docs/diagnostics.md', diagnosticsPage());
writeFileSync('docs/README.md', indexPage());
