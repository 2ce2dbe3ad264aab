// Three-valued `and`, `or`, `not`: getters of true, false or null in, one getter out.
import type { Getter } from './value.ts';

export const inverse =
  (operand: Getter): Getter =>
  (row) => {
    const value = operand(row);
    return value === null ? null : value !== true;
  };

/** One operand that is `decisive` settles the whole. */
const settledBy =
  (decisive: boolean) =>
  (operands: readonly Getter[]): Getter =>
  (row) => {
    let sure = true;
    for (const operand of operands) {
      const value = operand(row);
      if (value === decisive) return decisive;
      if (value === null) sure = false;
    }
    return sure ? !decisive : null;
  };

export const conjunction = settledBy(false);
export const disjunction = settledBy(true);
