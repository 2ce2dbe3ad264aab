// A syntax tree in; its comparisons by their place out, so that a finding on the IR can point at the operator as written.
import type { Span } from '../diagnostics/span.ts';
import type { AstExpr, AstQuery } from '../frontend/ast/ast.ts';
import { visitNodes } from './walk.ts';

export type Comparison = Extract<AstExpr, { kind: 'binary' | 'list' }>;

export interface SyntaxIndex {
  /** True when a `let` that holds rows is used exactly there. */
  isUse(span: Span): boolean;
  /** The comparison that stands exactly there, if it was written there (and not inlined from a `let`). */
  comparison(span: Span): Comparison | undefined;
}

const keyOf = (span: Span): string => `${span.start}:${span.end}`;

/** The `let` statements whose value is a pipeline; bare, or inside `materialize(…)`. */
export const rowLets = (ast: AstQuery): readonly { readonly at: number; readonly name: string; readonly value: AstExpr }[] =>
  ast.statements.flatMap((statement, at) =>
    statement.kind === 'let' && holdsRows(statement.value) ? [{ at, name: statement.name.text, value: statement.value }] : [],
  );

const holdsRows = (value: AstExpr): boolean => {
  const inner = bare(value);
  if (inner.kind === 'call' && inner.name.text === 'materialize') return inner.args.some((arg) => holdsRows(arg.expr));
  return inner.kind === 'pipe';
};

export const indexSyntax = (ast: AstQuery): SyntaxIndex => {
  const lets = new Set(rowLets(ast).map(({ name }) => name));
  const uses = new Set<string>();
  const byPlace = new Map<string, Comparison>();
  visitNodes(ast.statements, (node) => {
    if (node.kind === 'name') {
      const { ident, span } = node as unknown as AstExpr & { kind: 'name' };
      if (lets.has(ident.text)) uses.add(keyOf(span));
    }
    if (node.kind !== 'binary' && node.kind !== 'list') return;
    const found = node as unknown as Comparison;
    const key = keyOf(found.span);
    if (!byPlace.has(key)) byPlace.set(key, found);
  });
  return { comparison: (span) => byPlace.get(keyOf(span)), isUse: (span) => uses.has(keyOf(span)) };
};

/** An expression without the parentheses around it. */
export const bare = (expr: AstExpr): AstExpr => (expr.kind === 'paren' ? bare(expr.inner) : expr);
