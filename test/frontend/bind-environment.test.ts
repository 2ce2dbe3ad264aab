// Which environment a query means, and the time column of its table.
import { expect, test } from 'vitest';
import type { Source } from '../../src/ir/pipeline.ts';
import { boundQuery } from '../support/binding.ts';

const timeColumn = (text: string): string | null => {
  const source: Source = boundQuery(text).pipeline.source;
  return source.kind === 'table' ? source.timeColumn : 'no table';
};

test.each([
  ['DeviceEvents | where Timestamp > ago(1d)', 'Timestamp'],
  ['DeviceEvents | where TimeGenerated > ago(1d)', 'TimeGenerated'],
  ['DeviceEvents | where TimeGenerated > ago(1d) and Timestamp > ago(1d)', 'Timestamp'],
  ['DeviceEvents | count', 'Timestamp'],
  ['SecurityEvent | count', 'TimeGenerated'],
  ['Foo_CL | where TimeGenerated > ago(1d)', 'TimeGenerated'],
  ['Foo_CL | where Timestamp > ago(1d)', 'Timestamp'],
  ['Foo_CL | count', null],
])('%s', (text, expected) => {
  expect(timeColumn(text)).toBe(expected);
});

test('a column of the other environment joins the columns when the query names it', () => {
  const names = boundQuery('DeviceEvents | where Timestamp > ago(1d) and TimeGenerated > ago(1d)').frame.columns.map(
    (column) => column.name,
  );
  expect(names.filter((name) => name === 'TimeGenerated' || name === 'TenantId')).toEqual(['TimeGenerated']);
});
