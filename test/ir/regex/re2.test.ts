// RE2 itself (its port to JavaScript) as oracle: what it rejects is a fault, what it takes is none.
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import type { RegexFault } from '../../../src/ir/regex/ast.ts';
import { parseRegex } from '../../../src/ir/regex/parse.ts';
import { absence, corpusPatterns, shared } from '../../support/corpus-patterns.ts';

const takes = (pattern: string): boolean => {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
};

const faultOf = (pattern: string): RegexFault | null => {
  const parsed = parseRegex(pattern);
  return parsed.ok ? null : parsed;
};

/** What KQL's own page on the syntax has and RE2 has not: free spacing, codes behind `\u` and `\U`. */
const isBeyond = (pattern: string): boolean => /\(\?[A-Za-z]*x|\\[uU]/.test(pattern);

/** Why the two disagree on a pattern; null when they agree, or when the reader stands back from what engines read differently. */
const disagreement = (pattern: string): string | null => {
  const fault = faultOf(pattern);
  if (fault && !fault.settled) return null;
  if (takes(pattern)) return fault && `rejected: ${fault.why}`;
  return fault || isBeyond(pattern) ? null : 'read, and RE2 rejects it';
};

const pieces = [
  ...'ab1 .^$|()[]{}*+?-,:=!<>#_&~/'.split(''),
  ...['(?', '(?:', '(?i)', '(?i-s:', '(?-i)', '(?P<a>', '(?<b>', '(?P<a1', '(?=', '(?<!', '(?>', '(?U)', '(?P=a)', '(?)', '(?-)'],
  ...['{2}', '{2,}', '{2,3}', '{,2}', '{1001}', '{3,2}', '{30}', '{40}', '*?', '+?', '??', '{2}?'],
  ...[
    '\\',
    '\\\\',
    '\\d',
    '\\D',
    '\\w',
    '\\s',
    '\\b',
    '\\B',
    '\\A',
    '\\z',
    '\\Z',
    '\\n',
    '\\t',
    '\\a',
    '\\v',
    '\\_',
    '\\-',
    '\\.',
    '\\/',
    '\\C',
  ],
  ...[
    '\\x41',
    '\\x{1F600}',
    '\\x4',
    '\\x{110000}',
    '\\0',
    '\\01',
    '\\1',
    '\\12',
    '\\123',
    '\\8',
    '\\Q',
    '\\E',
    '\\y',
    '\\K',
    '\\R',
    '\\é',
    'é',
    '😀',
  ],
  ...['\\pL', '\\PN', '\\p{Lu}', '\\p{^Greek}', '\\p{Nope}', '\\p{', '\\pq', '\\p{greek}', '\\p{Yi}', '\\p{Any}', '\\p{Grek}'],
  ...['[[:alpha:]]', '[:alpha:]', '[[:^digit:]]', '[[:foo:]]', '[^', '[]', '[^]', '[a-', 'a-z', 'z-a', '[\\d-', '&&', '--'],
];

const generated = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 9 }).map((parts) => parts.join(''));

/** The same with brackets that close, so that more of them are patterns. */
const balanced = fc.letrec<{ regex: string }>((tie) => ({
  regex: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...pieces),
    fc.tuple(tie('regex'), tie('regex')).map((parts) => parts.join('')),
    fc
      .tuple(fc.constantFrom('(', '(?:', '(?i:', '(?P<n>', '(?=', '['), tie('regex'))
      .map(([open, inner]) => open + inner + (open === '[' ? ']' : ')')),
    fc.tuple(tie('regex'), fc.constantFrom('*', '+', '?', '{2}', '{2,}', '{20}', '{50,60}', '+?')).map((parts) => parts.join('')),
    fc.tuple(tie('regex'), tie('regex')).map((parts) => parts.join('|')),
  ),
})).regex;

describe('RE2', () => {
  it.each([
    ['any pieces', generated],
    ['pieces in brackets', balanced],
  ])('takes and rejects the same: %s', (_, patterns) => {
    fc.assert(
      fc.property(patterns, (pattern) => {
        expect([pattern, disagreement(pattern)]).toEqual([pattern, null]);
      }),
      { numRuns: 3000 },
    );
  });
});

describe.skipIf(shared === null)(`public patterns${absence}`, () => {
  it('have no fault, but for those that engines read differently', () => {
    const patterns = corpusPatterns();
    const faults = patterns.flatMap((pattern) => faultOf(pattern)?.why ?? []);
    expect({ patterns: patterns.length, taken: patterns.filter(takes).length, faults }).toMatchInlineSnapshot(`
      {
        "faults": [
          "an unescaped \`[\` inside a class means different things to different KQL engines; write \`\\[\`",
          "\`\\<\` and \`\\>\` are literals in one KQL engine and word boundaries in another",
        ],
        "patterns": 134,
        "taken": 134,
      }
    `);
  });
});
