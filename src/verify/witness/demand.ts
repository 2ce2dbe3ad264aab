// A test of a query in; what it asks of the columns of the query's tables out, followed through computed columns and the functions that stand between.
import type { Span } from '../../diagnostics/span.ts';
import type { Value } from '../../eval/value.ts';
import { isBag } from '../../eval/values/json.ts';
import { textOf } from '../../eval/values/text.ts';
import type { CompareOp, Expr, ExprOf, TextTest } from '../../ir/expr.ts';
import type { Pipeline } from '../../ir/pipeline.ts';
import { childrenOf, hasColumn } from '../../ir/traverse.ts';
import type { DynamicValue, ScalarType } from '../../ir/types.ts';
import type { Path } from './clues.ts';
import { backThrough, type Wrap } from './inverse.ts';
import { type Fill, type Slot, slotOf, textFill } from './slots.ts';

export type Ask =
  | { readonly kind: 'text'; readonly test: TextTest; readonly caseless: boolean; readonly needle: string }
  /** `op` as if the place stood on the left. `moving`: the bound depends on the clock. */
  | { readonly kind: 'bound'; readonly op: CompareOp; readonly type: ScalarType; readonly value: Value; readonly moving: boolean }
  /** Nothing that is known; values that may decide. */
  | { readonly kind: 'some'; readonly fills: readonly Fill[] };

export interface Need {
  readonly slot: Slot;
  readonly span: Span;
  readonly ask: Ask;
  readonly wanted: boolean;
  /** From what the test wants to what has to stand in the slot. */
  readonly wrap: Wrap;
}

/** What is known of a query while its tests are read. */
export interface Reading {
  /** What computed names stand for. */
  readonly names: ReadonlyMap<string, readonly Expr[]>;
  /** The value of an expression without columns; null when it has none. */
  readonly constant: (expr: Expr) => Value;
  /** The first column of a query. */
  readonly column: (query: Pipeline) => readonly Fill[];
  /** Values that stand for a column of the query's other tables. */
  readonly others: (expr: Expr) => readonly Fill[];
}

const deepest = 6;

const same: Wrap = (fill) => fill;

interface Walk {
  readonly reading: Reading;
  readonly found: Need[];
  readonly span: Span;
  readonly wanted: boolean;
}

const keyOf = (key: Expr, { reading }: Walk): string | number => {
  const value = hasColumn(key) ? 0n : reading.constant(key);
  return typeof value === 'string' ? value : Number(value ?? 0);
};

const reads = (expr: Expr, name: string): boolean =>
  (expr.kind === 'column' && expr.name === name) || childrenOf(expr).some((child) => reads(child, name));

/** A key of a column that is spread under its own name is a key of the elements, not of the column. */
const isElement = (name: string, [first]: Path, names: Reading['names']): boolean =>
  typeof first === 'string' &&
  (names.get(name) ?? []).some(
    (expr) => expr.kind === 'path' && expr.key.kind === 'literal' && expr.key.value === 0n && reads(expr.base, name),
  );

/** A test on a column computed from many others may ask for the product of all that those ask: more than this is not told apart. */
const mostNeeds = 1000;

/** Puts an ask down at the columns that an expression is made of. */
const put = (expr: Expr, ask: Ask, path: Path, wrap: Wrap, walk: Walk, depth: number): void => {
  if (expr.kind === 'literal' || depth > 4 * deepest || walk.found.length >= mostNeeds) return;
  if (expr.kind === 'column') {
    const { names } = walk.reading;
    if (!isElement(expr.name, path, names))
      walk.found.push({ slot: slotOf(expr.name, path), span: walk.span, ask, wanted: walk.wanted, wrap });
    for (const behind of depth < deepest ? (names.get(expr.name) ?? []) : []) put(behind, ask, path, wrap, walk, depth + 1);
    return;
  }
  if (expr.kind === 'path') {
    put(expr.base, ask, [keyOf(expr.key, walk), ...path], wrap, walk, depth);
    return;
  }
  if (expr.kind === 'case') {
    for (const arm of expr.arms) {
      seek(arm.when, { ...walk, wanted: true }, depth + 1);
      put(arm.then, ask, path, wrap, walk, depth);
    }
    put(expr.otherwise, ask, path, wrap, walk, depth);
    return;
  }
  if (isTest(expr)) {
    seek(expr, walk, depth + 1);
    return;
  }
  for (const back of backThrough(expr, path, walk.reading.constant)) {
    put(back.expr, ask, back.path, (fill) => wrap(back.wrap(fill)), walk, depth);
  }
};

const isTest = ({ kind }: Expr): boolean =>
  kind === 'text' ||
  kind === 'textQuery' ||
  kind === 'compare' ||
  kind === 'member' ||
  kind === 'memberQuery' ||
  kind === 'not' ||
  kind === 'and' ||
  kind === 'or';

