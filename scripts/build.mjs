// Builds what is shipped: dist/rmmc.mjs (the command line in one file) and dist/lib (the library with its types). node scripts/build.mjs [--cli]
// --cli builds the command line alone.
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
const outfile = path.join(dist, 'rmmc.mjs');

/**
 * Data costs nothing until it is asked for: each JSON object is a packed text (V8 reads the whole file at start) behind a proxy that unpacks it at the
 * first look.
 */
const packedJson = {
  name: 'packed-json',
  setup(context) {
    context.onResolve({ filter: /^unpack-json$/ }, () => ({ path: 'unpack-json', namespace: 'packed-json' }));
    context.onLoad({ filter: /.*/, namespace: 'packed-json' }, () => ({ contents: unpackJson, loader: 'js', resolveDir: root }));
    context.onLoad({ filter: /\.json$/ }, ({ path: file }) => {
      const data = JSON.parse(readFileSync(file, 'utf8'));
      if (path.basename(file) === 'package.json')
        return { contents: `export default ${JSON.stringify({ version: data.version })};`, loader: 'js' };
      const packed = deflateRawSync(JSON.stringify(data), { level: 9 }).toString('base64');
      return {
        contents: `import { unpack } from 'unpack-json';\nexport default unpack(${JSON.stringify(packed)});`,
        loader: 'js',
        resolveDir: root,
      };
    });
  },
};

const unpackJson = `
import { inflateRawSync } from 'node:zlib';
export const unpack = (packed) => {
  const data = {};
  let full = false;
  const filled = () => {
    if (!full) Object.assign(data, JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')));
    full = true;
    return data;
  };
  return new Proxy(data, {
    get: (_, key) => Reflect.get(filled(), key),
    has: (_, key) => Reflect.has(filled(), key),
    ownKeys: () => Reflect.ownKeys(filled()),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(filled(), key),
  });
};
`;

/** yargs' parts ask for `require`. */
const banner = `#!/usr/bin/env node
import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);`;

rmSync(dist, { recursive: true, force: true });

await build({
  entryPoints: [path.join(root, 'src/cli/main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  minify: true,
  legalComments: 'none',
  banner: { js: banner },
  plugins: [packedJson],
  logLevel: 'warning',
});
chmodSync(outfile, 0o755);

const library = process.argv.includes('--cli')
  ? { status: 0 }
  : spawnSync(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', path.join(root, 'tsconfig.build.json')], {
      stdio: 'inherit',
    });
process.exitCode = library.status ?? 1;
