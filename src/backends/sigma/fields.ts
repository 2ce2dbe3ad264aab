// fields.json and the user's profile in; the log source of a table and the field of a column out.
import type { FieldMapping, TableProfile, TargetProfile } from '../shared/fields.ts';
import type { SigmaLogsource } from './ast.ts';
import data from './fields.json' with { type: 'json' };

/** What `ActionType == X` says in a table's log source: another category, or another field. */
export interface Action {
  readonly logsource?: SigmaLogsource;
  readonly add?: Readonly<Record<string, string>>;
}

export interface SigmaTable {
  readonly logsource: SigmaLogsource;
  /** True: the log source is not one of SigmaHQ's, and columns keep their own names. */
  readonly custom: boolean;
  /** The rows are another source's, which records the same: its name. */
  readonly standIn?: string;
  /** Column -> values that every event of the log source has. */
  readonly implied: ReadonlyMap<string, readonly string[]>;
  readonly actions: ReadonlyMap<string, Action>;
  readonly columns: ReadonlyMap<string, FieldMapping | null>;
}

interface TableData {
  readonly logsource: SigmaLogsource;
  readonly custom?: boolean;
  readonly standIn?: string;
  readonly implied?: Readonly<Record<string, readonly string[]>>;
  readonly actions?: Readonly<Record<string, Action>>;
  readonly columns: Readonly<Record<string, FieldMapping | null>>;
}

const mapOf = <T>(record: Readonly<Record<string, T>> | undefined): ReadonlyMap<string, T> => new Map(Object.entries(record ?? {}));

const tableOf = (row: TableData): SigmaTable => ({
  logsource: row.logsource,
  custom: row.custom ?? false,
  ...(row.standIn === undefined ? {} : { standIn: row.standIn }),
  implied: mapOf(row.implied),
  actions: mapOf(row.actions),
  columns: mapOf(row.columns),
});

// JSON modules are typed by their literal contents; the shape is the importer's, which writes both.
const shipped = mapOf(data as unknown as Readonly<Record<string, TableData>>);

const userMapping = (own: NonNullable<TableProfile['fields']>[string]): FieldMapping | null => {
  if (own === null || own === undefined) return null;
  return typeof own === 'string' ? { field: own, confidence: 'user' } : { confidence: 'user', ...own };
};

/** The table's mapping with the user's over it; undefined: nobody mapped it. */
export const sigmaTable = (name: string, profile: TargetProfile): SigmaTable | undefined => {
  const row = shipped.get(name);
  const own = mapOf(profile.tables).get(name);
  const base = row && tableOf(row);
  if (!own || (!base && !own.logsource)) return base;
  const fields = Object.entries(own.fields ?? {}).map(([column, mapping]) => [column, userMapping(mapping)] as const);
  return {
    logsource: own.logsource ?? base?.logsource ?? {},
    custom: base?.custom ?? false,
    implied: base?.implied ?? new Map(),
    actions: own.logsource ? new Map() : (base?.actions ?? new Map()),
    columns: new Map([...(base?.columns ?? []), ...fields]),
  };
};

/** The field of a column; null or undefined: it has none. */
export const sigmaField = (table: SigmaTable, column: string): FieldMapping | null | undefined => {
  const mapped = table.columns.get(column);
  if (mapped === undefined && table.custom) return { field: column, confidence: 'derived' };
  return mapped;
};

/** `windows/process_creation` */
export const logsourceName = (logsource: SigmaLogsource): string =>
  [logsource.product, logsource.category, logsource.service].filter((part) => part !== undefined).join('/');
