// Random queries of the grammar: the layout changes white space alone, for Microsoft's parser too, and is stable.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatQuery, sameContent } from '../../src/format/format-query.ts';
import { grammarQuery } from '../support/kql-arbitrary.ts';
import { parse, tree } from '../support/kusto.ts';

const laidOut = (query: string, width: number): string | null => {
  const done = formatQuery(query, { width });
  return 'text' in done ? done.text : null;
};

it('keeps every token', { timeout: 60_000 }, () => {
  let seen = 0;
  const check = (query: string, width: number): void => {
    const text = laidOut(query, width);
    if (text === null) return;
    seen += 1;
    const isSame = sameContent(query, text) && tree(parse(query).root) === tree(parse(text).root);
    expect([query, isSame, laidOut(text, width)]).toEqual([query, true, text]);
  };
  fc.assert(fc.property(grammarQuery, fc.constantFrom(20, 40, 100), check), { numRuns: 600, seed: 11 });
  expect(seen).toBeGreaterThan(100);
});
