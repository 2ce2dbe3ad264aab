// A rule and an evaluator in; the rows that it gives, by column.

import type { Search } from '../../../src/spl/ast.ts';
import type { Parsed } from '../../../src/spl/parse.ts';
import type { JsonObject, Outcome, RunOptions } from '../../../src/spl/run/run.ts';
import { regexEngine } from '../../support/pcre2.ts';
import type { Rule } from './rules.ts';

export interface Evaluator {
  readonly parseSpl: (text: string) => Parsed<Search>;
  readonly runSearch: (search: Search, events: readonly JsonObject[], options: RunOptions) => Outcome;
}

const lookups = new Map([
  [
    't',
    {
      rows: [
        { k: 'a', v: 1 },
        { k: 'a', v: 2 },
      ],
    },
  ],
]);

export const now = 1_000_000;

export const outcomeOf = ({ parseSpl, runSearch }: Evaluator, { spl, events, newestFirst }: Omit<Rule, 'rule' | 'rows'>): Outcome => {
  const parsed = parseSpl(spl);
  if (!parsed.ok) return { kind: 'error', reason: parsed.error.message };
  return runSearch(parsed.value, events, { regex: regexEngine, now, lookups, newestFirst: newestFirst ?? false });
};

/** Rows with the fields that they have; the reason where there are none. */
export const rowsOf = (outcome: Outcome): Rule['rows'] | string =>
  outcome.kind === 'rows'
    ? outcome.rows.map((row) =>
        Object.fromEntries(row.flatMap((cell, at) => (cell === null ? [] : [[outcome.columns[at] ?? '', cell] as const]))),
      )
    : `${outcome.kind}: ${outcome.reason}`;
