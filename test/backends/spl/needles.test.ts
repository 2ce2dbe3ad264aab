// The prefilter of the base search lets through whatever the exact test keeps, for any text; and equals it where it says so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pattern, Term } from '../../../src/backends/spl/ast.ts';
import { field } from '../../../src/backends/spl/ast.ts';
import { printEval } from '../../../src/backends/spl/print.ts';
import { exactCondition, holds, type Needles, prefilterOf } from '../../../src/backends/spl/regex/needles.ts';

const escapeForRegex = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/** Splunk's documented match: whole value, any case, `*` any run. */
const fits = (pattern: Pattern, value: string): boolean =>
  new RegExp(`^${pattern.map((piece) => (piece.kind === 'any' ? '[^]*' : escapeForRegex(piece.text))).join('')}$`, 'i').test(value);

const termFits = (term: Term, value: string): boolean => {
  if (term.kind === 'field') return fits(term.pattern, value);
  if (term.kind === 'fieldIn') return term.patterns.some((pattern) => fits(pattern, value));
  if (term.kind === 'and') return term.terms.every((inner) => termFits(inner, value));
  throw new Error(`${term.kind} is no prefilter of a leaf`);
};

const text = fc.string({ unit: fc.constantFrom(...'aAbBzZ019 ._-\\/*?"`|$[]{}()+^%\n\täÄ'), maxLength: 8 });
const leaf: fc.Arbitrary<Needles> = fc.record({
  test: fc.constantFrom('equals', 'contains', 'startsWith', 'endsWith', 'term', 'termPrefix', 'termSuffix'),
  caseless: fc.boolean(),
  needles: fc.array(
    text.filter((t) => t !== ''),
    { minLength: 1, maxLength: 3 },
  ),
  require: fc.constantFrom('any', 'all'),
});
/** A value that has a needle in it more often than chance would. */
const subject = fc
  .tuple(text, leaf, text)
  .chain(([before, one, after]) =>
    fc.record({ leaf: fc.constant(one), value: fc.constantFrom(`${before}${one.needles[0]}${after}`, one.needles.join(' '), before) }),
  );

describe('prefilter', () => {
  it('is a superset of the exact test', () => {
    fc.assert(
      fc.property(subject, ({ leaf: one, value }) => {
        const found = prefilterOf('f', one, 'null');
        if (found && holds(one, value)) expect(termFits(found.term, value)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('is the exact test where it claims to be', () => {
    fc.assert(
      fc.property(subject, ({ leaf: one, value }) => {
        const found = prefilterOf('f', one, 'null');
        if (found?.exact) expect(termFits(found.term, value)).toBe(holds(one, value));
      }),
      { numRuns: 3000 },
    );
  });

  it('is not exact when it would find the text that stands for a null', () => {
    const one: Needles = { test: 'contains', caseless: true, needles: ['nul'], require: 'any' };
    expect([prefilterOf('f', one, 'null')?.exact, prefilterOf('f', one, '')?.exact]).toEqual([false, true]);
  });
});

/** The value of an SPL string. */
const unquoted = (shown: string): string => shown.replace(/\\(["\\])/g, '$1');

/** A single `match(f, "…")` run as JavaScript, which shares the syntax that is used here. */
const runMatch = (condition: string, value: string): boolean | null => {
  const pattern = /^match\(f, "((?:[^"\\]|\\.)*)"\)$/.exec(condition)?.[1];
  if (pattern === undefined) return null;
  const source = unquoted(pattern).replace(/\\(z|x\{([0-9A-F]+)\}|.)/g, (whole, name: string, code: string | undefined) => {
    if (name === 'z') return '$';
    return code === undefined ? whole : `\\u${code.padStart(4, '0')}`;
  });
  const caseless = source.startsWith('(?i)');
  return new RegExp(caseless ? source.slice(4) : source, caseless ? 'i' : '').test(value);
};

describe('exact condition', () => {
  it('means what KQL means, for every hostile needle', () => {
    let ran = 0;
    fc.assert(
      fc.property(subject, ({ leaf: one, value }) => {
        const single = { ...one, needles: one.needles.slice(0, 1) };
        const result = runMatch(printEval(exactCondition(field('f'), single)), value);
        if (result === null) return;
        ran += 1;
        expect(result).toBe(holds(single, value));
      }),
      { numRuns: 3000 },
    );
    expect(ran).toBeGreaterThan(1000);
  });
});
