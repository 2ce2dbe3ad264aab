// RMMC6042: `sort` as written in; those whose order a later step throws away, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { AstExpr, AstOperator } from '../../frontend/ast/ast.ts';
import type { Lint, LintInput } from '../rule.ts';
import { visitNodes } from '../walk.ts';

type Kind = AstOperator['kind'];

const passing: ReadonlySet<Kind> = new Set<Kind>([
  'where',
  'extend',
  'project',
  'project-away',
  'project-keep',
  'project-rename',
  'project-reorder',
  'mv-expand',
  'parse',
]);

const voiding: ReadonlySet<Kind> = new Set<Kind>(['sort', 'top', 'join', 'count', 'distinct', 'summarize', 'top-nested']);

/** Functions that read the order of rows, and aggregates that keep it. */
const ordered = /^(?:prev|next|row_\w+|make_?list\w*|make_?set\w*|make_bag\w*|(?:take_)?any(?:if)?|arg_?(?:min|max))$/;

const readsOrder = (operator: AstOperator): boolean => {
  let found = false;
  visitNodes(operator, (node) => {
    const expr = node as unknown as AstExpr;
    if (expr.kind === 'call' && ordered.test(expr.name.text)) found = true;
  });
  return found;
};

/** The later operator that makes the order void. */
const voider = (later: readonly AstOperator[]): AstOperator | null => {
  for (const operator of later) {
    if (operator.kind === 'join') return operator;
    if (readsOrder(operator)) return null;
    if (voiding.has(operator.kind)) return operator;
    if (!passing.has(operator.kind)) return null;
  }
  return null;
};

const find = ({ ast }: LintInput): readonly Diagnostic[] => {
  const found: Diagnostic[] = [];
  visitNodes(ast.statements, (node) => {
    const pipe = node as unknown as AstExpr;
    if (pipe.kind !== 'pipe') return;
    pipe.operators.forEach((operator, at) => {
      const by = operator.kind === 'sort' ? voider(pipe.operators.slice(at + 1)) : null;
      if (by) found.push(report('RMMC6042', operator.span, { by: by.kind }));
    });
  });
  return found;
};

export const lostOrder: Lint = {
  title: '`sort` in front of a step that does not keep the order',
  why: '`summarize`, `join`, `count` and a later `sort` throw the order away: sorting all rows before them costs time and memory for nothing.',
  find,
};
