// Queries inside expressions (`in (query)`, `toscalar(query)`) in; one search that holds their answers in fields of each row out.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr, ExprOf } from '../../ir/expr.ts';
import { frameOf } from '../../ir/frame.ts';
import type { Pipeline, Step } from '../../ir/pipeline.ts';
import { isSearch, type Membership, type Subquery, subqueriesOf } from '../../ir/subqueries.ts';
import type { TargetContext } from '../shared/backend.ts';
import { type Assignment, binary, type Command, call, type Eval, field, text } from './ast.ts';
import { asSet } from './commands/as-set.ts';
import { namesIn } from './commands/effects.ts';
import type { Binding, Value } from './context.ts';
import { exprsIn, isRowwise } from './demand.ts';
import { type Member, markedStream, markOf, streams } from './join/combine.ts';
import { listedTests } from './lower-listed.ts';
import { answered, gathered, needlePattern } from './lower-search.ts';
import { add, assign, exprsOf, fresh, type State } from './state.ts';
import { textOf } from './values.ts';

/** Lowers a pipeline; the way that pipelines inside others are lowered too. */
export type LowerPipeline = (
  pipeline: Pipeline,
  wanted: ReadonlySet<string>,
  context: TargetContext,
  computed?: ReadonlySet<string>,
) => State;

/** Without those that a lookup answers row by row. */
export const unlisted = (condition: Expr): readonly Subquery[] => {
  const listed = new Set(listedTests(condition));
  return subqueriesOf(condition).filter((one) => !listed.has(one));
};

/** The queries inside the expressions of a step; those of another side or of a body are their own. */
export const subqueriesIn = (step: Step): readonly Subquery[] => exprsIn(step).flatMap(unlisted);

/** What both sides of a membership are compared by; the rows of the other side carry the same field. */
const keyOf = (value: Value, subquery: Membership, state: State, context: TargetContext): Eval => {
  const shown = value.rep === 'text' ? value.eval : textOf(value, exprsOf(state, context), subquery.subject);
  return subquery.kind === 'textQuery' && subquery.caseless ? call('lower', shown) : shown;
};

const check = (subquery: Membership, context: TargetContext): void => {
  const [column] = frameOf(subquery.query).columns;
  if (column?.type === 'dynamic') {
    context.findings.refuse('RMMC3810', subquery.span, {
      what: `membership in ${column.name}, which is dynamic`,
      why: 'KQL looks into its arrays, and a key is one value; spread it with mv-expand, or drop the make_list',
    });
  }
  if (subquery.kind !== 'textQuery' || !subquery.caseless) return;
  context.findings.assume(isSearch(subquery) ? 'RMMC3104' : 'RMMC3813', subquery.span, {});
};

/** The rows of another query with the value of its first column. */
const firstColumn = (
  query: Pipeline,
  span: Span,
  lower: LowerPipeline,
  context: TargetContext,
): { readonly state: State; readonly value: Value } | null => {
  const [column] = frameOf(query).columns;
  const state = lower(query, new Set(column ? [column.name] : []), context);
  const binding = column && state.scope.get(column.name);
  if (binding) return { state, value: { eval: field(binding.field), rep: binding.rep, nullable: binding.nullable } };
  context.findings.refuse('RMMC3810', span, { what: 'this subquery', why: 'its first column is not known' });
  return null;
};

/** One query's part of the search: its rows, what the outer rows need for it, how its answer gets to them, and where it stands. */
interface Part {
  readonly expr: Expr;
  readonly inner: Member;
  readonly outer: readonly Assignment[];
  readonly answer: (side: string) => readonly Command[];
  /** Over the outer rows alone. */
  readonly late?: readonly Command[];
  readonly binding: Binding;
}

const ofMembership = (one: Membership, n: number, outer: State, lower: LowerPipeline, context: TargetContext): Part | null => {
  check(one, context);
  const [column] = frameOf(one.query).columns;
  const found = firstColumn(asSet(one.query, new Set(column ? [column.name] : [])), one.span, lower, context);
  if (!found) return null;
  const key = fresh(`rmmc_key_${n}`, namesIn(found.state.commands));
  const hits = key.replace('key', 'hits');
  const known = found.value.nullable ? add(found.state, { kind: 'where', condition: call('isnotnull', found.value.eval) }) : found.state;
  const keyed = assign(known, [{ field: key, value: keyOf(found.value, one, known, context) }]);
  const own = keyOf(exprsOf(outer, context).value(one.subject), one, outer, context);
  return {
    expr: one,
    inner: { commands: keyed.commands, name: key, live: [key] },
    outer: [{ field: key, value: own }],
    answer: (side) => [{ kind: 'eventstats', stats: [{ fn: 'count', arg: binary('==', field(side), text(key)), as: hits }], by: [key] }],
    binding: { field: hits, rep: 'number', nullable: false },
  };
};

