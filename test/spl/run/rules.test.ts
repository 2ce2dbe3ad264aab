// The documented rules, one by one.
import { expect, test } from 'vitest';
import { parseSpl } from '../../../src/spl/parse.ts';
import { runSearch } from '../../../src/spl/run/run.ts';
import { rules } from './rules.ts';
import { outcomeOf, rowsOf } from './running.ts';

test.each(rules)('$rule', (rule) => {
  expect(rowsOf(outcomeOf({ parseSpl, runSearch }, rule))).toEqual(rule.rows);
});
