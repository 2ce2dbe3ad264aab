// The public queries of the shared data in, or the shipped rules where there is none; texts that Microsoft's parser takes out.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readUnits } from '../src/units.ts';
import { parse } from '../test/support/kusto.ts';

export interface Queries {
  readonly from: string;
  readonly texts: readonly string[];
}

const shared = [process.env.RMMC_SHARED, path.resolve('../shared')].find(
  (folder) => folder !== undefined && existsSync(path.join(folder, 'corpora')),
);

const corpora = ['rmm', 'bertjanp', 'reprise99', 'm365d'];

const ofCorpora = (folder: string): readonly string[] =>
  corpora.flatMap((name) =>
    readFileSync(path.join(folder, `corpora/${name}.jsonl`), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { readonly query: string; readonly official_parse: string })
      .filter((row) => row.official_parse === 'ok')
      .map((row) => row.query),
  );

const ofFolder = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => /(?<!\.test)\.yaml$/.test(file))
    .sort()
    .flatMap((file) => readUnits(readFileSync(path.join(folder, file), 'utf8'), { file }).units.map((unit) => unit.source.text));

/** Microsoft's binder takes minutes for all of them. */
const most = 300;

/** Queries that parse, each once: all, or as many evenly spread over the corpora. */
export const queries = (): Queries => {
  const all = shared === undefined ? ofFolder('rules') : ofCorpora(shared);
  const from =
    shared === undefined ? 'the shipped rules (no shared corpora: set RMMC_SHARED for more)' : `the public corpora ${corpora.join(', ')}`;
  const each = [...new Set(all)];
  const step = Math.ceil(each.length / most);
  return { from, texts: each.filter((text, i) => i % step === 0 && parse(text).ok) };
};
