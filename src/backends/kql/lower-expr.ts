// An expression of the normal IR in, a KQL expression out: operators chosen, sugar put back.
import { match, P } from 'ts-pattern';
import type { Expr, ExprOf } from '../../ir/expr.ts';
import type { Pipeline } from '../../ir/pipeline.ts';
import type { KqlExpr, KqlListTest, KqlQuery } from './ast.ts';
import { arithOps, compareOps, negatedList, textTests } from './functions.ts';

/** Lowers a subquery; given by the caller, since pipelines hold expressions and expressions hold pipelines. */
export type LowerQuery = (pipeline: Pipeline) => KqlQuery;

const call = (name: string, ...args: readonly KqlExpr[]): KqlExpr => ({ kind: 'call', name, args });
const isEmptyText = (expr: Expr): boolean => expr.kind === 'literal' && expr.type === 'string' && expr.value === '';

/** A stable text of a KQL expression, to see whether two are the same. */
const fingerprint = (expr: KqlExpr): string =>
  JSON.stringify(expr, (_, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    return value instanceof Map ? [...value] : value;
  });

/** A text test without its subject. */
type TextTestNode = Pick<ExprOf<'text'>, 'test' | 'caseless' | 'patterns' | 'require'>;

const single = (left: KqlExpr, n: TextTestNode, pattern: Expr, negated: boolean, q: LowerQuery): KqlExpr => {
  const row = textTests[n.test];
  const { plain, negated: opposite } = n.caseless ? row.caseless : row.cased;
  const op = negated ? opposite : plain;
  const right = lowerExpr(pattern, q);
  return op === null ? call('not', { kind: 'test', op: plain, left, right }) : { kind: 'test', op, left, right };
};

const listOperator = (n: TextTestNode): KqlListTest | null => {
  const { lists } = textTests[n.test];
  const [any, all] = n.caseless ? lists.caseless : lists.cased;
  return n.require === 'any' ? any : all;
};

const lowerText = (n: ExprOf<'text'>, negated: boolean, q: LowerQuery): KqlExpr => lowerTextOf(lowerExpr(n.subject, q), n, negated, q);

/** The test of `left`, which may be `*`. */
export const lowerTextOf = (left: KqlExpr, n: TextTestNode, negated: boolean, q: LowerQuery): KqlExpr => {
  const [first] = n.patterns;
  if (n.patterns.length === 1 && first) {
    if (n.test === 'equals' && isEmptyText(first) && left.kind !== 'star') return call(negated ? 'isnotempty' : 'isempty', left);
    return single(left, n, first, negated, q);
  }
  const op = listOperator(n);
  if (op)
    return listTest(
      op,
      left,
      n.patterns.map((p) => lowerExpr(p, q)),
      negated,
    );
  const operands = n.patterns.map((pattern) => single(left, n, pattern, negated, q));
  return { kind: 'logic', op: (n.require === 'any') === negated ? 'and' : 'or', operands };
};

const listTest = (op: KqlListTest, subject: KqlExpr, items: readonly KqlExpr[], negated: boolean): KqlExpr => {
  const opposite = negatedList[op];
  if (negated && opposite) return { kind: 'list', op: opposite, subject, items };
  const test: KqlExpr = { kind: 'list', op, subject, items };
  return negated ? call('not', test) : test;
};

const listQuery = (op: KqlListTest, subject: KqlExpr, query: KqlQuery, negated: boolean): KqlExpr => {
  const opposite = negatedList[op];
  if (negated && opposite) return { kind: 'listQuery', op: opposite, subject, query };
  const test: KqlExpr = { kind: 'listQuery', op, subject, query };
  return negated ? call('not', test) : test;
};

const lowerTextQuery = (n: ExprOf<'textQuery'>, negated: boolean, q: LowerQuery): KqlExpr => {
  const { lists } = textTests[n.test];
  const [any, all] = n.caseless ? lists.caseless : lists.cased;
  return listQuery((n.require === 'any' ? any : all) ?? 'in', lowerExpr(n.subject, q), q(n.query), negated);
};

const lowerNot = (operand: Expr, q: LowerQuery): KqlExpr =>
  match(operand)
    .returnType<KqlExpr>()
    .with({ kind: 'text' }, (n) => lowerText(n, true, q))
    .with({ kind: 'textQuery' }, (n) => lowerTextQuery(n, true, q))
    .with({ kind: 'member' }, (n) =>
      listTest(
        'in',
        lowerExpr(n.subject, q),
        n.values.map((v) => lowerExpr(v, q)),
        true,
      ),
    )
    .with({ kind: 'memberQuery' }, (n) => listQuery('in', lowerExpr(n.subject, q), q(n.query), true))
    .with({ kind: 'call', fn: 'isnull' }, (n) => call('isnotnull', ...n.args.map((a) => lowerExpr(a, q))))
    .with({ kind: 'call', fn: 'isnotnull' }, (n) => call('isnull', ...n.args.map((a) => lowerExpr(a, q))))
    .with(
      { kind: P.union('literal', 'column', 'call', 'compare', 'not', 'and', 'or', 'arith', 'negate', 'case', 'path', 'scalarQuery') },
      (n) => call('not', lowerExpr(n, q)),
    )
    .exhaustive();

