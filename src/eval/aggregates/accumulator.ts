// The contract of an aggregate function: made ready once per step, one accumulator per group.

import type { Span } from '../../diagnostics/span.ts';
import type { ScalarType } from '../../ir/types.ts';
import type { Arg, Scope } from '../scope.ts';
import type { Row, Value } from '../value.ts';

/** Takes the rows of one group (those for which the measure's `where` holds), then gives the result. */
export interface Accumulator {
  add(row: Row): void;
  result(): Value;
}

/** A measure made ready: takes the rows of one group, gives its output cells. */
export interface Tally {
  add(row: Row): void;
  cells(): readonly Value[];
}

export interface AggregateCall {
  /** As the query writes it, for messages. */
  readonly name: string;
  readonly type: ScalarType;
  readonly span: Span;
  readonly args: readonly Arg[];
  readonly scope: Scope;
  /** Whether the measure takes only rows for which a condition holds. */
  readonly conditional: boolean;
}

export type Aggregate = (call: AggregateCall) => () => Accumulator;
