// Which tables must be there before a query starts: those of the queries inside it. The table that it starts from can come row by row.
import type { Span } from '../diagnostics/span.ts';
import type { Pipeline, Query, Source } from '../ir/pipeline.ts';
import { visitPipeline } from '../ir/traverse.ts';
import type { Column } from '../ir/types.ts';
import { requester, type TableRequest } from './evaluate.ts';
import type { TableSource } from './scope.ts';
import { suppliedTables } from './supplied.ts';

const leading = ({ source }: Pipeline): readonly Source[] => {
  if (source.kind === 'union') return source.branches.flatMap(leading);
  return source.kind === 'search' || source.kind === 'find' ? (source.among?.flatMap(leading) ?? [source]) : [source];
};

/** A set of tables that a query reads: `Device*`, `*` for `search` and `find` in all. */
export interface TablePattern {
  readonly pattern: string;
  readonly span: Span;
}

const patternOf = (source: Source): TablePattern | null => {
  if (source.kind === 'tables') return source.place.length === 0 ? source : null;
  return (source.kind === 'search' || source.kind === 'find') && source.among === null ? { pattern: '*', span: source.span } : null;
};

/** The patterns in a query. */
export const tablePatterns = ({ pipeline }: Query): readonly TablePattern[] => {
  const found: TablePattern[] = [];
  visitPipeline(pipeline, {
    source: (source) => {
      const pattern = patternOf(source);
      if (pattern) found.push(pattern);
    },
  });
  return found;
};

/** Those of queries inside the query: the visit makes new sources of some, so each that the query starts from is taken off by its name. */
export const innerPatterns = (query: Query): readonly TablePattern[] => {
  const starts = leading(query.pipeline).flatMap((source) => patternOf(source)?.pattern ?? []);
  return tablePatterns(query).filter(({ pattern }) => {
    const at = starts.indexOf(pattern);
    if (at >= 0) starts.splice(at, 1);
    return at < 0;
  });
};

/** Names of tables that stand for watchlists and files of `externaldata`: no pattern means them. */
export const suppliedNames = ({ pipeline }: Query): ReadonlySet<string> => {
  const names = new Set<string>();
  visitPipeline(pipeline, {
    source: (source) => {
      if (source.kind === 'stored' || source.kind === 'external') for (const { name } of suppliedTables(source)) names.add(name);
    },
  });
  return names;
};

/** One request per table, whatever the number of its uses. */
export const innerTables = ({ pipeline }: Query): readonly TableRequest[] => {
  const first = new Set(leading(pipeline));
  const inner = new Map<string, TableSource>();
  visitPipeline(pipeline, {
    source: (source) => {
      if (first.has(source)) return;
      if (source.kind === 'table') inner.set(source.name, source);
      if (source.kind === 'stored' || source.kind === 'external') for (const table of suppliedTables(source)) inner.set(table.name, table);
    },
  });
  const request = requester(pipeline);
  return [...inner.values()].map(request);
};

/** Whether a query reads one table alone, once. */
export const readsOneTable = ({ pipeline }: Query): boolean => {
  let count = 0;
  visitPipeline(pipeline, {
    source: (source) => {
      if (source.kind !== 'rows' && source.kind !== 'given') count += source.kind === 'tables' || patternOf(source) ? 2 : 1;
    },
  });
  return count === 1;
};

/**
 * The columns of an answer to a request. Columns that are only mentioned stay, as blanks, where there is no other table whose they could be; else only those
 * that the data has.
 */
export const columnsOfAnswer = ({ table, columns }: TableRequest, inData: ReadonlySet<string>, alone: boolean): readonly Column[] => {
  const declared = new Set(table.frame.columns.map(({ name }) => name));
  return alone ? columns : columns.filter(({ name }) => declared.has(name) || inData.has(name));
};
