// Tables and their columns: a table name in, its columns and its time column out. Microsoft's documented tables ship as data; users add theirs.
import type { Column, ScalarType } from '../../ir/types.ts';
import defenderTables from './defender.json' with { type: 'json' };
import sentinelTables from './sentinel.json' with { type: 'json' };

export type Environment = 'defender' | 'sentinel';

export interface TableSchema {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Columns that the table has only in the other environment; they are known, but not part of `*`. */
  readonly extra: readonly Column[];
  /** `Timestamp` (Defender), `TimeGenerated` (Sentinel), or null when the table has none. */
  readonly timeColumn: string | null;
}

/** Columns by name, in order; the types as KQL spells them. */
export type UserTables = ReadonlyMap<string, { readonly columns: readonly Column[]; readonly timeColumn: string | null }>;

export interface Schema {
  /** The table as the query's environment has it (`preferred` when both have it), or undefined. */
  table(name: string, preferred: Environment): TableSchema | undefined;
  /** The tables of the query's environment, by name without regard to case. */
  tables(preferred: Environment): readonly string[];
  /** All table names, for suggestions. */
  names(): Iterable<string>;
  /** The same schema with more tables; a table of the same name is replaced. */
  withTables(tables: UserTables): Schema;
}

/** `auto`: a table of one environment only comes from there; one that both have, from where the query's time column points. */
export type EnvironmentChoice = Environment | 'auto';

const sources: Readonly<Record<Environment, Readonly<Record<string, string>>>> = { defender: defenderTables, sentinel: sentinelTables };
const timeColumns: Readonly<Record<Environment, string>> = { defender: 'Timestamp', sentinel: 'TimeGenerated' };

const letters: Readonly<Record<string, ScalarType>> = {
  b: 'bool',
  t: 'datetime',
  m: 'decimal',
  d: 'dynamic',
  g: 'guid',
  i: 'int',
  l: 'long',
  r: 'real',
  s: 'timespan',
};

/** `Name` or `Name:letter`, separated by blanks (the form of scripts/import-schemas.mjs). */
const columnsOf = (compact: string): readonly Column[] =>
  compact.split(' ').map((entry) => {
    const [name = '', letter = ''] = entry.split(':');
    return { name, type: letters[letter] ?? 'string' };
  });

const compactOf = (environment: Environment, name: string): string | undefined =>
  Object.hasOwn(sources[environment], name) ? sources[environment][name] : undefined;

const loadTable = (name: string, preferred: Environment): TableSchema | undefined => {
  const other: Environment = preferred === 'defender' ? 'sentinel' : 'defender';
  const own = compactOf(preferred, name);
  const chosen = own === undefined ? other : preferred;
  const compact = own ?? compactOf(other, name);
  if (compact === undefined) return undefined;
  const columns = columnsOf(compact);
  const known = new Set(columns.map((column) => column.name));
  const elsewhere = own === undefined ? undefined : compactOf(other, name);
  const extra = elsewhere === undefined ? [] : columnsOf(elsewhere).filter((column) => !known.has(column.name));
  return { name, columns, extra, timeColumn: known.has(timeColumns[chosen]) ? timeColumns[chosen] : null };
};

const schemaWith = (choice: EnvironmentChoice, user: UserTables): Schema => {
  const loaded = new Map<string, TableSchema | undefined>();
  return {
    table(name, preferred) {
      const own = user.get(name);
      if (own) return { name, columns: own.columns, extra: [], timeColumn: own.timeColumn };
      const environment = choice === 'auto' ? preferred : choice;
      const key = `${environment} ${name}`;
      if (!loaded.has(key)) loaded.set(key, loadTable(name, environment));
      return loaded.get(key);
    },
    tables(preferred) {
      const environment = choice === 'auto' ? preferred : choice;
      const names = [...new Set([...user.keys(), ...Object.keys(sources[environment])])];
      return names
        .map((name) => [name.toLowerCase(), name] as const)
        .sort(([a], [z]) => (a < z ? -1 : a > z ? 1 : 0))
        .map(([, name]) => name);
    },
    names: () => new Set([...user.keys(), ...Object.keys(defenderTables), ...Object.keys(sentinelTables)]),
    withTables: (tables) => schemaWith(choice, new Map([...user, ...tables])),
  };
};

/** The documented tables of Defender XDR and Sentinel. */
export const builtinSchema = (choice: EnvironmentChoice = 'auto'): Schema => schemaWith(choice, new Map());
