// Patterns in; what the parser makes of them as short text out, and what it rejects.
import { describe, expect, it } from 'vitest';
import type { Regex } from '../../../src/ir/regex/ast.ts';
import { parseRegex } from '../../../src/ir/regex/parse.ts';

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
  return result.ok ? shown(result.regex) : `${result.at}: ${result.why}${result.settled ? '' : ' (unsettled)'}`;
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
    ['[[]', '[91-91]'],
    ['[a[b]', '[97-97 91-91 98-98]'],
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
    ['(?=a)', '0: look-ahead does not exist in KQL'],
    ['a(?<!b)', '1: negative look-behind does not exist in KQL'],
    ['(?>a)', '0: atomic groups do not exist in KQL'],
    ['a++', '2: a repeat follows a repeat'],
    ['{2}', '0: nothing stands before a repeat'],
    ['(a{50}){30}', '7: repeats within repeats come to more than 1000'],
    ['(?P<n>a)(?<n>b)', '9: two groups are called `n`'],
    ['\\p{Nope}', '0: Unicode has no class `Nope`'],
    ['(a)\\1', '3: back-references do not exist in KQL'],
    ['(a', '0: a group is not closed'],
    ['a)', '1: a parenthesis is closed that was never opened'],
    ['[a', '0: a class is not closed'],
    ['a**', '2: a repeat follows a repeat'],
    ['*a', '0: nothing stands before a repeat'],
    ['a{1001}', '1: a repeat count is greater than 1000'],
    ['\\y', '0: the escape `\\y` does not exist in KQL'],
    ['(?iq)', '3: the flag `q` does not exist in KQL'],
    ['[z-a]', '1: a range in a class goes backwards'],
  ])('%s', (pattern, message) => {
    expect(parsed(pattern)).toBe(message);
  });
});

describe('left alone', () => {
  it.each([
    ['[[a]]', '1: an unescaped `[` inside a class means different things to different KQL engines; write `\\[` (unsettled)'],
    ['[a&&b]', '2: set operations inside a class are not supported (unsettled)'],
    ['\\<a', '0: `\\<` and `\\>` are literals in one KQL engine and word boundaries in another (unsettled)'],
    ['\\b{start}a', '0: `\\b{…}` is not known to all KQL engines (unsettled)'],
    ['^*a', '1: an assertion cannot be repeated (unsettled)'],
    ['(?R)a', '2: the flag `R` is recursion elsewhere and not known to all KQL engines (unsettled)'],
    ['\\p{greek}', '0: the Unicode class `greek` is not known to all KQL engines (unsettled)'],
    ['a(?i)*', '5: a repeat stands behind something that is no part of a text (unsettled)'],
  ])('%s', (pattern, message) => {
    expect(parsed(pattern)).toBe(message);
  });
});
