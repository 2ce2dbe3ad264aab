// Random queries and broken ones: this parser and Microsoft's accept and reject the same, and ours never throws.
// RMMC_RANDOM=20000 tries so many of each kind.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatQuery, sameContent } from '../../src/format/format-query.ts';
import { parse } from '../../src/frontend/parse.ts';
import { absence } from '../support/corpus.ts';
import { grammarQuery, mutated } from '../support/kql-arbitrary.ts';
import { parse as kusto, shared } from '../support/kusto.ts';

const numRuns = Number(process.env.RMMC_RANDOM ?? 300);
const settings = { numRuns, seed: process.env.RMMC_RANDOM === undefined ? 11 : Date.now() };
const longest = 1500;

const agrees = (text: string): void => {
  const { diagnostics } = parse(text);
  expect({ text, accepted: diagnostics.length === 0 }).toEqual({ text, accepted: kusto(text).ok });
};

describe('random queries', { timeout: 600_000 }, () => {
  it('are accepted and rejected alike', () => {
    fc.assert(fc.property(grammarQuery, agrees), settings);
  });

  it('are laid out with the same tokens, and stay so', () => {
    fc.assert(
      fc.property(grammarQuery, (text) => {
        const done = formatQuery(text, { width: 40 });
        if (!('text' in done)) return;
        expect(sameContent(text, done.text)).toBe(true);
        expect(formatQuery(done.text, { width: 40 })).toEqual(done);
      }),
      settings,
    );
  });
});

const queries =
  shared === null
    ? []
    : ['rmm', 'bertjanp', 'reprise99', 'm365d'].flatMap((name) =>
        readFileSync(path.join(shared ?? '', `corpora/${name}.jsonl`), 'utf8')
          .split('\n')
          .filter(Boolean)
          .map((line) => (JSON.parse(line) as { query: string }).query)
          .filter((query) => query.length < longest),
      );

describe.skipIf(shared === null)(`public queries with tokens deleted, doubled or swapped${absence}`, { timeout: 600_000 }, () => {
  it('are accepted and rejected alike', () => {
    fc.assert(fc.property(mutated(queries), agrees), settings);
  });
});
