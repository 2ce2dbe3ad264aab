// A source of the normal IR in; where KQL's pipeline starts, with the stages that the source needs, out.
import { match, P } from 'ts-pattern';
import type { Expr } from '../../ir/expr.ts';
import { type Pipeline, type SearchTest, type Source, startsGiven } from '../../ir/pipeline.ts';
import type { Column } from '../../ir/types.ts';
import type { KqlExpr, KqlFindColumn, KqlQuery, KqlSource, KqlUnion } from './ast.ts';
import { lowerTextOf } from './lower-expr.ts';
import type { LowerE } from './lower-measure.ts';

type LowerQ = (pipeline: Pipeline) => KqlQuery;
type SourceOf<K extends Source['kind']> = Extract<Source, { kind: K }>;

const start = (source: KqlSource): KqlQuery => ({ source, stages: [] });

const unionOf = (n: SourceOf<'union'>, branches: readonly KqlQuery[]): KqlUnion => ({
  branches,
  words: [
    ...(n.mode === 'inner' ? [{ name: 'kind', value: 'inner' }] : []),
    ...(n.tag === null ? [] : [{ name: 'withsource', value: n.tag }]),
    ...(n.fuzzy ? [{ name: 'isfuzzy', value: 'true' }] : []),
  ],
});

/** In the body of an operator the rows that it hands in stand before the pipe. */
const lowerUnion = (n: SourceOf<'union'>, q: LowerQ): KqlQuery => {
  const [first, ...rest] = n.branches;
  if (!first || !startsGiven(first)) return start({ kind: 'union', ...unionOf(n, n.branches.map(q)) });
  const before = q(first);
  return { ...before, stages: [...before.stages, { kind: 'union', ...unionOf(n, rest.map(q)) }] };
};

const lowerRows = (n: SourceOf<'rows'>, e: LowerE): KqlSource => {
  const [first = []] = n.rows;
  const oneRow = n.rows.length === 1 && first.every((cell, i) => cell.type === n.columns[i]?.type);
  if (oneRow) return { kind: 'print', columns: n.columns.flatMap((c, i) => (first[i] ? [{ names: [c.name], expr: e(first[i]) }] : [])) };
  return { kind: 'datatable', columns: n.columns, rows: n.rows.map((row) => row.map(e)) };
};

const lowerTest = (test: SearchTest, q: LowerQ, e: LowerE): KqlExpr =>
  match(test)
    .returnType<KqlExpr>()
    .with({ kind: P.union('every', 'some') }, (n) => ({
      kind: 'logic',
      op: n.kind === 'every' ? 'and' : 'or',
      operands: n.tests.map((one) => lowerTest(one, q, e)),
    }))
    .with({ kind: 'fails' }, (n) => ({ kind: 'call', name: 'not', args: [lowerTest(n.test, q, e)] }))
    .with({ kind: 'anywhere' }, (n) => lowerTextOf({ kind: 'star' }, n, n.negated, q))
    .with({ kind: 'holds' }, (n) => e(n.condition))
    .exhaustive();

const isAlways = (test: SearchTest): boolean => test.kind === 'holds' && test.condition.kind === 'literal' && test.condition.value === true;

const lowerSearch = (n: SourceOf<'search'>, q: LowerQ, e: LowerE): KqlQuery => {
  const condition: KqlExpr = isAlways(n.condition) ? { kind: 'star' } : lowerTest(n.condition, q, e);
  const among = n.among?.map(q) ?? null;
  const before = n.piped ? among?.[0] : undefined;
  return before ? { ...before, stages: [...before.stages, { kind: 'search', condition }] } : start({ kind: 'search', among, condition });
};

/** A type is said where the tables do not have it by themselves. */
const findColumn = (column: Column, sees: readonly Column[]): KqlFindColumn => {
  const own = sees.find(({ name }) => name === column.name);
  const isOwn = column.type === 'unknown' || (own?.type === column.type && own.type !== 'dynamic');
  return { name: column.name, type: isOwn ? null : column.type };
};

const lowerFind = (n: SourceOf<'find'>, q: LowerQ, e: LowerE): KqlSource => ({
  kind: 'find',
  among: n.among?.map(q) ?? null,
  tag: n.tag,
  condition: lowerTest(n.condition, q, e),
  columns: n.columns.map((column) => findColumn(column, n.sees.columns)),
  pack: n.pack,
});

export const lowerSource = (source: Source, q: LowerQ, e: (expr: Expr) => KqlExpr): KqlQuery =>
  match(source)
    .returnType<KqlQuery>()
    .with({ kind: 'table' }, (n) => start({ kind: 'table', name: n.name }))
    .with({ kind: 'union' }, (n) => lowerUnion(n, q))
    .with({ kind: 'rows' }, (n) => start(lowerRows(n, e)))
    .with({ kind: 'external' }, (n) =>
      start({
        kind: 'externaldata',
        columns: n.columns,
        urls: n.urls.map(e),
        properties: n.properties.map(({ name, value }) => ({ names: [name], expr: e(value) })),
      }),
    )
    .with({ kind: 'tables' }, (n) => start({ kind: 'pattern', place: n.place, pattern: n.pattern }))
    .with({ kind: 'remote' }, (n) => start({ kind: 'remote', place: n.place, name: n.name }))
    .with({ kind: 'range' }, (n) => start({ kind: 'range', name: n.column.name, from: e(n.from), to: e(n.to), step: e(n.step) }))
    .with({ kind: 'search' }, (n) => lowerSearch(n, q, e))
    .with({ kind: 'find' }, (n) => start(lowerFind(n, q, e)))
    .with({ kind: 'stored' }, (n) => start({ kind: 'stored', name: n.fn, args: n.args.map(e), names: n.names }))
    .with({ kind: 'given' }, () => start({ kind: 'given' }))
    .exhaustive();
