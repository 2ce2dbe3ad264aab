// CST of names, types and column lists in, AST out. Reserved words are refused here, as they need brackets.
import type { IToken } from 'chevrotain';
import type {
  BracedNameCstNode,
  BracketNameCstNode,
  ColumnCstNode,
  DeclaredNameCstNode,
  NameCstNode,
  PickedCstNode,
  ResultSchemaCstNode,
  RowSchemaCstNode,
  TableTypeCstNode,
  TypeNameCstNode,
  TypeOfCstNode,
  TypeOfPartCstNode,
  WildcardNameCstNode,
} from '../grammar/cst.generated.ts';
import { decodeString } from '../lexer/literals.ts';
import { spanOf } from '../lexer/tokens.ts';
import { columnOnlyWords, extendedTypeNames, freedomOf, isPlainWord, typeNames } from '../lexer/words.ts';
import type { AstColumnDecl, AstExpr, Ident, TypeName } from './ast.ts';
import { type Build, complain, doubt, many, one, spanOfNode } from './build-context.ts';

/**
 * `use`: in an expression, where operators cannot mistake `kind` and the like for their parameters. `name`: of a `let`, a function, an alias.
 * `declare`: before `=` or `:`, where more words may be names.
 */
export type NameRole = 'use' | 'name' | 'declare';

