// An assembled engine (engines/elasticsearch/build.mjs) in; a running Elasticsearch on a free loopback port, its indices and its ES|QL answers out.
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from '../exit.ts';
import { serverAt } from '../http.ts';
import { type Env, startProgram } from '../process.ts';
import { clientOf, type ElasticClient } from './client.ts';

export interface Elasticsearch extends ElasticClient {
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

interface Folders {
  readonly work: string;
  /** Indices and logs. */
  readonly data: string;
}

const memory = '/dev/shm';
const enoughBytes = 512 * 2 ** 20;

const hasMemory = (): boolean => {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= enoughBytes;
  } catch {
    return false;
  }
};

/** Indices live for a second: in memory they are made five times as fast as on a disk, which waits for each to be written. */
const makeFolders = (): Folders => {
  const work = mkdtempSync(join(tmpdir(), 'rmmc-elastic-'));
  return { work, data: hasMemory() ? mkdtempSync(join(memory, 'rmmc-elastic-')) : work };
};

const flags = [
  '-Xms512m',
  '-Xmx1g',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dlog4j2.disable.jmx=true',
  '-Dlog4j.shutdownHookEnabled=false',
];

const argumentsOf = (home: string, port: number, { work, data }: Folders): readonly string[] => {
  const own = [`-Djava.io.tmpdir=${work}`, `-Des.path.home=${home}`, '-Djava.locale.providers=CLDR', '-Dio.netty.noUnsafe=true'];
  const classPath = `${join(home, 'classes')}:${join(home, 'lib', '*')}`;
  return [...flags, ...own, '-cp', classPath, 'Launch', home, String(port), data];
};

const untilReady = (child: ChildProcessWithoutNullStreams, seconds: number): Promise<void> =>
  new Promise((resolve, reject) => {
    let heard = '';
    const failed = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`Elasticsearch ${why}: ${heard.slice(-600)}`));
    };
    const timer = setTimeout(() => failed(`did not start within ${seconds} s`), seconds * 1000);
    const hear = (chunk: Buffer): void => {
      heard = `${heard}${chunk.toString()}`.slice(-4000);
      if (!heard.includes('READY')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (error) => failed(`does not start (${error.message})`));
    child.once('exit', (code) => failed(`ended with ${code} before it was ready`));
  });

/**
 * Starts the engine that `node engines/elasticsearch/build.mjs HOME` assembled, with the Java of `JAVA_HOME` or of the path.
 * @throws Error with its last words when it does not start
 */
export const startElasticsearch = async (home: string, env: Env = process.env): Promise<Elasticsearch> => {
  const folders = makeFolders();
  const tidy = (): void => {
    for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
  };
  const release = atExit(tidy);
  const port = await freePort();
  const java = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
  const { child, stop: end } = startProgram(java, argumentsOf(home, port, folders), env);
  const stop = async (): Promise<void> => {
    await end();
    tidy();
    release();
  };
  try {
    await untilReady(child, 90);
  } catch (failure) {
    await stop();
    throw failure;
  }
  return { ...clientOf(serverAt(`http://127.0.0.1:${port}`)), stop };
};
