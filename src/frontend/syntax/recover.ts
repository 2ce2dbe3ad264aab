// The tokens of a query that does not parse in; the statements that can be saved and one diagnostic per broken piece out.
// A query is cut at `;` and at `|` outside brackets, and each piece is parsed alone, so that one mistake hides no other.
import type { CstNode, IRecognitionException, IToken, ParserMethod } from 'chevrotain';
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../diagnostics/span.ts';
import type { AstExpr, AstOperator, AstStatement, Ident } from '../ast/ast.ts';
import { functionFrom, letValueOf, statementsOf } from '../ast/build.ts';
import { type Build, complain } from '../ast/build-context.ts';
import { nameIdent } from '../ast/build-names.ts';
import { operatorOf } from '../ast/build-operators.ts';
import { functionParametersOf } from '../ast/build-order.ts';
import type { FunctionParametersCstNode, NameCstNode, OperatorCstNode, PipelineCstNode, QueryCstNode } from '../grammar/cst.generated.ts';
import type { Grammar } from '../grammar/grammar.ts';
import type { Brackets } from '../lexer/brackets.ts';
import { Equals, keyword, LBrace, Pipe, RBrace, Semicolon, spanOf } from '../lexer/tokens.ts';
import { explain } from './errors.ts';

interface Recovery {
  readonly build: Build;
  readonly grammar: Grammar;
  readonly tokens: readonly IToken[];
  readonly brackets: Brackets;
  readonly end: number;
  /** Where the lexer found fault already; a piece that holds such a place is not reported again. */
  readonly reported: readonly Span[];
  /** How many pieces did not parse so far. */
  readonly spent: { failures: number };
}

/** A run of tokens, `to` exclusive. */
interface Piece {
  readonly from: number;
  readonly to: number;
}

/** A query may be in pieces without end; more reports than this help nobody. */
const reportLimit = 20;

/** Pieces whose fault the lexer reported add no report; so many attempts at them are enough, as each looks at all that follows. */
const failureLimit = 100;

const cut = (r: Recovery, { from, to }: Piece, at: (t: IToken) => boolean): Piece[] => {
  const pieces: Piece[] = [];
  let start = from;
  const base = r.brackets.depth[from] ?? 0;
  for (let i = from; i < to; i++) {
    const t = r.tokens[i];
    if (t === undefined || !at(t) || (r.brackets.depth[i] ?? 0) > base) continue;
    pieces.push({ from: start, to: i });
    start = i + 1;
  }
  pieces.push({ from: start, to });
  return pieces;
};

const spanOfPiece = (r: Recovery, { from, to }: Piece): Span => {
  const [first, last] = [r.tokens[from], r.tokens[to - 1]];
  if (first === undefined || last === undefined || to <= from) {
    const at = r.tokens[from]?.startOffset ?? r.end;
    return { start: at, end: at };
  }
  return { start: first.startOffset, end: spanOf(last).end };
};

const isReported = (r: Recovery, span: Span): boolean => r.reported.some((s) => s.start < span.end && span.start < s.end);

type Outcome = { readonly cst: CstNode } | { readonly error: IRecognitionException };

const attempt = (r: Recovery, { from, to }: Piece, rule: ParserMethod<[], CstNode>): Outcome => {
  r.grammar.input = r.tokens.slice(from, to);
  const cst = rule.call(r.grammar);
  const error = r.grammar.errors[0];
  if (error === undefined) return { cst };
  r.spent.failures++;
  return { error };
};

const explained = (r: Recovery, piece: Piece, error: IRecognitionException): Diagnostic =>
  explain({ tokens: r.tokens, from: piece.from, to: piece.to, brackets: r.brackets, end: r.end }, error);

/** After so many reports the rest is not looked at: each failed attempt costs half a millisecond. */
const isHopeless = (r: Recovery): boolean => r.build.diagnostics.length >= reportLimit || r.spent.failures >= failureLimit;

