// Scalar types and columns of the IR.

/** The scalar types of KQL. `unknown`: a column that no schema declares; treated as text that may be missing. */
export type ScalarType = 'bool' | 'int' | 'long' | 'real' | 'decimal' | 'string' | 'datetime' | 'timespan' | 'guid' | 'dynamic' | 'unknown';

export interface Column {
  readonly name: string;
  readonly type: ScalarType;
}

/** Columns in order. `open`: there may be more that nobody can name (a table without a schema, `bag_unpack`). */
export interface Frame {
  readonly columns: readonly Column[];
  readonly open: boolean;
}

/** JSON of a dynamic literal: integers are bigint, bags are maps (a key may be called `constructor`). */
export type DynamicValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | { readonly ticks: bigint; readonly type: 'datetime' | 'timespan' }
  | readonly DynamicValue[]
  | ReadonlyMap<string, DynamicValue>;

/** 100 ns ticks in one second, one day; and the ticks from 0001-01-01 (where datetimes count from) to 1970-01-01. */
export const ticksPerSecond = 10_000_000n;
export const ticksPerMilli = 10_000n;
export const ticksPerDay = 864_000_000_000n;
export const unixEpochTicks = 621_355_968_000_000_000n;

export const isNumeric = (type: ScalarType): boolean => type === 'int' || type === 'long' || type === 'real' || type === 'decimal';

/** Rows that a target keeps under a name of its own, `[A-Za-z0-9_]+`. `from`: an `externaldata` file, a watchlist, what `FileProfile()` knows of files, or a table that advanced hunting alone answers for. */
export interface Lookup {
  readonly name: string;
  readonly from: 'file' | 'watchlist' | 'profile' | 'table';
}
