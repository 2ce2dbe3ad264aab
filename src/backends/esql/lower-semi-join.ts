// A table filtered by `column in (values of one column of another table)` in; one pass over both tables out, for want of subqueries: rows are gathered by the
// compared value, values that the other table does not have are dropped, and the rows that are left are spread out again.
import type { Expr, ExprOf } from '../../ir/expr.ts';
import { frameOfSource } from '../../ir/frame.ts';
import type { Named, Pipeline, Source, StepOf } from '../../ir/pipeline.ts';
import { type Assignment, and, binary, call, type Es, field, isNotNull, num, or, str } from './ast.ts';
import { type Context, refuse } from './context.ts';
import { usedLater } from './lower-aggregate.ts';
import { packedText, unpackedText } from './lower-pick.ts';
import { emptyState, rowTest, tableInSight, tableScope } from './lower-table.ts';
import { placeIn } from './lowering.ts';
import { fresh, reads, refTo, type State } from './state.ts';
import { textOf, type Value, value } from './value.ts';

type Table = Extract<Source, { kind: 'table' }>;

interface SemiJoin {
  readonly outer: Table;
  readonly inner: Table;
  readonly test: ExprOf<'textQuery'>;
  /** The other conjuncts of the filter. */
  readonly rest: readonly Expr[];
  readonly innerFilters: readonly StepOf<'filter'>[];
  /** The column of the other table. */
  readonly innerKey: Named;
}

const conjuncts = (condition: Expr): readonly Expr[] => (condition.kind === 'and' ? condition.operands : [condition]);

/** `Table | where … | distinct Column` or `… | project Column`. */
const innerOf = (query: Pipeline): Pick<SemiJoin, 'inner' | 'innerFilters' | 'innerKey'> | null => {
  const last = query.steps.at(-1);
  const filters = query.steps.slice(0, -1).filter((step) => step.kind === 'filter');
  if (query.source.kind !== 'table' || filters.length !== query.steps.length - 1) return null;
  const keys = last?.kind === 'aggregate' && last.measures.length === 0 ? last.by : last?.kind === 'project' ? last.columns : [];
  const [key] = keys;
  return key && keys.length === 1 ? { inner: query.source, innerFilters: filters, innerKey: key } : null;
};

const shapeOf = (pipeline: Pipeline): SemiJoin | null => {
  const [first] = pipeline.steps;
  if (pipeline.source.kind !== 'table' || first?.kind !== 'filter') return null;
  const all = conjuncts(first.condition);
  const tests = all.filter((one) => one.kind === 'textQuery');
  const [test] = tests;
  if (!test || tests.length > 1 || test.test !== 'equals' || test.caseless || test.require !== 'any') return null;
  const inner = innerOf(test.query);
  return inner && { outer: pipeline.source, test, rest: all.filter((one) => one !== test), ...inner };
};

const empty: State = { ...emptyState, aggregated: true };

/** The columns of the outer table that later steps read, packed and unpacked. */
const carried = (
  columns: readonly (readonly [string, Value])[],
  cell: string,
): { readonly parts: readonly Es[]; readonly unpack: readonly Assignment[]; readonly columns: ReadonlyMap<string, Value> } => {
  const unpacked = columns.map(([name, v], at) => [name, unpackedText(v, field(`${cell}_${at}`))] as const);
  return {
    parts: columns.flatMap(([, v]) => [str('|'), packedText(v)]),
    unpack: unpacked.map(([name, v]) => ({ name, expr: v.es })),
    columns: new Map(
      unpacked.map(([name, v]) => [name, v.type === 'keyword' ? value(field(name), 'keyword', true) : { ...v, es: field(name) }]),
    ),
  };
};

