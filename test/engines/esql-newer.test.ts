// Queries for a newer Elasticsearch in; the verdict of the grammar of 9.5.2 out. Its engine is not published: nothing here runs a query. Its JSON_EXTRACT is
// there, and reads what the reference evaluator reads.
import { describe, expect, test } from 'vitest';
import { jsonPath } from '../../src/backends/esql/json/json-extract.ts';
import { parseJson } from '../../src/eval/values/json.ts';
import { valueAt } from '../../src/eval/values/json-path.ts';
import { textOf } from '../../src/eval/values/text.ts';
import { absence, corpusQueries, shared } from '../support/corpus.ts';
import { catalogueRules, emit, shippedRules } from '../support/emit.ts';
import { ask, missingEngine } from '../support/engine.ts';
import { hostileValues, stringOperators } from '../support/hostile.ts';

const script = 'engines/elasticsearch/newer.sh';
const missing = await missingEngine(script);
if (missing) console.info(`checks of newer ES|QL are skipped: ${missing}`);

const encoded = (text: string): string => Buffer.from(text).toString('base64');
const decoded = (text: string): string => Buffer.from(text, 'base64').toString();

interface Query {
  readonly name: string;
  readonly esql: string;
}

const versions = { esql: '9.5' };

/** The queries that the grammar does not take, with its first complaint. */
const rejected = async (queries: readonly Query[]): Promise<readonly string[]> => {
  const verdicts = await ask(
    script,
    queries.map(({ esql }) => `query ${encoded(esql)}`),
  );
  return verdicts.flatMap((verdict, at) =>
    verdict === 'ok' ? [] : [`${queries[at]?.name}: ${decoded(verdict.replace(/^error /, ''))}\n${queries[at]?.esql}`],
  );
};

const queryOf = (name: string, rule: string, file = 'rule.kql'): readonly Query[] => {
  const esql = emit(rule, { file, to: ['esql'], versions }).get('esql')?.output;
  return esql ? [{ name, esql }] : [];
};

/** What a cell shows, and null for nothing: a warning stands for that, too. */
const read = async (cases: readonly (readonly [string, readonly (string | number)[]])[]): Promise<readonly (string | null)[]> => {
  const answers = await ask(
    script,
    cases.map(([text, keys]) => `json ${encoded(text)} ${encoded(jsonPath(keys.map(String)))}`),
  );
  return answers.map((answer) => (answer.startsWith('value ') ? decoded(answer.slice(6)) : null));
};

const text = `{"a":{"b":["x\\"y\\\\",{"c d":"\u00e9\\u00e9\\n","it's":true,"A.C":null,"":"empty"}],"[k]":{"q":"Z"}},"n":-12,"big":12345678901234567,"f":1.5,"yes":true,"no":false,"nothing":null,"blank":"","list":[1,"two",null,{"x":[]}],"@t":"1","Case":"upper","case":"lower"}`;

const paths: readonly (readonly (string | number)[])[] = [
  ['a', 'b', 0],
  ['a', 'b', 1, 'c d'],
  ['a', 'b', 1, "it's"],
  ['a', 'b', 1, 'A.C'],
  ['a', 'b', 1, ''],
  ['a', '[k]', 'q'],
  ['a', 'b', 2],
  ['a', 0],
  ['a', 'b', 'c'],
  ['n'],
  ['big'],
  ['f'],
  ['yes'],
  ['no'],
  ['nothing'],
  ['blank'],
  ['list'],
  ['list', 1],
  ['list', 2],
  ['list', 3],
  ['@t'],
  ['Case'],
  ['case'],
  ['CASE'],
  ['n', 'x'],
];

describe.skipIf(missing !== null)(`ES|QL 9.5${missing === null ? '' : ` (missing: ${missing})`}`, () => {
  test('the grammar tells ES|QL from what is not', async () => {
    const queries = [
      'FROM a METADATA _source | WHERE JSON_EXTRACT(_source, "a.b") == "c"',
      'FROM a | WHERE (x == "b"',
      'FROM a | WHER x',
      'FROM a | EVAL x =',
    ].map((esql) => ({ name: esql, esql }));
    expect((await rejected(queries)).map((one) => one.split(': ')[0])).toEqual(queries.slice(1).map(({ name }) => name));
  });

  test('the grammar takes the shipped rules and those of the catalogue', async () => {
    const queries = [...shippedRules(), ...catalogueRules()].flatMap(({ file, text: rule }) => queryOf(file, rule, file));
    expect(queries.length).toBeGreaterThan(250);
    expect(await rejected(queries)).toEqual([]);
  });

  test('the grammar takes hostile keys and values', async () => {
    const queries = hostileValues.flatMap((value) => [
      ...queryOf(
        `the key ${JSON.stringify(value)}`,
        `CloudAppEvents | where RawEventData.a[@'${value.replaceAll("'", "''")}'] contains "x"`,
      ),
      ...stringOperators.flatMap(({ name, kql }) =>
        queryOf(`${name} ${JSON.stringify(value)}`, `CloudAppEvents | where ${kql('tostring(RawEventData.a)', value)}`),
      ),
    ]);
    expect(queries.length).toBeGreaterThan(100);
    expect(await rejected(queries)).toEqual([]);
  });

  test('JSON_EXTRACT reads what the evaluator reads', async () => {
    const wanted = paths.map((path) => {
      const found = valueAt(parseJson(text) ?? null, path);
      return found === undefined || found === null ? null : textOf(found, 'dynamic');
    });
    expect(await read(paths.map((path) => [text, path]))).toEqual(wanted);
  });

  test('JSON_EXTRACT takes keys that hold signs of a path', async () => {
    const keys = [...hostileValues, "'", "\\'", '[0]', 'a.b', '$', '$.a', '*', '..', ' ', "['x']", '-1', '1e3', 'é'].filter(
      (key) => !/^\d+$/.test(key),
    );
    const cases = keys.map((key) => [JSON.stringify({ o: { [key]: 'found', other: 'x' } }), ['o', key]] as const);
    expect(await read(cases)).toEqual(keys.map(() => 'found'));
  });

  test('what is no JSON, or holds a key twice, is nothing to it', async () => {
    expect(
      await read([
        ['', ['a']],
        ['abc', ['a']],
        ['{"a":1', ['b']],
        ['{"a":1,"a":2,"b":3}', ['a']],
        ['{"a":1,"a":2,"b":3}', ['b']],
      ]),
    ).toEqual([null, null, null, '1', null]);
  });

  test.skipIf(!shared)(`the grammar takes what the public queries become${absence}`, async () => {
    const queries = corpusQueries().flatMap(({ id, query }) => queryOf(id, query));
    expect(queries.length).toBeGreaterThan(1_800);
    expect(await rejected(queries)).toEqual([]);
  });
});