const textsIn = (value: Value, type: ScalarType): readonly string[] => {
  if (!Array.isArray(value)) return isBag(value) ? [] : [textOf(value, type)];
  return (value as readonly DynamicValue[]).flatMap((one) => textsIn(one, 'dynamic'));
};

const seekText = (n: ExprOf<'text'>, walk: Walk, depth: number): void => {
  const { test, caseless } = n;
  for (const pattern of n.patterns) {
    if (hasColumn(pattern)) {
      put(n.subject, { kind: 'some', fills: walk.reading.others(pattern) }, [], same, walk, depth);
      put(pattern, { kind: 'some', fills: walk.reading.others(n.subject) }, [], same, walk, depth);
      continue;
    }
    for (const needle of textsIn(walk.reading.constant(pattern), pattern.type)) {
      put(n.subject, { kind: 'text', test, caseless, needle }, [], same, walk, depth);
    }
  }
};

const isMoving = (expr: Expr): boolean =>
  (expr.kind === 'call' && (expr.fn === 'now' || expr.fn === 'ago')) || childrenOf(expr).some(isMoving);

const flipped: Readonly<Record<CompareOp, CompareOp>> = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' };

const seekCompare = ({ left, right, op }: ExprOf<'compare'>, walk: Walk, depth: number): void => {
  const sides = [
    { one: left, other: right, op },
    { one: right, other: left, op: flipped[op] },
  ];
  for (const { one, other, op: as } of sides) {
    if (!hasColumn(one)) continue;
    if (hasColumn(other)) put(one, { kind: 'some', fills: walk.reading.others(other) }, [], same, walk, depth);
    else
      put(
        one,
        { kind: 'bound', op: as, type: other.type, value: walk.reading.constant(other), moving: isMoving(other) },
        [],
        same,
        walk,
        depth,
      );
  }
};

const someFor = (call: ExprOf<'call'>, walk: Walk): Ask => {
  if (call.fn === 'isempty' || call.fn === 'isnotempty') return { kind: 'text', test: 'equals', caseless: false, needle: '' };
  const constants = call.args.flatMap((arg) => (hasColumn(arg) ? [] : textsIn(walk.reading.constant(arg), arg.type)));
  if (call.fn.startsWith('ipv4') || call.fn.startsWith('ipv6') || call.fn.startsWith('has_')) {
    const inside = constants.map((range) => range.split('/')[0] ?? '');
    const others = ['10.0.0.5', '192.168.1.7', '172.16.0.9', '8.8.8.8', '203.0.113.9', '2001:db8::9', '', 'no address'];
    return { kind: 'some', fills: [...inside, ...others].map(textFill) };
  }
  return { kind: 'some', fills: constants.map(textFill) };
};

const seek = (expr: Expr, walk: Walk, depth: number): void => {
  if (depth > 4 * deepest || walk.found.length >= mostNeeds) return;
  const { reading } = walk;
  if (expr.kind === 'and' || expr.kind === 'or') for (const one of expr.operands) seek(one, walk, depth + 1);
  else if (expr.kind === 'not') seek(expr.operand, { ...walk, wanted: !walk.wanted }, depth + 1);
  else if (expr.kind === 'text') seekText(expr, walk, depth);
  else if (expr.kind === 'compare') seekCompare(expr, walk, depth);
  else if (expr.kind === 'textQuery' || expr.kind === 'memberQuery')
    put(expr.subject, { kind: 'some', fills: reading.column(expr.query) }, [], same, walk, depth);
  else if (expr.kind === 'member') {
    for (const one of expr.values)
      put(expr.subject, { kind: 'bound', op: 'eq', type: one.type, value: reading.constant(one), moving: false }, [], same, walk, depth);
  } else if (expr.kind === 'call') {
    const ask = someFor(expr, walk);
    for (const arg of expr.args) put(arg, ask, [], same, walk, depth);
  } else put(expr, { kind: 'bound', op: 'eq', type: 'bool', value: true, moving: false }, [], same, walk, depth);
};

/** What a test that should be true asks; several needs where several columns have a part in it. */
export const needsOf = (test: Expr, reading: Reading): readonly Need[] => {
  const found: Need[] = [];
  seek(test, { reading, found, span: test.span, wanted: true }, 0);
  return found;
};

/** What an expression asks that is joined with values known from elsewhere. */
export const needsOfKey = (key: Expr, fills: readonly Fill[], reading: Reading): readonly Need[] => {
  const found: Need[] = [];
  put(key, { kind: 'some', fills }, [], same, { reading, found, span: key.span, wanted: true }, 0);
  return found;
};
