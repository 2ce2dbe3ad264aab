// The engine that reads SPL after its documentation: events of several places in, answers out.
import { expect, test } from 'vitest';
import type { Answer, Dataset } from '../../../src/engines/engine.ts';
import { documentedName, findDocumented, splEngine } from '../../../src/engines/splunk/documented.ts';
import { regexEngine } from '../../support/pcre2.ts';

const engine = splEngine({ takes: 'spl', regex: regexEngine, now: () => 1_000_000_000 });

const data: readonly Dataset[] = [
  {
    place: 'one',
    fields: new Map(),
    events: [
      { _time: 999_995, index: 'main', n: 5, on: true },
      { _time: 999_999, index: 'main', n: 7, on: false },
    ],
  },
  { place: 'two', fields: new Map(), events: [{ _time: 999_999, index: 'main', n: 9 }] },
];

const ask = async (query: string): Promise<Answer> => {
  const loaded = await engine.load(data);
  const answer = await loaded.ask(query);
  await loaded.drop();
  return answer;
};

test('is never called Splunk', () => {
  expect(engine.name).toBe('spl (documented rules)');
  expect(documentedName).toBe(engine.name);
});

test('events are found by their place, newest first, as texts', async () => {
  expect(await ask('index=one | table n on')).toEqual({
    kind: 'rows',
    columns: ['n', 'on'],
    rows: [
      ['7', 'false'],
      ['5', 'true'],
    ],
  });
});

test('time bounds count from the clock that is given', async () => {
  expect(await ask('index=one earliest=-3s | table n')).toEqual({ kind: 'rows', columns: ['n'], rows: [['7']] });
});

test('an open point that decides is told', async () => {
  expect(await ask('index=one | head 1 | where NOT none="x" | table n')).toEqual({
    kind: 'rows',
    columns: ['n'],
    rows: [],
    dependsOn: ['notOfNullIsTrue'],
  });
});

test('a text that is no SPL is refused', async () => {
  expect(await ask('index=one | where (')).toMatchObject({ kind: 'refused' });
});

test("an error of Splunk's is refused", async () => {
  expect(await ask('index=one | where match(n, "(")')).toEqual({
    kind: 'refused',
    reason: "an error of Splunk's: the regular expression (: missing closing parenthesis (at 1)",
  });
});

test('what is not computed is no verdict', async () => {
  expect(await ask('index=one | transaction n')).toEqual({ kind: 'unable', reason: 'not computed: the command transaction' });
});

test('places are told apart', () => {
  expect(engine.placeFor('index=*')).not.toBe(engine.placeFor('index=*'));
});

test('it is found with its PCRE', async () => {
  expect((await findDocumented('spl')).gives).toBe('rows');
});
