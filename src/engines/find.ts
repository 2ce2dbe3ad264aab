// The targets, the folder of the engines' scripts and what the user names in; every engine for them, or why it is absent, out.
import { localElastic, remoteElastic } from './elasticsearch/find.ts';
import type { Engine, Found } from './engine.ts';
import { findParser } from './kql/parser.ts';
import type { Env } from './process.ts';
import type { Setup } from './setup.ts';
import { findPysigma } from './sigma/pysigma.ts';
import { findRsigma } from './sigma/rsigma.ts';
import { documentedName, findDocumented } from './splunk/documented.ts';
import { findGrammar } from './splunk/grammar.ts';
import { findSplunk } from './splunk/server.ts';

export interface FindOptions {
  /** Names of targets; engines for others are not looked for. */
  readonly targets: readonly string[];
  /** The folder `engines/` of rmmc's package. */
  readonly scripts: string;
  /** Fetch and build what is missing: minutes, and the network. */
  readonly prepare: boolean;
  /** URL of an Elasticsearch that is used instead of one of our own; RMMC_ELASTIC_API_KEY in `env` lets us in. */
  readonly elastic?: string | undefined;
  /** URL of a Splunk's management port; RMMC_SPLUNK_TOKEN in `env` lets us in. */
  readonly splunk?: string | undefined;
  readonly env: Env;
  readonly onNote?: (text: string) => void;
}

interface Row {
  readonly name: string;
  readonly takes: string;
  /** Rejects with the reason and the next step. */
  find(takes: string, setup: Setup, named: Pick<FindOptions, 'elastic' | 'splunk'>): Promise<Engine>;
}

const rows: readonly Row[] = [
  {
    name: 'Elasticsearch',
    takes: 'esql',
    find: (takes, setup, { elastic }) => (elastic === undefined ? localElastic(takes, setup) : remoteElastic(elastic, takes, setup)),
  },
  { name: 'Splunk', takes: 'spl', find: (takes, setup, { splunk }) => findSplunk(splunk, takes, setup) },
  { name: documentedName, takes: 'spl', find: findDocumented },
  { name: 'Teragrep pth_03', takes: 'spl', find: findGrammar },
  { name: 'rsigma', takes: 'sigma', find: findRsigma },
  { name: 'pySigma', takes: 'sigma', find: findPysigma },
  { name: "Microsoft's KQL parser", takes: 'kql', find: findParser },
];

/** Never rejects. Engines that are found have to be closed. */
export const findEngines = ({ targets, scripts, prepare, env, onNote, ...named }: FindOptions): Promise<readonly Found[]> => {
  const setup: Setup = { scripts, prepare, env, onNote: onNote ?? (() => undefined) };
  return Promise.all(
    rows
      .filter(({ takes }) => targets.includes(takes))
      .map(async ({ name, takes, find }): Promise<Found> => {
        try {
          return { name, takes, engine: await find(takes, setup, named) };
        } catch (failure) {
          return { name, takes, absent: failure instanceof Error ? failure.message : String(failure) };
        }
      }),
  );
};
