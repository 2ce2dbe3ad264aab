// Values and names in KQL's spelling.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { literalText, quoteMember, quoteName, quoteString } from '../../../src/backends/kql/quote.ts';
import { parse } from '../../../src/frontend/parse.ts';
import { shortDatetime, shortTimespan } from '../../../src/ir/time.ts';
import { ticksPerDay, ticksPerSecond, unixEpochTicks } from '../../../src/ir/types.ts';

describe('strings', () => {
  test.each([
    ['plain', '"plain"'],
    ["it's", '"it\'s"'],
    ['say "hi"', '"say \\"hi\\""'],
    ['C:\\Users\\', '@"C:\\Users\\"'],
    ['\\"', '@"\\"""'],
    ['"\\"', '"\\"\\\\\\""'],
    ['a\nb\t\r', '"a\\nb\\t\\r"'],
    ['a\\b\n', '"a\\\\b\\n"'],
    ['\u0000\u2028', '"\\u0000\\u2028"'],
    ['\ud800', '"\\ud800"'],
    ['\u{1F600}', '"\u{1F600}"'],
    ['', '""'],
  ])('%j', (text, spelt) => {
    expect(quoteString(text)).toBe(spelt);
  });

  test('any text is read back as it was', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('\\', '"', "'", '@', '\n', 'u', '0', '`') })),
        (text) => {
          const [statement] = parse(`print ${quoteString(text)}`).ast.statements;
          const values: unknown[] = [];
          JSON.stringify(statement, (_, node) => {
            if (node?.kind === 'literal' && node.type === 'string') values.push(node.value);
            return typeof node === 'bigint' ? String(node) : node;
          });
          expect(values).toEqual([text]);
        },
      ),
    );
  });
});

test.each([
  ['FileName', 'FileName'],
  ['_x1', '_x1'],
  ['odd name', "['odd name']"],
  ["it's", "['it\\'s']"],
  ['a\\b', "['a\\\\b']"],
  ['1st', "['1st']"],
  ['where', "['where']"],
  ['été', "['été']"],
  ['', "['']"],
])('name %j', (name, spelt) => {
  expect(quoteName(name)).toBe(spelt);
});

test.each([
  ['a', '.a'],
  ['a b', '["a b"]'],
  ['a"b', '["a\\"b"]'],
  ['count', '["count"]'],
])('member %j', (key, spelt) => {
  expect(quoteMember(key)).toBe(spelt);
});

test.each([
  [5n * ticksPerDay, '5d'],
  [90n * 60n * ticksPerSecond, '90m'],
  [-ticksPerSecond, '-1s'],
  [ticksPerSecond / 10n, '100ms'],
  [10n, '1microsecond'],
  [7n, '7tick'],
  [0n, '0s'],
])('timespan of %s ticks', (ticks, spelt) => {
  expect(shortTimespan(ticks)).toBe(spelt);
});

test.each([
  [unixEpochTicks, '1970-01-01'],
  [unixEpochTicks + 36_000n * ticksPerSecond, '1970-01-01T10:00:00Z'],
  [unixEpochTicks + 1n, '1970-01-01T00:00:00.0000001Z'],
  [unixEpochTicks - ticksPerSecond / 2n, '1969-12-31T23:59:59.5Z'],
  [0n, '0001-01-01'],
])('datetime at %s ticks', (ticks, spelt) => {
  expect(shortDatetime(ticks)).toBe(spelt);
});

test.each([
  ['bool', true, 'true'],
  ['long', -5n, '-5'],
  ['int', 5n, 'int(5)'],
  ['real', 1, '1.0'],
  ['real', 1e21, '1e21'],
  ['real', -0, '-0.0'],
  ['real', Number.NaN, 'real(nan)'],
  ['real', Number.NEGATIVE_INFINITY, 'real(-inf)'],
  ['decimal', '1.50', 'decimal(1.50)'],
  ['guid', '74be27de-1e4e-49d9-b579-fe0b331d3642', 'guid(74be27de-1e4e-49d9-b579-fe0b331d3642)'],
  ['datetime', null, 'datetime(null)'],
  ['timespan', null, 'timespan(null)'],
  ['dynamic', null, 'dynamic(null)'],
  ['dynamic', [1n, 1, true, null, 'a"b'], 'dynamic([1, 1.0, true, null, "a\\"b"])'],
  [
    'dynamic',
    new Map([['constructor', { ticks: unixEpochTicks, type: 'datetime' as const }]]),
    'dynamic({"constructor": datetime(1970-01-01)})',
  ],
] as const)('%s literal %s', (type, value, spelt) => {
  expect(literalText(type, value)).toBe(spelt);
});
