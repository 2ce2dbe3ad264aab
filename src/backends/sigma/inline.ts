// A condition and the definitions of computed columns in, the same condition over the columns of the table out.
import { match, P } from 'ts-pattern';
import type { Span } from '../../diagnostics/span.ts';
import type { ColumnRef, Expr, ExprOf } from '../../ir/expr.ts';
import type { Measure, StepOf } from '../../ir/pipeline.ts';
import { rewriteExpr } from '../../ir/traverse.ts';
import type { Findings } from '../shared/findings.ts';
import { withPartColumns } from './part-columns.ts';

export type Fold = Extract<Measure, { kind: 'fold' }>;

/** A measure of an aggregation over events, its arguments over the table; `size`: how many elements its set has. */
export interface Measured {
  readonly kind: 'measure';
  readonly step: StepOf<'aggregate'>;
  readonly measure: Fold;
  readonly part: 'value' | 'size';
}

/** What a name stands for: an expression over the table, a measure, or another result that no single event has. */
export type Definition =
  | { readonly kind: 'expr'; readonly expr: Expr }
  | Measured
  /** `outer`: the join that fills it with nulls where a row has no partner. */
  | { readonly kind: 'lost'; readonly outer?: StepOf<'join'> };

/** `closed`: names that have no definition do not exist (behind a projection); otherwise they are the table's own. */
export interface Scope {
  readonly defined: ReadonlyMap<string, Definition>;
  readonly closed: boolean;
}

export const openScope: Scope = { defined: new Map(), closed: false };

export interface Inlined {
  readonly expr: Expr;
  /** The column that no single event has, if the expression reads one. */
  readonly lost: ColumnRef | null;
  /** Names that the expression read. */
  readonly used: ReadonlySet<string>;
}

/** Subqueries keep their own names. */
const columnsOnly = (expr: Expr, f: (column: ColumnRef) => Expr): Expr =>
  rewriteExpr(expr, { expr: (e) => (e.kind === 'column' ? f(e) : e) });

const emptyOf = (column: ColumnRef): Expr => ({
  kind: 'literal',
  type: column.type,
  span: column.span,
  value: column.type === 'string' ? '' : null,
});

/** Puts definitions in place of names; a replaced node carries the span of the use. */
export const inline = (expr: Expr, scope: Scope): Inlined => {
  let lost: ColumnRef | null = null;
  const used = new Set<string>();
  const replaced = columnsOnly(expr, (column) => {
    used.add(column.name);
    const definition = scope.defined.get(column.name);
    if (!definition) return scope.closed ? emptyOf(column) : column;
    if (definition.kind === 'expr') return respan(definition.expr, column.span);
    lost ??= column;
    return column;
  });
  return { expr: withPartColumns(replaced), lost, used };
};

const respan = (expr: Expr, span: Span): Expr => rewriteExpr(expr, { expr: (e) => ({ ...e, span }) });

const isUpper = (text: string): boolean => /[A-Z]/.test(text);
const isLower = (text: string): boolean => /[a-z]/.test(text);

type TextNode = ExprOf<'text'>;

const falseAt = (span: Span): Expr => ({ kind: 'literal', type: 'bool', value: false, span });

/** `tolower(C) == "abc"` is `C =~ "abc"`; it is never true of a text with capital letters. */
const unfold = (n: TextNode, fn: 'tolower' | 'toupper', subject: Expr, findings: Findings): Expr => {
  const wrongCase = fn === 'tolower' ? isUpper : isLower;
  const texts = n.patterns.map((pattern) => (pattern.kind === 'literal' && typeof pattern.value === 'string' ? pattern.value : null));
  if (n.test === 'regex' || texts.some((text) => text === null)) return n;
  findings.assume('RMMC3619', n.span, { fn });
  const kept = n.caseless ? n.patterns : n.patterns.filter((_, i) => !wrongCase(texts[i] ?? ''));
  const impossible = kept.length === 0 || (n.require === 'all' && kept.length < n.patterns.length);
  return impossible ? falseAt(n.span) : { ...n, caseless: true, subject, patterns: kept };
};

const simplifyText = (n: TextNode, findings: Findings): Expr => {
  const { subject } = n;
  if (subject.kind !== 'call') return n;
  const [inner] = subject.args;
  if (!inner) return n;
  if ((subject.fn === 'tolower' || subject.fn === 'toupper') && inner.type === 'string') return unfold(n, subject.fn, inner, findings);
  return subject.fn === 'tostring' && (inner.type === 'string' || inner.type === 'unknown') ? { ...n, subject: inner } : n;
};

const isLiteralBool = (expr: Expr): expr is ExprOf<'literal'> & { value: boolean } =>
  expr.kind === 'literal' && typeof expr.value === 'boolean';

/** Constants that inlining brought into logic are taken out again. */
const simplifyLogic = (n: Expr & { kind: 'and' | 'or' }): Expr => {
  const absorbing = n.kind === 'or';
  const hit = n.operands.find((operand) => isLiteralBool(operand) && operand.value === absorbing);
  if (hit) return hit;
  const operands = n.operands
    .filter((operand) => !isLiteralBool(operand))
    .flatMap((operand) => (operand.kind === n.kind ? operand.operands : [operand]));
  const [only] = operands;
  if (operands.length === 0) return { kind: 'literal', type: 'bool', value: !absorbing, span: n.span };
  return operands.length === 1 && only ? only : { ...n, operands };
};

/** Functions around the subject of a string test are said by the test where that is possible. */
export const simplify = (expr: Expr, findings: Findings): Expr =>
  rewriteExpr(expr, {
    expr: (e) =>
      match(e)
        .returnType<Expr>()
        .with({ kind: 'text' }, (n) => simplifyText(n, findings))
        .with({ kind: P.union('and', 'or') }, simplifyLogic)
        .with({ kind: 'not' }, (n) => (isLiteralBool(n.operand) ? { ...n.operand, value: !n.operand.value } : n))
        .with(
          {
            kind: P.union(
              'literal',
              'column',
              'call',
              'textQuery',
              'compare',
              'member',
              'memberQuery',
              'arith',
              'negate',
              'case',
              'path',
              'scalarQuery',
            ),
          },
          (n) => n,
        )
        .exhaustive(),
  });
