// An expression of the IR in; how to compute it for a row out. What is the same for all rows is computed once.
import { Decimal } from 'decimal.js';
import { match, P } from 'ts-pattern';
import type { Expr, ExprOf, Literal } from '../ir/expr.ts';
import { windowFns } from '../ir/functions.ts';
import type { ScalarType } from '../ir/types.ts';
import { arithmetic, negation } from './arithmetic.ts';
import { comparison, membership, membershipOfQuery } from './comparison.ts';
import { functions } from './functions/table.ts';
import { conjunction, disjunction, inverse } from './logic.ts';
import { pathInto } from './path.ts';
import { unsupported } from './refusal.ts';
import type { Arg, Scope } from './scope.ts';
import { textTest, textTestOfQuery } from './text-test.ts';
import type { Getter, Row, Value } from './value.ts';
import { convert } from './values/convert.ts';

const noRow: Row = [];

/** The runtime value of a literal. */
const literalValue = ({ type, value }: Literal): Value => (type === 'decimal' && typeof value === 'string' ? new Decimal(value) : value);

/** Functions that give another value for each row although their arguments are the same. */
const volatile: ReadonlySet<string> = new Set(['rand', 'new_guid', ...windowFns]);

export const isFixed = (expr: Expr): boolean =>
  match(expr)
    .with({ kind: 'literal' }, () => true)
    .with({ kind: 'call' }, (n) => !volatile.has(n.fn) && n.fn !== 'pack_all' && n.args.every(isFixed))
    .with({ kind: P.union('negate', 'not') }, (n) => isFixed(n.operand))
    .with({ kind: P.union('and', 'or') }, (n) => n.operands.every(isFixed))
    .with({ kind: P.union('arith', 'compare') }, (n) => isFixed(n.left) && isFixed(n.right))
    .with({ kind: 'path' }, (n) => isFixed(n.base) && isFixed(n.key))
    .with({ kind: 'case' }, (n) => isFixed(n.otherwise) && n.arms.every((arm) => isFixed(arm.when) && isFixed(arm.then)))
    .with({ kind: 'scalarQuery' }, () => true)
    .with({ kind: P.union('column', 'text', 'textQuery', 'member', 'memberQuery') }, () => false)
    .exhaustive();

const columnGetter = (n: ExprOf<'column'>, scope: Scope): Getter => {
  const slot = scope.columns.findIndex((column) => column.name === n.name);
  const { standing } = scope.env;
  if (slot < 0 && standing?.name === n.name) return () => standing.value;
  if (slot < 0) return unsupported(`column \`${n.name}\` (the data has none)`, n.span);
  const from = scope.columns[slot]?.type ?? n.type;
  return from === n.type || from === 'unknown' || n.type === 'unknown'
    ? (row) => row[slot] ?? null
    : (row) => convert(row[slot] ?? null, from, n.type);
};

/** The type of an expression; of a column that no schema declares the one that the data has. */
export const typeOf = (expr: Expr, { columns }: Scope): ScalarType =>
  expr.kind === 'column' && expr.type === 'unknown' ? (columns.find(({ name }) => name === expr.name)?.type ?? expr.type) : expr.type;

/** An expression made ready as an argument. */
export const argOf = (expr: Expr, scope: Scope): Arg => {
  const get = compileExpr(expr, scope);
  return { type: typeOf(expr, scope), get, fixed: isFixed(expr) ? get(noRow) : undefined };
};

const callGetter = (n: ExprOf<'call'>, scope: Scope): Getter =>
  functions[n.fn]({ name: n.fn, type: n.type, span: n.span, args: n.args.map((arg) => argOf(arg, scope)), scope });

const caseGetter = (n: ExprOf<'case'>, scope: Scope): Getter => {
  const like = (expr: Expr): Getter => {
    const get = compileExpr(expr, scope);
    const type = typeOf(expr, scope);
    return type === n.type ? get : (row) => convert(get(row), type, n.type);
  };
  const arms = n.arms.map((arm) => ({ when: compileExpr(arm.when, scope), then: like(arm.then) }));
  const otherwise = like(n.otherwise);
  return (row) => (arms.find((arm) => arm.when(row) === true)?.then ?? otherwise)(row);
};

const scalarQueryGetter = (n: ExprOf<'scalarQuery'>, scope: Scope): Getter => {
  const { rows, columns } = scope.env.query(n.query);
  const value = convert(rows[0]?.[0] ?? null, columns[0]?.type ?? n.type, n.type);
  return () => value;
};

const ready = (expr: Expr, scope: Scope): Getter =>
  match(expr)
    .returnType<Getter>()
    .with({ kind: 'literal' }, (n) => {
      const value = literalValue(n);
      return () => value;
    })
    .with({ kind: 'column' }, (n) => columnGetter(n, scope))
    .with({ kind: 'call' }, (n) => callGetter(n, scope))
    .with({ kind: 'text' }, (n) =>
      textTest(
        n,
        argOf(n.subject, scope),
        n.patterns.map((pattern) => argOf(pattern, scope)),
      ),
    )
    .with({ kind: 'textQuery' }, (n) => textTestOfQuery(n, argOf(n.subject, scope), scope.env.query(n.query)))
    .with({ kind: 'compare' }, (n) => comparison(n, argOf(n.left, scope), argOf(n.right, scope)))
    .with({ kind: 'member' }, (n) =>
      membership(
        argOf(n.subject, scope),
        n.values.map((value) => argOf(value, scope)),
      ),
    )
    .with({ kind: 'memberQuery' }, (n) => membershipOfQuery(argOf(n.subject, scope), scope.env.query(n.query)))
    .with({ kind: 'not' }, (n) => inverse(compileExpr(n.operand, scope)))
    .with({ kind: 'and' }, (n) => conjunction(n.operands.map((operand) => compileExpr(operand, scope))))
    .with({ kind: 'or' }, (n) => disjunction(n.operands.map((operand) => compileExpr(operand, scope))))
    .with({ kind: 'arith' }, (n) => arithmetic(n, argOf(n.left, scope), argOf(n.right, scope)))
    .with({ kind: 'negate' }, (n) => negation(n, argOf(n.operand, scope)))
    .with({ kind: 'case' }, (n) => caseGetter(n, scope))
    .with({ kind: 'path' }, (n) => pathInto(argOf(n.base, scope), argOf(n.key, scope)))
    .with({ kind: 'scalarQuery' }, (n) => scalarQueryGetter(n, scope))
    .exhaustive();

/** How to compute `expr` for a row of the scope's columns. Throws a `Refusal` where that is not known. */
export const compileExpr = (expr: Expr, scope: Scope): Getter => {
  const get = ready(expr, scope);
  if (expr.kind === 'literal' || !isFixed(expr)) return get;
  let known = false;
  let value: Value = null;
  return () => {
    if (!known) {
      value = get(noRow);
      known = true;
    }
    return value;
  };
};
