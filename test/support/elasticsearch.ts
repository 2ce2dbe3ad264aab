// An assembled engine (engines/elasticsearch/build.mjs) in; a running Elasticsearch on a free loopback port, its indices and its ES|QL answers out.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A cell of an answer; a multi-valued one is an array. */
export type Cell = string | number | boolean | null | readonly Cell[];

export interface Answer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly values: readonly (readonly Cell[])[];
  /** Texts of the Warning headers, without the one about the default limit. */
  readonly warnings: readonly string[];
}

/** What the engine said no to: its error type and reason. */
export class EngineError extends Error {}

export interface Elasticsearch {
  /** Types by field name, dots included. */
  create(index: string, fields: Readonly<Record<string, string>>): Promise<void>;
  /** Documents are visible when it returns. Ids are `0`, `1`, … */
  load(index: string, documents: readonly object[]): Promise<void>;
  query(esql: string): Promise<Answer>;
  drop(index: string): Promise<void>;
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

const flags = [
  '-Xms512m',
  '-Xmx1g',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dlog4j2.disable.jmx=true',
  '-Dlog4j.shutdownHookEnabled=false',
];

const launch = (home: string, port: number, work: string): ChildProcess => {
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const own = [`-Djava.io.tmpdir=${work}`, `-Des.path.home=${home}`, '-Djava.locale.providers=CLDR', '-Dio.netty.noUnsafe=true'];
  const classPath = `${join(home, 'classes')}:${join(home, 'lib', '*')}`;
  return spawn(java, [...flags, ...own, '-cp', classPath, 'Launch', home, String(port), work], { stdio: ['pipe', 'pipe', 'pipe'] });
};

const untilReady = (child: ChildProcess, seconds: number): Promise<void> =>
  new Promise((resolve, reject) => {
    let heard = '';
    const timer = setTimeout(() => reject(new Error(`Elasticsearch did not start within ${seconds} s: ${heard}`)), seconds * 1000);
    const hear = (chunk: Buffer): void => {
      heard = `${heard}${chunk.toString()}`.slice(-4000);
      if (!heard.includes('READY')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`Elasticsearch ended with ${code} before it was ready: ${heard}`));
    });
  });

/** SIGTERM by process id; SIGKILL when it is still there after ten seconds. */
const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });

const call = async (
  base: string,
  method: string,
  path: string,
  type: string,
  body: string | undefined,
  seconds: number,
): Promise<Response> => {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { 'content-type': type },
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(seconds * 1000),
  });
  if (response.ok) return response;
  const text = await response.text();
  throw new EngineError(`HTTP ${response.status} ${text.slice(0, 2000)}`);
};

const json = 'application/json';

/** The message in quotes; the comma between two warnings stands outside of them. */
const warningTexts = (header: string | null): readonly string[] =>
  [...(header ?? '').matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)]
    .map((found) => found[1] ?? '')
    .filter((text) => !text.includes('No limit defined'));

const client = (base: string): Omit<Elasticsearch, 'stop'> => ({
  async create(index, fields) {
    const properties = Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, { type }]));
    const settings = { number_of_shards: 1, number_of_replicas: 0 };
    await call(
      base,
      'PUT',
      `/${index}`,
      json,
      JSON.stringify({ settings, mappings: { dynamic: 'strict', subobjects: false, properties } }),
      30,
    );
  },
  async load(index, documents) {
    if (documents.length === 0) return;
    const lines = documents.flatMap((document, at) => [JSON.stringify({ index: { _id: String(at) } }), JSON.stringify(document)]);
    const response = await call(base, 'POST', `/${index}/_bulk?refresh=true`, 'application/x-ndjson', `${lines.join('\n')}\n`, 60);
    const answer = (await response.json()) as { readonly errors: boolean };
    if (answer.errors) throw new EngineError(`bulk: ${JSON.stringify(answer).slice(0, 2000)}`);
  },
  async query(esql) {
    const response = await call(base, 'POST', '/_query?format=json', json, JSON.stringify({ query: esql }), 60);
    const answer = (await response.json()) as Omit<Answer, 'warnings'>;
    return { columns: answer.columns, values: answer.values, warnings: warningTexts(response.headers.get('warning')) };
  },
  async drop(index) {
    await call(base, 'DELETE', `/${index}?ignore_unavailable=true`, json, undefined, 30);
  },
});

/** Starts the engine that `node engines/elasticsearch/build.mjs HOME` assembled. */
export const startElasticsearch = async (home: string): Promise<Elasticsearch> => {
  const work = mkdtempSync(join(tmpdir(), 'rmmc-elastic-'));
  const port = await freePort();
  const child = launch(home, port, work);
  const stop = async (): Promise<void> => {
    await end(child);
    rmSync(work, { recursive: true, force: true });
  };
  try {
    await untilReady(child, 90);
  } catch (failure) {
    await stop();
    throw failure;
  }
  return { ...client(`http://127.0.0.1:${port}`), stop };
};
