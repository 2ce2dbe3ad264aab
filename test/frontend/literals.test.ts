// The value of each kind of literal, and what is no literal.
import { describe, expect, it } from 'vitest';
import {
  decodeBool,
  decodeDatetime,
  decodeDecimal,
  decodeGuid,
  decodeInteger,
  decodeReal,
  decodeString,
  decodeTimespan,
} from '../../src/frontend/lexer/literals.ts';
import { parse } from '../../src/frontend/parse.ts';

/** Ticks from 0001-01-01 to 1970-01-01. */
const epoch = 621_355_968_000_000_000n;
const ticks = (iso: string): bigint => BigInt(Date.parse(iso)) * 10_000n + epoch;

describe('strings', () => {
  it.each([
    [String.raw`"a\tb\n"`, 'a\tb\n'],
    [String.raw`'\x41\u00e9\101\\\''`, "Aé\u0041\\'"],
    [String.raw`"\U0001F600"`, '😀'],
    [String.raw`@"C:\temp\"`, 'C:\\temp\\'],
    ['@"say ""hi"""', 'say "hi"'],
    ['h"secret"', 'secret'],
    ['```a\n\\b```', 'a\n\\b'],
    ['""', ''],
    ['"', ''],
  ])('%s', (image, value) => expect(decodeString(image)).toBe(value));
});

describe('whole numbers', () => {
  it.each([
    ['5', 5n],
    ['-5', -5n],
    ['0x1F', 31n],
    ['9223372036854775807', 9223372036854775807n],
    ['0xffffffffffffffff', -1n],
    ['9223372036854775808', null],
    ['1.5', null],
    ['', null],
  ] as const)('%s', (text, value) => expect(decodeInteger(text, 'long')).toBe(value));

  it('int has 32 bits', () =>
    expect(['2147483647', '2147483648', '-2147483648'].map((s) => decodeInteger(s, 'int'))).toEqual([2147483647n, null, -2147483648n]));
});

it('real', () =>
  expect(['1.5', '1e3', 'nan', '-inf', ' 2. ', 'x'].map(decodeReal)).toEqual([1.5, 1000, Number.NaN, Number.NEGATIVE_INFINITY, 2, null]));
it('decimal keeps its digits', () => expect(['0.10', '-1', '1e5', 'x'].map(decodeDecimal)).toEqual(['0.10', '-1', '1e5', null]));
it('bool', () => expect(['true', 'FALSE', '1', '0', 'yes'].map(decodeBool)).toEqual([true, false, true, false, null]));
it('guid', () =>
  expect(['74BE27DE-1e4e-49d9-b579-fe0b331d3642', '{74be27de1e4e49d9b579fe0b331d3642}', 'x'].map(decodeGuid)).toEqual([
    '74be27de-1e4e-49d9-b579-fe0b331d3642',
    '74be27de-1e4e-49d9-b579-fe0b331d3642',
    null,
  ]));

describe('timespans, in ticks', () => {
  it.each([
    ['1d', 864_000_000_000n],
    ['1.5h', 54_000_000_000n],
    ['10min', 6_000_000_000n],
    ['2m', 1_200_000_000n],
    ['5seconds', 50_000_000n],
    ['100ms', 1_000_000n],
    ['3microseconds', 30n],
    ['1tick', 1n],
    ['200nanos', 2n],
    ['0.1s', 1_000_000n],
    ['1.02:03:04', 937_840_000_000n],
    ['01:02:03.0000004', 37_230_000_004n],
    ['-1d', -864_000_000_000n],
    ['2', 1_728_000_000_000n],
    ['2 seconds', 20_000_000n],
    ['1w', null],
    ['25:00:00', null],
    ['', null],
  ] as const)('%s', (text, value) => expect(decodeTimespan(text)).toBe(value));
});

