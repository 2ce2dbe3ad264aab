// A condition of the normal IR in, a tree of Sigma lines out.
import { match, P } from 'ts-pattern';
import type { ColumnRef, CompareOp, Expr, ExprOf } from '../../ir/expr.ts';
import { isNumeric } from '../../ir/types.ts';
import type { FieldMapping } from '../shared/fields.ts';
import type { Position } from '../shared/findings.ts';
import { itemOf, type Logic, logicOf, notOf, type SigmaModifier, type SigmaValue } from './ast.ts';
import { lowerNetwork, negatedNetwork } from './lower-network.ts';
import { emptyTest, lowerText } from './lower-text.ts';
import { fieldOf, type Lowering, nothing } from './lowering.ts';

type Call = ExprOf<'call'>;
type Compare = ExprOf<'compare'>;
type Literal = ExprOf<'literal'>;

const flip = (position: Position): Position =>
  match(position)
    .returnType<Position>()
    .with('kept', () => 'negated')
    .with('negated', () => 'kept')
    .with('value', () => 'value')
    .exhaustive();

const orderModifiers: Readonly<Record<Exclude<CompareOp, 'eq' | 'ne'>, SigmaModifier>> = { lt: 'lt', le: 'lte', gt: 'gt', ge: 'gte' };
const mirrored: Readonly<Record<CompareOp, CompareOp>> = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' };