const say = (r: Recovery, piece: Piece, diagnostic: Diagnostic): void => {
  const known = r.build.diagnostics.some((d) => d.code === diagnostic.code && d.span.start === diagnostic.span.start);
  if (!known && !isReported(r, spanOfPiece(r, piece)) && r.build.diagnostics.length < reportLimit) r.build.diagnostics.push(diagnostic);
};

const reject = (r: Recovery, piece: Piece, error: IRecognitionException): void => say(r, piece, explained(r, piece, error));

const operatorIn = (r: Recovery, piece: Piece): AstOperator => {
  if (isHopeless(r)) return { kind: 'broken', span: spanOfPiece(r, piece), name: null };
  const outcome = attempt(r, piece, r.grammar.operator);
  if ('cst' in outcome) return operatorOf(r.build, outcome.cst as OperatorCstNode);
  reject(r, piece, outcome.error);
  return { kind: 'broken', span: spanOfPiece(r, piece), name: r.tokens[piece.from]?.image ?? null };
};

/** Source and operators, each on its own. */
const pipelineIn = (r: Recovery, piece: Piece): AstExpr => {
  const [head, ...rest] = cut(r, piece, (t) => t.tokenType === Pipe);
  if (head === undefined) return { kind: 'error', span: spanOfPiece(r, piece) };
  const outcome = attempt(r, head, r.grammar.pipeline);
  if ('error' in outcome) reject(r, head, outcome.error);
  const source: AstExpr =
    'cst' in outcome ? letValueOf(r.build, outcome.cst as PipelineCstNode) : { kind: 'error', span: spanOfPiece(r, head) };
  if (rest.length === 0) return source;
  const operators = rest.map((p) => operatorIn(r, p));
  const span = spanOfPiece(r, piece);
  return source.kind === 'pipe' && source.source === null
    ? { ...source, span, operators: [...source.operators, ...operators] }
    : { kind: 'pipe', span, source, operators };
};

const letName = (r: Recovery, from: number, equals: number): Ident | null => {
  if (equals === from + 1) return null;
  const outcome = attempt(r, { from: from + 1, to: equals }, r.grammar.name);
  return 'cst' in outcome ? nameIdent(r.build, outcome.cst as NameCstNode, 'name') : null;
};

/** The braces of the function that a piece is, as the indexes of `{` and `}`; null when it is none. */
const bracesOf = (r: Recovery, { from, to }: Piece): Piece | null => {
  const base = r.brackets.depth[from] ?? 0;
  const opens = r.tokens.findIndex((t, i) => i >= from && i < to && t.tokenType === LBrace && r.brackets.depth[i] === base);
  const closes = r.tokens[to - 1];
  return opens < 0 || closes?.tokenType !== RBrace ? null : { from: opens, to: to - 1 };
};

/** `(…) { … }` with a body in pieces; null when the parameters do not parse either. */
const functionIn = (r: Recovery, piece: Piece): AstExpr | null => {
  const braces = bracesOf(r, piece);
  const view = r.tokens[piece.from]?.tokenType === keyword('view');
  if (braces === null) return null;
  const outcome = attempt(r, { from: piece.from + (view ? 1 : 0), to: braces.from }, r.grammar.functionParameters);
  if ('error' in outcome) return null;
  const parameters = functionParametersOf(r.build, outcome.cst as FunctionParametersCstNode);
  return functionFrom({
    span: spanOfPiece(r, piece),
    parameters,
    statements: statementsWithin(r, { from: braces.from + 1, to: braces.to }),
    view,
  });
};

/** `let name = …` with a value in pieces; null when not even the name is there. */
const letIn = (r: Recovery, piece: Piece): AstStatement | null => {
  const equals = r.tokens.findIndex((t, i) => i > piece.from && i < piece.to && t.tokenType === Equals);
  const name = equals < 0 ? null : letName(r, piece.from, equals);
  if (name === null) return null;
  const value = { from: equals + 1, to: piece.to };
  return { kind: 'let', span: spanOfPiece(r, piece), name, value: functionIn(r, value) ?? pipelineIn(r, value) };
};