const isReserved = (word: string, role: NameRole): boolean => {
  if (role === 'use' && columnOnlyWords.has(word)) return false;
  const freedom = freedomOf(word);
  return freedom === 'never' || (freedom === 'named' && role !== 'declare');
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

/** `{name}` keeps its braces. */
export const bracedIdent = (build: Build, node: BracedNameCstNode): Ident => {
  const { AnyWord, Sign, LongNumber } = node.children;
  const index = LongNumber ? `[${Sign?.[0]?.image ?? ''}${one(LongNumber).image}]` : '';
  const text = `{${one(AnyWord).image}${index}}`;
  const span = spanOfNode(node);
  if (span.end - span.start !== text.length || !/\w/.test(text))
    complain(build, 'RMMC1100', span, { found: 'a blank in braces', expected: `\`${text}\`` });
  return { text, span, quoted: false };
};

type NameParts = Pick<NameCstNode['children'], 'NameWord' | 'bracketName' | 'bracedName'>;

/** A pattern in brackets is no name. */
const bracketedName = (build: Build, node: BracketNameCstNode): Ident => {
  const ident = bracketIdent(node);
  if (node.children.wildcardName) complain(build, 'RMMC1108', ident.span, { word: ident.text });
  return ident;
};

/** `a`, `['a']`, `{a}` */
export const identOf = (build: Build, { NameWord, bracketName, bracedName }: NameParts, role: NameRole): Ident => {
  if (NameWord) return identOfToken(build, one(NameWord), role);
  return bracketName ? bracketedName(build, one(bracketName)) : bracedIdent(build, one(bracedName));
};

export const nameIdent = (build: Build, node: NameCstNode, role: NameRole): Ident => identOf(build, node.children, role);

/** A name before `=` or `:`, or where nothing else could stand. */
export const declaredIdent = (build: Build, { children: { NamedWord, name } }: DeclaredNameCstNode): Ident =>
  NamedWord ? identOfToken(build, one(NamedWord), 'declare') : nameIdent(build, one(name), 'declare');

const wordsOf = ({ children: c }: WildcardNameCstNode): readonly IToken[] =>
  [...many(c.NameWord), ...many(c.NamedWord), ...many(c.Star), ...many(c.LongNumber)].sort((a, b) => a.startOffset - b.startOffset);

const patternText = (node: WildcardNameCstNode): string =>
  wordsOf(node)
    .map((t) => t.image)
    .join('');

/** `T` as a name, `Device*` as a wildcard. */
export const wildcardExpr = (build: Build, node: WildcardNameCstNode, role: NameRole = 'use'): AstExpr => {
  const words = wordsOf(node);
  if (node.children.Star === undefined) {
    const word = one(words);
    return { kind: 'name', span: spanOf(word), ident: identOfToken(build, word, role) };
  }
  for (const word of words) if (/^\w/.test(word.image)) identOfToken(build, word, 'declare');
  return { kind: 'wildcard', span: spanOfNode(node), pattern: patternText(node) };
};

/** `a`, `a*`, `['a']`, `{a}` */
export const pickedExpr = (build: Build, node: PickedCstNode): AstExpr => {
  const { wildcardName, bracketName, bracedName } = node.children;
  if (wildcardName) return wildcardExpr(build, one(wildcardName), 'name');
  const ident = bracketName ? bracketedName(build, one(bracketName)) : bracedIdent(build, one(bracedName));
  return { kind: 'name', span: ident.span, ident };
};

/** `['name']` as a name, `[Device*]` as a wildcard. */
export const bracketExpr = (build: Build, node: BracketNameCstNode): AstExpr => {
  const pattern = node.children.wildcardName?.[0];
  if (pattern !== undefined) return { ...wildcardExpr(build, pattern), span: spanOfNode(node) };
  return { kind: 'name', span: spanOfNode(node), ident: bracketIdent(node) };
};

/** The types that a place takes: those of columns, or more of them; an unknown one is a `fault` where any word is taken. */
interface TypePlace {
  readonly extended: boolean;
  readonly fault: boolean;
}

const typeOfWord = (build: Build, token: IToken, { extended, fault }: TypePlace): TypeName => {
  const known = typeNames.get(token.image) ?? (extended ? extendedTypeNames.get(token.image) : undefined);
  if (known === undefined) (fault ? doubt : complain)(build, 'RMMC1109', spanOf(token), { word: token.image });
  return known ?? 'dynamic';
};

export const typeName = (build: Build, node: TypeNameCstNode): TypeName =>
  typeOfWord(build, one(node.children.NameWord), { extended: false, fault: false });

/** A type where `typeof(…)` types stand, too. */
export const extendedTypeName = (build: Build, node: TypeNameCstNode): TypeName =>
  typeOfWord(build, one(node.children.NameWord), { extended: true, fault: false });

type ColumnParts = Pick<ColumnCstNode['children'], 'typeName' | 'tableType'>;

/** The type of a column; columns inside a column have a syntax and no meaning. */
const columnType = (build: Build, { typeName: scalar, tableType }: ColumnParts): TypeName => {
  if (scalar) return typeName(build, one(scalar));
  const node = one(tableType);
  columnsOf(build, node);
  doubt(build, 'RMMC1109', spanOfNode(node), { word: '(…)' });
  return 'dynamic';
};

/** `name: type` */
export const columnOf = (build: Build, node: ColumnCstNode): AstColumnDecl => ({
  name: nameIdent(build, one(node.children.name), 'declare'),
  type: columnType(build, node.children),
  span: spanOfNode(node),
});

export const columnsOf = (build: Build, node: RowSchemaCstNode | ResultSchemaCstNode | TableTypeCstNode): readonly AstColumnDecl[] =>
  many(node.children.column).map((column) => columnOf(build, column));

const isColumn = (part: TypeOfPartCstNode): boolean => part.children.Colon !== undefined;

const typeOfColumn = (build: Build, part: TypeOfPartCstNode): AstColumnDecl => ({
  name: nameIdent(build, one(part.children.name), 'declare'),
  type: columnType(build, part.children),
  span: spanOfNode(part),
});

/** `typeof(long)`: the type alone. */
const typeAlone = (build: Build, parts: readonly TypeOfPartCstNode[]): TypeName | null => {
  const bare = parts.find((p) => !isColumn(p) && p.children.Star === undefined);
  if (bare === undefined) return null;
  const word = bare.children.name?.[0]?.children.NameWord?.[0];
  const isType = word !== undefined && (typeNames.has(word.image) || extendedTypeNames.has(word.image) || isPlainWord(word.image));
  if (parts.length === 1 && isType) return typeOfWord(build, word, { extended: true, fault: true });
  complain(build, 'RMMC1100', spanOfNode(bare), { found: 'a name', expected: 'a type, or columns as in `a: string`' });
  return null;
};

/** `typeof(long)`, or `typeof(a: string, *)` with columns. */
export const typeOfExpr = (build: Build, node: TypeOfCstNode): AstExpr & { kind: 'typeof' } => {
  const parts = many(node.children.typeOfPart);
  const span = spanOfNode(node);
  if (parts.length === 0) doubt(build, 'RMMC1109', span, { word: 'typeof()' });
  const open = parts.some((p) => p.children.Star !== undefined);
  const columns = parts.filter(isColumn).map((p) => typeOfColumn(build, p));
  return { kind: 'typeof', span, type: typeAlone(build, parts), columns, ...(open ? { open } : {}) };
};
