// What a target says of its own events, so that a translation can be tried out on them: how it stores a row of a KQL table, and how it shows a value again.
import type { Column, DynamicValue, ScalarType } from '../../ir/types.ts';
import type { TargetOptions, TargetProfile } from './fields.ts';

/** JSON as an engine takes and gives it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * A cell of a KQL row, by its column's type: string, guid: text; bool: boolean; int, long: bigint; real: number; decimal: its text; datetime: ticks of 100 ns
 * since 0001-01-01, timespan: ticks (bigint both); dynamic: a value. null is the null of every type but string, which has none.
 */
export type KqlCell = DynamicValue;

/** Whether a blank text is stored as an empty value or not at all: targets must say the same of both. */
export type Blanks = 'stored' | 'absent';

/** A table of which rows are to be stored, and what the query does with it. */
export interface TableUse {
  readonly name: string;
  readonly columns: readonly Column[];
  /** The columns that the query reads: where two columns live in one field, these decide what the field holds. */
  readonly read: ReadonlySet<string>;
  /** Texts that the query compares a column with: where the target rewrites values, these are the ones that a stored value stands for. */
  readonly named: ReadonlyMap<string, readonly string[]>;
  /**
   * Columns that a condition beside `and` lets one text through of (`ActionType == "X"`): a target may say that by the place. Absent: nobody looked, and a
   * column with one text in `named` counts as such.
   */
  readonly only?: ReadonlyMap<string, string>;
  /** The name of the lookup in which the target keeps the rows; they are those of a file or a watchlist, and `name` is its URL or alias. */
  readonly lookup?: string;
}

/** How a target stores the rows of one table. */
export interface StoredTable {
  /** Where the events live, in the target's words: an index pattern, `index` and sourcetype, a log source. */
  readonly place: string;
  /** The rows are no events: they stand in a lookup. */
  readonly lookup?: true;
  /** Columns that do not come back under KQL's name where whole rows are shown and the query does not read them. Absent: none. */
  readonly untold?: ReadonlySet<string>;
  /** The target's own type by field name, dots included; `''` where it has no types. All fields that `event` may give, but for `isPart`. */
  readonly fields: ReadonlyMap<string, string>;
  /** Whether a field may be what stands below a key of a dynamic value. Absent: such fields are among `fields`. */
  isPart?(field: string): boolean;
  /**
   * The row nearest to the given one for which all hold that the field map takes for granted: values in the letter case that the field keeps, one path for a
   * file name and its folder, an action in the target's spelling. The same row when nothing is taken for granted. null: the target's place never holds such an
   * event (a log source that does not record the action).
   */
  settled(row: readonly KqlCell[]): readonly KqlCell[] | null;
  /** The event that the target holds for a settled row: values by field name, dots inside the names. A null value is absent. */
  event(row: readonly KqlCell[], blanks: Blanks): { readonly [field: string]: Json };
  /** How a cell of a column comes back where a query shows it untouched: in the target's words where the target rewrites values. The same for what came back. */
  shown(column: string, cell: KqlCell): KqlCell;
}

/** What a target brings along to be tried out. A target whose events are KQL's own tables needs none. */
export interface Proof {
  /** undefined: the table has no place in the target. */
  store(table: TableUse, profile: TargetProfile, options: TargetOptions): StoredTable | undefined;
  /** The profile under which tables live in other places; `places` by table name. Nothing else of the output changes. */
  movedTo(profile: TargetProfile, places: ReadonlyMap<string, string>): TargetProfile;
  /**
   * What a cell of the target's answer says, in the words of `KqlCell`, for a result column of that name and KQL type (a timespan that comes back in
   * milliseconds becomes ticks again, one value becomes a set of one where KQL has a set). undefined: it is no value of that type.
   */
  read(cell: Json, column: Column): KqlCell | undefined;
  /** How a value of KQL comes back, where the target cannot bring back all of it: a time cut to milliseconds, a name in the case in which it is stored. */
  shown(cell: KqlCell, type: ScalarType): KqlCell;
  /** The text that a field without a value holds. Absent: the target has no such text. */
  nullText?(profile: TargetProfile): string;
  /** The name under which a result column comes back, where the target does not allow its own. Absent: its own. */
  called?(column: string): string;
  /**
   * An answer may lack columns that have no value in any row, and has the time of an event under one of these names, or as `event.column` holds it;
   * `event.shown` is that cell as `read` takes it.
   */
  readonly sparse?: {
    readonly timeColumns: ReadonlySet<string>;
    readonly event: { readonly column: string; readonly shown: (cell: Json) => Json };
  };
}
