// Lists of a profile in the place of a rule's own.
import { describe, expect, test } from 'vitest';
import { translate } from '../../src/compile.ts';
import { noOverlay } from '../../src/ir/overlay.ts';

const made = (kql: string, lets: Readonly<Record<string, readonly string[]>>) => {
  const names: string[] = [];
  const overlay = { ...noOverlay, lets: new Map(Object.entries(lets)) };
  const { results } = translate(kql, {
    file: 'a.kql',
    to: ['kql'],
    profile: { name: 'acme', targets: {}, overlay },
    onLet: (name) => names.push(name),
  });
  const said = results[0]?.diagnostics.map(({ severity, code, line, column }) => `${line}:${column} ${severity} ${code}`);
  return { output: results[0]?.output?.replace(/\s+/g, ' ').trim(), said, names };
};

const rule = (value: string): string => `let Tools = ${value};\nDeviceEvents | where FileName in~ (Tools)`;

describe('the list of a `let` is the profile’s', () => {
  test.each([
    ['dynamic(["x.exe"])'],
    ['(dynamic(["x.exe", "y.exe"]))'],
    ['dynamic([])'],
    ['pack_array("x.exe")'],
    ['datatable(n:string)["x.exe"]'],
  ])('%s', (value) => {
    expect(made(rule(value), { Tools: ['a.exe', 'b"\\'] })).toEqual({
      output: 'DeviceEvents | where FileName in~ ("a.exe", @"b""\\")',
      said: ['1:1 info RMMC8083'],
      names: ['Tools'],
    });
  });

  test('also when it is empty', () => {
    expect(made(`let Tools = dynamic(["x"]); DeviceEvents | where FileName !in~ (Tools)`, { Tools: [] }).output).toBe('DeviceEvents');
  });
});

test.each([
  ['5'],
  ['dynamic([1])'],
  ['DeviceInfo | project DeviceName'],
  ['datatable(a:string, b:string)["x", "y"]'],
  ['"x"'],
])('%s is no list of texts: an error on the `let`', (value) => {
  const { output, said, names } = made(`let Tools = ${value};\nDeviceEvents`, { Tools: ['a'] });
  expect([output, said, names]).toEqual([undefined, ['1:1 error RMMC8084'], ['Tools']]);
});

test('other names stay as they are', () => {
  expect(made(rule('dynamic(["x.exe"])'), { tools: ['a'], constructor: ['b'] })).toEqual({
    output: 'DeviceEvents | where FileName =~ "x.exe"',
    said: [],
    names: [],
  });
});
