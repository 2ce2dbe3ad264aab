// Random queries and broken ones: this parser and Microsoft's accept and reject the same, and ours never throws.
// RMMC_RANDOM=20000 tries so many of each kind.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatQuery, sameContent } from '../../src/format/format-query.ts';
import { tokenize } from '../../src/frontend/lexer/lexer.ts';
import { parse } from '../../src/frontend/parse.ts';
import { absence } from '../support/corpus.ts';
import { editedQuery, grammarQuery, mutated, shrunk } from '../support/kql-arbitrary.ts';
import { accepts, shared } from '../support/kusto.ts';

const numRuns = Number(process.env.RMMC_RANDOM ?? 300);
const settings = { numRuns, seed: process.env.RMMC_RANDOM === undefined ? 11 : Date.now() };
const longest = 1500;

/** Control commands have a grammar of their own there; here they are no queries. */
const isCommand = (text: string): boolean => tokenize(text).tokens[0]?.image === '.';

const differs = (text: string): boolean => {
  const theirs = accepts(text);
  return theirs !== null && !isCommand(text) && (parse(text).diagnostics.length === 0) !== theirs;
};

const agrees = (text: string): void => {
  if (!differs(text)) return;
  const accepted = parse(text).diagnostics.length === 0;
  const shortest = shrunk(text, (shorter) => differs(shorter) && (parse(shorter).diagnostics.length === 0) === accepted);
  expect({ text, shortest, accepted }).toEqual({ text, shortest, accepted: !accepted });
};

describe('random queries', { timeout: 600_000 }, () => {
  it('are accepted and rejected alike', () => {
    fc.assert(fc.property(grammarQuery, agrees), settings);
  });

  it('are accepted and rejected alike with one to three edits', () => {
    fc.assert(fc.property(editedQuery, agrees), settings);
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

describe.skipIf(shared === null)(`public queries with one to three edits${absence}`, { timeout: 600_000 }, () => {
  it('are accepted and rejected alike', () => {
    fc.assert(fc.property(mutated(queries), agrees), settings);
  });
});
