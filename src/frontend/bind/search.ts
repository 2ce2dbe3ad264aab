// `search`: AST and rows in; a filter over the tables that are searched, with the name of the table in front, out.
import type { AstOperator } from '../ast/ast.ts';
import { bindCondition } from './expr.ts';
import { parameter } from './parameters.ts';
import { type Binder, type Bound, type Scope, withStep } from './scope.ts';
import { asTests, bindTests } from './search-test.ts';
import { allTables, asBranch, type Branch, bindBranch, frameOfBranches, unionOf } from './union.ts';

type SearchNode = Extract<AstOperator, { kind: 'search' }>;

const columnOfName = '$table';

/** A table by itself; rows that come from steps have no table's name, which matters only when it is looked at. */
const hasName = (b: Binder, branch: Branch): boolean =>
  !b.usedNames.has(columnOfName) || (branch.pipeline.source.kind === 'table' && branch.pipeline.steps.length === 0);

/** Tables whose columns are all listed can be said as a union and a filter; others need a test of columns that nobody can name. */
const isListed = (b: Binder, branch: Branch): boolean =>
  !branch.isPattern &&
  branch.pipeline.source.kind !== 'given' &&
  branch.members.every((member) => !member.rows.frame.open) &&
  hasName(b, branch);

export const bindSearch = (b: Binder, ast: SearchNode, before: Bound | null, scope: Scope): Bound => {
  const listed = [...(before ? [asBranch(before)] : []), ...ast.in.map((table) => bindBranch(b, table, scope))];
  const predicate = asTests(ast.predicate, parameter(ast.parameters, 'kind') === 'case_sensitive');
  if (listed.length > 0 && listed.every((branch) => isListed(b, branch))) {
    const rows = unionOf(b, { branches: listed, mode: 'outer', tag: columnOfName, fuzzy: false }, ast.span);
    const condition = bindCondition(b, predicate, { lets: scope.lets, rows: rows.rows }, '`search`', false);
    return withStep(rows, { kind: 'filter', span: ast.span, condition });
  }
  const branches = listed.length > 0 ? listed : [allTables(b, ast.span, scope)];
  const frame = frameOfBranches(branches, columnOfName);
  const rows = { frame, soft: branches.some((branch) => branch.members.some((member) => member.rows.soft)), table: null };
  const condition = bindTests(b, predicate, { lets: scope.lets, rows }, 'search');
  const among = listed.length > 0 ? listed.map((branch) => branch.pipeline) : null;
  return { pipeline: { source: { kind: 'search', span: ast.span, among, piped: before !== null, condition, frame }, steps: [] }, rows };
};
