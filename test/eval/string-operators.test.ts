// String operators: https://learn.microsoft.com/kusto/query/datatypes-string-operators
import { describe, expect, test } from 'vitest';
import { needlesIn } from '../../src/eval/text-test.ts';
import { valuesAre } from './expressions.ts';

describe('terms', () => {
  valuesAre([
    ['"svc_atera_agent" has "atera"', 'true'],
    ['"KustoExplorerQueryRun" has "Explorer"', 'false'],
    ['"North America" has "america"', 'true'],
    ['"North America" has_cs "america"', 'false'],
    ['"powershell -enc abc" has "-enc "', 'true'],
    ['"x-encoded" has "-enc"', 'false'],
    ['"xa.b" has "a."', 'false'],
    ['"x.a.b" has ".a"', 'true'],
    ['"aab ab" has "ab"', 'true'],
    ['"abc" has ""', 'true'],
    ['"xabc" hasprefix "ab"', 'false'],
    ['"x abc" hasprefix "AB"', 'true'],
    ['"x abc" hassuffix "bc"', 'true'],
    ['"abcd" hassuffix "bc"', 'false'],
    ['"abc" !hasprefix "b"', 'true'],
  ]);
});

describe('lists', () => {
  valuesAre([
    ['"a b c" has_any ("x", "B")', 'true'],
    ['"port 443" has_any (dynamic([80, 443]))', 'true'],
    ['"abc" has_any (dynamic([]))', 'false'],
    ['"abc" has_all (dynamic([]))', 'true'],
    ['"a b c" has_all ("a", "C")', 'true'],
    ['"a b c" has_all ("a", "d")', 'false'],
    ['"A" in ("a", "b")', 'false'],
    ['"A" in~ ("a", "b")', 'true'],
    ['"a" !in~ ("A")', 'false'],
  ]);
});

describe('needles in a value', () => {
  const span = { start: 0, end: 0 };
  test('arrays in arrays are one list; nulls are no needles', () => {
    expect(needlesIn(['x', ['y', [443n]], null], 'dynamic', span)).toEqual(['x', 'y', '443']);
  });
  test('a bag is no list', () => {
    expect(() => needlesIn(new Map([['k', 'a']]), 'dynamic', span)).toThrow('a bag as a list of texts');
  });
});

describe('case', () => {
  valuesAre([
    ['"ÄB" =~ "Äb"', 'true'],
    ['"ÄB" =~ "äb"', 'false'],
    ['"ÄB" contains "äb"', 'false'],
    ['"Kelvin \\u212a" contains "k \\u212a"', 'false'],
    ['"ABC" startswith "ab"', 'true'],
    ['"ABC" endswith_cs "bc"', 'false'],
  ]);
});

describe('dynamic subjects', () => {
  valuesAre([
    ['dynamic({"a":"x y"}) has "y"', 'true'],
    ['dynamic({"a":"x y"}) contains "\\"a\\":\\"x"', 'true'],
    ['dynamic(["p", "q"]) has "q"', 'true'],
    ['dynamic({"path":"C:\\\\temp"}) contains @"C:\\\\temp"', 'true'],
    ['tostring(dynamic({"path":"C:\\\\temp"}).path) contains @"C:\\temp"', 'true'],
    ['dynamic(null) has "x"', 'false'],
  ]);
});
