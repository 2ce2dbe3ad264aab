// A client of Elasticsearch in; the engine out: each load makes throw-away indices of its own and takes them away again.
import { randomBytes } from 'node:crypto';
import type { Answer, Dataset, Engine, Json, Loaded } from '../engine.ts';
import { type ElasticClient, ElasticError, type ElasticInfo } from './client.ts';

const ours = /^rmmc-verify-[0-9a-f]{24}$/;

/** What is kept of indices until they are gone: called before they are made, gives what is called when they are removed. */
export type Keeper = (indices: readonly string[]) => () => void;

export interface ElasticSetup {
  readonly takes: string;
  readonly client: ElasticClient;
  readonly info: ElasticInfo;
  readonly keeper: Keeper;
  /** Types that the engine has no mapper for, and the type that ES|QL treats alike. */
  readonly instead?: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

/** Hidden: no wildcard of anybody's rules finds these events. No pipeline of the cluster touches them. */
const settingsFor = ({ serverless }: ElasticInfo): Readonly<Record<string, Json>> => ({
  hidden: true,
  default_pipeline: '_none',
  final_pipeline: '_none',
  ...(serverless ? {} : { number_of_shards: 1, number_of_replicas: 0 }),
});

/** 400: the query is none; 500: the engine fails over it. Anything else is about the server and no answer. */
const refusal = (failure: unknown): Answer => {
  if (failure instanceof ElasticError && (failure.status === 400 || failure.status === 500)) {
    return { kind: 'refused', reason: failure.message };
  }
  throw failure;
};

const askOf =
  (client: ElasticClient): Loaded['ask'] =>
  async (query) => {
    try {
      const { columns, values, warnings } = await client.query(query);
      const answer = { kind: 'rows' as const, columns: columns.map(({ name }) => name), rows: values };
      return warnings.length > 0 ? { ...answer, warnings } : answer;
    } catch (failure) {
      return refusal(failure);
    }
  };

/** Removes all that can be removed, then tells of what could not. */
const dropAll = async (client: ElasticClient, indices: readonly string[]): Promise<void> => {
  const kept: string[] = [];
  for (const index of indices) {
    await client.drop(index).catch((failure: unknown) => kept.push(`${index}: ${failure instanceof Error ? failure.message : failure}`));
  }
  if (kept.length > 0) throw new Error(`not removed: ${kept.join('; ')}`);
};

const typesIn = (fields: Dataset['fields'], instead: ElasticSetup['instead']): Readonly<Record<string, string>> =>
  Object.fromEntries([...fields].map(([name, type]) => [name, instead?.get(type) ?? type]));

const loader =
  ({ client, info, keeper, instead }: ElasticSetup): Engine['load'] =>
  async (data: readonly Dataset[]) => {
    const indices = data.map(({ place }) => place);
    const strange = indices.find((index) => !ours.test(index));
    if (strange !== undefined) throw new Error(`\`${strange}\` is no throw-away index: its name comes from \`placeFor\``);
    const release = keeper(indices);
    const drop = async (): Promise<void> => {
      await dropAll(client, indices);
      release();
    };
    try {
      for (const { place, lookup, fields, events } of data) {
        const settings = settingsFor(info);
        await client.create(place, typesIn(fields, instead), lookup ? { ...settings, 'index.mode': 'lookup' } : settings);
        await client.load(place, events);
      }
    } catch (failure) {
      await drop().catch(() => undefined);
      throw failure;
    }
    return { ask: askOf(client), drop };
  };

export const elasticEngine = (setup: ElasticSetup): Engine => ({
  name: 'Elasticsearch',
  version: `${setup.info.version}${setup.info.serverless ? ' (serverless)' : ''}`,
  ...(setup.info.serverless ? {} : { release: setup.info.version }),
  takes: setup.takes,
  gives: 'rows',
  clock: 'own',
  parallel: 4,
  placeFor: () => `rmmc-verify-${randomBytes(12).toString('hex')}`,
  load: loader(setup),
  close: setup.close,
});
