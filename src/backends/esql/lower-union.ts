// A union of tables in; one FROM over all their indices, with the branch read off the test that picks a table's rows, out. 8.19 has no FORK and no
// subqueries: a branch may hold steps that look at one row, on a table of its own.
import { match, P } from 'ts-pattern';
import type { Span } from '../../diagnostics/span.ts';
import type { ColumnRef } from '../../ir/expr.ts';
import { frameOf } from '../../ir/frame.ts';
import type { Pipeline, Source, Step } from '../../ir/pipeline.ts';
import { wideSteps } from '../../ir/wide-steps.ts';
import { and, call, type Es, or, str } from './ast.ts';
import { type Context, refuse, type Scope, type Use } from './context.ts';
import { sharedJson } from './json/json-extract.ts';
import { emptyState, rowTest, tableInSight, tableScope, takenFields } from './lower-table.ts';
import { lowerTest } from './lower-test.ts';
import { lowerParts } from './lower-value.ts';
import { placeOf } from './lowering.ts';
import { printExpr } from './print.ts';
import { type Start, type State, scopeOf } from './state.ts';
import { type Bag, bagValue, cast, common, type EsType, settledValue, textOf, type Value, value } from './value.ts';

type Union = Extract<Source, { kind: 'union' }>;

interface Branch {
  readonly name: string;
  readonly indices: readonly string[];
  /** Picks the rows of the table. */
  readonly table: Es;
  /** Picks the rows of the branch. */
  readonly rows: Es;
  readonly scope: Scope;
  readonly names: ReadonlySet<string>;
  readonly taken: ReadonlySet<string>;
}

const cannot = (context: Context, span: Union['span'], why: string): null => {
  refuse(context, span, 'this union', why);
  return null;
};

/** The state behind a step that looks at one row; null for any other step. */
const rowStep = (context: Context, state: State, step: Step, tests: Es[]): State | null => {
  const place = placeOf(context, state, 'kept');
  const over = (columns: readonly { readonly name: string; readonly expr: Parameters<typeof lowerParts>[1] }[]): Map<string, Value> =>
    new Map(columns.map((column) => [column.name, lowerParts({ ...place, position: 'value' }, column.expr, 'value')]));
  return match(step)
    .returnType<State | null>()
    .with({ kind: 'filter' }, (n) => {
      tests.push(lowerTest({ ...place, asks: true }, n.condition, true));
      return state;
    })
    .with({ kind: 'extend' }, (n) => ({ ...state, columns: new Map([...state.columns, ...over(n.columns)]) }))
    .with({ kind: 'project' }, (n) => ({ ...state, columns: over(n.columns), base: null }))
    .with({ kind: P.union('drop', 'reorder', 'present') }, () => state)
    .with({ kind: P.union('rename', 'aggregate', 'sort', 'limit', ...wideSteps) }, () => null)
    .exhaustive();
};

const branchOf = (context: Context, union: Union, pipeline: Pipeline): Branch | null => {
  if (pipeline.source.kind !== 'table') return cannot(context, union.span, 'a branch must start with a table');
  const table = tableInSight(context, pipeline.source);
  if (!table) return null;
  const test = rowTest(table);
  if (!test) return cannot(context, pipeline.source.span, 'nothing in an event says which table it belongs to');
  let state: State = { ...emptyState, base: tableScope(context, table) };
  const tests: Es[] = [];
  for (const step of pipeline.steps) {
    const next = rowStep(context, state, step, tests);
    if (!next) return cannot(context, step.span, '8.19 has no subqueries, so that a branch can only filter and compute');
    state = next;
  }
  return {
    name: table.name,
    indices: table.mapping.where.indices,
    table: test,
    rows: and(test, ...tests),
    scope: scopeOf(state),
    names: new Set(frameOf(pipeline).columns.map((column) => column.name)),
    taken: takenFields(table),
  };
};

