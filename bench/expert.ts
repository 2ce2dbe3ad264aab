// Emitted ES|QL beside what an expert wrote for the same rule (bench/expert/*.esql), in turns, on Elasticsearch with a million events of the Microsoft 365
// Defender integration: median milliseconds of both and their ratio. node scripts/run-ts.mjs bench/expert.ts [EVENTS] [PAIRS] [INDICES]; one
// index is what rollover leaves of so few. Needs Maven and JDK 17 once.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Elasticsearch, startElasticsearch } from '../src/engines/elasticsearch/node.ts';
import { translate } from '../src/index.ts';
import { shippedIndices } from '../test/support/esql.ts';

const folder = 'bench/expert';
const script = 'engines/elasticsearch/engine.sh';
const bulk = 50_000;

let seed = 42;
const below = (limit: number): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * limit);
};
const pick = (list: readonly string[]): string => list[below(list.length)] ?? '';
const rarely = (one: string, other: string): string => (below(400) === 0 ? one : other);

const programs =
  'cmd.exe svchost.exe chrome.exe Teams.exe conhost.exe msedge.exe RuntimeBroker.exe git.exe powershell.exe ccmexec.exe'.split(' ');
const tools = 'AteraAgent.exe AnyDesk.exe TeamViewer.exe rustdesk.exe mRemoteNG.exe'.split(' ');
const companies = ['Microsoft Corporation', 'Google LLC', 'Contoso', 'Mozilla Corporation', 'Adobe Inc.'];
const vendors = ['Atera Networks Ltd', 'ATERA Networks'];
const hosts = ['login.microsoftonline.com', 'www.google.com', 'cdn.contoso.net', 'update.example.org'];
/** Company, product, host. */
const tool = (): readonly [string, string, string] =>
  [
    ['Atera Networks Ltd', 'AteraAgent', 'agent-api.atera.com'] as const,
    ['Action1 Corporation', 'Action1 Agent', 'server.action1.com'] as const,
    ['mRemoteNG', 'mRemoteNG', 'www.mremoteng.org'] as const,
  ][below(3)] ?? ['', '', ''];

const shared = (i: number, category: string, back: number): Record<string, unknown> => ({
  '@timestamp': new Date(Date.now() - back).toISOString(),
  'm365_defender.event.category': `AdvancedHunting-${category}`,
  'm365_defender.event.report_id': String(i),
  'host.id': (below(5000) * 7919).toString(16).padStart(40, '0'),
  'host.name': `host-${below(5000)}`,
  'user.name': `user${below(3000)}`,
});

/** Six in ten processes, three in ten connections, the rest logons and certificates; over nine days. */
const event = (i: number): object => {
  const back = below(9 * 86_400_000);
  const kind = below(20);
  if (kind < 12) {
    const extra = rarely(pick([' -enc SQBFAFgA', ' -EncodedCommand SQBFAFgA', ' FromBase64String']), '');
    return {
      ...shared(i, 'DeviceProcessEvents', back),
      'process.name': rarely(pick(tools), pick(programs)),
      'process.pe.company': rarely(pick(vendors), pick(companies)),
      'process.parent.name': pick(programs),
      'process.command_line': `"C:\\Windows\\${pick(programs)}" --type=renderer --id=${below(1_000_000)}${extra}`,
    };
  }
  if (kind < 18) {
    const [company, product, host] = below(400) === 0 ? tool() : [pick(companies), 'Operating System', pick(hosts)];
    return {
      ...shared(i, 'DeviceNetworkEvents', back),
      'event.action': pick(['connectionsuccess', 'connectionsuccess', 'connectionfailed']),
      'destination.port': below(300) > 0 ? Number(pick(['80', '443', '53', '8080'])) : 1024 + below(60_000),
      'm365_defender.event.remote.ip_type': pick(['Public', 'Private']),
      'm365_defender.event.remote.url': host,
      'process.pe.company': company,
      'process.pe.product': product,
    };
  }
  if (kind === 18)
    return { ...shared(i, 'DeviceFileCertificateInfo', back), 'file.code_signature.subject_name': rarely(pick(vendors), pick(companies)) };
  return {
    ...shared(i, 'DeviceLogonEvents', back),
    'event.action': pick(['logonfailed', 'logonsuccess']),
    'host.name': `host-${below(4)}`,
  };
};

/** Fills `indices` backing indices of equal size, in bulks that the engine takes. */
const load = async (engine: Elasticsearch, events: number, indices: number): Promise<void> => {
  const fields = shippedIndices().get('logs-m365_defender.event-test') ?? {};
  const size = Math.ceil(events / indices);
  for (let from = 0; from < events; from += size) {
    const index = `logs-m365_defender.event-${String(from / size).padStart(3, '0')}`;
    await engine.create(index, fields);
    const end = Math.min(from + size, events);
    for (let at = from; at < end; at += bulk)
      await engine.load(
        index,
        Array.from({ length: Math.min(bulk, end - at) }, (_, k) => event(at + k)),
        at,
      );
  }
};

const sourceOf = (name: string): { readonly file: string; readonly text: string } => {
  const file = existsSync(`${folder}/${name}.kql`) ? `${folder}/${name}.kql` : `rules/${name}.yaml`;
  return { file, text: readFileSync(file, 'utf8') };
};

const emittedFor = (name: string): string => {
  const { file, text } = sourceOf(name);
  const output = translate(text, { file, to: ['esql'] }).results[0]?.output;
  if (!output) throw new Error(`${file} has no ES|QL`);
  return output;
};

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

interface Timed {
  readonly ms: number;
  readonly rows: number;
}

const timed = async (engine: Elasticsearch, query: string): Promise<Timed> => {
  const start = performance.now();
  const { values } = await engine.query(query);
  return { ms: performance.now() - start, rows: values.length };
};

const events = Number(process.argv[2] ?? 1_000_000);
const pairs = Number(process.argv[3] ?? 15);
const indices = Number(process.argv[4] ?? 1);
execFileSync('bash', [script, '--prepare'], { stdio: 'inherit' });
const engine = await startElasticsearch(execFileSync('bash', [script, '--home'], { encoding: 'utf8' }).trim());
try {
  await load(engine, events, indices);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.esql'))
    .map((name) => path.basename(name, '.esql'))
    .sort();
  const ratios: number[] = [];
  console.log(`${events} events in ${indices} indices, ${pairs} pairs\n${'rule'.padEnd(36)}   rmmc   expert  ratio  rows (rmmc, expert)`);
  for (const name of names) {
    const queries = [emittedFor(name), readFileSync(`${folder}/${name}.esql`, 'utf8')] as const;
    for (const query of queries) await timed(engine, query);
    const times: Timed[][] = [[], []];
    for (let turn = 0; turn < 2 * pairs; turn += 1)
      times[(turn + (turn >> 1)) % 2]?.push(await timed(engine, queries[(turn + (turn >> 1)) % 2] ?? ''));
    const [ours = Number.NaN, theirs = Number.NaN] = times.map((list) => median(list.map(({ ms }) => ms)));
    ratios.push(ours / theirs);
    const rows = times.map((list) => list[0]?.rows).join(', ');
    console.log(
      `${name.padEnd(36)} ${ours.toFixed(0).padStart(6)} ${theirs.toFixed(0).padStart(8)} ${(ours / theirs).toFixed(2).padStart(6)}  ${rows}`,
    );
  }
  console.log(`median ratio ${median(ratios).toFixed(2)}`);
} finally {
  await engine.stop();
}
