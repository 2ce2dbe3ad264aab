// Two values and an operator of eval and where in; true, false or NULL out (Search Reference, where; eval, "Operators").
import type { CompareOp } from '../ast.ts';
import { fail } from './refusal.ts';
import type { Asked } from './settings.ts';
import { compareText, isMulti, isNum, type Num, textOf, toNumber, type Value } from './value.ts';

export const holds = (op: CompareOp, order: number): boolean => {
  if (Number.isNaN(order)) return op === '!=';
  if (op === '=') return order === 0;
  if (op === '!=') return order !== 0;
  if (op === '<') return order < 0;
  if (op === '<=') return order <= 0;
  return op === '>' ? order > 0 : order >= 0;
};

/** The order of two numbers; NaN when one of them is none. */
const apart = (a: number, b: number): number => (a === b ? 0 : a - b);

const ofScalars = (op: CompareOp, left: string | Num, right: string | Num, asked: Asked): boolean | null => {
  const [a, b] = [toNumber(left), toNumber(right)];
  const asTexts = holds(op, compareText(textOf(left), textOf(right)));
  if (a !== null && b !== null) {
    const asNumbers = holds(op, apart(a, b));
    const isSure = isNum(left) || isNum(right) || asNumbers === asTexts;
    return isSure || asked.is('numericTextsCompareAsNumbers') ? asNumbers : asTexts;
  }
  if (!isNum(left) && !isNum(right)) return asTexts;
  return asked.is('mixedOperandsCompareAsTexts') ? asTexts : null;
};

/** A comparison with NULL is NULL. Of several values any may fit. */
export const compared = (op: CompareOp, left: Value, right: Value, asked: Asked): boolean | null => {
  if (left === null || right === null) return null;
  if (typeof left === 'boolean' || typeof right === 'boolean') {
    if (typeof left !== typeof right || (op !== '=' && op !== '!=')) return fail(`a Boolean cannot be compared by ${op} here`);
    return (left === right) === (op === '=');
  }
  if (!isMulti(left) && !isMulti(right)) return ofScalars(op, left, right, asked);
  const [ones, others] = [isMulti(left) ? left : [left], isMulti(right) ? right : [right]];
  const any = ones.some((one) => others.some((other) => ofScalars(op, one, other, asked) === true));
  const whole = ofScalars(op, isMulti(left) ? textOf(left) : left, isMulti(right) ? textOf(right) : right, asked);
  if (ones.length === 1 && others.length === 1) return any;
  return any === whole || asked.is('anyOfSeveralValuesCompares') ? any : whole;
};
