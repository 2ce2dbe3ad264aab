// A cluster that the user named, or this machine's own build, in; the Elasticsearch engine out.
import { spawnSync } from 'node:child_process';
import type { Engine } from '../engine.ts';
import { atExit } from '../exit.ts';
import { isReadable, type Server, serverAt } from '../http.ts';
import { run } from '../process.ts';
import { ensureBuilt, type Setup, scriptOf } from '../setup.ts';
import { clientOf, ElasticError } from './client.ts';
import { elasticEngine, type Keeper } from './engine.ts';
import { startElasticsearch } from './node.ts';

/** Runs in a process of its own, because nothing asynchronous is done in one that exits. Credentials come by standard input. */
const remover = `
const { base, headers, indices } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
Promise.all(indices.map((index) =>
  fetch(base + '/' + index + '?ignore_unavailable=true', { method: 'DELETE', headers, redirect: 'error', signal: AbortSignal.timeout(15000) })
    .then((reply) => { if (!reply.ok) throw new Error(String(reply.status)); }),
)).catch(() => { process.exitCode = 1; });
`;

const keeperOf =
  ({ base, headers }: Server): Keeper =>
  (indices) =>
    atExit(() => {
      const input = JSON.stringify({ base, headers, indices });
      const { status } = spawnSync(process.execPath, ['-e', remover], { input, timeout: 20_000, stdio: ['pipe', 'ignore', 'ignore'] });
      if (status !== 0) throw new Error(`left behind on ${base}: ${indices.join(', ')}`);
    });

/** A cluster by its URL: any flavour, 8.11 or newer. @throws Error with the reason and the next step */
export const remoteElastic = async (url: string, takes: string, { env, onNote }: Setup): Promise<Engine> => {
  const key = env.RMMC_ELASTIC_API_KEY;
  const server = serverAt(url, key ? `ApiKey ${key}` : undefined);
  if (server.headers.authorization !== undefined && isReadable(server)) onNote(`credentials go to ${server.base} unencrypted`);
  const client = clientOf(server);
  try {
    return elasticEngine({ takes, client, info: await client.info(), keeper: keeperOf(server), close: async () => undefined });
  } catch (failure) {
    if (!(failure instanceof ElasticError)) throw failure;
    const step = failure.status === 401 || failure.status === 403 ? ': RMMC_ELASTIC_API_KEY holds the API key' : '';
    throw new Error(`${server.base}: ${failure.message}${step}`);
  }
};

/** Types whose plugins are not in the registries, and the types that ES|QL reads alike. */
const withoutPlugins: ReadonlyMap<string, string> = new Map([
  ['wildcard', 'keyword'],
  ['constant_keyword', 'keyword'],
  ['version', 'keyword'],
  ['match_only_text', 'text'],
]);

/** @throws Error with the reason and the next step */
export const localElastic = async (takes: string, setup: Setup): Promise<Engine> => {
  const script = scriptOf(setup, 'elasticsearch/engine.sh');
  await ensureBuilt('Elasticsearch', script, 'Maven, JDK 17, unzip', setup);
  const { stdout } = await run('bash', [script, '--home'], { seconds: 30, env: setup.env });
  const { stop, ...client } = await startElasticsearch(stdout.trim(), setup.env);
  try {
    // the node and its data end with this process: nothing is left to remove
    return elasticEngine({
      takes,
      client,
      info: await client.info(),
      keeper: () => () => undefined,
      instead: withoutPlugins,
      close: stop,
    });
  } catch (failure) {
    await stop();
    throw failure;
  }
};
