// Places of addresses that are asked behind joins, aggregations and unions on a real Elasticsearch: the rows that come back are those that the evaluator gives
// where the place is a function of the address.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Elasticsearch, startElasticsearch } from '../../src/engines/elasticsearch/node.ts';
import { missingEngine } from '../support/engine.ts';
import { compared, joinedTables, loadTables } from '../support/esql-joins.ts';

const script = 'engines/elasticsearch/engine.sh';
const missing = await missingEngine(script);

const places = [
  'A | extend g = geo_info_from_ip_address(K) | project K, V, c = tostring(g.country), y = toreal(g.latitude), z = tostring(g.city)',
  'A | project K, V, N | join kind=inner (B | project N, W = V) on N | extend g = geo_info_from_ip_address(K) | project K, V, W, c = tostring(g.country), y = toreal(g.latitude), g',
  'A | project V, N | join kind=leftouter (B | where V > 1 | project N, P = K) on N | extend c = tostring(geo_info_from_ip_address(P).country), x = toreal(geo_info_from_ip_address(P).longitude) | project V, N, P, c, x',
  'A | summarize n = count(), s = make_set(V) by K | extend g = geo_info_from_ip_address(K) | project K, n, s, c = tostring(g.country), y = toreal(g.latitude), g',
  'A | summarize n = count() by P = K, N | where n > 0 | extend g = geo_info_from_ip_address(P) | extend c = tostring(g.state) | where c != "sa" | project P, N, n, c',
  'A | distinct K | extend c = tostring(geo_info_from_ip_address(K).city)',
  'A | where K in ((B | project K)) | extend g = geo_info_from_ip_address(K) | project K, V, c = tostring(g.country), g',
  'A | where K !in ((C | project K)) | extend g = geo_info_from_ip_address(K) | project K, V, c = tostring(g.country), g',
  'union (A | project K, V), (C | project K, V) | extend g = geo_info_from_ip_address(K) | project K, V, c = tostring(g.country), y = toreal(g.latitude)',
  'union (A | summarize n = count() by K), (C | project K, V) | extend g = geo_info_from_ip_address(K) | project K, V, n, c = tostring(g.country), y = toreal(g.latitude)',
  'union (A | summarize n = count() by K), (C | extend c = tostring(geo_info_from_ip_address(K).country) | project K, V, c)',
  'union (A | summarize n = count() by K), (B | where V > 1 | extend g = geo_info_from_ip_address(K) | extend c = tostring(g.country), la = toreal(g.latitude) | project K, V, c, la)',
  'union (A | summarize n = count() by K | extend c = tostring(geo_info_from_ip_address(K).country)), (C | extend c = tostring(geo_info_from_ip_address(K).country) | project K, V, c)',
  'A | summarize arg_max(V, K, L) by N | extend c = tostring(geo_info_from_ip_address(K).country) | project N, c, l = strlen(L) >= 0',
  'A | summarize n = count() by K | join kind=inner (B | summarize m = count() by K) on K | extend g = geo_info_from_ip_address(K) | project K, n, m, c = tostring(g.country), g',
  'A | summarize n = count() by K | join kind=fullouter (B | summarize m = count() by K) on K | extend g = geo_info_from_ip_address(K), h = geo_info_from_ip_address(K1) | project K, K1, n, m, c = tostring(g.country), d = tostring(h.country), e = toreal(h.longitude)',
  'A | where V > toscalar(B | summarize avg(V)) | extend g = geo_info_from_ip_address(K) | where tostring(g.country) == "ca" | project K, V',
  'A | where tostring(geo_info_from_ip_address(K).country) != "ca" | join kind=inner (B | project N, X = V) on N | where tostring(geo_info_from_ip_address(K).country) != "cA" | project K, X',
  'A | join kind=inner (C | project V, P = K) on V | extend a = tostring(geo_info_from_ip_address(K).city), b = tostring(geo_info_from_ip_address(P).city) | summarize n = count() by a, b, V',
  'A | project-rename P = K | join kind=inner (C | project V) on V | extend g = geo_info_from_ip_address(P) | extend c = tostring(g.country) | project P, c, V',
];

describe.skipIf(missing !== null)(`places of addresses on Elasticsearch 8.19 (${missing ?? 'running'})`, () => {
  let engine: Elasticsearch;
  const tables = joinedTables(1);

  beforeAll(async () => {
    engine = await startElasticsearch(execFileSync('bash', [script, '--home'], { encoding: 'utf8' }).trim());
    await loadTables(engine, 'placed', tables);
  }, 120_000);
  afterAll(() => engine?.stop(), 30_000);

  test.each(places)('%s', async (kql) => {
    const { expected, got } = await compared(engine, 'placed', kql, tables);
    expect(got).toEqual(expected);
  }, 30_000);
});
