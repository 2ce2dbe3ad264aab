// Eval's informational and comparing functions that only look at values (Search Reference, Informational functions, Comparison and Conditional functions).
import { inSubnet } from '../address.ts';
import { parseJson } from '../json-text.ts';
import { fail } from '../refusal.ts';
import { isMulti, isNum, textOf, toNumber, type Value } from '../value.ts';
import { type EvalFunction, ofTexts } from './shapes.ts';

const test = (apply: (value: Value) => boolean): EvalFunction => ({ least: 1, most: 1, apply: ([value = null]) => apply(value) });

const isText = (value: Value): boolean => {
  if (value === null || typeof value === 'boolean') return false;
  const number = toNumber(value);
  return number === null || Number.isNaN(number);
};
const jsonKind = (value: Value): string | undefined =>
  value === null || typeof value === 'boolean' ? undefined : parseJson(textOf(value))?.kind;

const typeName = (value: Value): string => {
  if (value === null) return 'Invalid';
  if (typeof value === 'boolean') return 'Boolean';
  return toNumber(value) === null ? 'String' : 'Number';
};

/** `%` is any run, `_` one character; the whole text, in its case. */
export const isLike = (text: string, pattern: string): boolean => {
  const [subject, wanted] = [[...text], [...pattern]];
  let reach = new Set([0]);
  for (const sign of wanted) {
    const next = new Set<number>();
    for (const at of reach) {
      if (sign === '%') for (let to = at; to <= subject.length; to += 1) next.add(to);
      else if (at < subject.length && (sign === '_' || sign === subject[at])) next.add(at + 1);
    }
    reach = next;
  }
  return reach.has(subject.length);
};

export const infoFunctions: ReadonlyMap<string, EvalFunction> = new Map<string, EvalFunction>([
  ['isarray', test((value) => jsonKind(value) === 'array')],
  ['isobject', test((value) => jsonKind(value) === 'object')],
  ['isbool', test((value) => typeof value === 'boolean')],
  ['isnull', test((value) => value === null)],
  ['isnotnull', test((value) => value !== null)],
  ['isnum', test((value) => toNumber(value) !== null)],
  ['isint', test((value) => Number.isInteger(toNumber(value)))],
  ['isdouble', test((value) => isNum(value) && !Number.isInteger(value.value))],
  ['isstr', test(isText)],
  ['ismv', test((value) => isMulti(value) && value.length > 1)],
  ['typeof', { least: 1, most: 1, apply: ([value = null]) => typeName(value) }],
  [
    'cidrmatch',
    ofTexts('cidrmatch', 2, 2, ([cidr = '', address = '']) => inSubnet(cidr, address) ?? fail(`cidrmatch: ${cidr} is no subnet`)),
  ],
]);
