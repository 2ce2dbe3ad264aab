// Queries per second of this parser and binder against Microsoft's, in one process, in turns, and the memory of each. npm run bench:parse [ROUNDS]
import { spawnSync } from 'node:child_process';
import { bind } from '../src/frontend/bind/bind.ts';
import { parse } from '../src/frontend/parse.ts';
import { builtinSchema } from '../src/frontend/schema/schema.ts';
import * as kusto from '../test/support/kusto.ts';
import { queries } from './queries.ts';

type Side = 'rmmc' | 'microsoft';
type Task = (text: string) => void;

const { from, texts } = queries();
const schema = builtinSchema();
const environment = 'defender';

/** The tables that this binder knows, declared to Microsoft's. */
const globals = (): kusto.KustoGlobals => {
  const columnsOf = (name: string) => schema.table(name, environment)?.columns ?? [];
  const tables = [...schema.names()].map((name) => [name, Object.fromEntries(columnsOf(name).map((c) => [c.name, c.type]))] as const);
  return kusto.makeGlobals(Object.fromEntries(tables));
};

const tasks = (side: Side): Readonly<Record<'parse' | 'parse and bind', Task>> => {
  if (side === 'rmmc') return { parse: (text) => void parse(text), 'parse and bind': (text) => void bind(parse(text).ast, schema) };
  const known = globals();
  return {
    parse: (text) => void kusto.parse(text),
    'parse and bind': (text) => {
      try {
        kusto.analyze(text, known);
      } catch {
        // Its binder throws on a few queries; the time is spent all the same.
      }
    },
  };
};

/** A pass over few queries is repeated, so that it is long enough to measure. */
const times = Math.ceil(100 / texts.length);

/** Milliseconds of a pass over all queries. */
const pass = (task: Task): number => {
  const start = performance.now();
  for (let i = 0; i < times; i++) for (const text of texts) task(text);
  return (performance.now() - start) / times;
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const perSecond = (times: readonly number[]): number => (1000 * texts.length) / median(times);

const show = (values: readonly (string | number)[]): void =>
  console.log(
    values.map((v, i) => (i === 0 ? String(v).padEnd(16) : (typeof v === 'number' ? v.toFixed(i === 3 ? 2 : 0) : v).padStart(12))).join(''),
  );

/** Peak memory of a process that does nothing but parse and bind all queries once, in MB. */
const memory = (side: Side): number => {
  const { stdout } = spawnSync(process.execPath, [process.argv[1] ?? '', `--memory=${side}`], { encoding: 'utf8' });
  return Number(stdout) / 1024;
};

const compare = (rounds: number): void => {
  console.log(`${texts.length} queries of ${from}; the median of ${rounds} rounds after one that is not counted`);
  show(['queries/s', 'rmmc', 'Microsoft', 'ratio']);
  const [own, theirs] = [tasks('rmmc'), tasks('microsoft')];
  for (const name of ['parse', 'parse and bind'] as const) {
    const measured = Array.from({ length: rounds + 1 }, () => [pass(own[name]), pass(theirs[name])] as const).slice(1);
    const [left, right] = [perSecond(measured.map(([a]) => a)), perSecond(measured.map(([, b]) => b))];
    show([name, left, right, left / right]);
  }
  const [left, right] = [memory('rmmc'), memory('microsoft')];
  show(['peak MB', left, right, left / right]);
};

const [argument = '3'] = process.argv.slice(2);
if (argument.startsWith('--memory=')) {
  pass(tasks(argument.endsWith('rmmc') ? 'rmmc' : 'microsoft')['parse and bind']);
  process.stdout.write(String(process.resourceUsage().maxRSS));
} else compare(Math.max(1, Number(argument)));
