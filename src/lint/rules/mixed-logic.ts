// RMMC6014: conditions in; those that mix `and` and `or` without parentheses, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { AstExpr } from '../../frontend/ast/ast.ts';
import type { Lint, LintInput } from '../rule.ts';
import { visitNodes } from '../walk.ts';

type Or = Extract<AstExpr, { kind: 'binary' }>;

const isOr = (expr: AstExpr): expr is Or => expr.kind === 'binary' && expr.op === 'or';

const isAnd = (expr: AstExpr): boolean => expr.kind === 'binary' && expr.op === 'and';

/** The operands of an `or` chain as written, and the nodes of the chain. */
const chain = (expr: AstExpr, nodes: Set<AstExpr>): readonly AstExpr[] => {
  if (!isOr(expr)) return [expr];
  nodes.add(expr);
  return [...chain(expr.left, nodes), ...chain(expr.right, nodes)];
};

const find = ({ ast }: LintInput): readonly Diagnostic[] => {
  const seen = new Set<AstExpr>();
  const found: Diagnostic[] = [];
  visitNodes(ast.statements, (node) => {
    const expr = node as unknown as AstExpr;
    if (!isOr(expr) || seen.has(expr)) return;
    const operands = chain(expr, seen);
    const mixed = operands.find(isAnd);
    // `a and b or c and d` is plain enough.
    if (mixed && !operands.every(isAnd)) found.push(report('RMMC6014', mixed.span, {}));
  });
  return found;
};

export const mixedLogic: Lint = {
  title: '`and` and `or` without parentheses',
  why: '`and` binds tighter: `a or b and c` is `a or (b and c)`, so that `a` alone is enough. Readers, and authors who add a line, expect otherwise.',
  find,
};
