// Schemas: environments, time columns, user tables.
import { expect, test } from 'vitest';
import { builtinSchema } from '../../src/frontend/schema/schema.ts';

const columnNames = (table: string, preferred: 'defender' | 'sentinel', choice: 'auto' | 'defender' | 'sentinel' = 'auto') =>
  builtinSchema(choice)
    .table(table, preferred)
    ?.columns.map((column) => column.name);

test('a table of one environment comes from there', () => {
  expect(builtinSchema().table('SecurityEvent', 'defender')?.timeColumn).toBe('TimeGenerated');
  expect(builtinSchema().table('ExposureGraphEdges', 'sentinel')?.timeColumn).toBeNull();
});

test('a table of both comes from the preferred one', () => {
  expect(builtinSchema().table('DeviceProcessEvents', 'defender')?.timeColumn).toBe('Timestamp');
  expect(builtinSchema().table('DeviceProcessEvents', 'sentinel')?.timeColumn).toBe('TimeGenerated');
});

test('a chosen environment overrides the query', () => {
  expect(builtinSchema('sentinel').table('DeviceProcessEvents', 'defender')?.timeColumn).toBe('TimeGenerated');
});

test('columns of the other environment are extra', () => {
  const table = builtinSchema().table('DeviceProcessEvents', 'defender');
  expect(table?.columns.some((column) => column.name === 'TimeGenerated')).toBe(false);
  expect(table?.extra.find((column) => column.name === 'TimeGenerated')).toEqual({ name: 'TimeGenerated', type: 'datetime' });
});

test('types are spelt out', () => {
  expect(builtinSchema().table('ExposureGraphEdges', 'defender')?.columns.slice(0, 4)).toMatchInlineSnapshot(`
    [
      {
        "name": "EdgeId",
        "type": "string",
      },
      {
        "name": "EdgeLabel",
        "type": "string",
      },
      {
        "name": "SourceNodeId",
        "type": "string",
      },
      {
        "name": "SourceNodeName",
        "type": "string",
      },
    ]
  `);
});

test('names of objects are no tables', () => {
  expect(columnNames('constructor', 'defender')).toBeUndefined();
  expect(columnNames('__proto__', 'sentinel')).toBeUndefined();
});

test('user tables are added and replace others', () => {
  const own = { columns: [{ name: 'x', type: 'long' as const }], timeColumn: null };
  const schema = builtinSchema().withTables(new Map([['SecurityEvent', own]]));
  expect(schema.table('SecurityEvent', 'sentinel')).toEqual({ name: 'SecurityEvent', ...own, extra: [] });
  expect(builtinSchema().table('SecurityEvent', 'sentinel')?.columns.length).toBeGreaterThan(100);
});
