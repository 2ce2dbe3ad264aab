// `print` with functions that give several columns: AST in, one row that nothing reads and the steps over it out.
import type { Column } from '../../ir/types.ts';
import type { AstOperator } from '../ast/ast.ts';
import { bindProjected } from './columns.ts';
import type { Binder, Bound, Scope } from './scope.ts';
import { tupleCall } from './tuples.ts';

type PrintNode = Extract<AstOperator, { kind: 'print' }>;

export const printsTuples = (ast: PrintNode): boolean => ast.columns.some((column) => tupleCall(column) !== null);

export const bindTuplePrint = (b: Binder, ast: PrintNode, scope: Scope): Bound => {
  const { span } = ast;
  const columns: readonly Column[] = [{ name: '_row', type: 'long' }];
  const one: Bound = {
    pipeline: { source: { kind: 'rows', span, columns, rows: [[{ kind: 'literal', span, type: 'long', value: 0n }]] }, steps: [] },
    rows: { frame: { columns, open: false }, soft: false, table: null },
  };
  const items = ast.columns.map((column, i) =>
    tupleCall(column) || column.names.length > 0
      ? column
      : { ...column, names: [{ text: `print_${i}`, span: column.span, quoted: false }] },
  );
  return bindProjected(b, items, span, one, { lets: scope.lets, rows: null });
};
