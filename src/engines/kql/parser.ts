// Microsoft's parser and binder of KQL in; the engine out: whether a query is KQL over the tables of the data. Nothing runs.
import path from 'node:path';
import type { Answer, Dataset, Engine } from '../engine.ts';
import { inMemory, timeless } from '../in-memory.ts';
import type { Setup } from '../setup.ts';
import { type Kusto, loadKusto } from './library.ts';

const tooLong = 200;

/** What the library throws may carry its whole source. */
const shortened = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure)).slice(0, tooLong);

/** A table by its place, its columns by the fields with types of KQL. */
const judge = (kusto: Kusto, query: string, data: readonly Dataset[]): Answer => {
  const globals = kusto.globalsOf(new Map(data.map(({ place, fields }) => [place, fields])));
  const found = kusto.diagnosticsOf(kusto.language.KustoCode.ParseAndAnalyze(query, globals));
  const wrong = found.filter(({ severity }) => severity === 'Error');
  if (wrong.length === 0) return { kind: 'accepted' };
  return {
    kind: 'refused',
    reason: wrong.map(({ code, message, start }) => `${code} ${message.slice(0, tooLong)} (at ${start})`).join('; '),
  };
};

const library = (scripts: string): Kusto => {
  try {
    return loadKusto(path.resolve(scripts, 'package.json'));
  } catch {
    throw new Error('not installed: `npm install @kusto/language-service-next` brings it (a package for development)');
  }
};

/** @throws Error with the reason and the next step */
export const findParser = async (takes: string, { scripts }: Setup): Promise<Engine> => {
  const kusto = library(scripts);
  return {
    name: "Microsoft's KQL parser",
    version: kusto.version,
    takes,
    gives: 'accepted',
    ...timeless,
    load: inMemory(async (query, data) => {
      try {
        return judge(kusto, query, data);
      } catch (failure) {
        throw new Error(`Microsoft's parser fails over it: ${shortened(failure)}`);
      }
    }),
    close: async () => undefined,
  };
};
