// A pipeline and the end that its rows go to in; the leaves out: the tables that rows must be read from, each with its entrance.
import { match, P } from 'ts-pattern';
import type { Pipeline, Source, SourceKind } from '../ir/pipeline.ts';
import { compileExpr } from './compile-expr.ts';
import { unsupported } from './refusal.ts';
import type { Env } from './scope.ts';
import { operatorOf } from './steps/table.ts';
import { unionOf } from './steps/union.ts';
import type { Relation, Sink } from './value.ts';
import { convert } from './values/convert.ts';

type SourceOf<K extends SourceKind> = Extract<Source, { kind: K }>;
export type TableSource = SourceOf<'table'>;

/** Rows to bring in: of a table, or rows that are already known. */
export type Leaf =
  | { readonly kind: 'table'; readonly table: TableSource; readonly into: Sink }
  | { readonly kind: 'rows'; readonly relation: Relation; readonly into: Sink };

const constantRows = (n: SourceOf<'rows'>, env: Env): Relation => ({
  columns: n.columns,
  rows: n.rows.map((cells) =>
    cells.map((cell, i) => convert(compileExpr(cell, { columns: [], env, cursor: null })([]), cell.type, n.columns[i]?.type ?? cell.type)),
  ),
});

const leavesOf = (source: Source, into: Sink, env: Env): readonly Leaf[] =>
  match(source)
    .returnType<readonly Leaf[]>()
    .with({ kind: 'table' }, (table) => [{ kind: 'table', table, into }])
    .with({ kind: 'rows' }, (n) => [{ kind: 'rows', relation: constantRows(n, env), into }])
    .with({ kind: 'given' }, (n) =>
      env.given ? [{ kind: 'rows', relation: env.given, into }] : unsupported('a query on rows that no step hands in', n.span),
    )
    .with({ kind: 'union' }, (n) => {
      const entrances = unionOf(n, into);
      return n.branches.flatMap((branch, i) => {
        const entrance = entrances[i];
        return entrance ? build(branch, env, entrance) : [];
      });
    })
    .with({ kind: P.union('external', 'tables', 'stored') }, (n) => unsupported(`the source \`${n.kind}\``, n.span))
    .exhaustive();

/** Joins the steps of a pipeline to `down`, from the last to the first. */
export const build = (pipeline: Pipeline, env: Env, down: Sink): readonly Leaf[] =>
  leavesOf(
    pipeline.source,
    pipeline.steps.reduceRight((sink, step) => operatorOf(step, env)(sink), down),
    env,
  );
