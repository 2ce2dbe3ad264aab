// Conditions over the columns of a table in; tests of the base search out that are true at least as often. What is exactly as true needs no `where`.
import { match, P } from 'ts-pattern';
import type { Expr, ExprOf } from '../../../ir/expr.ts';
import { parseRegex } from '../../../ir/regex/parse.ts';
import type { Pattern, Term } from '../ast.ts';
import { containing, type NeedleTest, type Prefilter, prefilterOf } from '../regex/needles.ts';
import { requiredRuns } from '../regex/pcre.ts';

/** The raw field of a column, null when the column is computed, spread over several fields or not fit for the base search. */
export type RawField = (column: string) => string | null;

const values = (field: string, texts: readonly string[]): Term => {
  const patterns = texts.map((value): Pattern => [{ kind: 'text', text: value }]);
  const [only] = patterns;
  return patterns.length === 1 && only ? { kind: 'field', field, pattern: only } : { kind: 'fieldIn', field, patterns };
};

const rawOf = (expr: Expr, rawField: RawField): string | null => (expr.kind === 'column' ? rawField(expr.name) : null);

/** A column, or one whose case is folded: the base search ignores case anyway. */
const subjectOf = (expr: Expr, rawField: RawField): { readonly field: string; readonly folded: boolean } | null => {
  const folds = expr.kind === 'call' && (expr.fn === 'tolower' || expr.fn === 'toupper') ? expr.args[0] : undefined;
  const field = rawOf(folds ?? expr, rawField);
  return field === null ? null : { field, folded: folds !== undefined };
};

const texts = (patterns: readonly Expr[]): readonly string[] | null => {
  const found = patterns.map((p) => (p.kind === 'literal' && typeof p.value === 'string' ? p.value : null));
  const known = found.filter((value) => value !== null);
  return known.length === found.length ? known : null;
};

/** What a regular expression requires literally; the base search ignores case, so flags do not matter. */
const ofRegex = (e: ExprOf<'text'>, field: string, patterns: readonly string[]): Prefilter | null => {
  const terms = patterns.map((pattern) => {
    const parsed = parseRegex(pattern);
    return parsed.ok ? containing(field, requiredRuns(parsed.regex)) : null;
  });
  const known = terms.filter((term) => term !== null);
  const [only] = known;
  if (!only || (e.require === 'any' && known.length < terms.length)) return null;
  return { term: known.length === 1 ? only : { kind: e.require === 'any' ? 'or' : 'and', terms: known }, exact: false };
};

const ofText = (e: ExprOf<'text'>, rawField: RawField, nullText: string): Prefilter | null => {
  const subject = subjectOf(e.subject, rawField);
  const needles = texts(e.patterns);
  if (!subject || !needles || needles.includes('')) return null;
  if (e.test === 'regex') return ofRegex(e, subject.field, needles);
  const test: NeedleTest = e.test;
  const found = prefilterOf(subject.field, { test, caseless: e.caseless, needles, require: e.require }, nullText);
  return found && { term: found.term, exact: found.exact && !subject.folded };
};

const wholeNumber = (e: Expr): string | null =>
  e.kind === 'literal' && typeof e.value === 'bigint' && (e.type === 'int' || e.type === 'long') ? e.value.toString() : null;

const isWhole = (e: Expr): boolean => e.type === 'int' || e.type === 'long';

const ofNumbers = (subject: Expr, candidates: readonly Expr[], rawField: RawField): Prefilter | null => {
  const field = isWhole(subject) ? rawOf(subject, rawField) : null;
  const numbers = candidates.map(wholeNumber);
  const known = numbers.filter((value) => value !== null);
  return field === null || known.length < numbers.length || known.length === 0 ? null : { term: values(field, known), exact: true };
};

const ofBool = (e: Expr, wanted: boolean, rawField: RawField): Prefilter | null => {
  const field = e.type === 'bool' ? rawOf(e, rawField) : null;
  return field === null ? null : { term: values(field, wanted ? ['true', '1'] : ['false', '0']), exact: true };
};

const ofCompare = (e: ExprOf<'compare'>, rawField: RawField): Prefilter | null => {
  const bool = e.right.kind === 'literal' && typeof e.right.value === 'boolean' ? e.right.value : null;
  if (e.op === 'eq' && bool !== null) return ofBool(e.left, bool, rawField);
  const found = e.right.kind === 'literal' ? ofNumbers(e.left, [e.right], rawField) : ofNumbers(e.right, [e.left], rawField);
  if (!found || (e.op !== 'eq' && e.op !== 'ne')) return null;
  return e.op === 'eq' ? found : { term: { kind: 'not', term: found.term }, exact: true };
};

/** `NOT` keeps events without the field, as KQL keeps what is missing; it is taken of exact tests only. */
const negated = (operand: Expr, rawField: RawField, nullText: string): Prefilter | null => {
  if (operand.kind === 'column') return ofBool(operand, false, rawField);
  const blank =
    operand.kind === 'text' && operand.test === 'equals' && texts(operand.patterns)?.join() === ''
      ? rawOf(operand.subject, rawField)
      : null;
  if (blank !== null) return { term: { kind: 'field', field: blank, pattern: [{ kind: 'any' }] }, exact: false };
  const inner = prefilter(operand, rawField, nullText);
  return inner?.exact ? { term: { kind: 'not', term: inner.term }, exact: true } : null;
};

const conjunction = (e: ExprOf<'and' | 'or'>, rawField: RawField, nullText: string): Prefilter | null => {
  const found = e.operands.map((operand) => prefilter(operand, rawField, nullText));
  const usable = found.filter((one) => one !== null);
  if (usable.length === 0) return null;
  return {
    term: { kind: 'and', terms: usable.map((one) => one.term) },
    exact: usable.length === found.length && usable.every((one) => one.exact),
  };
};

const disjunction = (e: ExprOf<'and' | 'or'>, rawField: RawField, nullText: string): Prefilter | null => {
  const found = e.operands.map((operand) => prefilter(operand, rawField, nullText));
  const usable = found.filter((one) => one !== null);
  if (usable.length < found.length) return null;
  return { term: { kind: 'or', terms: usable.map((one) => one.term) }, exact: usable.every((one) => one.exact) };
};

/** The superset of a condition; null when there is none worth searching. */
export const prefilter = (expr: Expr, rawField: RawField, nullText: string): Prefilter | null =>
  match(expr)
    .returnType<Prefilter | null>()
    .with({ kind: 'text' }, (e) => ofText(e, rawField, nullText))
    .with({ kind: 'compare' }, (e) => ofCompare(e, rawField))
    .with({ kind: 'member' }, (e) => ofNumbers(e.subject, e.values, rawField))
    .with({ kind: 'column' }, (e) => ofBool(e, true, rawField))
    .with({ kind: 'not' }, (e) => negated(e.operand, rawField, nullText))
    .with({ kind: P.union('and', 'or') }, (e) =>
      e.kind === 'and' ? conjunction(e, rawField, nullText) : disjunction(e, rawField, nullText),
    )
    .with({ kind: P.union('literal', 'call', 'textQuery', 'memberQuery', 'arith', 'negate', 'case', 'path', 'scalarQuery') }, () => null)
    .exhaustive();
