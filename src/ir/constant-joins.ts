// Joins with constant rows in; a test of the key and a choice among the values in their place, out. Keys that stand once on the constant side only.
// before: (table E) (join inner on (K K) (rows (columns K V) (row "a" 1) (row "b" 2)))
// after:  (table E) (filter (text equals K "a" "b")) (extend (= K1 K) (= V (case ((text equals K "a") 1) ((text equals K "b") 2) null)))

import type { Span } from '../diagnostics/span.ts';
import { junction } from './conjuncts.ts';
import { withConstantChoices } from './constant-choices.ts';
import type { Expr, Literal } from './expr.ts';
import { frameAfter, frameOf, frameOfSource, joinedNames } from './frame.ts';
import { boolLiteral, nullLiteral } from './literals.ts';
import { type ConstantRow, constantRows } from './passes/constant-queries.ts';
import { flattenLogic } from './passes/flatten-logic.ts';
import { mergeFilters } from './passes/merge-filters.ts';
import type { JoinPair, Named, Pipeline, Query, Step, StepOf } from './pipeline.ts';
import { rewriteExpr, rewriteQuery } from './traverse.ts';
import type { Column, Frame, ScalarType } from './types.ts';

type Join = StepOf<'join'>;

/** One key of the constant side: what it is compared with over the events, and its column. */
interface Key {
  readonly subject: Expr;
  readonly name: string;
}

interface Constant {
  readonly keys: readonly Key[];
  /** Those that can match: without a null key. */
  readonly rows: readonly ConstantRow[];
}

const whole: ReadonlySet<ScalarType> = new Set(['int', 'long']);

const agree = (one: ScalarType, other: ScalarType): boolean =>
  (one === other && (one === 'string' || one === 'guid')) || (whole.has(one) && whole.has(other));

const keysOf = (on: readonly JoinPair[], side: 'left' | 'right'): readonly Key[] | null => {
  const keys = on.flatMap((pair): readonly Key[] => {
    const [own, subject] = side === 'left' ? [pair.left, pair.right] : [pair.right, pair.left];
    return own.kind === 'column' && agree(own.type, subject.type) ? [{ subject, name: own.name }] : [];
  });
  return keys.length === on.length ? keys : null;
};

const literalOf = (row: ConstantRow, name: string, type: ScalarType, at: { readonly span: Span }): Literal => {
  const found = row.get(name);
  return found ? { ...found, type, span: at.span } : nullLiteral(type, at.span);
};

const isNull = (row: ConstantRow, { name }: Key): boolean => (row.get(name)?.value ?? null) === null;

const constantOf = (pipeline: Pipeline, on: readonly JoinPair[], side: 'left' | 'right'): Constant | null => {
  const keys = keysOf(on, side);
  const constant = keys && constantRows(pipeline);
  return constant && { keys, rows: constant.rows.filter((row) => !keys.some((key) => isNull(row, key))) };
};

const spelt = (row: ConstantRow, keys: readonly Key[]): string => JSON.stringify(keys.map(({ name }) => String(row.get(name)?.value)));

const standOnce = ({ rows, keys }: Constant): boolean => new Set(rows.map((row) => spelt(row, keys))).size === rows.length;

const isAny = (subject: Expr, values: readonly Literal[]): Expr =>
  subject.type === 'string'
    ? { kind: 'text', span: subject.span, type: 'bool', test: 'equals', caseless: false, subject, patterns: values, require: 'any' }
    : { kind: 'member', span: subject.span, type: 'bool', subject, values };

const matches = (row: ConstantRow, keys: readonly Key[], { span }: Join): Expr =>
  junction(
    'and',
    keys.map(({ subject, name }) => isAny(subject, [literalOf(row, name, subject.type, subject)])),
    span,
  ) ?? boolLiteral(true, span);

/** Whether any constant row has the keys of the row at hand. */
const matchesAny = ({ keys, rows }: Constant, join: Join): Expr => {
  const { span } = join;
  const [only] = keys;
  if (keys.length === 1 && only && rows.length > 0)
    return isAny(
      only.subject,
      rows.map((row) => literalOf(row, only.name, only.subject.type, only.subject)),
    );
  const tests = rows.map((row) => matches(row, keys, join));
  return junction('or', tests, span) ?? boolLiteral(false, span);
};

