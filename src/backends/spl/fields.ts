// Where a KQL table and its columns stand in Splunk: the shipped map (fields.json) under the user's profile.
import type { TargetContext } from '../shared/backend.ts';
import type { Confidence, Constraint, FieldMapping, TableMapping, TableProfile, TargetProfile } from '../shared/fields.ts';
import exported from './exported.json' with { type: 'json' };
import data from './fields.json' with { type: 'json' };

export interface Place {
  readonly index: string;
  readonly sourcetypes: readonly string[];
  readonly constraint: Constraint | null;
  /** Replaces all three. */
  readonly macro: string | null;
  /** The macro is named after the table and stands for what is above, and not for what only the user knows. */
  readonly defines: boolean;
  /** No add-on names the place: the rows are taken to come by the data export of Log Analytics. */
  readonly exported: boolean;
}

/** Each table has a name of its own, whatever signs are in it: those that macros cannot have in theirs stand as numbers between hyphens. */
const macroName = (prefix: string, table: string): string =>
  `${prefix}${table}`.replace(/[^A-Za-z0-9_]/gu, (sign) => `-${(sign.codePointAt(0) ?? 0).toString(16)}-`);

interface StoredTable {
  readonly index: string;
  readonly sourcetype: readonly string[];
  readonly constraint: Constraint | null;
  /** null: a column that is not listed has no field. */
  readonly prefix: string | null;
  readonly confidence: Confidence;
  readonly standIn?: string;
  /** A confidence alone: the field has the column's name behind the prefix. */
  readonly columns: Readonly<Record<string, null | Confidence | FieldMapping>>;
}

const stored = data as unknown as Readonly<Record<string, StoredTable>>;

const absent: Readonly<Record<string, readonly string[]>> = exported.absent;
const exportedTables: ReadonlySet<string> = new Set(exported.tables);
const ownTimestamp: ReadonlySet<string> = new Set(exported.ownTimestamp);

/** The data export writes each row as JSON with the columns' own names and the table's in `Type`. */
const exportedTable = (name: string): StoredTable => ({
  index: '*',
  sourcetype: exported.sourcetype,
  constraint: { field: exported.field, value: name },
  prefix: '',
  confidence: 'derived',
  columns: {
    ...(ownTimestamp.has(name) ? { Timestamp: 'derived' } : {}),
    ...Object.fromEntries((Object.hasOwn(absent, name) ? (absent[name] ?? []) : []).map((column) => [column, null])),
  },
});

/** A table of the workspace's own, whatever its columns. */
export const isCustom = (name: string): boolean => /^\w+_CL$/.test(name);

const isExported = (name: string): boolean => exportedTables.has(name) || isCustom(name);

const find = (name: string): StoredTable | undefined => {
  if (Object.hasOwn(stored, name)) return stored[name];
  return isExported(name) ? exportedTable(name) : undefined;
};

const unlisted = (): StoredTable => ({ index: '*', sourcetype: [], constraint: null, prefix: '', confidence: 'user', columns: {} });

const columnsOf = (table: StoredTable, prefix: string | null): Map<string, FieldMapping | null> => {
  const own = table.prefix ?? '';
  const moved = (field: string): string =>
    prefix !== null && own !== '' && field.startsWith(own) ? `${prefix}${field.slice(own.length)}` : field;
  return new Map(
    Object.entries(table.columns).map(([name, row]) => {
      if (row === null) return [name, null];
      return [name, typeof row === 'string' ? { field: moved(`${own}${name}`), confidence: row } : { ...row, field: moved(row.field) }];
    }),
  );
};

const withProfile = (
  columns: Map<string, FieldMapping | null>,
  profile: TableProfile | undefined,
): ReadonlyMap<string, FieldMapping | null> => {
  for (const [name, row] of Object.entries(profile?.fields ?? {})) {
    if (row === null) columns.set(name, null);
    else columns.set(name, { confidence: 'user', ...(typeof row === 'string' ? { field: row } : row) });
  }
  return columns;
};

const profileOf = (context: Pick<TargetContext, 'profile'>, name: string): TableProfile | undefined => {
  const tables = context.profile.tables ?? {};
  return Object.hasOwn(tables, name) ? tables[name] : undefined;
};

/** The user says where the rows are. */
const isPlaced = (own: TableProfile | undefined, profile: TargetProfile): boolean =>
  [own?.sourcetype, own?.constraint, own?.fieldPrefix, profile.sourcetype].some((part) => part !== undefined);

/** The mapping of a table; undefined when neither the shipped map nor the profile knows it and unmapped names are errors. */
export const mappingOf = (context: Pick<TargetContext, 'profile' | 'options'>, name: string): TableMapping<Place> | undefined => {
  const { profile } = context;
  const own = profileOf(context, name);
  const table = find(name) ?? (own || context.options.unmapped === 'keep' ? unlisted() : undefined);
  if (!table) return undefined;
  const named = own?.macro ?? profile.macro ?? null;
  const made = named === null && profile.tableMacro !== undefined ? macroName(profile.tableMacro, name) : null;
  const prefix = own?.fieldPrefix ?? profile.fieldPrefix ?? table.prefix;
  return {
    where: {
      index: own?.index ?? profile.index ?? table.index,
      sourcetypes: own?.sourcetype ?? profile.sourcetype ?? table.sourcetype,
      constraint: own?.constraint === undefined ? table.constraint : own.constraint,
      macro: named ?? made,
      defines: made !== null,
      exported: !Object.hasOwn(stored, name) && isExported(name) && named === null && !isPlaced(own, profile),
    },
    columns: withProfile(columnsOf(table, prefix), own),
    ...(prefix === null ? {} : { prefix }),
    ...(table.standIn === undefined || named !== null || isPlaced(own, profile) ? {} : { standIn: table.standIn }),
  };
};
