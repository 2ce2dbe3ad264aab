// Blocks of NDJSON in, rows and bad lines out: the quick way over bytes gives what JSON.parse and the long way give.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellOfValue } from '../../src/data/cells.ts';
import { recordOfLine } from '../../src/data/json-line.ts';
import { kinds, lineScanner, slack } from '../../src/data/json-scan.ts';
import { type BlockRows, blockReader } from '../../src/data/line-reader.ts';
import type { RowTest } from '../../src/eval/prefilter.ts';
import { jsonOf } from '../../src/eval/values/json.ts';
import { textOf } from '../../src/eval/values/text.ts';
import type { Column } from '../../src/ir/types.ts';

const columns: readonly Column[] = [
  { name: 'a', type: 'string' },
  { name: 'b', type: 'dynamic' },
  { name: 'clé', type: 'long' },
  { name: 'at', type: 'datetime' },
];

const blockOf = (lines: readonly string[]): { readonly block: Buffer; readonly end: number } => {
  const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  return { block: Buffer.concat([text, Buffer.alloc(slack, '"')]), end: text.length };
};

const read = (lines: readonly string[], tests: readonly RowTest[] = [], keepsMisfits = false): BlockRows => {
  const { block, end } = blockOf(lines);
  return blockReader({ columns, needed: null, tests, keepsMisfits })(block, 0, end);
};

const shown = ({ rows, bad }: BlockRows): readonly string[] => [
  ...rows.map((row) =>
    row.map((cell, i) => (columns[i]?.type === 'dynamic' ? jsonOf(cell as null) : textOf(cell, columns[i]?.type ?? 'string'))).join('|'),
  ),
  ...bad.map(({ line, problem }) => `${line}: ${problem.replace(/\(.*\)/s, '(…)')}`),
];

/** What the long way makes of a line, with JSON.parse as the judge of what is JSON. */
const expected = (line: string): readonly string[] => {
  if (line.trim() === '') return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return ['1: this is not JSON (…)'];
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return ['1: this is no JSON object'];
  const record = recordOfLine(line);
  if (record === null || typeof record === 'string') throw new Error('JSON.parse takes it');
  const cells = columns.map(({ name, type }) => cellOfValue(record.get(name) ?? null, type));
  const misfits = columns.flatMap(({ name }, i) => (typeof cells[i] === 'symbol' ? [name] : []));
  if (misfits.length > 0) return [`1: not of the column's type: ${misfits.join(', ')}`];
  return shown({ rows: [cells.map((cell) => (typeof cell === 'symbol' ? null : cell))], bad: [], lines: 1 });
};

const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('\\', '"', '\u0000', 'é', 'C:\\x\\y.exe', '2026-01-02T03:04:05Z', ''),
);
const values = fc.oneof(
  texts,
  fc.integer(),
  fc.double(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }),
);
const keys = fc.oneof(fc.constantFrom('a', 'b', 'clé', 'at', 'other', 'ab'), fc.string());
const records = fc.array(fc.tuple(keys, values), { maxLength: 8 });
/** As UTF-8 can hold it: without lone surrogates. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

const blanks = fc.constantFrom('', '', '', ' ', '\t', '\r');
const lines = fc.tuple(records, blanks, blanks).map(([pairs, before, after]) => {
  const members = pairs.map(([key, value]) => `${JSON.stringify(key)}${after}:${before}${JSON.stringify(value)}`);
  return `${before}{${members.join(`${after},${before}`)}}${after}`;
});
const pieces = fc.constantFrom(
  '',
  '"',
  '\\',
  '\\u00e9',
  '\\u00g0',
  ',',
  ':',
  '{',
  '}',
  '[',
  ']',
  '0',
  '-',
  '.',
  '.0',
  'e',
  'E+1',
  ' ',
  '\u0001',
  '\ufeff',
  'true',
  'nul',
);

describe('the quick way over bytes', () => {
  test('gives what the long way gives', () => {
    fc.assert(
      fc.property(lines, (line) => {
        expect(shown(read([line]))).toEqual(expected(line));
      }),
      { numRuns: 2000 },
    );
  });

  test('judges damaged lines as JSON.parse does', () => {
    const damaged = fc.tuple(lines, fc.nat(), fc.nat(3), pieces).map(([text, at, cut, piece]) => {
      const place = at % (text.length + 1);
      return wellFormed(text.slice(0, place) + piece + text.slice(place + cut));
    });
    fc.assert(
      fc.property(damaged, (line) => {
        expect(shown(read([line]))).toEqual(expected(line));
      }),
      { numRuns: 5000 },
    );
  });

  test('is the way of plain lines', () => {
    const scanner = lineScanner(['a']);
    const { block, end } = blockOf(['{"x":[{"y":"\\u0041"}],"a":"é\\n","z":-1.5e3,"t":true}']);
    scanner.open(block);
    expect([scanner.scan(0, end - 1), scanner.found[0]]).toEqual([true, kinds.quotedText]);
  });

  test('learns the keys of lines that differ', () => {
    const some = ['{"a":"1","b":2}', '{"b":3,"a":"4"}', '{"ab":5,"a":"6","a":"7"}', '{"x":1}', '{"a":"1","b":2}'];
    expect(shown(read(some))).toEqual(['1|2||', '4|3||', '7|null||', '|null||', '1|2||']);
  });
});

describe('blocks', () => {
  test('numbers are what their text says', () => {
    expect(
      shown(read(['{"a":1.0,"b":1.0,"clé":9007199254740993}', '{"a":12345678901234567890,"b":{"2":1.0,"1":[1e2]},"clé":1.0}'])),
    ).toEqual(['1.0|1.0|9007199254740993|', '1.2345678901234567E+19|{"2":1.0,"1":[100.0]}|1|']);
  });

  test('a line that a test rules out is held to its types all the same', () => {
    const never: RowTest = { slots: [0], holds: () => false };
    expect(shown(read(['{"clé":"many"}', '{"a":"x"', '{"clé":5}'], [never]))).toEqual([
      "1: not of the column's type: clé",
      '2: this is not JSON (…)',
    ]);
  });

  test('tests see the cells that they ask for, and rows are whole', () => {
    const only: RowTest = { slots: [0], holds: (row) => (row[0] === 'x' ? null : row[0] === 'yes') };
    expect(shown(read(['{"a":"x"}', '{"a":"yes","b":"later","clé":5}', '{"a":"no"}'], [only]))).toEqual(['yes|"later"|5|']);
  });

  test('misfits stay as nulls where that is asked for', () => {
    expect(shown(read(['{"a":"x","at":"soon"}'], [], true))).toEqual(['x|null||', "1: not of the column's type: at"]);
  });
});
