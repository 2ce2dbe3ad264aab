// Writes src/frontend/grammar/cst.generated.ts from the grammar: node scripts/generate-cst-types.mjs [--print]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { generateCstDts } from 'chevrotain';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const cache = path.join(root, 'node_modules/.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(path.join(cache, 'cst-'));
const outfile = path.join(folder, 'grammar.mjs');
await build({
  entryPoints: [path.join(root, 'src/frontend/grammar/grammar.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile,
  logLevel: 'error',
});
const { Grammar } = await import(pathToFileURL(outfile).href);
rmSync(folder, { recursive: true, force: true });

const header = '// Generated from the grammar by scripts/generate-cst-types.mjs: the shape of its syntax tree.\n';
const text = header + generateCstDts(new Grammar().getGAstProductions(), { includeVisitorInterface: false });
if (process.argv.includes('--print')) process.stdout.write(text);
else writeFileSync(path.join(root, 'src/frontend/grammar/cst.generated.ts'), text);
