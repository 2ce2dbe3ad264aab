// Builds what is shipped: the command line (dist/rmmc.mjs, which starts cli.cjs with its code cache) and the library with its types (dist/lib).
// node scripts/build.mjs [--cli]
// --cli builds the command line alone.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
const launcher = path.join(dist, 'rmmc.mjs');

/** JSON as a text that is parsed when its module is first needed: V8 reads that faster than an object literal. */
const parsedJson = {
  name: 'parsed-json',
  setup(context) {
    context.onLoad({ filter: /\.json$/ }, ({ path: file }) => {
      const data = JSON.parse(readFileSync(file, 'utf8'));
      const needed = path.basename(file) === 'package.json' ? { version: data.version } : data;
      return { contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(needed))});`, loader: 'js' };
    });
  },
};

rmSync(dist, { recursive: true, force: true });

await build({
  entryPoints: [path.join(root, 'src/cli/main.ts')],
  outfile: path.join(dist, 'cli.cjs'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  define: { 'import.meta.url': 'moduleUrl', 'process.env.NODE_ENV': '"production"' },
  minify: true,
  legalComments: 'none',
  plugins: [parsedJson],
  logLevel: 'warning',
});
copyFileSync(path.join(root, 'scripts/launcher.mjs'), launcher);
chmodSync(launcher, 0o755);
spawnSync(process.execPath, [path.join(root, 'scripts/code-cache.mjs'), path.join(root, 'rules/rmm-atera-network-connection.yaml')], {
  stdio: 'ignore',
});

const library = process.argv.includes('--cli')
  ? { status: 0 }
  : spawnSync(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', path.join(root, 'tsconfig.build.json')], {
      stdio: 'inherit',
    });
process.exitCode = library.status ?? 1;
