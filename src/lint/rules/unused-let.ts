// RMMC6041: the `let` statements of a query in; those whose name nothing uses, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { AstExpr } from '../../frontend/ast/ast.ts';
import type { Lint, LintInput } from '../rule.ts';
import { visitNodes } from '../walk.ts';

const namesUsed = (root: unknown): ReadonlySet<string> => {
  const names = new Set<string>();
  visitNodes(root, (node) => {
    const expr = node as unknown as AstExpr;
    if (expr.kind === 'name') names.add(expr.ident.text);
    if (expr.kind === 'call') names.add(expr.name.text);
    // `union Dev*`: any name may be meant.
    if (expr.kind === 'wildcard') names.add('*');
  });
  return names;
};

const find = ({ ast }: LintInput): readonly Diagnostic[] =>
  ast.statements.flatMap((statement, at) => {
    if (statement.kind !== 'let') return [];
    const used = namesUsed(ast.statements.slice(at + 1));
    return used.has(statement.name.text) ? [] : [report('RMMC6041', statement.name.span, { name: statement.name.text })];
  });

export const unusedLet: Lint = {
  title: 'a `let` that nothing uses',
  why: 'Either it is left over, or the condition that should use it is missing: a time range that bounds nothing, an exclusion list that excludes nothing.',
  find,
};
