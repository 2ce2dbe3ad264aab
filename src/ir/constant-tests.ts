// A test in; the column that it is about and the constants that pass it, where that is all it says, out.
import type { Expr } from './expr.ts';

const constants = (exprs: readonly Expr[]): ReadonlySet<string> | null => {
  const texts = exprs.flatMap((one) => (one.kind === 'literal' && one.value !== null ? [String(one.value).toLowerCase()] : []));
  return texts.length === exprs.length ? new Set(texts) : null;
};

export interface Passing {
  readonly column: string;
  /** In lower case, numbers as text. */
  readonly values: ReadonlySet<string>;
}

/** Equality with one of several constants, in any letter case. */
export const passing = (test: Expr): Passing | null => {
  if (test.kind === 'compare' && test.op === 'eq' && test.left.kind === 'column') {
    const values = constants([test.right]);
    return values && { column: test.left.name, values };
  }
  const isOne =
    test.kind === 'member' || (test.kind === 'text' && test.test === 'equals' && (test.require === 'any' || test.patterns.length === 1));
  if (!isOne || test.subject.kind !== 'column') return null;
  const values = constants(test.kind === 'member' ? test.values : test.patterns);
  return values && { column: test.subject.name, values };
};
