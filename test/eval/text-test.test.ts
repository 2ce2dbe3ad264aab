// One search for caseless needles finds what the definition of each operator finds.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textTest } from '../../src/eval/text-test.ts';
import type { Expr, ExprOf } from '../../src/ir/expr.ts';

const span = { start: 0, end: 0 };
const literal = (value: string): Expr => ({ kind: 'literal', span, type: 'string', value });

const isWord = (c: string | undefined): boolean => c !== undefined && /[0-9A-Za-z]/.test(c);
const fold = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** The definition of `has`, place by place. */
const hasTerm = (text: string, needle: string): boolean =>
  [...Array(text.length + 1).keys()].some((at) => {
    const end = at + needle.length;
    if (text.slice(at, end) !== needle) return false;
    return !(isWord(needle[0]) && isWord(text[at - 1])) && !(isWord(needle.at(-1)) && isWord(text[end]));
  });

const models = {
  term: hasTerm,
  contains: (text: string, needle: string) => text.includes(needle),
  startsWith: (text: string, needle: string) => text.startsWith(needle),
  endsWith: (text: string, needle: string) => text.endsWith(needle),
};

const alphabet = fc.constantFrom('a', 'A', 'k', 'K', 's', 'é', 'É', '\u212a', '\u017f', '1', ' ', '.', '\\', '*', '\n', '$');
const text = fc.string({ unit: alphabet, maxLength: 12 });
const needle = fc.string({ unit: alphabet, minLength: 1, maxLength: 3 });

test.each(['term', 'contains', 'startsWith', 'endsWith'] as const)('%s', (kind) => {
  fc.assert(
    fc.property(text, fc.array(needle, { minLength: 1, maxLength: 3 }), fc.constantFrom('any', 'all'), (subject, needles, require) => {
      const n: ExprOf<'text'> = {
        kind: 'text',
        span,
        type: 'bool',
        test: kind,
        caseless: true,
        subject: literal(subject),
        patterns: needles.map(literal),
        require,
      };
      const arg = (value: string) => ({ type: 'string', get: () => value, fixed: value }) as const;
      const found = textTest(n, arg(subject), needles.map(arg))([]);
      const hit = (one: string): boolean => models[kind](fold(subject), fold(one));
      expect(found).toBe(require === 'any' ? needles.some(hit) : needles.every(hit));
    }),
    { numRuns: 2000 },
  );
});