/** Every value of the other query is tried on the text: nothing says what it is found by. */
const ofSearch = (one: ExprOf<'textQuery'>, n: number, outer: State, lower: LowerPipeline, context: TargetContext): Part | null => {
  check(one, context);
  const [column] = frameOf(one.query).columns;
  const found = firstColumn(asSet(one.query, new Set(column ? [column.name] : [])), one.span, lower, context);
  if (!found) return null;
  const { state, value } = found;
  const name = fresh(`rmmc_key_${n}`, namesIn(state.commands));
  const hits = name.replace('key', 'hits');
  const pattern = needlePattern(one, value.rep === 'text' ? value.eval : textOf(value, exprsOf(state, context), one.subject));
  if (pattern === null) {
    const what = 'a regular expression from the rows of another query';
    context.findings.refuse('RMMC3810', one.span, { what, why: 'a pattern is translated, and data is not' });
    return null;
  }
  const l = exprsOf(outer, context);
  const subject = textOf(l.value(one.subject), l, one.subject);
  const searched = name.replace('key', 'text');
  const keyed = assign(state, [{ field: name, value: pattern }]);
  return {
    expr: one,
    inner: { commands: keyed.commands, name, live: [name] },
    outer: subject.kind === 'field' ? [] : [{ field: searched, value: subject }],
    answer: (side) => gathered(name, side, keyed.commands.every(streams)),
    late: answered(one, subject.kind === 'field' ? subject : field(searched), name, hits),
    binding: { field: hits, rep: 'number', nullable: false },
  };
};

/** One row at most: an aggregation without keys, and steps that look at single rows. */
const isSingle = ({ steps }: Pipeline): boolean => {
  const at = steps.findLastIndex((step) => step.kind === 'aggregate' && step.by.length === 0);
  return at >= 0 && steps.slice(at + 1).every(isRowwise);
};

/** The value of the first row on every row. A list travels as JSON, so that none of its values is lost or reordered. */
const ofScalar = (one: ExprOf<'scalarQuery'>, n: number, lower: LowerPipeline, context: TargetContext): Part | null => {
  const found = firstColumn(one.query, one.span, lower, context);
  if (!found) return null;
  const name = fresh(`rmmc_value_${n}`, namesIn(found.state.commands));
  const { value } = found;
  const first = isSingle(one.query) ? found.state : add(found.state, { kind: 'head', count: 1n });
  const isList = value.rep === 'list';
  const shown = isList ? call('mv_to_json_array', value.eval) : value.eval;
  const keyed = assign(first, [{ field: name, value: shown }]);
  const streaming = keyed.commands.every(streams);
  const masked = (side: string): Assignment => ({
    field: name,
    value: call('if', binary('==', field(side), text(name)), field(name), call('null')),
  });
  const restored: readonly Assignment[] = isList
    ? [{ field: name, value: call('json_array_to_mv', field(name)) }]
    : value.rep === 'text'
      ? [{ field: name, value: call('coalesce', field(name), text('')) }]
      : [];
  return {
    expr: one,
    inner: { commands: keyed.commands, name, live: [name] },
    outer: [],
    answer: (side) => [
      ...(streaming ? [] : [{ kind: 'eval', assignments: [masked(side)] } as const]),
      { kind: 'eventstats', stats: [{ fn: 'values', arg: field(name), as: name }], by: [] },
      ...(restored.length > 0 ? [{ kind: 'eval', assignments: restored } as const] : []),
    ],
    binding: { field: name, rep: value.rep, nullable: value.rep !== 'text' },
  };
};

const partOf = (one: Subquery, n: number, outer: State, lower: LowerPipeline, context: TargetContext): Part | null => {
  if (one.kind === 'scalarQuery') return ofScalar(one, n, lower, context);
  return isSearch(one) ? ofSearch(one, n, outer, lower, context) : ofMembership(one, n, outer, lower, context);
};

/** Numbers behind the names of fields go on from those that stand in the commands already. */
const firstFree = (state: State): number => {
  const names = namesIn(state.commands);
  let n = 1;
  while (names.has(`rmmc_key_${n}`) || names.has(`rmmc_value_${n}`)) n += 1;
  return n;
};

/**
 * The rows of all queries in one search, marked by side: eventstats counts for each key the rows of the other side (`k in (query)`), or gives a value to all
 * rows (`toscalar`). Then only the rows of the outer side go on. No subsearch limit applies.
 */
export const withAnswers = (
  outer: State,
  queries: readonly Subquery[],
  span: Span,
  lower: LowerPipeline,
  context: TargetContext,
): State => {
  const start = firstFree(outer);
  const parts = queries.flatMap((one, index): readonly Part[] => {
    const n = start + index;
    const part = partOf(one, n, outer, lower, context);
    return part ? [part] : [];
  });
  context.findings.assume('RMMC3808', span, {
    what: queries.some((one) => one.kind === 'scalarQuery') ? 'the value of another query' : 'a membership test against another query',
  });
  const main = assign(
    outer,
    parts.flatMap((part) => part.outer),
  );
  const live = [...[...outer.scope.values()].map((binding) => binding.field), ...parts.flatMap((part) => part.outer.map((a) => a.field))];
  const members: readonly Member[] = [{ commands: main.commands, name: 'outer', live }, ...parts.map((part) => part.inner)];
  const side = markOf(members);
  const isOuter: Command = { kind: 'where', condition: binary('==', field(side), text('outer')) };
  return {
    ...outer,
    commands: [
      ...markedStream(members, side),
      ...parts.flatMap((part) => part.answer(side)),
      isOuter,
      ...parts.flatMap(({ late }) => late ?? []),
    ],
    hits: new Map([...outer.hits, ...parts.map((part): [Expr, Binding] => [part.expr, part.binding])]),
  };
};
