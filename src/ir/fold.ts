// Constant folding: an expression in, the same with what is known before the query runs computed. Null and text rules are KQL's.
import { match, P } from 'ts-pattern';
import type { Expr, ExprOf, Literal } from './expr.ts';
import { foldArith, foldNegate } from './fold-arith.ts';
import { foldCall } from './fold-calls.ts';
import { foldText } from './fold-text.ts';
import { boolLiteral, literalOfDynamic, nullLiteral } from './literals.ts';
import { mapExprChildren } from './traverse.ts';
import type { DynamicValue } from './types.ts';

const isTrue = (expr: Expr): boolean => expr.kind === 'literal' && expr.value === true;
const isFalse = (expr: Expr): boolean => expr.kind === 'literal' && expr.value === false;
const isNull = (expr: Expr): boolean => expr.kind === 'literal' && expr.value === null;

/** `and(x, true)` is `x`, `and(x, false)` is false; `or` the other way round. */
const foldLogic = (node: ExprOf<'and' | 'or'>): Expr => {
  const [neutral, decisive] = node.kind === 'and' ? [isTrue, isFalse] : [isFalse, isTrue];
  if (node.operands.some(decisive)) return boolLiteral(node.kind === 'or', node.span);
  const operands = node.operands.filter((operand) => !neutral(operand));
  const [only] = operands;
  if (!only) return boolLiteral(node.kind === 'and', node.span);
  return operands.length === 1 ? only : { ...node, operands };
};

const foldNot = (node: ExprOf<'not'>): Expr => {
  const { operand } = node;
  if (operand.kind !== 'literal') return node;
  return operand.value === null ? { ...operand, span: node.span } : boolLiteral(operand.value === false, node.span);
};

const order = (left: Literal['value'], right: Literal['value']): number | null => {
  if ((typeof left === 'bigint' || typeof left === 'number') && (typeof right === 'bigint' || typeof right === 'number'))
    return left < right ? -1 : left > right ? 1 : left === right || Number(left) === Number(right) ? 0 : null;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return typeof left === 'boolean' && typeof right === 'boolean' ? Number(left) - Number(right) : null;
};

/** A null on one side: `eq` false, `ne` true unless the other is null too, the others null. Decimals are left alone: their text does not sort like their value. */
const foldCompare = (node: ExprOf<'compare'>): Expr => {
  const { left, right, op, span } = node;
  if (isNull(left) || isNull(right)) {
    if (op !== 'eq' && op !== 'ne') return nullLiteral('bool', span);
    if (left.kind === 'literal' && right.kind === 'literal') return nullEquality(left, right, node);
    return equalityWithNull(isNull(left) ? right : left, node);
  }
  if (left.kind !== 'literal' || right.kind !== 'literal' || left.type === 'decimal' || right.type === 'decimal') return node;
  const sign = order(left.value, right.value);
  if (sign === null) return node;
  const holds = { eq: sign === 0, ne: sign !== 0, lt: sign < 0, le: sign <= 0, gt: sign > 0, ge: sign >= 0 };
  return boolLiteral(holds[op], span);
};

/** The subject may be null as well, which makes null. */
const equalityWithNull = (subject: Expr, { op, span }: ExprOf<'compare'>): Expr => {
  const when: Expr = { kind: 'call', span, type: 'bool', fn: 'isnull', args: [subject] };
  return { kind: 'case', span, type: 'bool', arms: [{ when, then: nullLiteral('bool', span) }], otherwise: boolLiteral(op === 'ne', span) };
};

/** Null against null is null, against a value unequal. */
const nullEquality = (left: Literal, right: Literal, node: ExprOf<'compare'>): Expr =>
  left.value === null && right.value === null ? nullLiteral('bool', node.span) : boolLiteral(node.op === 'ne', node.span);

const foldMember = (node: ExprOf<'member'>): Expr => {
  const seen = new Set<string>();
  const values = node.values.filter((value) => {
    if (value.kind !== 'literal') return true;
    const key = `${value.type} ${String(value.value)}`;
    const kept = value.value !== null && (value.type === 'dynamic' || !seen.has(key));
    seen.add(key);
    return kept;
  });
  return values.length === 0 ? boolLiteral(false, node.span) : { ...node, values };
};

/** Arms that never hold go; an arm that always holds ends the list. */
const foldCase = (node: ExprOf<'case'>): Expr => {
  const possible = node.arms.filter((arm) => !isFalse(arm.when) && !isNull(arm.when));
  const sure = possible.findIndex((arm) => isTrue(arm.when));
  const arms = sure < 0 ? possible : possible.slice(0, sure);
  const otherwise = sure < 0 ? node.otherwise : (possible[sure]?.then ?? node.otherwise);
  return arms.length === 0 ? otherwise : { ...node, arms, otherwise };
};

const foldPath = (node: ExprOf<'path'>): Expr => {
  const { base, key } = node;
  if (base.kind !== 'literal' || base.type !== 'dynamic' || key.kind !== 'literal') return node;
  const value = base.value as DynamicValue;
  const found =
    value instanceof Map
      ? value.get(String(key.value))
      : Array.isArray(value) && typeof key.value === 'bigint'
        ? at(value, key.value)
        : undefined;
  if (found === undefined || found === null) return nullLiteral('dynamic', node.span);
  const { value: inner } = literalOfDynamic(found, node.span);
  return { kind: 'literal', span: node.span, type: 'dynamic', value: inner };
};

const at = (array: readonly DynamicValue[], index: bigint): DynamicValue | undefined => array.at(Number(index));

/** One node whose children are folded already. */
export const foldNode = (expr: Expr): Expr => (expr.kind === 'literal' || expr.kind === 'column' ? expr : foldInner(expr));

const foldInner = (expr: Exclude<Expr, { kind: 'literal' | 'column' }>): Expr =>
  match(expr)
    .returnType<Expr>()
    .with({ kind: P.union('and', 'or') }, foldLogic)
    .with({ kind: 'text' }, foldText)
    .with({ kind: 'compare' }, foldCompare)
    .with({ kind: 'not' }, foldNot)
    .with({ kind: 'call' }, foldCall)
    .with({ kind: 'arith' }, foldArith)
    .with({ kind: 'negate' }, foldNegate)
    .with({ kind: 'member' }, foldMember)
    .with({ kind: 'case' }, foldCase)
    .with({ kind: 'path' }, foldPath)
    .with({ kind: P.union('textQuery', 'memberQuery', 'scalarQuery') }, (n) => n)
    .exhaustive();

/** The expression with every part folded; queries inside it are left alone. */
export const foldExpr = (expr: Expr): Expr => foldNode(mapExprChildren(expr, foldExpr, (query) => query));
