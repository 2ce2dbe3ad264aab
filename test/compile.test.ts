// translate(): statuses, fidelity, clauses, places; the whole way without a process.
import { expect, test } from 'vitest';
import { translate } from '../src/compile.ts';

const good = 'DeviceProcessEvents\n| where FileName =~ "a.exe"\n';

test('a rule in KQL again', () => {
  expect(translate(good, { to: ['kql'], file: 'd/a.kql' })).toEqual({
    results: [
      {
        rule: { id: null, name: 'a', file: 'd/a.kql' },
        unit: 'a',
        target: 'kql',
        status: 'ok',
        fidelity: 'exact',
        output: good,
        diagnostics: [],
        clauses: [
          { part: 'table', line: 1, column: 1, endLine: 1, endColumn: 20, text: 'DeviceProcessEvents', fidelity: 'exact', codes: [] },
          { part: 'filter', line: 2, column: 9, endLine: 2, endColumn: 28, text: 'FileName =~ "a.exe"', fidelity: 'exact', codes: [] },
        ],
      },
    ],
    diagnostics: [],
    rules: 1,
    broken: 0,
  });
});

test('all targets, in one order', () => {
  expect(translate(good).results.map((result) => [result.target, result.status])).toEqual([
    ['spl', 'ok'],
    ['esql', 'ok'],
    ['sigma', 'ok'],
    ['kql', 'ok'],
  ]);
});

test('the same bytes each time', () => {
  expect(translate(good)).toEqual(translate(good));
});

test('a broken rule is an error in every target, the rule next to it is not', () => {
  const { results, rules, broken } = translate('query: T | where\n---\nid: 2\nname: N\nquery: T\n', {
    to: ['kql', 'sigma'],
    file: 'r.yaml',
  });
  expect([rules, broken, results.map((result) => [result.rule, result.target, result.status, result.diagnostics[0]?.line])]).toEqual([
    2,
    1,
    [
      [{ id: null, name: 'r#1', file: 'r.yaml' }, 'sigma', 'error', 1],
      [{ id: null, name: 'r#1', file: 'r.yaml' }, 'kql', 'error', 1],
      [{ id: '2', name: 'N', file: 'r.yaml' }, 'sigma', 'refused', 5],
      [{ id: '2', name: 'N', file: 'r.yaml' }, 'kql', 'ok', 5],
    ],
  ]);
});

test('a document that is no rule does not vanish', () => {
  const { results, rules, broken } = translate('query: T\n---\nfoo: 1\n', { to: ['kql'], file: 'r.yaml' });
  expect([rules, broken, results.map((result) => [result.rule.name, result.status, result.diagnostics.at(-1)?.code])]).toEqual([
    2,
    1,
    [
      ['r', 'ok', 'RMMC2003'],
      ['r', 'error', 'RMMC1009'],
    ],
  ]);
});

test('what the reader says stands with the rule that it is about', () => {
  const text = 'name: A\nquery: DeviceEvents\n---\nname: B\ntactics: Execution\nquery: DeviceEvents\n';
  expect(translate(text, { to: ['kql'], file: 'r.yaml' }).results.map((result) => result.diagnostics.map((one) => one.code))).toEqual([
    [],
    ['RMMC1020'],
  ]);
});

test('without targets there are diagnostics and no results', () => {
  const { results, diagnostics, broken } = translate('T | where', { to: [] });
  expect([results, diagnostics.map((one) => one.severity), broken]).toEqual([[], ['error'], 1]);
});

test('a defect of rmmc is told as such, and only where it happens', () => {
  const seen: unknown[] = [];
  const targets = new Proxy(
    {},
    {
      get: (_object, name) => {
        if (name === 'sigma') throw new Error('boom');
        return undefined;
      },
    },
  );
  const { results, broken } = translate(good, {
    to: ['sigma', 'kql'],
    profile: { name: 'p', targets },
    onDefect: (defect) => seen.push(defect),
  });
  expect([broken, results.map((result) => [result.target, result.status, result.diagnostics.map((one) => one.message)])]).toEqual([
    0,
    [
      ['sigma', 'error', ['a defect in rmmc: Error: boom']],
      ['kql', 'ok', []],
    ],
  ]);
  expect(seen.map(String)).toEqual(['Error: boom']);
});

test('several queries in a KQL file are several rules', () => {
  const { results } = translate(`${good}\n// Second\n${good}`, { to: ['kql'], file: 'r.kql' });
  expect(results.map((result) => [result.rule.name, result.output])).toEqual([
    ['r#1', good],
    ['Second', `${good}`],
  ]);
});
