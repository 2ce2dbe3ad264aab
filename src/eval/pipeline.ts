// A pipeline and the end that its rows go to in; the leaves out: the tables that rows must be read from, each with its entrance.
import { match } from 'ts-pattern';
import type { Span } from '../diagnostics/span.ts';
import type { Pipeline, Source } from '../ir/pipeline.ts';
import type { Column, Frame } from '../ir/types.ts';
import { compileExpr } from './compile-expr.ts';
import { failed, unsupported } from './refusal.ts';
import type { Env, SourceOf, TableSource } from './scope.ts';
import { disordered } from './steps/disorder.ts';
import { rangeRows } from './steps/range.ts';
import { findIn, searchFilter } from './steps/search.ts';
import { operatorOf } from './steps/table.ts';
import { nameOfBranch, unionOf } from './steps/union.ts';
import { suppliedTables } from './supplied.ts';
import type { Relation, Row, Sink } from './value.ts';
import { convert } from './values/convert.ts';

/** Rows to bring in: of a table, or rows that are already known. */
export type Leaf =
  | { readonly kind: 'table'; readonly table: TableSource; readonly into: Sink }
  | {
      readonly kind: 'rows';
      readonly relation: { readonly columns: readonly Column[]; readonly rows: Iterable<Row> };
      readonly into: Sink;
    };

const constantRows = (n: SourceOf<'rows'>, env: Env): Relation => ({
  columns: n.columns,
  rows: n.rows.map((cells) =>
    cells.map((cell, i) => convert(compileExpr(cell, { columns: [], env, cursor: null })([]), cell.type, n.columns[i]?.type ?? cell.type)),
  ),
});

/** Every table of a pattern as a branch by itself. */
const branchesOf = (branch: Pipeline, env: Env): readonly Pipeline[] => {
  const { source, steps } = branch;
  if (source.kind !== 'tables' || steps.length > 0) return [branch];
  const members = env.tables(source);
  if (members.length === 0) return failed(`no table fits \`${source.pattern}\``, source.span);
  return members.map((member) => ({ source: member, steps: [] }));
};

const unionLeaves = (n: SourceOf<'union'>, into: Sink, env: Env): readonly Leaf[] => {
  const branches = n.branches.flatMap((branch) => branchesOf(branch, env));
  const entrances = unionOf(n, branches, into);
  return branches.flatMap((branch, i) => {
    const entrance = entrances[i];
    return entrance ? build(branch, env, entrance) : [];
  });
};

const asUnion = (span: Span, frame: Frame, branches: readonly Pipeline[]): SourceOf<'union'> => ({
  kind: 'union',
  span,
  branches,
  mode: 'outer',
  tag: null,
  fuzzy: false,
  frame,
});

const suppliedLeaves = (n: SourceOf<'stored'> | SourceOf<'external'>, into: Sink, env: Env): readonly Leaf[] => {
  const tables = suppliedTables(n);
  const [only] = tables;
  if (only && tables.length === 1) return [{ kind: 'table', table: only, into }];
  const branches = tables.map((source): Pipeline => ({ source, steps: [] }));
  return unionLeaves(asUnion(n.span, { columns: tables[0]?.frame.columns ?? [], open: false }, branches), into, env);
};

/** What `search` and `find` look into: every table where the query names none. */
const among = (n: SourceOf<'search'> | SourceOf<'find'>): readonly Pipeline[] =>
  n.among ?? [{ source: { kind: 'tables', span: n.span, place: [], pattern: '*', frame: n.frame }, steps: [] }];

const searchLeaves = (n: SourceOf<'search'>, into: Sink, env: Env): readonly Leaf[] =>
  unionLeaves({ ...asUnion(n.span, n.frame, among(n)), tag: '$table' }, searchFilter(n, env)(into), env);

const findLeaves = (n: SourceOf<'find'>, into: Sink, env: Env): readonly Leaf[] => {
  const branches = among(n).flatMap((branch) => branchesOf(branch, env));
  const entrances = unionOf(asUnion(n.span, n.frame, branches), branches, into);
  return branches.flatMap((branch, i) => {
    const entrance = entrances[i];
    return entrance ? build(branch, env, findIn(n, nameOfBranch(branch, i), env)(entrance)) : [];
  });
};

const leavesOf = (source: Source, into: Sink, env: Env): readonly Leaf[] =>
  match(source)
    .returnType<readonly Leaf[]>()
    .with({ kind: 'table' }, (table) => [{ kind: 'table', table, into }])
    .with({ kind: 'rows' }, (n) => [{ kind: 'rows', relation: constantRows(n, env), into }])
    .with({ kind: 'given' }, (n) =>
      env.given ? [{ kind: 'rows', relation: env.given, into }] : unsupported('a query on rows that no step hands in', n.span),
    )
    .with({ kind: 'union' }, (n) => unionLeaves(n, into, env))
    .with({ kind: 'tables' }, (n) => unionLeaves(asUnion(n.span, n.frame, [{ source: n, steps: [] }]), into, env))
    .with({ kind: 'range' }, (n) => [{ kind: 'rows', relation: { columns: [n.column], rows: rangeRows(n, env) }, into }])
    .with({ kind: 'search' }, (n) => searchLeaves(n, into, env))
    .with({ kind: 'find' }, (n) => findLeaves(n, into, env))
    .with({ kind: 'remote' }, (n) => unsupported(`the table \`${n.name}\` of another place`, n.span))
    .with({ kind: 'external' }, { kind: 'stored' }, (n) => suppliedLeaves(n, into, env))
    .exhaustive();

/** Joins the steps of a pipeline to `down`, from the last to the first. */
export const build = (pipeline: Pipeline, env: Env, down: Sink): readonly Leaf[] =>
  leavesOf(
    pipeline.source,
    disordered(pipeline.source, env)(pipeline.steps.reduceRight((sink, step) => operatorOf(step, env)(disordered(step, env)(sink)), down)),
    env,
  );
