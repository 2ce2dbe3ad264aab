// What stands beside an operator (`kind=inner`, `hint.strategy=shuffle`, a number of rows): AST in, words and numbers out.
import { foldExpr } from '../../ir/fold.ts';
import type { Hint } from '../../ir/pipeline.ts';
import type { AstExpr, AstParameter } from '../ast/ast.ts';
import type { Binder, Scope } from './scope.ts';

const textOf = (ast: AstExpr): string | null => {
  if (ast.kind === 'name') return ast.ident.text;
  if (ast.kind !== 'literal') return null;
  const { value } = ast;
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : null;
};

/** The value of the first parameter with one of these names (in lower case); null when there is none. */
export const parameter = (parameters: readonly AstParameter[], ...names: readonly string[]): string | null => {
  const found = parameters.find((p) => names.includes(p.name.toLowerCase()));
  return found ? textOf(found.value) : null;
};

/** The value of a parameter that is one of several words; any other is refused. */
export const wordOf = <T extends string>(
  b: Binder,
  parameters: readonly AstParameter[],
  name: string,
  words: Readonly<Record<T, T>>,
  usual: T,
): T => {
  const found = parameters.find((p) => p.name === name);
  const written = found === undefined ? usual : (parameter([found], name) ?? '');
  if (Object.hasOwn(words, written)) return words[written as T];
  if (found) b.report('RMMC2012', found.span, { what: `\`${name}=${written}\`` });
  return usual;
};

/** Directives to the engine; they change no result. */
export const hintsOf = (parameters: readonly AstParameter[]): readonly Hint[] =>
  parameters.flatMap((p) => {
    const value = p.name.toLowerCase().startsWith('hint.') ? textOf(p.value) : null;
    return value === null ? [] : [{ name: p.name, value }];
  });

/** The constant of `take` and `top`; negative counts and other values are an error. */
export const bindCount = (b: Binder, ast: AstExpr, scope: Scope, operator: string): bigint => {
  const expr = foldExpr(b.expr(ast, { lets: scope.lets, rows: null }));
  if (expr.kind === 'literal' && typeof expr.value === 'bigint' && (expr.type === 'long' || expr.type === 'int') && expr.value >= 0n)
    return expr.value;
  if (expr.type !== 'unknown') b.report('RMMC2009', ast.span, { what: `the number of rows of \`${operator}\` (a whole number)` });
  return 0n;
};
