// RMMC6032: the unions of a query in; those that stand for every table, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { AstOperator } from '../../frontend/ast/ast.ts';
import type { Lint, LintInput } from '../rule.ts';
import { visitNodes } from '../walk.ts';

const find = ({ ast }: LintInput): readonly Diagnostic[] => {
  const found: Diagnostic[] = [];
  visitNodes(ast.statements, (node) => {
    const union = node as unknown as AstOperator;
    if (union.kind !== 'union') return;
    for (const branch of union.branches)
      if (branch.kind === 'wildcard' && branch.pattern === '*') found.push(report('RMMC6032', branch.span, { operator: 'union *' }));
  });
  return found;
};

export const wholeWorkspace: Lint = {
  title: 'a search through every table',
  why: '`union *` reads every table of the workspace. It is slow and costs as much as everything that is stored, and Sentinel does not take it in an analytics rule.',
  find,
};