describe('datetimes, in ticks', () => {
  it.each([
    ['2024-01-01', '2024-01-01T00:00:00Z'],
    ['2024-01-01 10:00', '2024-01-01T10:00:00Z'],
    ['2024-01-01T10:00:05.25Z', '2024-01-01T10:00:05.250Z'],
    ['2024-01-01T10:00:00+02:00', '2024-01-01T08:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['2024/3/4', '2024-03-04T00:00:00Z'],
    ['2024-05', '2024-05-01T00:00:00Z'],
    ['2024', '2024-01-01T00:00:00Z'],
    ['"2024-01-01"', '2024-01-01T00:00:00Z'],
    ['20240102', '2024-01-02T00:00:00Z'],
    ['Sat, 8 Nov 14 15:05:02 GMT', '2014-11-08T15:05:02Z'],
    ['Saturday, 08-Nov-14 15:05:02 UTC', '2014-11-08T15:05:02Z'],
    ['12/31/2023 11:59:59 PM', '2023-12-31T23:59:59Z'],
    ['2017 - 08 - 01', '2017-08-01T00:00:00Z'],
    ['2024-01-01 12:30 AM', '2024-01-01T00:30:00Z'],
    ['2025, 6, 14', '2025-06-14T00:00:00Z'],
  ])('%s', (text, iso) => expect(decodeDatetime(text)).toBe(ticks(iso)));

  it('keeps 100 ns', () => expect(decodeDatetime('2024-01-01 00:00:00.1234567')).toBe(ticks('2024-01-01T00:00:00Z') + 1_234_567n));
  it('counts from the year 1', () => expect(decodeDatetime('0001-01-01')).toBe(0n));

  it.each([
    '2024-13-01',
    '2023-02-29',
    '13-02-2022',
    'yesterday',
    '8:00:00 AM',
    '2024-01-01 25:00',
    '2024-01-01 10',
    '',
  ])('%s is none', (text) => expect(decodeDatetime(text)).toBeNull());
});

const literal = (text: string): unknown => {
  const statement = parse(`print ${text}`).ast.statements[0];
  const operator = statement?.kind === 'expression' && statement.expr.kind === 'pipe' ? statement.expr.operators[0] : undefined;
  const expr = operator?.kind === 'print' ? operator.columns[0]?.expr : undefined;
  return expr?.kind === 'literal' ? [expr.type, expr.value] : expr?.kind;
};

describe('typed', () => {
  it.each([
    ['5', ['long', 5n]],
    ['int(5)', ['int', 5n]],
    ['long(null)', ['long', null]],
    ['double(1)', ['real', 1]],
    ['date(2024-01-01)', ['datetime', ticks('2024-01-01T00:00:00Z')]],
    ['time(1d)', ['timespan', 864_000_000_000n]],
    ['bool(1)', ['bool', true]],
    ['true', ['bool', true]],
    ['decimal(1.50)', ['decimal', '1.50']],
    ['"a" "b"', ['string', 'ab']],
    ['guid(74be27de-1e4e-49d9-b579-fe0b331d3642)', ['guid', '74be27de-1e4e-49d9-b579-fe0b331d3642']],
    ['real(nan)', ['real', Number.NaN]],
    ['-5', 'unary'],
  ])('%s', (text, value) => expect(literal(text)).toEqual(value));
});

describe('dynamic', () => {
  it.each([
    ['dynamic(null)', null],
    ['dynamic([1, -2.5, "a", true, null])', [1n, -2.5, 'a', true, null]],
    ['dynamic({\'a\': {"b": []}})', new Map([['a', new Map([['b', []]])]])],
    [
      'dynamic([1d, datetime(2024-01-01)])',
      [
        { ticks: 864_000_000_000n, type: 'timespan' },
        { ticks: ticks('2024-01-01T00:00:00Z'), type: 'datetime' },
      ],
    ],
    ['dynamic(dynamic([1]))', [1n]],
  ])('%s', (text, value) => expect(literal(text)).toEqual(['dynamic', value]));
});
