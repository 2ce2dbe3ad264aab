// Computes what is known before the query runs, also inside subqueries.
// before: (filter (and (text contains ~ A "") (gt T (ago (mul 7 1.00:00:00)))))
// after:  (filter (gt T (ago 7.00:00:00)))
import { foldNode } from '../fold.ts';
import type { Query } from '../pipeline.ts';
import { rewriteQuery } from '../traverse.ts';

export const foldConstants = (query: Query): Query => rewriteQuery(query, { expr: foldNode });