/** What the constant row with the keys at hand has in a column; where there is none, the null of its type. */
const chosen = ({ name, type }: Column, { keys, rows }: Constant, join: Join): Expr => {
  const { span } = join;
  const arms = rows.map((row) => ({ when: matches(row, keys, join), then: literalOf(row, name, type, join) }));
  return arms.length === 0 ? nullLiteral(type, span) : { kind: 'case', span, type, arms, otherwise: nullLiteral(type, span) };
};

/** The columns of the constant side under the names that the result has for them. */
const columnsOf = (frame: Frame, names: readonly (readonly [string, string])[], constant: Constant, join: Join): readonly Named[] => {
  const columns = new Map(frame.columns.map((column) => [column.name, column]));
  return names.flatMap(([name, called]): readonly Named[] => {
    const column = columns.get(name);
    if (!column) return [];
    const key = join.mode === 'leftouter' ? undefined : constant.keys.find((one) => one.name === name);
    return [{ name: called, expr: key ? key.subject : chosen(column, constant, join), span: join.span }];
  });
};

const filterBy = (condition: Expr, { span }: Join): Step => ({ kind: 'filter', span, condition });

const extendBy = (columns: readonly Named[], { span }: Join): readonly Step[] =>
  columns.length > 0 ? [{ kind: 'extend', span, columns }] : [];

/** The steps that say a join of the rows at hand with constant ones; null: nothing else says it. */
const besideConstant = (left: Frame, join: Join): readonly Step[] | null => {
  const constant = constantOf(join.right, join.on, 'right');
  if (!constant || left.open) return null;
  const kept = filterBy(matchesAny(constant, join), join);
  if (join.mode === 'leftsemi') return [kept];
  if ((join.mode !== 'inner' && join.mode !== 'leftouter') || !standOnce(constant)) return null;
  const right = frameOf(join.right);
  const added = extendBy(columnsOf(right, joinedNames(left, right, join).right, constant, join), join);
  return join.mode === 'inner' ? [kept, ...added] : added;
};

/** A join of constant rows with others, as steps over the others. */
const afterConstant = (left: Pipeline, join: Join): Pipeline | null => {
  const constant = constantOf(left, join.on, 'left');
  const right = frameOf(join.right);
  if (!constant || right.open || (join.mode !== 'inner' && join.mode !== 'innerunique') || join.merged || !standOnce(constant)) return null;
  const frame = frameOf(left);
  const names = joinedNames(frame, right, join);
  const pairs = names.right.flatMap(([from, to]) => (from === to ? [] : [{ from, to }]));
  const { span } = join;
  const moved = new Map(names.right);
  const renamed: Constant = { ...constant, keys: constant.keys.map((key) => ({ ...key, subject: withNames(key.subject, moved) })) };
  return {
    ...join.right,
    steps: [
      ...join.right.steps,
      filterBy(matchesAny(constant, join), join),
      ...(pairs.length > 0 ? [{ kind: 'rename' as const, span, pairs }] : []),
      ...extendBy(columnsOf(frame, names.left, renamed, join), join),
      { kind: 'reorder', span, names: frame.columns.map(({ name }) => name) },
    ],
  };
};

const withNames = (expr: Expr, names: ReadonlyMap<string, string>): Expr =>
  rewriteExpr(expr, { expr: (node) => (node.kind === 'column' ? { ...node, name: names.get(node.name) ?? node.name } : node) });

const fromConstant = (pipeline: Pipeline): Pipeline => {
  const at = pipeline.steps.findIndex(({ kind }) => kind === 'join');
  const join = pipeline.steps[at];
  if (pipeline.source.kind !== 'rows' || join?.kind !== 'join') return pipeline;
  const found = afterConstant({ ...pipeline, steps: pipeline.steps.slice(0, at) }, join);
  return found ? { ...found, steps: [...found.steps, ...pipeline.steps.slice(at + 1)] } : pipeline;
};

const rewritten = (pipeline: Pipeline): Pipeline => {
  const { source, steps: before } = fromConstant(pipeline);
  const steps: Step[] = [];
  let frame = frameOfSource(source);
  for (const step of before) {
    const others = step.kind === 'join' && source.kind !== 'rows' ? besideConstant(frame, step) : null;
    steps.push(...(others ?? [step]));
    frame = frameAfter(frame, step);
  }
  return { ...pipeline, source, steps: withConstantChoices(steps) };
};

/** The same rows. What a join holds to (each key once, for modes that multiply) is known, as its rows stand in the query. */
export const withoutConstantJoins = (query: Query): Query => mergeFilters(flattenLogic(rewriteQuery(query, { pipeline: rewritten })));
