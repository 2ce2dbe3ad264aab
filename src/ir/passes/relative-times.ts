// Times that are counted from the clock are written one way: `ago(span)`, where the span may be negative.
// before: (now -5.00:00:00) (sub (now) 1.00:00:00) (add (ago 1.00:00:00) 02:00:00)
// after:  (ago 5.00:00:00)  (ago 1.00:00:00)       (ago 22:00:00)
// The distance of two such times is a timespan: (sub (now) (ago 7.00:00:00)) is 7.00:00:00.
import type { Expr, ExprOf, Literal } from '../expr.ts';
import { foldNode } from '../fold.ts';
import type { Query } from '../pipeline.ts';
import { rewriteQuery } from '../traverse.ts';

const spanOf = (expr: Expr | undefined): bigint | null =>
  expr?.kind === 'literal' && expr.type === 'timespan' && typeof expr.value === 'bigint' ? expr.value : null;

/** How long before the clock an expression lies, in ticks; null when it is no such time. */
const ticksAgo = (expr: Expr): bigint | null => {
  if (expr.kind !== 'call') return null;
  if (expr.fn === 'ago') return spanOf(expr.args[0]);
  return expr.fn === 'now' && expr.args.length === 0 ? 0n : null;
};

const timespan = (ticks: bigint, at: Expr): Literal => ({ kind: 'literal', span: at.span, type: 'timespan', value: ticks });

const ago = (ticks: bigint, at: Expr): Expr => {
  const span = timespan(ticks, at);
  return ticks === 0n
    ? { kind: 'call', span: at.span, type: 'datetime', fn: 'now', args: [] }
    : { kind: 'call', span: at.span, type: 'datetime', fn: 'ago', args: [span] };
};

const shifted = (node: ExprOf<'arith'>): Expr => {
  const [left, right] = [ticksAgo(node.left), ticksAgo(node.right)];
  const [leftSpan, rightSpan] = [spanOf(node.left), spanOf(node.right)];
  if (left !== null && right !== null && node.op === 'sub') return timespan(right - left, node);
  if (left !== null && rightSpan !== null && node.op === 'sub') return ago(left + rightSpan, node);
  if (left !== null && rightSpan !== null && node.op === 'add') return ago(left - rightSpan, node);
  return right !== null && leftSpan !== null && node.op === 'add' ? ago(right - leftSpan, node) : node;
};

const canonical = (expr: Expr): Expr => {
  const node = foldNode(expr);
  if (node.kind === 'arith' && (node.type === 'datetime' || node.type === 'timespan')) return shifted(node);
  if (node.kind !== 'call') return node;
  const offset = spanOf(node.args[0]);
  if (node.fn === 'now' && offset !== null) return ago(-offset, node);
  return node.fn === 'ago' && offset === 0n ? ago(0n, node) : node;
};

export const relativeTimes = (query: Query): Query => rewriteQuery(query, { expr: canonical });
