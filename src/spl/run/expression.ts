// An expression of eval and a row in; its value out. NULL runs through arithmetic and comparisons; NOT, AND and OR have three values.
import type { ArithmeticOp, Expr } from '../ast.ts';
import { compared } from './comparison.ts';
import { literal, product } from './digits.ts';
import { forms } from './forms.ts';
import { isLike } from './functions/info.ts';
import { textArg } from './functions/shapes.ts';
import { evalFunctions } from './functions/table.ts';
import { fail, refuse } from './refusal.ts';
import type { Scope } from './scope.ts';
import { exactly, type Field, isMulti, isNum, multi, type Num, num, type Precision, toNumber, type Value } from './value.ts';

const wholeNumber: Precision = { significant: Number.POSITIVE_INFINITY, decimals: 0 };

const numberOfLiteral = (value: number, text: string, { sigfig }: Scope): Num => {
  const own = literal(value, text);
  return sigfig && own.precision === exactly ? { ...own, precision: wholeNumber } : own;
};

/** A sum's digits end where the shortest of its operands' do. */
const sum = (value: number, left: Num, right: Num, { sigfig }: Scope): Num => {
  const decimals = Math.min(left.precision.decimals, right.precision.decimals);
  if (!sigfig || !Number.isFinite(decimals)) return num(value);
  if (left.precision.significant === right.precision.significant && !Number.isFinite(left.precision.significant))
    return { ...num(value), precision: wholeNumber };
  const size = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return { ...num(value), precision: { decimals, significant: Math.max(size + 1 + decimals, 1) } };
};

const plain = (left: Value, right: Value): void => {
  if (typeof left === 'boolean' || typeof right === 'boolean') fail('a Boolean in arithmetic');
  if ((isMulti(left) && left.length > 1) || (isMulti(right) && right.length > 1)) refuse('arithmetic with several values');
};

const asNum = (value: Value): Num | null => {
  if (isNum(value)) return value;
  const number = toNumber(value);
  return number === null ? null : num(number);
};

const hasField = (expr: Expr): boolean =>
  expr.kind === 'field' ||
  (expr.kind === 'arithmetic' && (hasField(expr.left) || hasField(expr.right))) ||
  (expr.kind === 'call' && expr.args.some(hasField));

type Arithmetic = Extract<Expr, { kind: 'arithmetic' }>;

const multiplied = (e: Arithmetic, value: number, left: Num, right: Num, scope: Scope): Num => {
  const rounded = product(value, left.precision, right.precision);
  if (scope.exact) return num(value);
  if (scope.sigfig || rounded.value === value || !(hasField(e.left) || hasField(e.right))) return rounded;
  return scope.context.asked.is('literalDigitsRoundFieldProducts') ? rounded : num(value);
};

const numeric = (e: Arithmetic, op: Exclude<ArithmeticOp, '.'>, left: Num, right: Num, scope: Scope): Value => {
  const [a, b] = [left.value, right.value];
  if (op === '+') return sum(a + b, left, right, scope);
  if (op === '-') return sum(a - b, left, right, scope);
  if (op === '*') return multiplied(e, a * b, left, right, scope);
  if (b === 0) return null;
  return op === '%' ? num(a % b) : multiplied(e, a / b, left, right, scope);
};

const arithmetic = (e: Arithmetic, scope: Scope): Value => {
  const [left, right] = [evaluate(e.left, scope), evaluate(e.right, scope)];
  if (left === null || right === null) return null;
  if (e.op === '.') {
    return typeof left === 'boolean' || typeof right === 'boolean'
      ? fail('a Boolean cannot be joined with a text')
      : textArg('.', left) + textArg('.', right);
  }
  plain(left, right);
  const [a, b] = [asNum(left), asNum(right)];
  const isText = e.left.kind === 'string' && e.right.kind === 'string';
  if (a !== null && b !== null && !(e.op === '+' && isText)) return numeric(e, e.op, a, b, scope);
  if (e.op !== '+') return null;
  if (isNum(left) || isNum(right)) return refuse('a number plus a text that is no number');
  return textArg('+', left) + textArg('+', right);
};

