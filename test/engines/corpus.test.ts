// Everything that the public queries become; the engines' readers take all of it: Elasticsearch over the mapped indices, the Teragrep grammar, pySigma,
// rsigma and Microsoft's parser.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backend as esql } from '../../src/backends/esql/index.ts';
import { lookupsIn, withLookups } from '../../src/backends/shared/lookups.ts';
import { frontEnd } from '../../src/compile.ts';
import { ElasticError } from '../../src/engines/elasticsearch/client.ts';
import { type Elasticsearch, startElasticsearch } from '../../src/engines/elasticsearch/node.ts';
import { withoutGaps } from '../../src/engines/splunk/grammar-gaps.ts';
import type { TargetName } from '../../src/index.ts';
import { readUnits } from '../../src/units.ts';
import { absence, corpusQueries, shared } from '../support/corpus.ts';
import { type Emitted, emit } from '../support/emit.ts';
import { ask, missingEngine } from '../support/engine.ts';
import { eventsOf, shippedIndices } from '../support/esql.ts';
import { accepts } from '../support/kusto.ts';

const scripts = {
  elastic: 'engines/elasticsearch/engine.sh',
  grammar: 'engines/splunk/grammar.sh',
  pysigma: 'engines/sigma/read.sh',
  rsigma: 'engines/sigma/evaluate.sh',
};
const reasons = shared ? await Promise.all(Object.values(scripts).map((script) => missingEngine(script))) : [];
const missing = reasons.filter((reason) => reason !== null).join('; ');

interface Text {
  readonly id: string;
  readonly text: string;
}

let all: readonly { readonly id: string; readonly results: Emitted }[] | undefined;

const emitted = (target: TargetName): readonly Text[] => {
  all ??= corpusQueries().map(({ id, query }) => ({ id, results: emit(query) }));
  return all.flatMap(({ id, results }) => {
    const output = results.get(target)?.output;
    return output ? [{ id, text: output }] : [];
  });
};

interface Properties {
  readonly [name: string]: { readonly type?: string; readonly properties?: Properties; readonly fields?: Properties };
}

/** A part of a field (`name.listed`) is a field to a query. */
const leaves = (properties: Properties, path: readonly string[] = []): readonly (readonly [string, string])[] =>
  Object.entries(properties).flatMap(([name, { type, properties: inner, fields }]) => {
    const at = [...path, name];
    return [...(type ? [[at.join('.'), type] as const] : []), ...leaves({ ...inner, ...fields }, at)];
  });

/** The fields of the lookups that the queries read, as a pack for Elastic brings them. */
const lookupIndices = (): ReadonlyMap<string, Readonly<Record<string, string>>> => {
  const found = new Map<string, Readonly<Record<string, string>>>();
  for (const { query } of corpusQueries()) {
    const unit = readUnits(query, { file: 'query.kql', format: 'kql' }).units[0];
    const { normal } = unit ? frontEnd(unit, {}) : { normal: null };
    if (!normal) continue;
    for (const asset of lookupsIn(withLookups(normal, { ...esql, profile: {} }))) {
      const form = esql.lookupForm?.(asset, {});
      if (!form) continue;
      const { mappings } = JSON.parse(form.text) as { mappings: { properties: Properties } };
      found.set(form.name, { ...found.get(form.name), ...Object.fromEntries(leaves(mappings.properties)) });
    }
  }
  return found;
};

/** Parts of Windows events that queries name: the integrations map each as a keyword when it first comes. */
const eventParts = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    emitted('esql').flatMap(({ text }) => [...text.matchAll(/\bwinlog\.event_data\.\w+/g)].map(([field]) => [field, 'keyword'])),
  );

describe.skipIf(!shared || missing !== '')(`the public queries${absence}${missing === '' ? '' : ` (missing: ${missing})`}`, () => {
  let engine: Elasticsearch;
  beforeAll(async () => {
    engine = await startElasticsearch(execFileSync('bash', [scripts.elastic, '--home'], { encoding: 'utf8' }).trim());
    const parts = eventParts();
    for (const [index, fields] of shippedIndices()) {
      const hasParts = Object.keys(fields).some((field) => field.startsWith('winlog.event_data.'));
      await engine.create(index, hasParts ? { ...parts, ...fields } : fields);
      await engine.load(index, eventsOf(index));
    }
  }, 240_000);
  afterAll(() => engine?.stop(), 30_000);

  test('Elasticsearch runs the ES|QL', { timeout: 1_800_000 }, async () => {
    const texts = emitted('esql');
    for (const [index, fields] of lookupIndices()) await engine.create(index, fields, { 'index.mode': 'lookup' });
    const failures: string[] = [];
    for (const { id, text } of texts) {
      try {
        await engine.query(text);
      } catch (error) {
        if (!(error instanceof ElasticError)) throw error;
        failures.push(`${id}: ${error.message}\n${text}`);
      }
    }
    expect(failures).toEqual([]);
    expect(texts.length).toBeGreaterThan(1000);
  });

  test('the grammar of Teragrep takes the SPL', { timeout: 900_000 }, async () => {
    const texts = emitted('spl');
    const verdicts: string[] = [];
    for (let at = 0; at < texts.length; at += 400)
      verdicts.push(
        ...(await ask(
          scripts.grammar,
          texts.slice(at, at + 400).map(({ text }) => Buffer.from(withoutGaps(text)).toString('base64')),
        )),
      );
    const failures = verdicts.flatMap((verdict, at) => {
      const { id, text } = texts[at] ?? { id: '', text: '' };
      if (verdict === 'ok') return [];
      return [`${id}: ${Buffer.from(verdict.replace(/^error /, ''), 'base64').toString()}\n${text}`];
    });
    expect(failures).toEqual([]);
    expect(texts.length).toBeGreaterThan(1300);
  });

  test('pySigma and rsigma read the Sigma', { timeout: 900_000 }, async () => {
    const texts = emitted('sigma');
    const readings = await ask(
      scripts.pysigma,
      texts.map(({ id, text }) => JSON.stringify({ id, sigma: text, parseOnly: true })),
    );
    const judged = await ask(
      scripts.rsigma,
      texts.map(({ id, text }) => JSON.stringify({ id, sigma: text, events: [{}] })),
    );
    const complaints = [
      ...readings
        .map((line) => JSON.parse(line) as { id: string; errors: string[] })
        .flatMap(({ id, errors }) => errors.map((one) => `${id}: ${one}`)),
      ...judged
        .map((line) => JSON.parse(line) as { id: string; error: string | null })
        .flatMap(({ id, error }) => (error ? [`${id}: ${error}`] : [])),
    ];
    expect(complaints).toEqual([]);
    expect(texts.length).toBeGreaterThan(900);
  });

  test("Microsoft's parser reads the KQL", { timeout: 900_000 }, () => {
    const texts = emitted('kql');
    const failures = texts.filter(({ text }) => accepts(text) === false).map(({ id }) => id);
    expect(failures).toEqual([]);
    expect(texts.length).toBeGreaterThan(2200);
  });
});
