// Where an expression is looked at.
import type { Context } from './functions/shapes.ts';
import type { Row } from './value.ts';

export interface Scope {
  readonly row: Row;
  readonly context: Context;
  /** Under sigfig() sums keep count of their decimals, and whole numbers have none. */
  readonly sigfig: boolean;
  /** Under exact() products are not rounded. */
  readonly exact?: true;
}
