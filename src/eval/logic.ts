// Three-valued `and`, `or`, `not`: getters of true, false or null in, one getter out.
import type { Getter } from './value.ts';

export const inverse =
  (operand: Getter): Getter =>
  (row) => {
    const value = operand(row);
    return value === null ? null : value !== true;
  };

export const conjunction =
  (operands: readonly Getter[]): Getter =>
  (row) => {
    let sure = true;
    for (const operand of operands) {
      const value = operand(row);
      if (value === false) return false;
      if (value === null) sure = false;
    }
    return sure ? true : null;
  };

export const disjunction =
  (operands: readonly Getter[]): Getter =>
  (row) => {
    let sure = true;
    for (const operand of operands) {
      const value = operand(row);
      if (value === true) return true;
      if (value === null) sure = false;
    }
    return sure ? false : null;
  };
