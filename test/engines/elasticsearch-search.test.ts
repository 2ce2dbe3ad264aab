// Searches for the values of another query on a real Elasticsearch, over texts made to break them: the rows that come back are those that the evaluator gives.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Elasticsearch, startElasticsearch } from '../../src/engines/elasticsearch/node.ts';
import { missingEngine } from '../support/engine.ts';
import { compared, loadTables } from '../support/esql-joins.ts';
import { searches, searchTables } from '../support/searched.ts';

const script = 'engines/elasticsearch/engine.sh';
const missing = await missingEngine(script);

describe.skipIf(missing !== null)(`searches for the values of another query on Elasticsearch 8.19 (${missing ?? 'running'})`, () => {
  let engine: Elasticsearch;

  beforeAll(async () => {
    engine = await startElasticsearch(execFileSync('bash', [script, '--home'], { encoding: 'utf8' }).trim());
    await loadTables(engine, 'searched', searchTables);
  }, 120_000);
  afterAll(() => engine?.stop(), 30_000);

  test.each(searches)('%s', async (kql) => {
    const { expected, got } = await compared(engine, 'searched', kql, searchTables);
    expect(got).toEqual(expected);
  }, 30_000);
});
