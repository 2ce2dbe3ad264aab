// What flows through the evaluator: values, rows, and the operators that push rows on.
import type { Decimal } from 'decimal.js';
import type { Column, DynamicValue } from '../ir/types.ts';

/**
 * A value, read by the static type of its expression: string and guid (lower case): string; bool: boolean; int, long: bigint (two's complement, 32 and 64
 * bit); real: number; decimal: Decimal; datetime: ticks of 100 ns since 0001-01-01T00:00:00Z, timespan: ticks (bigint both); dynamic: see `DynamicValue`.
 * null is the null of every type but string and unknown, which have none: `''` stands there.
 */
export type Value = DynamicValue | Decimal;

/** Cells in the order of the columns that the rows were announced with. */
export type Row = readonly Value[];

/** An expression made ready: a row in, its value out. */
export type Getter = (row: Row) => Value;

/** Rows that are all there. */
export interface Relation {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** Takes rows: `open` once with their columns, `push` for each, `end` once. `full` says that no further row can change the result. */
export interface Sink {
  open(columns: readonly Column[]): void;
  push(row: Row): void;
  end(): void;
  full(): boolean;
}

/** A step made ready: where its rows go in, where rows for it go out. */
export type Operator = (down: Sink) => Sink;
