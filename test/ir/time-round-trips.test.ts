// A time that is written and read again is the time without what the text leaves off: the pass, and the reference evaluator before and after it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from '../../src/eval/evaluate.ts';
import { stillWorld } from '../../src/eval/still-world.ts';
import { timeRoundTrips } from '../../src/ir/passes/time-round-trips.ts';
import { boundQuery, normal } from '../support/binding.ts';
import { linesOf } from '../support/stages.ts';

const expressionOf = (text: string): string => normal(`T | project X = ${text}`).split('\n').slice(1).join('\n');

test('what the format leaves off is cut', () => {
  expect(expressionOf("todatetime(format_datetime(Timestamp, 'MM/dd/yyyy HH:mm'))")).toMatchInlineSnapshot(
    `"(project (= X (bin Timestamp 00:01:00)))"`,
  );
  expect(expressionOf("todatetime(format_datetime(Timestamp, 'yyyy-MM-dd'))")).toMatchInlineSnapshot(
    `"(project (= X (bin Timestamp 1.00:00:00)))"`,
  );
  expect(expressionOf("todatetime(format_datetime(Timestamp, 'yyyy-MM-dd HH:mm:ss.fffffff'))")).toMatchInlineSnapshot(
    `"(project (= X Timestamp))"`,
  );
  expect(expressionOf('todatetime(tostring(Timestamp))')).toMatchInlineSnapshot(`"(project (= X Timestamp))"`);
});

test('a format that KQL reads otherwise, or not at all, stays', () => {
  expect(expressionOf("todatetime(format_datetime(Timestamp, 'dd/MM/yyyy'))")).toMatchInlineSnapshot(
    `"(project (= X (todatetime (format_datetime Timestamp "dd/MM/yyyy"))))"`,
  );
  expect(expressionOf("todatetime(format_datetime(Timestamp, 'HH:mm'))")).toMatchInlineSnapshot(
    `"(project (= X (todatetime (format_datetime Timestamp "HH:mm"))))"`,
  );
});

const formats = ['yyyy-MM-dd', 'MM/dd/yyyy', 'yyyy-MM-dd HH:mm', 'MM/dd/yyyy HH:mm', 'MM/dd/yyyy HH:mm:ss', 'yyyy-MM-dd HH:mm:ss.fff'];

const columns = [{ name: 'Timestamp', type: 'datetime' }] as const;

test('the evaluator gives the same rows before and after', () => {
  const times = fc.bigInt({ min: 600_000_000_000_000_000n, max: 700_000_000_000_000_000n });
  fc.assert(
    fc.property(fc.constantFrom(...formats), fc.option(times), (format, time) => {
      const query = boundQuery(`T | project X = todatetime(format_datetime(Timestamp, '${format}'))`);
      const world = stillWorld(new Map([['T', { columns, rows: [[time]] }]]), 0n);
      const after = timeRoundTrips(query);
      expect(after).not.toEqual(query);
      expect(linesOf(evaluate(after, world))).toEqual(linesOf(evaluate(query, world)));
    }),
    { numRuns: 300 },
  );
});
