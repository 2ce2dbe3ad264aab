// The way from a table to a result, and from all tables that a join puts together: what holds for the events of each.
import type { Expr } from '../../ir/expr.ts';
import type { Named, Source, StepOf } from '../../ir/pipeline.ts';
import type { Threshold } from './correlation/thresholds.ts';
import { openScope, type Scope } from './inline.ts';
import { alone, type Joined } from './temporal/legs.ts';

export type Table = Extract<Source, { kind: 'table' }>;
type Aggregate = StepOf<'aggregate'>;

/** One way from a table to the result; a union has several. */
export interface Path {
  readonly table: Table;
  readonly scope: Scope;
  readonly conditions: readonly Expr[];
  /** Columns that the result shows; null: all of the event. */
  readonly shown: readonly Named[] | null;
  /** Computed columns that may still be said by a condition. */
  readonly computed: readonly Named[];
  readonly used: ReadonlySet<string>;
  /** A condition was refused, so that its absence is already reported. */
  readonly refused: boolean;
  /** Bounds of the time column, which are no condition of a detection. */
  readonly times: readonly Expr[];
  /** The first aggregation, with its keys over the table. */
  readonly grouping: { readonly step: Aggregate; readonly by: readonly Named[] } | null;
  readonly thresholds: readonly Threshold[];
  /** What the events of this table are joined with. */
  readonly joined: Joined;
}

export const startOf = (table: Table): Path => ({
  table,
  scope: openScope,
  conditions: [],
  shown: null,
  computed: [],
  used: new Set<string>(),
  refused: false,
  times: [],
  grouping: null,
  thresholds: [],
  joined: alone,
});

/** Stands where a table is not looked at. */
export const noTable = ({ span }: StepOf<'join'>): Table => ({
  kind: 'table',
  name: '',
  declared: false,
  frame: { columns: [], open: false },
  timeColumn: null,
  span,
});
