// `column_ifexists()` where the columns are not all known in; what is read instead out.
import { expect, test } from 'vitest';
import { translate } from '../../../src/index.ts';

const said = (kql: string): readonly [string, string | null] => {
  const [result] = translate(kql, { file: 'q.kql', format: 'kql', to: ['spl'] }).results;
  const codes = result?.diagnostics.flatMap(({ code }) => (['RMMC3836', 'RMMC3837', 'RMMC3001'].includes(code) ? [code] : []));
  return [codes?.join() ?? '', result?.output?.split('\n')[0] ?? null];
};

test('a column of a table that no schema knows is read; the empty text stands for none of its own accord', () => {
  const [codes, first] = said('My_CL | where column_ifexists("a_s", "") =~ "x" | project TimeGenerated');
  expect(codes).toBe('');
  expect(first).toContain('a_s="x"');
});

test('another text in its place is named', () => {
  expect(said('My_CL | where column_ifexists("a_s", "None") =~ "x" | project TimeGenerated')[0]).toBe('RMMC3836');
});

test('what is no text has no such reading', () => {
  expect(said('My_CL | where column_ifexists("a_t", now()) > ago(1h) | project TimeGenerated')[0]).toBe('RMMC3001');
});

test('a watchlist has the columns that its rules ask for', () => {
  const list =
    '_GetWatchlist("agents") | extend UserAgent = column_ifexists("UserAgent", "") | where isnotempty(UserAgent) | project UserAgent';
  const [codes, first] = said(`SigninLogs | where UserAgent in ((${list})) | project TimeGenerated`);
  expect([codes, first]).not.toContain(null);
  expect(codes).toBe('');
});

test('a column that the schema of a table does not list is not there', () => {
  expect(said('SigninLogs | where column_ifexists("Nope", "x") == "x" and ResultType == "0" | project TimeGenerated')[0]).toBe('RMMC3837');
});

test.each([
  ['Score_d > 5', 'Score_d > 5'],
  ['Level > 3', 'tonumber(Level) > 3'],
  ['Level in (1, 2)', 'tonumber(Level) == 1 OR tonumber(Level) == 2'],
  ['Level !in (1, 2)', 'isnull(tonumber(Level)) OR NOT (tonumber(Level) == 1 OR tonumber(Level) == 2)'],
])('a number is compared as one: %s', (test, expected) => {
  const [result] = translate(`My_CL | where ${test}`, { file: 'q.kql', format: 'kql', to: ['spl'] }).results;
  expect(result?.output).toContain(expected);
});
