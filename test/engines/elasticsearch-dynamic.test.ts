// Arrays, bags and pieces of texts on a real Elasticsearch: the rows that the reference evaluator gives, with empty texts stored and with the field absent.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Elasticsearch, startElasticsearch } from '../../src/engines/elasticsearch/node.ts';
import { missingEngine } from '../support/engine.ts';
import { dynamicQueries, dynamicTable } from '../support/esql-dynamic-cases.ts';
import { bothRows } from '../support/esql-rows.ts';

const script = 'engines/elasticsearch/engine.sh';
const skip = await missingEngine(script);
if (skip) console.info(`engine tests of ES|QL are skipped: ${skip}`);

describe.skipIf(skip !== null)(`dynamic values on Elasticsearch 8.19 (${skip ?? 'running'})`, () => {
  let engine: Elasticsearch;
  beforeAll(async () => {
    engine = await startElasticsearch(execFileSync('bash', [script, '--home'], { encoding: 'utf8' }).trim());
  }, 120_000);
  afterAll(() => engine?.stop(), 30_000);

  test.each(dynamicQueries)('%s', async (kql) => {
    for (const keepEmpty of [true, false]) {
      const both = await bothRows(engine, 'dynamic', kql, dynamicTable, keepEmpty);
      expect(both.engine).toEqual(both.kql);
    }
  }, 60_000);
});
