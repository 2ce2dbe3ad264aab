// Eval's multivalue functions (Search Reference, Multivalue eval functions). mvmap and mvfilter, which look into expressions, stand in expression.ts.
import { parseTimeModifier } from '../../time-modifier.ts';
import { printJson } from '../json-text.ts';
import { fail } from '../refusal.ts';
import { moved } from '../relative-time.ts';
import { compareText, multi, num, textsOf, toNumber, type Value } from '../value.ts';
import { elementOf } from './json-values.ts';
import { type Context, compiled, type EvalFunction, fieldArg, many, textArg } from './shapes.ts';

/** A function of the values of its first argument: NULL for none. */
const ofValues = (
  fn: string,
  least: number,
  most: number,
  apply: (texts: readonly string[], rest: readonly Value[], context: Context) => Value,
): EvalFunction => ({
  least,
  most,
  apply: ([first = null, ...rest], context) => {
    const texts = textsOf(fieldArg(fn, first));
    return texts.length === 0 ? null : apply(texts, rest, context);
  },
});

/** From 0; negative places count from the end. */
const index = (texts: readonly string[], [start = null, end]: readonly Value[]): Value => {
  const [from, to] = [toNumber(start), end === undefined ? toNumber(start) : toNumber(end)];
  if (from === null || to === null) return null;
  const place = (at: number): number => (at < 0 ? texts.length + at : at);
  const [first, last] = [place(from), place(to)];
  if (first < 0 || first >= texts.length || last < first) return null;
  return multi(texts.slice(first, last + 1));
};

const split = (fn: string, texts: readonly string[], [delim = null]: readonly Value[]): Value => {
  if (delim === null) return null;
  const by = textArg(fn, delim);
  return multi(texts.flatMap((text) => (by === '' ? [...text] : text.split(by))));
};

const zip: EvalFunction = {
  least: 2,
  most: 3,
  apply: ([left = null, right = null, delim = ',']) => {
    const [a, b] = [textsOf(fieldArg('mvzip', left)), textsOf(fieldArg('mvzip', right))];
    const by = delim === null ? ',' : textArg('mvzip', delim);
    return multi(a.slice(0, b.length).map((text, at) => `${text}${by}${b[at] ?? ''}`));
  },
};

/** The end is not reached. A time span as a step follows the calendar. */
const range: EvalFunction = {
  least: 2,
  most: 3,
  apply: ([start = null, end = null, step = num(1)], { zone }) => {
    const [from, to, by] = [toNumber(start), toNumber(end), toNumber(step)];
    if (from === null || to === null) return null;
    const span = by === null && step !== null ? parseTimeModifier(`+${textArg('mvrange', step)}`) : null;
    const [move] = span?.kind === 'relative' ? span.steps : [];
    const next = (count: number): number => {
      if (by !== null) return from + by * count;
      return move?.kind === 'move'
        ? moved(zone, from, move.amount * count, move.unit)
        : fail('mvrange takes a number or a time span as its step');
    };
    if (by === 0) return fail('mvrange takes a step other than 0');
    const texts: string[] = [];
    for (let at = from, count = 1; by !== null && by < 0 ? at > to : at < to; at = next(count), count += 1) texts.push(...textsOf(num(at)));
    return multi(texts);
  },
};

const append: EvalFunction = {
  least: 1,
  most: many,
  apply: (args) => multi(args.flatMap((arg) => textsOf(fieldArg('mvappend', arg)))),
};

const toJson = ofValues('mv_to_json_array', 1, 2, (texts, [infer = false]) =>
  printJson({ kind: 'array', items: texts.map((text) => (infer === true ? elementOf(text) : { kind: 'string', value: text })) }),
);

const find = ofValues('mvfind', 2, 2, (texts, [pattern = null], context) => {
  if (pattern === null) return null;
  const regex = compiled(context, textArg('mvfind', pattern));
  const at = texts.findIndex((text) => regex.match(text, 0) !== null);
  return at === -1 ? null : num(at);
});

export const multiFunctions: ReadonlyMap<string, EvalFunction> = new Map<string, EvalFunction>([
  ['mvappend', append],
  ['mvcount', ofValues('mvcount', 1, 1, (texts) => num(texts.length))],
  ['mvdedup', ofValues('mvdedup', 1, 1, (texts) => multi([...new Set(texts)]))],
  ['mvfind', find],
  ['mvindex', ofValues('mvindex', 2, 3, index)],
  ['mvjoin', ofValues('mvjoin', 2, 2, (texts, [delim = null]) => (delim === null ? null : texts.join(textArg('mvjoin', delim))))],
  ['mvrange', range],
  ['mvreverse', ofValues('mvreverse', 1, 1, (texts) => multi([...texts].reverse()))],
  ['mvsort', ofValues('mvsort', 1, 1, (texts) => multi([...texts].sort(compareText)))],
  ['mvzip', zip],
  ['mv_to_json_array', toJson],
  ['split', ofValues('split', 2, 2, (texts, rest) => split('split', texts, rest))],
]);
