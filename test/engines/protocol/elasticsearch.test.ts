// A stand-in for a cluster in; which calls the engine makes, and what it makes of replies, out. It checks the protocol, not Elasticsearch.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { remoteElastic } from '../../../src/engines/elasticsearch/find.ts';
import type { Dataset, Engine } from '../../../src/engines/engine.ts';
import { type Asked, type FakeReply, type FakeServer, fakeServer } from '../../support/fake-server.ts';

const servers: FakeServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const info = { body: JSON.stringify({ version: { number: '9.1.0', build_flavor: 'default' } }) };
const bulk = { body: JSON.stringify({ errors: false, items: [] }) };

const cluster = async (reply: (asked: Asked) => FakeReply | undefined = () => undefined): Promise<FakeServer> => {
  const server = await fakeServer((asked) => reply(asked) ?? (asked.path === '/' ? info : asked.path.includes('_bulk') ? bulk : {}));
  servers.push(server);
  return server;
};

const notes: string[] = [];
const engineOf = (server: FakeServer, env: Record<string, string> = {}): Promise<Engine> =>
  remoteElastic(server.url, 'esql', { scripts: '', prepare: false, env, onNote: (text) => notes.push(text) });

const dataOf = (engine: Engine): Dataset => ({
  place: engine.placeFor('logs-*'),
  fields: new Map([['a.b', 'keyword']]),
  events: [{ 'a.b': 'x' }],
});

const messageOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'no error',
    (error: Error) => error.message,
  );

test('an index per dataset, hidden and strict, and removed by its name', async () => {
  const server = await cluster(({ path: asked }) =>
    asked.startsWith('/_query') ? { body: '{"columns":[{"name":"a.b","type":"keyword"}],"values":[["x"]]}' } : undefined,
  );
  const engine = await engineOf(server, { RMMC_ELASTIC_API_KEY: 'k3y' });
  const loaded = await engine.load([dataOf(engine), dataOf(engine)]);
  const answer = await loaded.ask('FROM x');
  await loaded.drop();
  expect([engine.version, answer]).toEqual(['9.1.0', { kind: 'rows', columns: ['a.b'], rows: [['x']] }]);
  expect(server.lines()).toEqual([
    'GET /',
    'PUT /#1',
    'POST /#1/_bulk?refresh=true',
    'PUT /#2',
    'POST /#2/_bulk?refresh=true',
    'POST /_query?format=json',
    'DELETE /#1?ignore_unavailable=true',
    'DELETE /#2?ignore_unavailable=true',
  ]);
  expect(new Set(server.asked.map(({ headers }) => headers.authorization))).toEqual(new Set(['ApiKey k3y']));
  expect(JSON.parse(server.asked[1]?.body ?? '')).toEqual({
    settings: { hidden: true, default_pipeline: '_none', final_pipeline: '_none', number_of_shards: 1, number_of_replicas: 0 },
    mappings: { dynamic: 'strict', subobjects: false, properties: { 'a.b': { type: 'keyword' } } },
  });
  expect(server.asked[2]?.body).toBe('{"index":{"_id":"0"}}\n{"a.b":"x"}\n');
});

test('Serverless decides on shards itself', async () => {
  const server = await cluster(({ path: asked }) =>
    asked === '/' ? { body: '{"version":{"number":"8.11.0","build_flavor":"serverless"}}' } : undefined,
  );
  const engine = await engineOf(server);
  await (await engine.load([dataOf(engine)])).drop();
  expect([engine.version, JSON.parse(server.asked[1]?.body ?? '').settings]).toEqual([
    '8.11.0 (serverless)',
    { hidden: true, default_pipeline: '_none', final_pipeline: '_none' },
  ]);
});

test('only names of its own are made or removed', async () => {
  const server = await cluster();
  const engine = await engineOf(server);
  const message = await messageOf(engine.load([{ ...dataOf(engine), place: 'logs-prod' }]));
  expect([message, server.lines()]).toEqual(['`logs-prod` is no throw-away index: its name comes from `placeFor`', ['GET /']]);
});

