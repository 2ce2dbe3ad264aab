// A target directory in; there: lib/ (class path), modules/ (one class loader each) and classes/ (the launcher) of an Elasticsearch node with ES|QL.
// Needs Maven, a JDK 17 or newer and unzip. Usage: node engines/elasticsearch/build.mjs DIRECTORY
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** A module: its jars by name prefix. `shared`: jars that another module holds too. `parent`: the module whose classes it sees. */
const modules = [
  { name: 'transport-netty4', jars: ['transport-netty4', 'netty-'], shared: [], parent: null },
  {
    name: 'x-pack-core',
    jars: ['x-pack-core', 'x-pack-template-resources', 'elasticsearch-ssl-config', 'http', 'commons-', 'log4j-1.2-api', 'log4j-slf4j2-impl', 'slf4j-api', 'unboundid'],
    shared: [],
    parent: null,
  },
  { name: 'x-pack-esql-core', jars: ['x-pack-esql-core', 'x-pack-mapper-version'], shared: ['antlr4-runtime'], parent: 'x-pack-core' },
  { name: 'x-pack-kql', jars: [], shared: ['x-pack-kql', 'antlr4-runtime'], parent: 'x-pack-core' },
  {
    name: 'x-pack-esql',
    jars: ['x-pack-esql', 'elasticsearch-dissect', 'elasticsearch-h3', 'lucene-spatial3d', 'arrow-', 'flatbuffers', 'jackson-', 'checker-qual'],
    shared: ['x-pack-kql'],
    parent: 'x-pack-esql-core',
  },
];

const run = (command, args, options = {}) => execFileSync(command, args, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', ...options });

/** The plugin's own descriptor, cut down to a plain class loader and to the parents that exist here. */
const descriptor = (jar, module) => {
  const own = run('unzip', ['-p', jar, `META-INF/es-plugins/${module.name}/plugin-descriptor.properties`]);
  const kept = own.split('\n').filter((line) => line !== '' && !/^(#|modulename=|extended\.plugins=)/.test(line));
  return `${[...kept, ...(module.parent ? [`extended.plugins=${module.parent}`] : [])].join('\n')}\n`;
};

const layOut = (home) => {
  const stage = join(home, 'stage');
  for (const module of modules) {
    const folder = join(home, 'modules', module.name);
    mkdirSync(folder, { recursive: true });
    const named = (prefixes) => readdirSync(stage).filter((jar) => prefixes.some((prefix) => jar.startsWith(prefix)));
    for (const jar of named(module.shared)) copyFileSync(join(stage, jar), join(folder, jar));
    for (const jar of named(module.jars)) renameSync(join(stage, jar), join(folder, jar));
    const main = readdirSync(folder).find((jar) => new RegExp(`^${module.name}-[0-9]`).test(jar));
    if (!main) throw new Error(`no jar for the module ${module.name}`);
    writeFileSync(join(folder, 'plugin-descriptor.properties'), descriptor(join(folder, main), module));
  }
  // held by modules only, or in the way of the log binding that x-pack-core brings
  const leftOver = /^(x-pack-kql|antlr4-runtime|slf4j-nop)-/;
  mkdirSync(join(home, 'lib'), { recursive: true });
  for (const jar of readdirSync(stage)) if (!leftOver.test(jar)) renameSync(join(stage, jar), join(home, 'lib', jar));
  rmSync(stage, { recursive: true });
};

const build = (home) => {
  for (const part of ['stage', 'lib', 'modules', 'classes']) rmSync(join(home, part), { recursive: true, force: true });
  mkdirSync(join(home, 'classes'), { recursive: true });
  run('mvn', ['-q', '-B', '-f', join(here, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${join(home, 'stage')}`]);
  layOut(home);
  run('javac', ['-nowarn', '--release', '17', '-d', join(home, 'classes'), '-cp', join(home, 'lib', '*'), join(here, 'Launch.java')]);
};

const target = process.argv[2];
if (!target) {
  process.stderr.write('usage: node engines/elasticsearch/build.mjs DIRECTORY\n');
  process.exit(2);
}
build(resolve(target));
process.stdout.write(`assembled in ${resolve(target)}\n`);