/** A number, bool or guid as Sigma writes it; undefined: it has no such value (times, spans, bags). */
const sigmaValue = (literal: Literal, mapping: FieldMapping): SigmaValue | undefined => {
  const { value, type } = literal;
  if (mapping.values) return new Map(Object.entries(mapping.values)).get(String(value)) ?? undefined;
  if (type === 'bool' && typeof value === 'boolean') return mapping.transform === 'bool_string' ? String(value) : value;
  if (type === 'guid' && typeof value === 'string') return value;
  if (type === 'decimal' && typeof value === 'string') return Number(value);
  if (!isNumeric(type)) return undefined;
  if (typeof value === 'bigint') return mapping.transform === 'hex' ? `0x${value.toString(16)}` : value;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

const refuseValue = (column: ColumnRef, mapping: FieldMapping, expr: Expr, at: Lowering, why: string): Logic => {
  at.findings.refuse('RMMC3616', expr.span, { column: column.name, field: mapping.field, why });
  return nothing;
};

/** Equality with any of the values; a null among them equals nothing. */
const lowerEquals = (column: ColumnRef, values: readonly Literal[], expr: Expr, at: Lowering): Logic => {
  const mapping = fieldOf(column, at);
  if (!mapping) return nothing;
  const said = values.filter((literal) => literal.value !== null).map((literal) => sigmaValue(literal, mapping));
  const known = said.filter((value) => value !== undefined);
  const plain = mapping.transform === undefined || mapping.transform === 'hex' || mapping.transform === 'bool_string';
  if (known.length < said.length || !plain) return refuseValue(column, mapping, expr, at, 'Sigma has no such value for it');
  if (known.length === 0) return at.refuseTest(expr);
  return itemOf(mapping.field, [], known);
};

const lowerOrder = (column: ColumnRef, op: keyof typeof orderModifiers, literal: Literal, expr: Expr, at: Lowering): Logic => {
  const mapping = fieldOf(column, at);
  if (!mapping) return nothing;
  const value = sigmaValue(literal, mapping);
  const ordered = isNumeric(literal.type) && value !== undefined && mapping.transform === undefined && !mapping.values;
  if (!ordered) return refuseValue(column, mapping, expr, at, 'Sigma orders numbers only');
  return itemOf(mapping.field, [orderModifiers[op]], [value]);
};

const lowerCompare = (n: Compare, at: Lowering): Logic => {
  const swapped = n.left.kind === 'literal';
  const [left, right, op] = swapped ? [n.right, n.left, mirrored[n.op]] : [n.left, n.right, n.op];
  if (left.kind !== 'column' || right.kind !== 'literal') return at.refuseTest(left.kind === 'column' ? n : left);
  if (op === 'eq') return lowerEquals(left, [right], n, at);
  if (op === 'ne') return notOf(lowerEquals(left, [right], n, at));
  return lowerOrder(left, op, right, n, at);
};

const lowerMember = (n: ExprOf<'member'>, at: Lowering): Logic => {
  const values = n.values.filter((value): value is Literal => value.kind === 'literal');
  if (n.subject.kind !== 'column') return at.refuseTest(n.subject);
  if (values.length < n.values.length) return at.refuseTest(n.values.find((value) => value.kind !== 'literal') ?? n);
  return lowerEquals(n.subject, values, n, at);
};

const lowerNull = (n: Call, at: Lowering): Logic => {
  const [subject] = n.args;
  if (subject?.kind !== 'column') return at.refuseTest(n);
  const mapping = fieldOf(subject, at);
  if (!mapping) return nothing;
  const absent = n.fn === 'isempty' || n.fn === 'isnotempty' ? emptyTest(mapping.field) : itemOf(mapping.field, [], [null]);
  return n.fn === 'isnull' || n.fn === 'isempty' ? absent : notOf(absent);
};

const isNetwork = (fn: string): boolean => fn.startsWith('ipv4_');
const isNull = (fn: string): boolean => fn === 'isnull' || fn === 'isnotnull' || fn === 'isempty' || fn === 'isnotempty';

const lowerCall = (n: Call, at: Lowering): Logic => {
  if (isNull(n.fn)) return lowerNull(n, at);
  return isNetwork(n.fn) ? lowerNetwork(n, at) : at.refuseTest(n);
};

const lowerBool = (column: ColumnRef, value: boolean, at: Lowering): Logic => {
  const mapping = fieldOf(column, at);
  if (!mapping) return nothing;
  const stored = sigmaValue({ kind: 'literal', type: 'bool', value, span: column.span }, mapping);
  return stored === undefined
    ? refuseValue(column, mapping, column, at, 'Sigma has no such value for it')
    : itemOf(mapping.field, [], [stored]);
};

/** A null bool is dropped with and without `not`, so its negation is the other value. */
const lowerNot = (n: ExprOf<'not'>, position: Position, at: Lowering): Logic =>
  match(n.operand)
    .returnType<Logic>()
    .with({ kind: 'column' }, (column) => lowerBool(column, false, at))
    .with({ kind: 'text' }, (text) => notOf(lowerText(text, flip(position), at)))
    .with({ kind: 'member' }, (member) => notOf(lowerMember(member, at)))
    .with({ kind: 'call' }, (call) => (isNetwork(call.fn) ? negatedNetwork(call, at) : notOf(lowerCall(call, at))))
    .with(
      {
        kind: P.union(
          'literal',
          'compare',
          'not',
          'and',
          'or',
          'arith',
          'negate',
          'case',
          'path',
          'textQuery',
          'memberQuery',
          'scalarQuery',
        ),
      },
      (other) => at.refuseTest(other),
    )
    .exhaustive();

export const lowerCondition = (expr: Expr, position: Position, at: Lowering): Logic =>
  match(expr)
    .returnType<Logic>()
    .with({ kind: 'text' }, (n) => lowerText(n, position, at))
    .with({ kind: 'compare' }, (n) => lowerCompare(n, at))
    .with({ kind: 'member' }, (n) => lowerMember(n, at))
    .with({ kind: 'call' }, (n) => lowerCall(n, at))
    .with({ kind: 'column' }, (n) => lowerBool(n, true, at))
    .with({ kind: 'not' }, (n) => lowerNot(n, position, at))
    .with({ kind: P.union('and', 'or') }, (n) =>
      logicOf(
        n.kind,
        n.operands.map((operand) => lowerCondition(operand, position, at)),
      ),
    )
    .with({ kind: P.union('literal', 'arith', 'negate', 'case', 'path', 'textQuery', 'memberQuery', 'scalarQuery') }, (n) =>
      at.refuseTest(n),
    )
    .exhaustive();
