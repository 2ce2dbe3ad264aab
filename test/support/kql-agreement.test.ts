// Answers as another engine could give them in; what the comparison with the evaluator's own says of them out.
import { expect, test } from 'vitest';
import { datetimeOfText } from '../../src/eval/values/time.ts';
import { isoOfTicks } from '../../src/ir/time.ts';
import { type Agreement, agreementOf } from './kql-agreement.ts';
import { preparedCase } from './kql-case.ts';
import { linesOfOurs } from './kql-engines.ts';
import { verdictsOn } from './kql-verdict.ts';
import { mapCalls } from './map-calls.ts';

const options = { now: datetimeOfText('2026-01-10T00:00:00Z') ?? 0n, seed: 7 };

const caseOf = (query: string) => {
  const prepared = preparedCase('one', query, options);
  if (prepared.kind !== 'case') throw new Error(prepared.reason);
  return prepared;
};

type Rows = readonly (readonly string[])[];

/** The verdict on our own answer after a change to it. */
const judged = (query: string, change: (rows: Rows) => Rows): string => {
  const one = caseOf(query);
  const answer = { id: 'one', columns: one.ours.columns.map(({ name }) => name), rows: change(linesOfOurs(one.ours)) };
  const agreement: Agreement = agreementOf(one, answer);
  return agreement.kind === 'different' ? (agreement.difference.split('\n')[0] ?? '') : agreement.kind;
};

const names = 'DeviceProcessEvents | project FileName';

test('the same rows in any order are equal, one row less is not', () => {
  expect(judged(names, (rows) => rows.toReversed())).toBe('equal');
  expect(judged(names, (rows) => rows.slice(1))).toMatch(/^36 \| 35 rows$/);
});

test('rows that a limit leaves open may be others, not more, and none that are not there', () => {
  const three = `${names} | limit 3`;
  expect(judged(three, (rows) => rows.slice(1))).toBe('no order gives 2 rows');
  expect(judged(three, (rows) => rows.map(() => ['nowhere']))).toBe('values that no order gives in FileName');
  const all = linesOfOurs(caseOf(names).ours);
  expect(judged(three, () => all.slice(-3))).toBe('order');
});

test('what no order changes must be the same: the greatest time, and the count', () => {
  const last = 'DeviceProcessEvents | summarize arg_max(FileName, DeviceName), count() by DeviceId';
  expect(judged(last, (rows) => rows.map(([id = '', name = '', , count = '']) => [id, name, 'nowhere', count]))).toBe(
    'values that no order gives in DeviceName',
  );
  expect(judged(last, (rows) => rows.map(([id = '', name = '', device = '']) => [id, name, device, '99']))).toBe(
    'other values in DeviceId, FileName, count_, which no order changes',
  );
});

test('a quirk explains an answer that shows it, and no other', async () => {
  const one = { ...caseOf('DeviceProcessEvents | summarize count() by bin(Timestamp, 7d)'), options };
  const imitated = caseOf('DeviceProcessEvents | summarize count() by bin_at(Timestamp, 7d, datetime(1970-01-01))');
  const names = one.ours.columns.map(({ name }) => name);
  const rows = imitated.ours.rows.map(([at, count]) => [isoOfTicks(at as bigint), String(count)] as const);
  const answered = (shift: string) => async () => [{ id: 'one', columns: names, rows: rows.map(([at, count]) => [at, count + shift]) }];
  const [right] = await verdictsOn('duckdb-kql', [one], answered(''));
  const [wrong] = await verdictsOn('duckdb-kql', [one], answered('0'));
  expect([right?.kind, wrong?.kind]).toEqual(['quirk', 'different']);
});

test('calls are rewritten from the inside, not in texts', () => {
  expect(mapCalls('T | extend a = f(g(f(x)), ")"), b = "f(y)", c = f (z)', ['f'], (call) => `<${call}>`)).toBe(
    'T | extend a = <f(g(<f(x)>), ")")>, b = "f(y)", c = <f(z)>',
  );
});
