// Windows command lines: https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments and CommandLineToArgvW.
import { expect, test } from 'vitest';
import { argumentsOf } from '../../../src/eval/values/command-line.ts';

test.each([
  ['x "a b c" d e', ['x', 'a b c', 'd', 'e']],
  [String.raw`x "ab\"c" "\\" d`, ['x', 'ab"c', '\\', 'd']],
  [String.raw`x a\\\b d"e f"g h`, ['x', String.raw`a\\\b`, 'de fg', 'h']],
  [String.raw`x a\\\"b c d`, ['x', String.raw`a\"b`, 'c', 'd']],
  [String.raw`x a\\\\"b c" d e`, ['x', String.raw`a\\b c`, 'd', 'e']],
  ['x "a b', ['x', 'a b']],
  ['x """a b"""', ['x', '"a', 'b"']],
  [String.raw`C:\x\"y z`, [String.raw`C:\x\"y`, 'z']],
  ['"C:\\a b\\"c d', ['C:\\a b\\', 'c', 'd']],
  [' a', ['', 'a']],
  ['a\tb  ', ['a', 'b']],
])('%s', (line, expected) => {
  expect(argumentsOf(line)).toEqual(expected);
});
