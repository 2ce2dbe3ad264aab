// What every eval function is: how many arguments it takes and what it makes of their values. Values come evaluated; NULL handling is the function's own.
import { fail, refuse } from '../refusal.ts';
import type { RegexEngine } from '../regex.ts';
import type { Asked } from '../settings.ts';
import { type Field, isMulti, textOf, toNumber, type Value } from '../value.ts';
import type { Zone } from '../zone.ts';

/** What a run is given besides rows. */
export interface Context {
  readonly asked: Asked;
  /** Seconds since 1970. */
  readonly now: number;
  readonly zone: Zone;
  readonly regex: RegexEngine;
}

export interface EvalFunction {
  readonly least: number;
  readonly most: number;
  apply(args: readonly Value[], context: Context): Value;
}

export const many = Number.POSITIVE_INFINITY;

/** A text or number; several values and booleans are none. */
export const textArg = (fn: string, value: Value): string => {
  if (value === null || typeof value === 'boolean') return fail(`${fn} takes a text`);
  if (isMulti(value)) return value.length === 1 ? textOf(value) : refuse(`${fn} of a field with several values`);
  return textOf(value);
};

/** A function of texts: NULL when any argument is. */
export const ofTexts = (
  fn: string,
  least: number,
  most: number,
  apply: (texts: readonly string[], context: Context) => Value,
): EvalFunction => ({
  least,
  most,
  apply: (args, context) =>
    args.includes(null)
      ? null
      : apply(
          args.map((arg) => textArg(fn, arg)),
          context,
        ),
});

/** A function of numbers: NULL when any argument is no number. */
export const ofNumbers = (least: number, most: number, apply: (numbers: readonly number[]) => Value): EvalFunction => ({
  least,
  most,
  apply: (args) => {
    const numbers = args.map(toNumber);
    return numbers.every((number) => number !== null) ? apply(numbers) : null;
  },
});

/** Booleans are no fields. */
export const fieldArg = (fn: string, value: Value): Field | null => (typeof value === 'boolean' ? fail(`${fn} of a Boolean`) : value);

export const compiled = (context: Context, pattern: string): ReturnType<RegexEngine['compile']> => {
  try {
    return context.regex.compile(pattern);
  } catch (failure) {
    return fail(`the regular expression ${pattern}: ${failure instanceof Error ? failure.message : String(failure)}`);
  }
};
