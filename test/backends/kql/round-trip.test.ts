// Public hunting queries: what is printed reads back to the same text, and Microsoft's binder gives it the columns of the source.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze, type KustoGlobals, makeGlobals, type OracleSchema, shared } from '../../support/kusto.ts';
import { kqlOrNull } from './kql.ts';

interface Rule {
  readonly id: string;
  readonly query: string;
}
type Environment = 'defender' | 'sentinel';

const lines = <T>(file: string): readonly T[] =>
  readFileSync(path.join(shared ?? '', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

const columnsOf = (text: string, globals: KustoGlobals): string =>
  (analyze(text, globals).columns ?? []).map(({ name, type }) => `${name}:${type}`).join(', ');

describe.skipIf(!shared)('round trip of public queries (skipped: no shared corpora, set RMMC_SHARED)', () => {
  const schemas =
    shared === null ? null : (JSON.parse(readFileSync(path.join(shared, 'kql/schemas.json'), 'utf8')) as Record<Environment, OracleSchema>);
  const globals = schemas && { defender: makeGlobals(schemas.defender), sentinel: makeGlobals(schemas.sentinel) };
  const environments = new Map(
    shared === null ? [] : lines<{ id: string; env: Environment }>('corpora/official-analysis.jsonl').map(({ id, env }) => [id, env]),
  );

  // Every nth query of the large corpora: the binder under test is quick, the one that it is compared with is not.
  test.each([
    ['corpora/rmm', 6, 55],
    ['corpora/bertjanp', 12, 30],
    ['corpora/reprise99', 12, 30],
    ['corpora/m365d', 12, 25],
    ['kql/doc-examples', 4, 75],
    ['kql/kusto-loco', 4, 100],
  ])(
    '%s: of every %i. query at least %i are printed, each stable and with the same columns',
    (file, stride, least) => {
      let printed = 0;
      const some = lines<Rule>(`${file}.jsonl`).filter((_, at) => at % stride === 0);
      const wrong = some.flatMap(({ id, query }) => {
        const environment = environments.get(id) === 'sentinel' ? 'sentinel' : 'defender';
        const text = kqlOrNull(query, environment);
        if (text === null || !globals) return [];
        printed += 1;
        if (kqlOrNull(text, environment) !== text) return [`${id}: not stable`];
        const [before, after] = [columnsOf(query, globals[environment]), columnsOf(text, globals[environment])];
        return before === after ? [] : [`${id}: ${before}\n${after}`];
      });
      expect(wrong).toEqual([]);
      expect(printed).toBeGreaterThanOrEqual(least);
    },
    120_000,
  );
});
