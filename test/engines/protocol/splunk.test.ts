// A stand-in for Splunk's management port in; what the engine asks and makes of replies out. It checks the protocol only: no Splunk runs here.
import { afterEach, expect, test } from 'vitest';
import type { Answer } from '../../../src/engines/engine.ts';
import { findSplunk } from '../../../src/engines/splunk/server.ts';
import { type FakeReply, type FakeServer, fakeServer } from '../../support/fake-server.ts';

const servers: FakeServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const splunk = async (reply: FakeReply, info: FakeReply = { body: '{"entry":[{"content":{"version":"9.4.2"}}]}' }): Promise<FakeServer> => {
  const server = await fakeServer(({ path }) => (path.startsWith('/services/server/info') ? info : reply));
  servers.push(server);
  return server;
};

const setup = { scripts: '', prepare: false, env: { RMMC_SPLUNK_TOKEN: 't0ken' }, onNote: () => undefined };
const query = '| makeresults format=json data="[{\\"a\\":\\"x\\"}]" | where a="x"';

const answerTo = async (reply: FakeReply): Promise<Answer | string> => {
  const server = await splunk(reply);
  const loaded = await (await findSplunk(server.url, 'spl', setup)).load([]);
  return loaded.ask(query).catch((error: Error) => error.message.replace(server.url, 'URL'));
};

const messageOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'no error',
    (error: Error) => error.message,
  );

test('protocol only: the search and its token', async () => {
  const server = await splunk({ body: '' });
  const engine = await findSplunk(server.url, 'spl', setup);
  await (await engine.load([])).ask(query);
  expect([engine.name, engine.version, engine.placeFor('main')]).toEqual(['Splunk', '9.4.2', 'main']);
  expect(server.lines()).toEqual(['GET /services/server/info?output_mode=json', 'POST /services/search/jobs/export']);
  expect(Object.fromEntries(new URLSearchParams(server.asked[1]?.body))).toEqual({
    search: query,
    output_mode: 'json',
    preview: 'false',
    adhoc_search_level: 'smart',
  });
  expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer t0ken', 'Bearer t0ken']);
});

test('protocol only: results are rows, a field without a value is null', async () => {
  const body = [
    '{"preview":true,"offset":0,"result":{"a":"early"}}',
    '{"preview":false,"offset":0,"result":{"a":"x","constructor":"1"}}',
    '{"preview":false,"offset":1,"lastrow":true,"result":{"a":["p","q"]}}',
    '',
  ].join('\n');
  expect(await answerTo({ body })).toEqual({
    kind: 'rows',
    columns: ['a', 'constructor'],
    rows: [
      ['x', '1'],
      [['p', 'q'], null],
    ],
  });
});

test('protocol only: no results', async () => {
  expect(await answerTo({ body: '{"preview":false,"lastrow":true}\n' })).toEqual({ kind: 'rows', columns: [], rows: [] });
});

test('protocol only: a search that is none', async () => {
  const body = '{"messages":[{"type":"FATAL","text":"Unknown search command \'nope\'."}]}';
  expect(await answerTo({ status: 400, body })).toEqual({ kind: 'refused', reason: "Unknown search command 'nope'." });
});

test('protocol only: a search that fails on its way', async () => {
  const body = '{"preview":false,"result":{"a":"x"}}\n{"messages":[{"type":"ERROR","text":"Error in \'where\'."}]}\n';
  expect(await answerTo({ body })).toEqual({ kind: 'refused', reason: "Error in 'where'." });
});

test('protocol only: warnings', async () => {
  const body = '{"preview":false,"lastrow":true,"messages":[{"type":"WARN","text":"slow"},{"type":"INFO","text":"fine"}]}\n';
  expect(await answerTo({ body })).toEqual({ kind: 'rows', columns: [], rows: [], warnings: ['slow'] });
});

test('protocol only: a server in trouble has not answered', async () => {
  expect(await answerTo({ status: 503, body: 'busy' })).toBe('URL: HTTP 503 busy');
});

test('a search that would read indexes is not sent', async () => {
  const server = await splunk({});
  const loaded = await (await findSplunk(server.url, 'spl', setup)).load([]);
  expect(await messageOf(loaded.ask('index=main | head 1'))).toBe(
    'a search for Splunk begins with `| makeresults`: anything else would read its indexes',
  );
  expect(server.asked.length).toBe(1);
});

test('no server, no token, no entry, no Splunk', async () => {
  const server = await splunk({}, { status: 401, body: '{"messages":[{"type":"WARN","text":"call not properly authenticated"}]}' });
  const other = await splunk({}, { body: '{}' });
  const found = [
    findSplunk(undefined, 'spl', setup),
    findSplunk(server.url, 'spl', { ...setup, env: {} }),
    findSplunk(server.url, 'spl', setup),
    findSplunk(other.url, 'spl', setup),
  ];
  expect(await Promise.all(found.map(messageOf))).toEqual([
    'no server is named: `--splunk https://host:8089`, with a token in RMMC_SPLUNK_TOKEN, names one',
    `${server.url} needs a token in RMMC_SPLUNK_TOKEN`,
    `${server.url}: HTTP 401 call not properly authenticated: RMMC_SPLUNK_TOKEN holds the token of a user who may search`,
    `${other.url} is no management port of Splunk`,
  ]);
});
