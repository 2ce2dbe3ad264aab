// Files made to break a reader: each gives a reason, none gives a crash or takes long.
import { describe, expect, test } from 'vitest';
import { noted } from './marks.ts';

const many = (text: string, count: number): string => text.repeat(count);

describe('no rule files', () => {
  test.each([
    ['empty', '', ['error RMMC1001 1:1-1:1']],
    ['blank', ' \r\n\t\n', ['error RMMC1001 1:1-1:1']],
    ['byte order mark only', '\uFEFF', ['error RMMC1001 1:1-1:1']],
    ['binary', 'query: a\0b', ['error RMMC1002 1:9-1:10']],
    ['half a surrogate pair', 'query: \uD800', ['error RMMC1003 1:8-1:9']],
    ['10 MB', many('x', 10_000_000), ['error RMMC1004 1:1-1:1']],
    ['more than 4 MiB in UTF-8 only', many('\u{1F600}', 1_100_000), ['error RMMC1004 1:1-1:1']],
  ])('%s', (_name, text, expected) => {
    expect(noted(text, { file: 'a.yaml' })).toEqual(expected);
  });
});

describe('YAML bombs', () => {
  test.each([
    ['aliases', `a: &a [1]\nb: [${many('*a,', 100)}]\nquery: T`, 'error RMMC1013 2:101-2:102'],
    ['brackets', many('[', 1_000_000), 'error RMMC1013 1:65-1:66'],
    ['lists in lists', many('- ', 1_000_000), 'error RMMC1013 1:129-1:130'],
    ['mappings in mappings', many('a: ', 1_000_000), 'error RMMC1013 1:194-1:195'],
    ['documents', many('---\n', 200_000), 'error RMMC1013 50000:4-50001:1'],
    ['deep indentation', Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 'error RMMC1013 402:1-402:2'],
  ])('%s', (_name, text, expected) => {
    expect(noted(text, { file: 'a.yaml' })).toEqual([expected]);
  });

  test('an open quote over a whole file is an error', () => {
    expect(noted(`query: "${many('x\n', 100_000)}`, { file: 'a.yaml' }).every((line) => line.startsWith('error RMMC10'))).toBe(true);
  });
});

test('a query of more than 1 MiB is an error', () => {
  expect(noted(`query: |\n${many('  | where x == "yyyyyyyyyy"\n', 50_000)}`, { file: 'a.yaml' })).toEqual(['error RMMC1005 1:1-1:1']);
});

test('4 MB of blank lines and brackets do not keep the splitter', () => {
  expect(noted(many('a(\n\n', 250_000), { file: 'a.kql', isQuery: () => false })).toEqual([]);
  expect(noted(many('a\n\n', 300_000), { file: 'a.kql', isQuery: () => false })).toEqual([]);
});