test('what a failed load has made is removed', async () => {
  const server = await cluster(({ path: asked }) =>
    asked.includes('_bulk') ? { body: '{"errors":true,"items":[{"index":{"error":{"type":"strict"}}}]}' } : undefined,
  );
  const engine = await engineOf(server);
  expect(await messageOf(engine.load([dataOf(engine)]))).toBe('bulk: {"type":"strict"}');
  expect(server.lines().at(-1)).toBe('DELETE /#1?ignore_unavailable=true');
});

test('an index that stays is named', async () => {
  let isDown = true;
  const server = await cluster(({ method }) => (method === 'DELETE' && isDown ? { status: 503, body: 'down' } : undefined));
  const engine = await engineOf(server);
  const data = dataOf(engine);
  const loaded = await engine.load([data]);
  expect(await messageOf(loaded.drop())).toBe(`not removed: ${data.place}: HTTP 503 down`);
  isDown = false;
  await loaded.drop();
});

const answerTo = async (reply: FakeReply): Promise<unknown> => {
  const server = await cluster(({ path: asked }) => (asked.startsWith('/_query') ? reply : undefined));
  const engine = await engineOf(server);
  const loaded = await engine.load([dataOf(engine)]);
  const answer = await loaded.ask('FROM x').catch((error: Error) => error.message);
  await loaded.drop();
  return answer;
};

test('a query that is none is refused in the words of Elastic', async () => {
  const body = '{"error":{"type":"parsing_exception","reason":"line 1:1: what?","caused_by":{"reason":"no idea"}},"status":400}';
  expect(await answerTo({ status: 400, body })).toEqual({
    kind: 'refused',
    reason: 'HTTP 400 parsing_exception: line 1:1: what? (no idea)',
  });
});

test('a server in trouble has not answered', async () => {
  expect(await answerTo({ status: 429, body: '{"error":"too many"}' })).toBe('HTTP 429 too many');
});

test('rows of some shards only are no answer', async () => {
  expect(await answerTo({ body: '{"is_partial":true,"columns":[],"values":[]}' })).toBe(
    'Elasticsearch answers from a part of its shards only',
  );
});

test('warnings are part of the answer, the default limit is none', async () => {
  const warning = '299 Elasticsearch-8 "No limit defined, adding default limit of [1000]", 299 Elasticsearch-8 "Line 1:2: a, \\"b\\""';
  expect(await answerTo({ headers: { warning }, body: '{"columns":[],"values":[]}' })).toEqual({
    kind: 'rows',
    columns: [],
    rows: [],
    warnings: ['Line 1:2: a, "b"'],
  });
});

test('integers that a number cannot hold are texts', async () => {
  const body =
    '{"columns":[{"name":"n","type":"long"}],"values":[[9007199254740993],[-9223372036854775808],["1234567890123456789"],[7],[1.5]]}';
  expect(await answerTo({ body })).toEqual({
    kind: 'rows',
    columns: ['n'],
    rows: [['9007199254740993'], ['-9223372036854775808'], ['1234567890123456789'], [7], [1.5]],
  });
});

test('no entry: the step is named, the credentials are not', async () => {
  const server = await cluster(() => ({ status: 401, body: '{"error":{"type":"security_exception","reason":"missing"}}' }));
  const url = new URL(server.url);
  url.username = 'someone';
  url.password = 'secret';
  const setup = { scripts: '', prepare: false, env: {}, onNote: () => undefined };
  expect(await messageOf(remoteElastic(url.href, 'esql', setup))).toBe(
    `${server.url}: HTTP 401 security_exception: missing: RMMC_ELASTIC_API_KEY holds the API key`,
  );
});

const root = path.resolve(import.meta.dirname, '../../..');

test.each(['SIGTERM', 'SIGINT', 'exit', 'throw'])('indices are removed when the process ends by %s', async (how) => {
  const server = await cluster();
  const child = spawn(process.execPath, ['scripts/run-ts.mjs', path.join(import.meta.dirname, 'ending.ts'), server.url, how], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.on('data', (chunk: Buffer) => {
    const pid = /^loaded (\d+)/.exec(chunk.toString())?.[1];
    if (pid && how.startsWith('SIG')) process.kill(Number(pid), how);
  });
  await new Promise((resolve) => child.once('close', resolve));
  expect(server.lines().slice(-2)).toEqual(['POST /#1/_bulk?refresh=true', 'DELETE /#1?ignore_unavailable=true']);
});
