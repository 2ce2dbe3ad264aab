// fields.json and the user's profile in; the log source of a table and the field of a column out.
import type { FieldMapping, TableProfile, TargetProfile } from '../shared/fields.ts';
import type { SigmaLogsource } from './ast.ts';
import data from './fields.json' with { type: 'json' };
import { partOf } from './part-columns.ts';

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
  /** Dynamic column -> what stands in front of its keys, where that is not the field of the column and a dot. */
  readonly parts: ReadonlyMap<string, string>;
}

interface TableData {
  readonly logsource: SigmaLogsource;
  readonly custom?: boolean;
  readonly standIn?: string;
  readonly implied?: Readonly<Record<string, readonly string[]>>;
  readonly actions?: Readonly<Record<string, Action>>;
  readonly columns: Readonly<Record<string, FieldMapping | null>>;
  readonly parts?: Readonly<Record<string, string>>;
}

const mapOf = <T>(record: Readonly<Record<string, T>> | undefined): ReadonlyMap<string, T> => new Map(Object.entries(record ?? {}));

const tableOf = (row: TableData): SigmaTable => ({
  logsource: row.logsource,
  custom: row.custom ?? false,
  ...(row.standIn === undefined ? {} : { standIn: row.standIn }),
  implied: mapOf(row.implied),
  actions: mapOf(row.actions),
  columns: mapOf(row.columns),
  parts: mapOf(row.parts),
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
    parts: base?.parts ?? new Map(),
  };
};

/** A table that nobody mapped, kept under its own name on request. */
export const ownTable = (name: string): SigmaTable => ({
  logsource: { service: name.toLowerCase(), definition: `Rows of the table ${name} under its own column names` },
  custom: true,
  implied: new Map(),
  actions: new Map(),
  columns: new Map(),
  parts: new Map(),
});

/** What stands in front of the keys of a dynamic column; undefined: its parts have no fields. */
export const prefixOfParts = (table: SigmaTable, column: string): string | undefined => {
  const field = table.columns.get(column)?.field ?? (table.custom ? column : undefined);
  return table.parts.get(column) ?? (field === undefined ? undefined : `${field}.`);
};

const fieldOfPart = (table: SigmaTable, column: string, keys: string): FieldMapping | undefined => {
  const prefix = prefixOfParts(table, column);
  return prefix === undefined ? undefined : { field: `${prefix}${keys}`, confidence: 'derived' };
};

/** The field of a column, or of a part of one; null or undefined: it has none. */
export const sigmaField = (table: SigmaTable, column: string): FieldMapping | null | undefined => {
  const mapped = table.columns.get(column);
  const part = mapped === undefined ? partOf(column) : null;
  if (part) return fieldOfPart(table, part.column, part.keys);
  if (mapped === undefined && table.custom) return { field: column, confidence: 'derived' };
  return mapped;
};

/** `windows/process_creation` */
export const logsourceName = (logsource: SigmaLogsource): string =>
  [logsource.product, logsource.category, logsource.service].filter((part) => part !== undefined).join('/');
