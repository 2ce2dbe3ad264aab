// Eval's conversion functions (Search Reference, Conversion functions).

import { masked } from '../address.ts';
import { fixed } from '../digits.ts';
import { parseJson, printJson, shownJson } from '../json-text.ts';
import { printf } from '../printf.ts';
import { fail, refuse } from '../refusal.ts';
import { isMulti, isNum, multi, num, numberOf, numText, textOf, toNumber, type Value } from '../value.ts';
import { arrayOf, elementOf } from './json-values.ts';
import { type Context, type EvalFunction, many, ofTexts, textArg } from './shapes.ts';

const two = (value: number): string => String(value).padStart(2, '0');

const duration = (value: number): string => {
  if (value < 0 || !Number.isInteger(value)) return refuse('tostring with "duration" of a negative or broken number');
  const [days, rest] = [Math.floor(value / 86_400), value % 86_400];
  const time = `${two(Math.floor(rest / 3600))}:${two(Math.floor((rest % 3600) / 60))}:${two(rest % 60)}`;
  return days > 0 ? `${days}+${time}` : time;
};

const commas = (value: number, text: string): string => {
  const plain = (text.split('.')[1]?.length ?? 0) > 2 ? fixed(value, 2) : text;
  const [whole = '', fraction] = plain.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};

const isSafe = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= Number.MAX_SAFE_INTEGER;

const formats: ReadonlyMap<string, (value: number, text: string) => string | null> = new Map<
  string,
  (value: number, text: string) => string | null
>([
  ['hex', (value) => (isSafe(value) ? `0x${value.toString(16).toUpperCase()}` : null)],
  ['binary', (value) => (isSafe(value) ? value.toString(2) : null)],
  ['commas', commas],
  ['duration', duration],
]);

const tostring: EvalFunction = {
  least: 1,
  most: 2,
  apply: ([value = null, format], { asked }) => {
    if (format !== undefined) {
      const number = toNumber(value);
      const write = formats.get(textArg('tostring', format)) ?? fail('tostring takes "hex", "commas", "duration" or "binary"');
      return number === null || value === null ? null : write(number, textArg('tostring', value));
    }
    if (typeof value === 'boolean') {
      const text = value ? 'True' : 'False';
      return asked.is('booleanTextIsCapital') ? text : text.toLowerCase();
    }
    if (value === null) return refuse('tostring of NULL');
    return isMulti(value) ? value : textOf(value);
  },
};

/** Digits of a base; a point makes it a broken number. */
const inBase = (text: string, base: number): number | null => {
  if (!Number.isInteger(base) || base < 2 || base > 36) return fail('tonumber takes a base from 2 to 36');
  if (base === 10) return numberOf(text);
  const digits = /^([+-]?)(?:0x(?=[0-9a-f]))?([0-9a-z]+)$/i.exec(text);
  const [, sign = '', body = ''] = digits ?? [];
  const isOne = [...body].every((digit) => Number.parseInt(digit, 36) < base);
  return digits && isOne ? Number.parseInt(`${sign}${body}`, base) : null;
};

const tonumber: EvalFunction = {
  least: 1,
  most: 2,
  apply: ([value = null, base]) => {
    const radix = base === undefined ? 10 : toNumber(base);
    if (value === null || radix === null) return null;
    if (isNum(value) && radix === 10) return value;
    if (isMulti(value) && value.length > 1) return refuse('tonumber of a field with several values');
    const text = textArg('tonumber', value);
    const number = inBase(text, radix);
    return number === null ? null : num(number);
  },
};

const toint: EvalFunction = {
  least: 1,
  most: 1,
  apply: ([value = null]) => {
    const number = toNumber(value);
    return number === null ? null : num(Math.floor(number));
  },
};
const todouble: EvalFunction = {
  least: 1,
  most: 1,
  apply: ([value = null]) => {
    const number = toNumber(value);
    return number === null ? null : num(number);
  },
};

const tobool: EvalFunction = {
  least: 1,
  most: 1,
  apply: ([value = null]) => {
    if (value === null || typeof value === 'boolean') return value;
    const number = toNumber(value);
    if (number !== null) return number !== 0;
    const text = textOf(value).toLowerCase();
    return text === 'true' ? true : text === 'false' ? false : null;
  },
};

/** A JSON array; of several values one that holds them, each read as JSON where it is some. */
const toarray: EvalFunction = {
  least: 1,
  most: 1,
  apply: ([value = null]) => {
    if (value === null || typeof value === 'boolean') return null;
    if (isMulti(value)) return printJson({ kind: 'array', items: value.map((text) => elementOf(text.trim())) });
    const array = arrayOf(textOf(value));
    if (!array) return null;
    return printJson({
      kind: 'array',
      items: array.map((item) => (item.kind === 'number' ? { ...item, text: numText(num(Number(item.text))) } : item)),
    });
  },
};

const toobject = ofTexts('toobject', 1, 1, ([text = '']) => {
  const node = parseJson(text);
  return node?.kind === 'object' ? printJson(node) : null;
});

const tomv = ofTexts('tomv', 1, 1, ([text = '']) => {
  const array = arrayOf(text);
  return array ? multi(array.map(shownJson)) : text;
});

const print = (args: readonly Value[], _: Context): Value => {
  const [format = null, ...values] = args;
  return format === null ? null : printf(textArg('printf', format), values);
};

export const convertFunctions: ReadonlyMap<string, EvalFunction> = new Map<string, EvalFunction>([
  ['tostring', tostring],
  ['tonumber', tonumber],
  ['toint', toint],
  ['todouble', todouble],
  ['tobool', tobool],
  ['toarray', toarray],
  ['toobject', toobject],
  ['tomv', tomv],
  ['printf', { least: 1, most: many, apply: print }],
  ['ipmask', ofTexts('ipmask', 2, 2, ([mask = '', address = '']) => masked(mask, address))],
]);
