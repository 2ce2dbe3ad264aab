// A bound query in, the same query in normal form out: what backends may rely on. Each pass has its before and after in its header.
//
// 1. `and` and `or` are flat, have at least two operands, and none of them is true or false. Filters that follow each other are one.
// 2. `not` stands only over a text test, a membership, a call, a column, a path, a case, a scalar query, or an order comparison on reals.
// 3. `isempty` and `isnotempty` are gone; `isnull` of a string is gone.
// 4. What is known before the query runs is computed; times counted from the clock are `now()` or `ago(span)`.
// 5. Subqueries over constant rows are literals; those that a membership looks into have a row per value where they made arrays of them.
// 6. `parse_json` stands over texts only: a dynamic value is what it is already. A time that was written and is read again is the time.
//    Nothing spreads that is one text.
// 7. A filter that is always true is gone; one that never is holds the literal false.

import { constantQueries } from './passes/constant-queries.ts';
import { emptyTests } from './passes/empty-tests.ts';
import { flattenLogic } from './passes/flatten-logic.ts';
import { foldConstants } from './passes/fold-constants.ts';
import { jsonRoundTrips } from './passes/json-round-trips.ts';
import { mergeFilters } from './passes/merge-filters.ts';
import { negationNormalForm } from './passes/negation-normal-form.ts';
import { nullConditions } from './passes/null-conditions.ts';
import { relativeTimes } from './passes/relative-times.ts';
import { setMembers } from './passes/set-members.ts';
import { singleElements } from './passes/single-elements.ts';
import { timeRoundTrips } from './passes/time-round-trips.ts';
import type { Query } from './pipeline.ts';

/** In this order: subqueries give constants, constants fold, then logic gets its shape. */
const passes: readonly ((query: Query) => Query)[] = [
  emptyTests,
  relativeTimes,
  setMembers,
  constantQueries,
  jsonRoundTrips,
  timeRoundTrips,
  singleElements,
  foldConstants,
  negationNormalForm,
  nullConditions,
  flattenLogic,
  mergeFilters,
];

export const normalize = (query: Query): Query => passes.reduce((q, pass) => pass(q), query);