const sameValue = (a: Value, b: Value): boolean => a.type === b.type && printExpr(a.es) === printExpr(b.es);

/** The column as each branch has it, told apart by the table of the row. A branch without it has null, or the empty string. */
const column = (context: Context, branches: readonly Branch[], ref: ColumnRef, use: Use): Value => {
  const holders = branches.filter((branch) => branch.names.has(ref.name) || !ref.declared);
  const values = holders.map((branch) => branch.scope.column(ref, use));
  return values.some((v) => v.bag) ? bagOfUnion(context, branches, holders, values, ref) : merged(context, branches, holders, values, ref);
};

/** Its parts are told apart by the table of the row, like a column. */
const bagOfUnion = (
  context: Context,
  branches: readonly Branch[],
  holders: readonly Branch[],
  values: readonly Value[],
  ref: ColumnRef,
): Value => {
  const at: Bag['at'] = (keys, span) => {
    const parts = values.map((v) => v.bag?.at(keys, span) ?? null).filter((part) => part !== null);
    if (parts.length < values.length) return null;
    const where = { ...ref, span, name: [ref.name, ...keys].join('.') };
    return parts.some((part) => part.bag)
      ? bagOfUnion(context, branches, holders, parts, where)
      : merged(context, branches, holders, parts, where);
  };
  const whole = (span: Span): Value =>
    values.every((v) => v.bag?.json)
      ? merged(
          context,
          branches,
          holders,
          values.map((v) => settledValue(v, span)),
          { ...ref, span },
        )
      : refuse(context, span, `column ${ref.name} of this union`, 'only its parts have fields');
  return bagValue({ at, whole });
};

const merged = (
  context: Context,
  branches: readonly Branch[],
  holders: readonly Branch[],
  values: readonly Value[],
  ref: ColumnRef,
): Value => {
  const [first] = values;
  if (!first) return refuse(context, ref.span, `column ${ref.name} of this union`, 'its type differs between the tables');
  if (holders.length === branches.length && values.every((v) => sameValue(v, first))) return first;
  const type = values.reduce<EsType | null>((sofar, v) => (sofar === null ? null : common(sofar, v.type)), 'null');
  if (type === null) return refuse(context, ref.span, `column ${ref.name} of this union`, 'its type differs between the tables');
  // A string has no null; a keyword that holds another type of KQL's keeps its own.
  const isText = type === 'keyword' && (ref.type === 'string' || ref.type === 'unknown');
  const arms = holders.flatMap((branch, at) => {
    const v = values[at] ?? first;
    return [branch.table, isText ? textOf(v) : cast(v, type)];
  });
  const told = value(call('CASE', ...arms, ...(isText ? [str('')] : [])), type, !isText);
  return sharedJson(values, !isText && values.some(({ json }) => json) ? { ...told, isElement: true } : told);
};

const tag = (branches: readonly Branch[]): Value =>
  value(call('CASE', ...branches.flatMap((branch) => [branch.table, str(branch.name)]), str('')), 'keyword', false);

export const lowerUnion = (context: Context, union: Union): Start | null => {
  const branches = union.branches.map((branch) => branchOf(context, union, branch));
  const known = branches.filter((branch) => branch !== null);
  if (known.length < branches.length) return null;
  const tests = new Set(known.map((branch) => printExpr(branch.table)));
  if (tests.size < known.length) return cannot(context, union.span, 'two branches read the same table, and a row may come from both');
  const base: Scope = {
    column: (ref, use) => (ref.name === union.tag ? tag(known) : column(context, known, ref, use)),
  };
  const indices = [...new Set(known.flatMap((branch) => branch.indices))];
  const state: State = {
    ...emptyState,
    commands: [{ kind: 'from', indices, metadata: [] }],
    base,
    taken: new Set(known.flatMap((branch) => [...branch.taken])),
  };
  return { state, rows: or(...known.map((branch) => branch.rows)) };
};