/** Strings have no order operators in KQL; `strcmp` says the same. */
const lowerCompare = (n: ExprOf<'compare'>, q: LowerQuery): KqlExpr => {
  const [left, right] = [lowerExpr(n.left, q), lowerExpr(n.right, q)];
  const ordersText = n.left.type === 'string' && n.right.type === 'string' && n.op !== 'eq' && n.op !== 'ne';
  if (!ordersText) return { kind: 'test', op: compareOps[n.op], left, right };
  return { kind: 'test', op: compareOps[n.op], left: call('strcmp', left, right), right: { kind: 'literal', type: 'long', value: 0n } };
};

const isNull = (expr: KqlExpr): boolean => expr.kind === 'literal' && expr.value === null;

/** `x >= a` directly followed by `x <= b` is `x between (a .. b)`. */
const pairOf = (low: KqlExpr, high: KqlExpr | undefined): KqlExpr | null => {
  if (low.kind !== 'test' || high?.kind !== 'test' || low.op !== '>=' || high.op !== '<=') return null;
  if (isNull(low.right) || isNull(high.right) || fingerprint(low.left) !== fingerprint(high.left)) return null;
  return { kind: 'between', subject: low.left, low: low.right, high: high.right };
};

const pairBounds = (operands: readonly KqlExpr[]): readonly KqlExpr[] => {
  const paired: KqlExpr[] = [];
  for (let i = 0; i < operands.length; i++) {
    const operand = operands[i];
    const pair = operand ? pairOf(operand, operands[i + 1]) : null;
    if (pair) i += 1;
    if (operand) paired.push(pair ?? operand);
  }
  return paired;
};

const lowerAnd = (conjuncts: readonly Expr[], q: LowerQuery): KqlExpr => {
  const operands = pairBounds(conjuncts.map((operand) => lowerExpr(operand, q)));
  const [first] = operands;
  return operands.length === 1 && first ? first : { kind: 'logic', op: 'and', operands };
};

const lowerCase = (n: ExprOf<'case'>, q: LowerQuery): KqlExpr => {
  const arms = n.arms.flatMap((arm) => [lowerExpr(arm.when, q), lowerExpr(arm.then, q)]);
  return call(n.arms.length === 1 ? 'iff' : 'case', ...arms, lowerExpr(n.otherwise, q));
};

export const lowerExpr = (expr: Expr, q: LowerQuery): KqlExpr =>
  match(expr)
    .returnType<KqlExpr>()
    .with({ kind: 'literal' }, (n) => ({ kind: 'literal', type: n.type, value: n.value, ...(n.hidden ? { hidden: n.hidden } : {}) }))
    .with({ kind: 'column' }, (n) => ({ kind: 'name', name: n.name }))
    .with({ kind: 'call' }, (n) => call(n.fn, ...n.args.map((arg) => lowerExpr(arg, q))))
    .with({ kind: 'text' }, (n) => lowerText(n, false, q))
    .with({ kind: 'textQuery' }, (n) => lowerTextQuery(n, false, q))
    .with({ kind: 'compare' }, (n) => lowerCompare(n, q))
    .with({ kind: 'member' }, (n) =>
      listTest(
        'in',
        lowerExpr(n.subject, q),
        n.values.map((v) => lowerExpr(v, q)),
        false,
      ),
    )
    .with({ kind: 'memberQuery' }, (n) => listQuery('in', lowerExpr(n.subject, q), q(n.query), false))
    .with({ kind: 'not' }, (n) => lowerNot(n.operand, q))
    .with({ kind: 'and' }, (n) => lowerAnd(n.operands, q))
    .with({ kind: 'or' }, (n) => ({ kind: 'logic', op: 'or', operands: n.operands.map((operand) => lowerExpr(operand, q)) }))
    .with({ kind: 'arith' }, (n) => ({ kind: 'arith', op: arithOps[n.op], left: lowerExpr(n.left, q), right: lowerExpr(n.right, q) }))
    .with({ kind: 'negate' }, (n) => ({ kind: 'negate', operand: lowerExpr(n.operand, q) }))
    .with({ kind: 'case' }, (n) => lowerCase(n, q))
    .with({ kind: 'path' }, (n) => ({ kind: 'path', base: lowerExpr(n.base, q), key: lowerExpr(n.key, q) }))
    .with({ kind: 'scalarQuery' }, (n) => ({ kind: 'scalarQuery', query: q(n.query) }))
    .exhaustive();
