// A search in, the text under each node's span out.
import { expect, test } from 'vitest';
import type { Search } from '../../src/spl/ast.ts';
import { parseSpl } from '../../src/spl/parse.ts';

const parsed = (text: string): Search => {
  const result = parseSpl(text);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

/** The spans of all nodes below, outermost first. */
const covered = (text: string, node: unknown): readonly string[] => {
  if (typeof node !== 'object' || node === null) return [];
  const { span, ...rest } = node as { readonly span?: { readonly start: number; readonly end: number } };
  return [...(span ? [text.slice(span.start, span.end)] : []), ...Object.values(rest).flatMap((part) => covered(text, part))];
};

test('each node points at its text', () => {
  const text = ' a="b c" OR d | where (e+1)>2 | stats count(f) as g by h';
  expect(covered(text, parsed(text))).toEqual([
    'a="b c" OR d | where (e+1)>2 | stats count(f) as g by h',
    'a="b c" OR d',
    'a="b c" OR d',
    'a="b c"',
    '"b c"',
    'd',
    'd',
    'where (e+1)>2',
    '(e+1)>2',
    '(e+1)',
    'e',
    '1',
    '2',
    'stats count(f) as g by h',
    'count(f) as g',
    'f',
    'g',
    'h',
  ]);
});

test('a subsearch points at its brackets', () => {
  const text = '| append [ search a ]';
  expect(covered(text, parsed(text))).toEqual(['| append [ search a ]', 'append [ search a ]', '[ search a ]', 'search a', 'a', 'a']);
});
