// KQL text in, syntax tree and diagnostics out. Never throws, whatever the text.
import type { IToken } from 'chevrotain';
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import type { AstComment, AstQuery, AstStatement } from './ast/ast.ts';
import { newBuild, statementsOf } from './ast/build.ts';
import type { Build } from './ast/build-context.ts';
import type { QueryCstNode } from './grammar/cst.generated.ts';
import { Grammar } from './grammar/grammar.ts';
import { type Brackets, matchBrackets, nestingLimit } from './lexer/brackets.ts';
import { type Lexed, tokenize } from './lexer/lexer.ts';
import { spanOf } from './lexer/tokens.ts';
import { recover } from './syntax/recover.ts';

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
  return recover({ build, grammar: parser, tokens, brackets, end, reported: lexed.diagnostics.map((d) => d.span), spent: { failures: 0 } });
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
    if (lexed.diagnostics.length === 0) build.faults.push(report('RMMC1119', { start: 0, end: 0 }, {}));
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

const byStart = (a: { readonly span: Span }, b: { readonly span: Span }): number => a.span.start - b.span.start;

export interface ParsedCst {
  /** Null when the text is no KQL, or holds no statement. */
  readonly cst: QueryCstNode | null;
  readonly tokens: readonly IToken[];
  readonly comments: readonly AstComment[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The concrete syntax of a query text, for printing it again. */
export const parseCst = (text: string): ParsedCst => {
  const { diagnostics } = parse(text);
  const { tokens, comments } = tokenize(text);
  const inOrder = [...comments].sort(byStart);
  if (diagnostics.length > 0 || tokens.length === 0) return { cst: null, tokens, comments: inOrder, diagnostics };
  const parser = theGrammar();
  parser.input = tokens;
  return { cst: parser.query() as QueryCstNode, tokens, comments: inOrder, diagnostics };
};

/**
 * Parses a query text. What Microsoft's parser takes gives no diagnostics here; what is wrong with it all the same stands in `ast.faults`.
 * @example parse('T | where a == 1').ast.statements[0]
 */
export const parse = (text: string): Parsed => {
  const lexed = tokenize(text);
  const build = newBuild();
  const statements = statementsIn(build, lexed, text.length);
  const faults = build.faults.sort(byStart);
  const diagnostics = [...lexed.diagnostics, ...build.diagnostics].sort(byStart);
  return { ast: { span: { start: 0, end: text.length }, statements, comments: lexed.comments, faults }, diagnostics };
};
