// A query and the names of the tables that data was given for in; the tables that its patterns (`Device*`, `search` in all) stand for out. Those of the schema that
// no data was given for are there, too, and empty: they have a part in what the columns are called.
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { refuse } from '../eval/refusal.ts';
import type { TableSource } from '../eval/scope.ts';
import { suppliedNames } from '../eval/tables.ts';
import type { TablesLike } from '../ir/frame.ts';
import type { Query } from '../ir/pipeline.ts';

export interface Patterns {
  /** Throws a `Refusal` where data was given for no table that fits. */
  readonly tables: (pattern: string, span: Span) => readonly TableSource[];
  /** A table that a pattern brought and that has no data. */
  readonly isEmpty: (table: TableSource) => boolean;
  readonly isGiven: (table: TableSource) => boolean;
}

/**
 * @param data names of the tables that data was given for
 * @param onTables told once for each pattern what it stands for
 */
export const patternsOf = (
  query: Query,
  data: readonly string[],
  tablesLike: TablesLike,
  onTables: (note: Diagnostic) => void,
): Patterns => {
  const supplied = suppliedNames(query);
  const given = new Set(data.filter((name) => !supplied.has(name)));
  const empty = new Set<TableSource>();
  const told = new Set<string>();
  const tables = (pattern: string, span: Span): readonly TableSource[] => {
    const members = tablesLike(pattern, [...given], span);
    const taken = members.filter(({ name }) => given.has(name));
    if (taken.length === 0) return refuse('RMMC7003', span, { table: pattern, given: [...given].join(', ') });
    for (const member of members) if (!given.has(member.name)) empty.add(member);
    const named = taken.map(({ name }) => name).join(', ');
    if (!told.has(pattern)) onTables(report('RMMC7005', span, { pattern, tables: named, empty: members.length - taken.length }));
    told.add(pattern);
    return members;
  };
  return { tables, isEmpty: (table: TableSource) => empty.has(table), isGiven: ({ name }: TableSource) => given.has(name) };
};