const lowered = (context: Context, join: SemiJoin, used: ReadonlySet<string>): State | null => {
  const outer = tableInSight(context, join.outer);
  const inner = tableInSight(context, join.inner);
  const [isOuter, isInner] = [outer && rowTest(outer), inner && rowTest(inner)];
  if (!outer || !inner || !isOuter || !isInner || outer.name === inner.name) return null;
  const place = placeIn(context, tableScope(context, outer), 'kept');
  const innerPlace = placeIn(context, tableScope(context, inner), 'kept');
  const key = place.lowering.value(place, join.test.subject, 'test');
  const innerKey = innerPlace.lowering.value(innerPlace, join.innerKey.expr, 'test');
  const outerRows = and(isOuter, ...join.rest.map((one) => place.lowering.test(place, one, true)));
  const innerRows = and(isInner, ...join.innerFilters.map((step) => innerPlace.lowering.test(innerPlace, step.condition, true)));
  const columns = frameOfSource(join.outer)
    .columns.filter((column) => used.has(column.name))
    .map((column) => [column.name, place.scope.column(refTo(column, join.outer.span), 'value')] as const);
  const extra = [...used].filter((name) => !columns.some(([known]) => known === name));
  const undeclared = extra.map(
    (name) => [name, place.scope.column({ ...refTo({ name, type: 'unknown' }, join.outer.span), declared: false }, 'value')] as const,
  );
  const all = [...columns, ...undeclared];
  const names = new Set(
    [isOuter, isInner, outerRows, innerRows, key.es, innerKey.es, ...all.map(([, v]) => v.es)].flatMap((es) => [...reads(es)]),
  );
  const own = (name: string): string => fresh(name, [...used, ...names]);
  const [cell, comparedName, outerRow, found] = [own('row'), own('compared'), own('outer_row'), own('found')];
  const rows = carried(all, cell);
  const compared = call('CASE', isOuter, textOf(key), textOf(innerKey));
  const packed = call('CASE', isOuter, call('CONCAT', field('_index'), str('|'), call('TO_BASE64', field('_id')), ...rows.parts));
  const pattern = [`%{?${cell}_index}`, `%{?${cell}_id}`, ...[...rows.columns.keys()].map((_, at) => `%{${cell}_${at}}`)].join('|');
  const indices = [...new Set([...outer.mapping.where.indices, ...inner.mapping.where.indices])];
  return {
    ...empty,
    commands: [
      { kind: 'from', indices, metadata: ['_id', '_index'] },
      { kind: 'where', condition: or(outerRows, innerRows) },
      {
        kind: 'eval',
        columns: [
          { name: comparedName, expr: compared },
          { name: outerRow, expr: packed },
        ],
      },
      {
        kind: 'stats',
        measures: [
          { name: outerRow, expr: call('VALUES', field(outerRow)) },
          { name: found, expr: { kind: 'filtered', aggregate: call('COUNT', { kind: 'star' }), where: isInner } },
        ],
        by: [comparedName],
      },
      { kind: 'where', condition: binary('>', field(found), num(0)) },
      { kind: 'mvExpand', field: outerRow },
      { kind: 'where', condition: isNotNull(field(outerRow)) },
      { kind: 'dissect', field: outerRow, pattern },
      ...(rows.unpack.length > 0 ? [{ kind: 'eval' as const, columns: rows.unpack }] : []),
    ],
    columns: rows.columns,
  };
};

/** The state behind the first filter; null when the query has no such shape. */
export const lowerSemiJoin = (context: Context, pipeline: Pipeline): State | null => {
  const join = shapeOf(pipeline);
  if (!join) return null;
  const used = usedLater(pipeline.steps.slice(1));
  if (!used) {
    refuse(context, join.test.span, 'this subquery', 'without one only an aggregation or a projection of the rows can follow');
    return null;
  }
  const made = new Set(pipeline.steps.flatMap((step) => (step.kind === 'extend' ? step.columns.map((column) => column.name) : [])));
  const { columns } = frameOfSource(join.outer);
  return lowered(context, join, new Set([...used].filter((name) => !made.has(name) || columns.some((column) => column.name === name))));
};
