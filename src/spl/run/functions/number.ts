// Eval's mathematical and trigonometric functions, and sums over arguments (Search Reference, Mathematical functions, Statistical eval functions).
import { fixed } from '../digits.ts';
import { fail } from '../refusal.ts';
import { compareText, num, numberOf, textsOf, toNumber, type Value } from '../value.ts';
import { type EvalFunction, fieldArg, many, ofNumbers } from './shapes.ts';

const unary = (apply: (value: number) => number): EvalFunction =>
  ofNumbers(1, 1, ([value = 0]) => {
    const result = apply(value);
    return Number.isNaN(result) ? null : num(result);
  });

const round = ofNumbers(1, 2, ([value = 0, places = 0]) =>
  places < 0 || !Number.isInteger(places) ? fail('round takes a whole number of decimals, 0 or more') : num(Number(fixed(value, places))),
);

/** Values of all arguments, numbers apart from texts that are none. */
const all = (fn: string, args: readonly Value[]): readonly string[] => args.flatMap((arg) => textsOf(fieldArg(fn, arg)));
const numbersIn = (fn: string, args: readonly Value[]): readonly number[] =>
  all(fn, args).flatMap((text) => {
    const number = numberOf(text);
    return number === null ? [] : [number];
  });

/** Numbers come before texts. */
const before = (a: string, b: string): number => {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== null && y !== null) return x - y;
  if (x !== null) return -1;
  return y === null ? compareText(a, b) : 1;
};

const extreme = (fn: string, sign: number): EvalFunction => ({
  least: 1,
  most: many,
  apply: (args) => {
    const found = all(fn, args).reduce<string | null>((best, text) => (best === null || sign * before(text, best) > 0 ? text : best), null);
    return (
      args.find(
        (arg) => typeof arg === 'object' && arg !== null && found !== null && textsOf(arg)[0] === found && toNumber(arg) !== null,
      ) ?? found
    );
  },
});

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** 11 digits behind the point, cut off, as the page gives it. */
const pi = Math.trunc(Math.PI * 1e11) / 1e11;

export const numberFunctions: ReadonlyMap<string, EvalFunction> = new Map<string, EvalFunction>([
  ['abs', unary(Math.abs)],
  ['ceil', unary(Math.ceil)],
  ['ceiling', unary(Math.ceil)],
  ['floor', unary(Math.floor)],
  ['exp', unary(Math.exp)],
  ['ln', unary(Math.log)],
  ['sqrt', unary(Math.sqrt)],
  ['round', round],
  ['pow', ofNumbers(2, 2, ([base = 0, exponent = 0]) => num(base ** exponent))],
  [
    'log',
    ofNumbers(1, 2, ([value = 0, base = 10]) => {
      const result = base === 10 ? Math.log10(value) : Math.log(value) / Math.log(base);
      return Number.isNaN(result) ? null : num(result);
    }),
  ],
  ['pi', { least: 0, most: 0, apply: () => num(pi) }],
  ...(['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh'] as const).map(
    (name): [string, EvalFunction] => [name, unary(Math[name])],
  ),
  ['atan2', ofNumbers(2, 2, ([y = 0, x = 0]) => num(Math.atan2(y, x)))],
  ['hypot', ofNumbers(2, 2, ([x = 0, y = 0]) => num(Math.hypot(x, y)))],
  ['min', extreme('min', -1)],
  ['max', extreme('max', 1)],
  [
    'sum',
    {
      least: 1,
      most: many,
      apply: (args) => num(total(numbersIn('sum', args))),
    },
  ],
  [
    'avg',
    {
      least: 1,
      most: many,
      apply: (args) => {
        const numbers = numbersIn('avg', args);
        return numbers.length === 0 ? null : num(total(numbers) / numbers.length);
      },
    },
  ],
]);
