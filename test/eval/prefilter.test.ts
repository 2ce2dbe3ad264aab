// Which conditions of a query a reader of data may ask before it makes a row.
import { expect, test } from 'vitest';
import { frontEnd } from '../../src/compile.ts';
import { leadingConditions } from '../../src/eval/prefilter.ts';
import { readUnits } from '../../src/units.ts';

const asked = (kql: string): readonly string[] => {
  const [unit] = readUnits(kql, { file: 'test.kql', format: 'kql' }).units;
  const bound = unit ? frontEnd(unit, {}).bound : null;
  return bound ? leadingConditions(bound).map(({ span }) => kql.slice(span.start, span.end)) : ['broken'];
};

test.each<[string, readonly string[]]>([
  [
    'DeviceEvents | where Timestamp > ago(1d) | where ActionType has "a" and not(FileName in ("b")) | count',
    ['Timestamp > ago(1d)', 'ActionType has "a"', 'not(FileName in ("b"))'],
  ],
  ['DeviceEvents | where rand() < 0.5 and ActionType == "a"', []],
  ['DeviceEvents | where ActionType == "a" and toint(FileName) == 1 and FileName == "b"', ['ActionType == "a"']],
  ['DeviceEvents | where ActionType in ((DeviceInfo | project DeviceName)) and FileName == "b"', []],
  ['DeviceEvents | extend ActionType = "a" | where ActionType == "a"', []],
  ['union DeviceEvents, DeviceInfo | where DeviceName == "a"', []],
  ['DeviceEvents | where prev(ActionType) == "a"', []],
])('%s', (kql, conditions) => {
  expect(asked(kql)).toEqual(conditions);
});
