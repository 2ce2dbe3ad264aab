// A KQL expression in, a document out, with parentheses only where the grammar needs them.
import { match, P } from 'ts-pattern';
import { type Doc, group, join, line, nest, soft } from '../shared/layout.ts';
import type { KqlExpr, KqlQuery } from './ast.ts';
import { literalText, quoteMember, quoteName } from './quote.ts';

/** Prints a subquery with its parentheses; given by the caller, since queries hold expressions and expressions hold queries. */
export type SubqueryDoc = (query: KqlQuery) => Doc;

/** How tightly an expression binds. Comparisons do not chain: their operands bind tighter than they do. */
const levels = { or: 1, and: 2, test: 3, add: 4, mul: 5, unary: 6, atom: 7 } as const;
type Level = (typeof levels)[keyof typeof levels];

const isNegative = (value: unknown): boolean =>
  (typeof value === 'bigint' && value < 0n) || (typeof value === 'number' && (value < 0 || Object.is(value, -0)));

const levelOf = (expr: KqlExpr): Level =>
  match(expr)
    .returnType<Level>()
    .with({ kind: 'logic' }, (n) => levels[n.op])
    .with({ kind: P.union('test', 'list', 'listQuery', 'between') }, () => levels.test)
    .with({ kind: 'arith' }, (n) => (n.op === '+' || n.op === '-' ? levels.add : levels.mul))
    .with({ kind: 'negate' }, () => levels.unary)
    .with({ kind: 'literal' }, (n) =>
      (n.type === 'long' || n.type === 'real' || n.type === 'timespan') && isNegative(n.value) ? levels.unary : levels.atom,
    )
    .with({ kind: P.union('name', 'call', 'star', 'path', 'scalarQuery', 'schema', 'rows') }, () => levels.atom)
    .exhaustive();

/** `expr` in a place that wants something at least as tight as `least`. */
const at = (expr: KqlExpr, least: number, sub: SubqueryDoc): Doc =>
  levelOf(expr) >= least ? exprDoc(expr, sub) : group(['(', nest([soft, exprDoc(expr, sub)]), soft, ')']);

const argsDoc = (args: readonly KqlExpr[], sub: SubqueryDoc): Doc => {
  const docs = args.map((arg) => exprDoc(arg, sub));
  return docs.length === 0 ? '()' : group(['(', nest([soft, join(docs, [',', line])]), soft, ')']);
};

const arithDoc = (n: Extract<KqlExpr, { kind: 'arith' }>, sub: SubqueryDoc): Doc => {
  const own = levelOf(n);
  // A sign behind an operator reads badly, so signed operands get parentheses too.
  const right = levelOf(n.right) === levels.unary ? levels.atom : own + 1;
  const left = levelOf(n.left) === levels.unary ? levels.atom : own;
  return [at(n.left, left, sub), ` ${n.op} `, at(n.right, right, sub)];
};

const keyDoc = (key: KqlExpr, sub: SubqueryDoc): Doc =>
  key.kind === 'literal' && typeof key.value === 'string' ? quoteMember(key.value) : ['[', exprDoc(key, sub), ']'];

export const exprDoc = (expr: KqlExpr, sub: SubqueryDoc): Doc =>
  match(expr)
    .returnType<Doc>()
    .with({ kind: 'literal' }, (n) => `${n.hidden ? 'h' : ''}${literalText(n.type, n.value)}`)
    .with({ kind: 'name' }, (n) => quoteName(n.name))
    .with({ kind: 'star' }, () => '*')
    .with({ kind: 'call' }, (n) => [n.name, argsDoc(n.args, sub)])
    .with({ kind: 'test' }, (n) => [at(n.left, levels.add, sub), ` ${n.op} `, at(n.right, levels.add, sub)])
    .with({ kind: 'list' }, (n) => [at(n.subject, levels.add, sub), ` ${n.op} `, argsDoc(n.items, sub)])
    .with({ kind: 'listQuery' }, (n) => [at(n.subject, levels.add, sub), ` ${n.op} `, sub(n.query)])
    .with({ kind: 'between' }, (n) => [
      at(n.subject, levels.add, sub),
      ' between (',
      at(n.low, levels.add, sub),
      ' .. ',
      at(n.high, levels.add, sub),
      ')',
    ])
    .with({ kind: 'logic' }, (n) =>
      join(
        n.operands.map((operand) => at(operand, levels.test, sub)),
        [line, `${n.op} `],
      ),
    )
    .with({ kind: 'arith' }, (n) => arithDoc(n, sub))
    .with({ kind: 'negate' }, (n) => ['-', at(n.operand, levels.atom, sub)])
    .with({ kind: 'path' }, (n) => [at(n.base, levels.atom, sub), keyDoc(n.key, sub)])
    .with({ kind: 'scalarQuery' }, (n) => ['toscalar', sub(n.query)])
    .with(
      { kind: 'schema' },
      (n) => `typeof(${[...(n.more ? ['*'] : []), ...n.columns.map((c) => `${quoteName(c.name)}: ${c.type}`)].join(', ')})`,
    )
    .with({ kind: 'rows' }, (n) => sub(n.query))
    .exhaustive();
