// CST of names, types and column lists in, AST out. Reserved words are refused here, as they need brackets.
import type { IToken } from 'chevrotain';
import type { AstColumnDecl, AstExpr, Ident, TypeName } from './ast.ts';
import { type Build, complain, doubt, many, one, spanOfNode } from './build-context.ts';
import type {
  BracketNameCstNode,
  ColumnCstNode,
  NameCstNode,
  ResultSchemaCstNode,
  RowSchemaCstNode,
  TableTypeCstNode,
  TypeNameCstNode,
  TypeOfCstNode,
  TypeOfPartCstNode,
  WildcardNameCstNode,
} from './cst.generated.ts';
import { decodeString } from './literals.ts';
import { spanOf } from './tokens.ts';
import { extendedTypeNames, freedomOf, typeNames } from './words.ts';

/** `use`: where an expression stands. `declare`: before `=` or `:`, where more words may be names; `column` if it names a computed column. `path`: a column after `by`. */
export type NameRole = 'use' | 'declare' | 'column' | 'path';

/** Words that operators would read as their parameters: only expressions may use them bare. */
const parameterWords: ReadonlySet<string> = new Set(['kind', 'withsource']);

const isReserved = (word: string, role: NameRole): boolean => {
  const freedom = freedomOf(word);
  return (
    freedom === 'never' || (freedom === 'named' && (role === 'use' || role === 'path')) || (role === 'column' && parameterWords.has(word))
  );
};

export const identOfToken = (build: Build, token: IToken, role: NameRole): Ident => {
  if (isReserved(token.image, role)) complain(build, 'RMMC1108', spanOf(token), { word: token.image });
  return { text: token.image, span: spanOf(token), quoted: false };
};

const textOf = (strings: readonly IToken[]): string => strings.map((s) => decodeString(s.image)).join('');

/** `['name']`; a pattern in brackets gives its text. */
export const bracketIdent = (node: BracketNameCstNode): Ident => {
  const strings = many(node.children.StringLiteral);
  const text = strings.length > 0 ? textOf(strings) : patternText(one(node.children.wildcardName));
  return { text, span: spanOfNode(node), quoted: true };
};

/** Complains of `kind` and `withsource` where a name is given, or a column is picked. */
export const refuseParameterWords = (build: Build, tokens: readonly IToken[] | undefined): void => {
  for (const token of many(tokens)) if (parameterWords.has(token.image)) complain(build, 'RMMC1108', spanOf(token), { word: token.image });
};

export const nameIdent = (build: Build, node: NameCstNode, role: NameRole): Ident => {
  const token = node.children.NameWord?.[0];
  if (token && role !== 'path') refuseParameterWords(build, [token]);
  return token ? identOfToken(build, token, role) : bracketIdent(one(node.children.bracketName));
};

const patternText = (node: WildcardNameCstNode): string => {
  const { NameWord, Star, LongNumber } = node.children;
  const tokens = [...many(NameWord), ...many(Star), ...many(LongNumber)];
  return tokens
    .sort((a, b) => a.startOffset - b.startOffset)
    .map((t) => t.image)
    .join('');
};

/** `T` as a name, `Device*` as a wildcard. */
export const wildcardExpr = (build: Build, node: WildcardNameCstNode): AstExpr => {
  const word = node.children.NameWord?.[0];
  if (node.children.Star === undefined && word !== undefined) {
    return { kind: 'name', span: spanOf(word), ident: identOfToken(build, word, 'use') };
  }
  return { kind: 'wildcard', span: spanOfNode(node), pattern: patternText(node) };
};

/** `['name']` as a name, `[Device*]` as a wildcard. */
export const bracketExpr = (build: Build, node: BracketNameCstNode): AstExpr => {
  const pattern = node.children.wildcardName?.[0];
  if (pattern !== undefined) return { ...wildcardExpr(build, pattern), span: spanOfNode(node) };
  return { kind: 'name', span: spanOfNode(node), ident: bracketIdent(node) };
};

const typeOfWord = (build: Build, token: IToken, extended: boolean): TypeName => {
  const known = typeNames.get(token.image) ?? (extended ? extendedTypeNames.get(token.image) : undefined);
  if (known === undefined) (extended ? doubt : complain)(build, 'RMMC1109', spanOf(token), { word: token.image });
  return known ?? 'dynamic';
};

export const typeName = (build: Build, node: TypeNameCstNode): TypeName => typeOfWord(build, one(node.children.NameWord), false);

/** `name: type` */
export const columnOf = (build: Build, node: ColumnCstNode): AstColumnDecl => ({
  name: nameIdent(build, one(node.children.name), 'declare'),
  type: typeName(build, one(node.children.typeName)),
  span: spanOfNode(node),
});

export const columnsOf = (build: Build, node: RowSchemaCstNode | ResultSchemaCstNode | TableTypeCstNode): readonly AstColumnDecl[] =>
  many(node.children.column).map((column) => columnOf(build, column));

const typeOfColumn = (build: Build, part: TypeOfPartCstNode): AstColumnDecl => ({
  name: nameIdent(build, one(part.children.name), 'declare'),
  type: typeOfWord(build, one(part.children.NameWord), false),
  span: spanOfNode(part),
});

/** `typeof(long)`, or `typeof(a: string, *)` with columns. */
export const typeOfExpr = (build: Build, node: TypeOfCstNode): AstExpr & { kind: 'typeof' } => {
  const parts = node.children.typeOfPart;
  const only = parts.length === 1 ? one(parts) : undefined;
  const word = only?.children.NameWord === undefined ? only?.children.name?.[0]?.children.NameWord?.[0] : undefined;
  const type = word === undefined ? null : typeOfWord(build, word, true);
  const columns = parts.filter((p) => p.children.NameWord !== undefined).map((p) => typeOfColumn(build, p));
  const open = parts.some((p) => p.children.Star !== undefined);
  return { kind: 'typeof', span: spanOfNode(node), type, columns, ...(open ? { open } : {}) };
};
