// A syntax tree in; what the rule leaves out by a list that is written for its reader to fill (`let SanctionedTools = dynamic([…])`) out.
import type { AstExpr, AstQuery } from './ast/ast.ts';

/** Rows are left out whose `column` is one of `values`, whatever their case: `where column !in~ (SanctionedTools)`. */
export interface Sanctioned {
  readonly column: string;
  readonly values: readonly string[];
}

/** By convention on the name of the `let`. */
const conventional = /^sanctioned_?tools$/i;

const bare = (expr: AstExpr): AstExpr => (expr.kind === 'paren' ? bare(expr.inner) : expr);

const conjuncts = (expr: AstExpr): readonly AstExpr[] => {
  const inner = bare(expr);
  return inner.kind === 'binary' && inner.op === 'and' ? [...conjuncts(inner.left), ...conjuncts(inner.right)] : [inner];
};

const nameIn = (expr: AstExpr | undefined): string | null => {
  const inner = expr && bare(expr);
  return inner?.kind === 'name' ? inner.ident.text : null;
};

const textsIn = (expr: AstExpr): readonly string[] | null => {
  const inner = bare(expr);
  if (inner.kind !== 'literal' || inner.type !== 'dynamic' || !Array.isArray(inner.value)) return null;
  const texts = inner.value.filter((value) => typeof value === 'string');
  return texts.length === inner.value.length ? texts : null;
};

/** Null when the query has no such list, or uses it in another way than as a condition of its main pipeline. */
export const sanctionedIn = (ast: AstQuery): Sanctioned | null => {
  const lists = ast.statements.flatMap((statement) =>
    statement.kind === 'let' && conventional.test(statement.name.text) ? [statement] : [],
  );
  const [list] = lists;
  const values = list && lists.length === 1 ? textsIn(list.value) : null;
  const main = ast.statements.flatMap((statement) => (statement.kind === 'expression' ? [bare(statement.expr)] : []));
  const [pipe] = main;
  if (!list || !values || pipe?.kind !== 'pipe' || main.length !== 1) return null;
  const columns = pipe.operators
    .flatMap((operator) => (operator.kind === 'where' ? conjuncts(operator.predicate) : []))
    .flatMap((test) => {
      if (test.kind !== 'list' || test.op !== '!in~' || test.items.length !== 1 || nameIn(test.items[0]) !== list.name.text) return [];
      return nameIn(test.subject) ?? [];
    });
  const [column] = columns;
  return column !== undefined && columns.length === 1 ? { column, values } : null;
};
