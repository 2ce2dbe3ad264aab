// Values and names in; tokens of ES|QL out.
import { describe, expect, test } from 'vitest';
import { quoteIndex, quoteName, quoteString } from '../../../src/backends/esql/quote.ts';

describe('quoteString', () => {
  test.each([
    ['plain', '"plain"'],
    ['C:\\x', '"""C:\\x"""'],
    ['a"b', '"""a"b"""'],
    ['a"', '"a\\""'],
    ['a"""b', '"a\\"\\"\\"b"'],
    ['a\nb\\', '"a\\nb\\\\"'],
    ['\t\r', '"\\t\\r"'],
  ])('%j', (text, token) => {
    expect(quoteString(text)).toBe(token);
  });
});

describe('quoteName', () => {
  test.each([
    ['host.name', 'host.name'],
    ['@timestamp', '@timestamp'],
    ['odd name', '`odd name`'],
    ['a`b', '`a``b`'],
    ['1st', '`1st`'],
    ['first', '`first`'],
    ['a*', '`a*`'],
  ])('%s', (name, token) => {
    expect(quoteName(name)).toBe(token);
  });
});

describe('quoteIndex', () => {
  test.each([
    ['logs-m365_defender.event-*', 'logs-m365_defender.event-*'],
    ['remote:logs-*', 'remote:logs-*'],
    ['a b | c', '"a b | c"'],
  ])('%s', (name, token) => {
    expect(quoteIndex(name)).toBe(token);
  });
});
