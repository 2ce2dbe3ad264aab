// Patterns in; what the parser makes of them as short text out, and what it rejects.
import { describe, expect, it } from 'vitest';
import type { Regex } from '../../../../src/backends/shared/regex/ast.ts';
import { parseRegex } from '../../../../src/backends/shared/regex/parse.ts';

const shown = (node: Regex): string => {
  if (node.kind === 'char') return `${String.fromCodePoint(node.code)}${node.caseless ? '/i' : ''}`;
  if (node.kind === 'class')
    return `[${node.negated ? '^' : ''}${node.items.map((item) => (item.kind === 'range' ? `${item.from}-${item.to}` : `${item.negated ? '!' : ''}${item.name}`)).join(' ')}]`;
  if (node.kind === 'any') return node.newline ? 'any' : 'dot';
  if (node.kind === 'assert') return node.at;
  if (node.kind === 'group') return `${node.capture ?? ''}(${shown(node.body)})`;
  if (node.kind === 'repeat') return `${shown(node.body)}{${node.least},${node.most ?? ''}}${node.lazy ? 'lazy' : ''}`;
  if (node.kind === 'sequence') return node.parts.map(shown).join(' ');
  return node.branches.map(shown).join(' | ');
};

const parsed = (pattern: string): string => {
  const result = parseRegex(pattern);
  return result.ok ? shown(result.regex) : `${result.at}: ${result.why}`;
};

describe('patterns', () => {
  it.each([
    ['a.c', 'a dot c'],
    ['(?i)ab', 'a/i b/i'],
    ['(?i:a)b', '(a/i) b'],
    ['(?s).', 'any'],
    ['^a$', 'textStart a textEnd'],
    ['(?m)^a$', 'lineStart a lineEnd'],
    ['a|b|', 'a | b | '],
    ['(a)(?P<n>b)(?:c)', '1(a) 2(b) (c)'],
    ['a*?b+c{2,3}d{4}', 'a{0,}lazy b{1,} c{2,3} d{4,4}'],
    ['(?U)a*', 'a{0,}lazy'],
    ['[a-c\\d^-]', '[97-99 d 94-94 45-45]'],
    ['[^]a]', '[^93-93 97-97]'],
    ['[[:digit:]]', '[48-57]'],
    ['\\pL\\P{Greek}', '[L] [!Greek]'],
    ['\\x41\\x{1F600}\\.\\Q.*\\E', 'A \u{1F600} . . *'],
    ['\\Qab\\E*', 'a b{0,}'],
    ['a{,2}', 'a { , 2 }'],
  ])('%s', (pattern, tree) => {
    expect(parsed(pattern)).toBe(tree);
  });
});

describe('rejected', () => {
  it.each([
    ['(?=a)', '0: look-around does not exist in KQL'],
    ['(a)\\1', '3: back-references do not exist in KQL'],
    ['(a', '0: a group is not closed'],
    ['a)', '1: a parenthesis is closed that was never opened'],
    ['[a', '0: a class is not closed'],
    ['a**', '2: a repeat follows a repeat'],
    ['*a', '0: nothing stands before a repeat'],
    ['a{1001}', '1: a repeat count is greater than 1000'],
    ['\\y', '0: the escape `\\y` does not exist in KQL'],
    ['(?R)', '0: the flag `R` does not exist in KQL'],
    ['[z-a]', '1: a range in a class goes backwards'],
  ])('%s', (pattern, message) => {
    expect(parsed(pattern)).toBe(message);
  });
});