/** A condition: a Boolean, or NULL. */
export const condition = (expr: Expr, scope: Scope): boolean | null => {
  const value = evaluate(expr, scope);
  return value === null || typeof value === 'boolean' ? value : fail('a condition that is no Boolean');
};

const conditions = (operands: readonly Expr[], scope: Scope): readonly (boolean | null)[] => operands.map((one) => condition(one, scope));

const negated = (expr: Expr, scope: Scope): boolean | null => {
  const value = condition(expr, scope);
  if (value !== null) return !value;
  return scope.context.asked.is('notOfNullIsTrue') ? true : null;
};

const evaluated = (args: readonly Expr[], scope: Scope): readonly Value[] => args.map((arg) => evaluate(arg, scope));

const call = (e: Extract<Expr, { kind: 'call' }>, scope: Scope): Value => {
  const form = forms.get(e.name);
  if (form) return form(e.args, scope, { evaluate, condition });
  const fn = evalFunctions.get(e.name) ?? refuse(`the function ${e.name}`);
  if (e.args.length < fn.least || e.args.length > fn.most) return fail(`${e.name} does not take ${e.args.length} arguments`);
  return fn.apply(evaluated(e.args, scope), scope.context);
};

const like = (subject: Value, pattern: Value): boolean | null =>
  subject === null || pattern === null ? null : isLike(textArg('like', subject), textArg('like', pattern));

/** True when any option is equal; else NULL when one of them is NULL. */
const among = (subject: Value, options: readonly Value[], scope: Scope): boolean | null => {
  const found = options.map((option) => compared('=', subject, option, scope.context.asked));
  if (found.includes(true)) return true;
  return found.includes(null) ? null : false;
};

const negative = (value: Value): Value => {
  const number = asNum(value);
  return number && { ...number, value: -number.value, text: null };
};

const all = (operands: readonly Expr[], scope: Scope): boolean | null => {
  const values = conditions(operands, scope);
  if (values.includes(false)) return false;
  return values.includes(null) ? null : true;
};

const any = (operands: readonly Expr[], scope: Scope): boolean | null => {
  const values = conditions(operands, scope);
  if (values.includes(true)) return true;
  return values.includes(null) ? null : false;
};

const odd = (operands: readonly Expr[], scope: Scope): boolean | null => {
  const values = conditions(operands, scope);
  return values.includes(null) ? null : values.filter((value) => value === true).length % 2 === 1;
};

/** A switch, because it runs for every part of every expression on every row. */
export const evaluate = (e: Expr, scope: Scope): Value => {
  switch (e.kind) {
    case 'number':
      return numberOfLiteral(e.value, e.text, scope);
    case 'string':
      return e.value;
    case 'field':
      return scope.row.get(e.name) ?? null;
    case 'negate':
      return negative(evaluate(e.operand, scope));
    case 'arithmetic':
      return arithmetic(e, scope);
    case 'compare':
      return compared(e.op, evaluate(e.left, scope), evaluate(e.right, scope), scope.context.asked);
    case 'like':
      return like(evaluate(e.subject, scope), evaluate(e.pattern, scope));
    case 'in':
      return among(evaluate(e.subject, scope), evaluated(e.options, scope), scope);
    case 'not':
      return negated(e.operand, scope);
    case 'and':
      return all(e.operands, scope);
    case 'or':
      return any(e.operands, scope);
    case 'xor':
      return odd(e.operands, scope);
    case 'call':
      return call(e, scope);
    case 'subsearch':
      return refuse('a subsearch in an expression');
    case 'macro':
      return refuse(`the macro ${e.name}`);
  }
};

/** What a field keeps of a value: the text that it shows, without the precision of literals. */
export const stored = (value: Value): Field | null => {
  if (typeof value === 'boolean') return fail('eval cannot put a Boolean into a field');
  if (value === null) return null;
  if (isNum(value)) return { ...value, precision: exactly };
  return isMulti(value) ? multi(value) : value;
};
