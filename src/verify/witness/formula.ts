// A condition in; its tests as atoms under and, or and not out: what can be decided by itself.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr, ExprOf } from '../../ir/expr.ts';

/** A test, by its number among the atoms of a route. */
export type Formula =
  | { readonly kind: 'atom'; readonly span: Span; readonly atom: number }
  | { readonly kind: 'and' | 'or'; readonly span: Span; readonly parts: readonly Formula[] }
  | { readonly kind: 'not'; readonly span: Span; readonly part: Formula };

export type Truth = boolean | null;

/** Longer lists are not taken apart as a whole: what is beyond stands as one atom. */
export const longestList = 400;

const pieces = (n: ExprOf<'text'> | ExprOf<'member'>): readonly Expr[] => {
  const list = n.kind === 'text' ? n.patterns : n.values;
  const one = (part: readonly Expr[]): Expr => (n.kind === 'text' ? { ...n, patterns: part } : { ...n, values: part });
  const head = list.slice(0, longestList).map((item) => ({ ...one([item]), span: item.span }));
  return list.length > longestList ? [...head, one(list.slice(longestList))] : head;
};

/** Collects the atoms of a condition behind those that are there. */
export const formulaOf = (expr: Expr, atoms: Expr[]): Formula => {
  const { span } = expr;
  if (expr.kind === 'and' || expr.kind === 'or') return { kind: expr.kind, span, parts: expr.operands.map((one) => formulaOf(one, atoms)) };
  if (expr.kind === 'not') return { kind: 'not', span, part: formulaOf(expr.operand, atoms) };
  if (expr.kind === 'text' && expr.patterns.length > 1)
    return { kind: expr.require === 'any' ? 'or' : 'and', span, parts: pieces(expr).map((one) => formulaOf(one, atoms)) };
  if (expr.kind === 'member' && expr.values.length > 1)
    return { kind: 'or', span, parts: pieces(expr).map((one) => formulaOf(one, atoms)) };
  atoms.push(expr);
  return { kind: 'atom', span, atom: atoms.length - 1 };
};

/** Kleene's logic. `left`: a part that is left out. */
export const truthOf = (formula: Formula, atoms: readonly Truth[], left?: Formula): Truth => {
  if (formula.kind === 'atom') return atoms[formula.atom] ?? null;
  if (formula.kind === 'not') {
    const inner = truthOf(formula.part, atoms, left);
    return inner === null ? null : !inner;
  }
  const ends = formula.kind === 'or';
  let unknown = false;
  for (const part of formula.parts) {
    if (part === left) continue;
    const one = truthOf(part, atoms, left);
    if (one === ends) return ends;
    if (one === null) unknown = true;
  }
  return unknown ? null : !ends;
};

export const atomsIn = (formula: Formula): readonly number[] => {
  if (formula.kind === 'atom') return [formula.atom];
  return formula.kind === 'not' ? atomsIn(formula.part) : formula.parts.flatMap(atomsIn);
};

export type Goals = ReadonlyMap<number, boolean>;

/** What the atoms should be for a formula to have a value, by one of its parts where one suffices. */
export const goalsFor = (formula: Formula, value: boolean, which = 0): Goals => {
  const goals = new Map<number, boolean>();
  const seek = (one: Formula, wanted: boolean): void => {
    if (one.kind === 'atom') {
      if (!goals.has(one.atom)) goals.set(one.atom, wanted);
      return;
    }
    if (one.kind === 'not') {
      seek(one.part, !wanted);
      return;
    }
    const neutral = one.kind === 'and';
    for (const [i, part] of one.parts.entries()) seek(part, wanted === neutral || i !== which % one.parts.length ? neutral : !neutral);
  };
  seek(formula, value);
  return goals;
};

/** A part of a conjunct of which the outcome can hang. `part` null: the conjunct as a whole. */
export interface Hinge {
  /** `condition`: without it more would match. `alternative`: less. */
  readonly kind: 'condition' | 'alternative';
  readonly span: Span;
  readonly part: Formula | null;
  /** What the atoms of the conjunct should be for the outcome to hang on this part. */
  readonly goals: Goals;
}

const neutralGoals = (parts: readonly Formula[], but: Formula, neutral: boolean): Goals =>
  new Map(parts.flatMap((part) => (part === but ? [] : [...goalsFor(part, neutral)])));

/** All parts of a conjunct, the conjunct first. */
export const hingesOf = (conjunct: Formula): readonly Hinge[] => {
  const found: Hinge[] = [{ kind: 'condition', span: conjunct.span, part: null, goals: goalsFor(conjunct, false) }];
  const seek = (formula: Formula, positive: boolean, outside: Goals): void => {
    if (formula.kind === 'atom') return;
    if (formula.kind === 'not') {
      seek(formula.part, !positive, outside);
      return;
    }
    const neutral = formula.kind === 'and';
    for (const part of formula.parts) {
      const goals = new Map([...outside, ...neutralGoals(formula.parts, part, neutral)]);
      const kind = neutral === positive ? 'condition' : 'alternative';
      found.push({ kind, span: part.span, part, goals: new Map([...goals, ...goalsFor(part, !neutral)]) });
      seek(part, positive, goals);
    }
  };
  seek(conjunct, true, new Map());
  return found;
};
