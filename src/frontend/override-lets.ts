// A query and lists of texts by the name of a `let` in; the query with these texts in place of its own out, before anything is bound.
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import type { AstExpr, AstQuery, LiteralNode } from './ast/ast.ts';

export interface Overridden {
  readonly ast: AstQuery;
  /** Names that the query has. */
  readonly names: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const textNode = (value: string, { span }: AstExpr): LiteralNode => ({ kind: 'literal', span, type: 'string', value });

const isText = (node: AstExpr): boolean => node.kind === 'literal' && node.type === 'string';

/** The same kind of list with other texts in it; null when it is no list of texts. */
const withTexts = (value: AstExpr, texts: readonly string[]): AstExpr | null => {
  if (value.kind === 'paren') {
    const inner = withTexts(value.inner, texts);
    return inner && { ...value, inner };
  }
  if (value.kind === 'literal') {
    const isList = value.type === 'dynamic' && Array.isArray(value.value) && value.value.every((one) => typeof one === 'string');
    return isList ? { kind: 'literal', span: value.span, type: 'dynamic', value: [...texts] } : null;
  }
  if (value.kind === 'datatable') {
    const [column, ...more] = value.columns;
    const isList = more.length === 0 && column?.type === 'string' && value.cells.every(isText);
    return isList ? { ...value, cells: texts.map((text) => textNode(text, value)) } : null;
  }
  if (value.kind === 'call') {
    const isList = value.name.text === 'pack_array' && value.on === undefined && value.args.every(({ expr }) => isText(expr));
    return isList ? { kind: 'literal', span: value.span, type: 'dynamic', value: [...texts] } : null;
  }
  return null;
};

/** @param profile whose lists they are, for messages */
export const overrideLets = (ast: AstQuery, lets: ReadonlyMap<string, readonly string[]>, profile: string): Overridden => {
  const names: string[] = [];
  const diagnostics: Diagnostic[] = [];
  const statements = ast.statements.map((statement) => {
    const texts = statement.kind === 'let' ? lets.get(statement.name.text) : undefined;
    if (statement.kind !== 'let' || texts === undefined) return statement;
    const name = statement.name.text;
    names.push(name);
    const value = withTexts(statement.value, texts);
    diagnostics.push(
      value
        ? report('RMMC8083', statement.span, { name, profile, count: texts.length })
        : report('RMMC8084', statement.span, { name, profile }),
    );
    return value ? { ...statement, value } : statement;
  });
  return { ast: names.length === 0 ? ast : { ...ast, statements }, names, diagnostics };
};
