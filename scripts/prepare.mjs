// npm's `prepare`: builds before the package is packed, and where it is installed from its repository. Not under `npm ci`, which sets up a checkout: there the build
// is a command of its own. An installation prepares twice; what is built already serves.
import { existsSync } from 'node:fs';

const command = process.env.npm_command;
const built = existsSync(new URL('../dist/lib/index.js', import.meta.url));
if (command !== 'ci' && !(command === 'install' && built)) await import('./build.mjs');
