// KQL text in, syntax tree and diagnostics out. Never throws, whatever the text.
import type { IToken } from 'chevrotain';
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import type { AstQuery, AstStatement } from './ast.ts';
import { type Brackets, matchBrackets, nestingLimit } from './brackets.ts';
import { newBuild, statementsOf } from './build-ast.ts';
import type { Build } from './build-context.ts';
import type { QueryCstNode } from './cst.generated.ts';
import { Grammar } from './grammar.ts';
import { type Lexed, tokenize } from './lexer.ts';
import { recover } from './recover.ts';
import { spanOf } from './tokens.ts';

export interface Parsed {
  readonly ast: AstQuery;
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

let grammar: Grammar | undefined;

/** Made at the first parse: the analysis of the grammar takes a tenth of a second. */
const theGrammar = (): Grammar => {
  grammar ??= new Grammar();
  return grammar;
};

/** More stray characters than this, and the text is no query at all. */
const hopeless = (lexed: Lexed): boolean => lexed.diagnostics.some((d) => d.code === 'RMMC1102');

const readStatements = (build: Build, lexed: Lexed, brackets: Brackets, end: number): readonly AstStatement[] => {
  const parser = theGrammar();
  const tokens: IToken[] = lexed.tokens;
  parser.input = tokens;
  const cst = parser.query();
  if (parser.errors.length === 0) return statementsOf(build, cst as QueryCstNode);
  return recover({ build, grammar: parser, tokens, brackets, end, reported: lexed.diagnostics.map((d) => d.span) });
};

/** A caller may have left less stack than nesting within the limit needs; that is said, not thrown. */
const withinStack = (build: Build, read: () => readonly AstStatement[]): readonly AstStatement[] => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    grammar = undefined;
    build.diagnostics.push(report('RMMC1132', { start: 0, end: 0 }, { limit: nestingLimit }));
    return [];
  }
};

const statementsIn = (build: Build, lexed: Lexed, end: number): readonly AstStatement[] => {
  if (hopeless(lexed)) return [];
  if (lexed.tokens.length === 0) {
    if (lexed.diagnostics.length === 0) build.diagnostics.push(report('RMMC1119', { start: 0, end: 0 }, {}));
    return [];
  }
  const brackets = matchBrackets(lexed.tokens);
  const tooDeep = brackets.tooDeep === null ? undefined : lexed.tokens[brackets.tooDeep];
  if (tooDeep !== undefined) {
    build.diagnostics.push(report('RMMC1132', spanOf(tooDeep), { limit: nestingLimit }));
    return [];
  }
  return withinStack(build, () => readStatements(build, lexed, brackets, end));
};

/**
 * Parses a query text.
 * @example parse('T | where a == 1').ast.statements[0]
 */
export const parse = (text: string): Parsed => {
  const lexed = tokenize(text);
  const build = newBuild();
  const statements = statementsIn(build, lexed, text.length);
  const diagnostics = [...lexed.diagnostics, ...build.diagnostics].sort((a, b) => a.span.start - b.span.start);
  return { ast: { span: { start: 0, end: text.length }, statements, comments: lexed.comments }, diagnostics };
};