/** Where a `let` begins that no `;` separates from what stands before it, or the end of the piece. */
const nextLet = (r: Recovery, { from, to }: Piece): number => {
  for (let i = from + 1; i < to; i++) {
    const startsLet = r.tokens[i]?.tokenType === keyword('let') && r.tokens[i + 2]?.tokenType === Equals;
    if (startsLet && (r.brackets.depth[i] ?? 0) === (r.brackets.depth[from] ?? 0)) return i;
  }
  return to;
};

/** Whether a query begins at a token, rather than prose: `T | …`, or anything behind `let x = 5`. */
const startsQuery = (r: Recovery, piece: Piece, at: number): boolean => {
  if (r.tokens[at + 1]?.tokenType === Pipe && at + 1 < piece.to) return true;
  const isLet = r.tokens[piece.from]?.tokenType === keyword('let');
  const base = r.brackets.depth[piece.from] ?? 0;
  return (
    isLet &&
    (at + 1 === piece.to || !r.tokens.some((t, i) => i >= piece.from && i < at && t.tokenType === Pipe && r.brackets.depth[i] === base))
  );
};

/** The pieces of a statement, when the `;` before a second one is missing. */
const splitAt = (r: Recovery, piece: Piece, diagnostic: Diagnostic): number => {
  if (diagnostic.code !== 'RMMC1118') return nextLet(r, piece);
  const at = r.tokens.findIndex((t) => t.startOffset === diagnostic.span.start);
  const outside = (r.brackets.depth[at] ?? 0) === (r.brackets.depth[piece.from] ?? 0);
  return at > piece.from && at < piece.to && outside && startsQuery(r, piece, at) ? at : nextLet(r, piece);
};

/** A statement that does not parse as a whole. */
const brokenStatement = (r: Recovery, piece: Piece, diagnostic: Diagnostic): readonly AstStatement[] => {
  if (r.tokens[piece.from]?.tokenType !== keyword('let')) {
    return [{ kind: 'expression', span: spanOfPiece(r, piece), expr: pipelineIn(r, piece) }];
  }
  const statement = letIn(r, piece);
  if (statement === null) say(r, piece, diagnostic);
  return statement === null ? [] : [statement];
};

/** What stands between two `;`: one statement, or several with the `;` between them forgotten. */
const statementIn = (r: Recovery, region: Piece): readonly AstStatement[] => {
  const done: AstStatement[] = [];
  let piece = region;
  while (!isHopeless(r)) {
    const whole = attempt(r, piece, r.grammar.query);
    if ('cst' in whole) return [...done, ...statementsOf(r.build, whole.cst as QueryCstNode)];
    const diagnostic = explained(r, piece, whole.error);
    const second = splitAt(r, piece, diagnostic);
    if (second >= piece.to) return [...done, ...brokenStatement(r, piece, diagnostic)];
    const head = { from: piece.from, to: second };
    const first = attempt(r, head, r.grammar.query);
    done.push(
      ...('cst' in first ? statementsOf(r.build, first.cst as QueryCstNode) : brokenStatement(r, head, explained(r, head, first.error))),
    );
    const t = r.tokens[second];
    if (t !== undefined)
      say(r, piece, report('RMMC1118', spanOf(t), { found: t.image, after: done.at(-1)?.kind === 'let' ? '`let`' : 'the query' }));
    piece = { from: second, to: piece.to };
  }
  return done;
};

const statementsWithin = (r: Recovery, region: Piece): readonly AstStatement[] => {
  const pieces = cut(r, region, (t) => t.tokenType === Semicolon);
  return pieces.flatMap((piece, i) => {
    if (piece.from < piece.to) return statementIn(r, piece);
    const semicolon = r.tokens[piece.to];
    if (i < pieces.length - 1 && semicolon !== undefined && !isHopeless(r)) complain(r.build, 'RMMC1133', spanOf(semicolon), {});
    return [];
  });
};

/** Saves what can be saved. */
export const recover = (r: Recovery): readonly AstStatement[] => statementsWithin(r, { from: 0, to: r.tokens.length });
