// A call between a test and a column in; what has to stand in the column for the call to give a value out. A guess: the evaluator judges what comes of it.
import type { Value } from '../../eval/value.ts';
import { base64OfBytes } from '../../eval/values/base64.ts';
import { bytesOf } from '../../eval/values/code-points.ts';
import { textOf } from '../../eval/values/text.ts';
import type { Expr, ExprOf } from '../../ir/expr.ts';
import { childrenOf, hasColumn } from '../../ir/traverse.ts';
import { ticksPerDay, ticksPerSecond, unixEpochTicks } from '../../ir/types.ts';
import type { Path } from './clues.ts';
import { sampleWith } from './regex-sample.ts';
import { type Fill, someSunday, textFill } from './slots.ts';

export type Wrap = (fill: Fill) => Fill;

/** Where to go on from an expression. */
export interface Back {
  readonly expr: Expr;
  readonly path: Path;
  readonly wrap: Wrap;
}

type Constant = (expr: Expr) => Value;

const same: Wrap = (fill) => fill;
const onText =
  (change: (text: string) => string): Wrap =>
  (fill) =>
    textFill(change(textOf(fill.value, fill.type)));

const wholeOf = ({ value }: Fill): number => (typeof value === 'bigint' || typeof value === 'number' ? Number(value) : 0);
const bigOf = (value: Value): bigint => (typeof value === 'bigint' ? value : typeof value === 'number' ? BigInt(Math.trunc(value)) : 0n);

const textOfConstant = (expr: Expr | undefined, constant: Constant): string => {
  const value = expr && expr.kind === 'literal' ? constant(expr) : '';
  return typeof value === 'string' ? value : '';
};

const textAt = (index: number, text: string, between: string): string => {
  const filler = Array.from({ length: Math.min(20, index < 0 ? -index - 1 : index) }, () => 'x');
  return (index < 0 ? [text, ...filler] : [...filler, text]).join(between);
};

/** The bounds count parts of a day, or days from a Sunday. */
const partOfTime =
  (ticks: bigint): Wrap =>
  (fill) => ({ value: someSunday + bigOf(fill.value) * ticks, type: 'datetime' });

const calls: Partial<Record<ExprOf<'call'>['fn'], (args: readonly Expr[], path: Path, constant: Constant) => readonly Back[]>> = {
  split: ([text, between], [index, ...rest], constant) =>
    text ? [{ expr: text, path: rest, wrap: onText((one) => textAt(Number(index ?? 0), one, textOfConstant(between, constant))) }] : [],
  extract: ([pattern, group, text], path, constant) => {
    const value = group && constant(group);
    const source = textOfConstant(pattern, constant);
    return text ? [{ expr: text, path, wrap: onText((one) => sampleWith(source, Number(value ?? 0), one)) }] : [];
  },
  parse_path: ([text], [key], _constant) =>
    text ? [{ expr: text, path: [], wrap: onText((one) => (key === 'Filename' ? `C:\\Windows\\Temp\\${one}` : `${one}\\file.exe`)) }] : [],
  parse_url: ([text], [key], _constant) =>
    text ? [{ expr: text, path: [], wrap: onText((one) => (key === 'Host' ? `https://${one}/index` : `https://example.com${one}`)) }] : [],
  base64_decode_tostring: ([text], path) => (text ? [{ expr: text, path, wrap: onText((one) => base64OfBytes(bytesOf(one))) }] : []),
  url_decode: ([text], path) => (text ? [{ expr: text, path, wrap: onText(encodeURIComponent) }] : []),
  reverse: ([text], path) => (text ? [{ expr: text, path, wrap: onText((one) => [...one].reverse().join('')) }] : []),
  substring: ([text, start], path, constant) => {
    const before = start && start.kind === 'literal' ? Number(bigOf(constant(start))) : 0;
    return text ? [{ expr: text, path, wrap: onText((one) => 'x'.repeat(Math.min(200, Math.max(0, before))) + one) }] : [];
  },
  strlen: ([text], path) =>
    text ? [{ expr: text, path, wrap: (fill) => textFill('x'.repeat(Math.max(0, Math.min(5000, wholeOf(fill))))) }] : [],
  array_length: ([array], path) =>
    array
      ? [
          {
            expr: array,
            path,
            wrap: (fill) => ({
              value: Array.from({ length: Math.max(0, Math.min(100, wholeOf(fill))) }, (_, i) => `e${i}`),
              type: 'dynamic',
            }),
          },
        ]
      : [],
  countof: ([text, needle], path, constant) =>
    text
      ? [
          {
            expr: text,
            path,
            wrap: (fill) => textFill(`${textOfConstant(needle, constant)} `.repeat(Math.max(0, Math.min(100, wholeOf(fill))))),
          },
        ]
      : [],
  hourofday: ([time], path) => (time ? [{ expr: time, path, wrap: partOfTime(ticksPerSecond * 3600n) }] : []),
  dayofweek: ([time], path) => (time ? [{ expr: time, path, wrap: partOfTime(1n) }] : []),
  dayofmonth: ([time], path) => (time ? [{ expr: time, path, wrap: partOfTime(ticksPerDay) }] : []),
  unixtime_seconds_todatetime: ([number], path) =>
    number
      ? [{ expr: number, path, wrap: ({ value }) => ({ value: (bigOf(value) - unixEpochTicks) / ticksPerSecond, type: 'long' }) }]
      : [],
  unixtime_milliseconds_todatetime: ([number], path) =>
    number ? [{ expr: number, path, wrap: ({ value }) => ({ value: (bigOf(value) - unixEpochTicks) / 10_000n, type: 'long' }) }] : [],
  strcat: (args, path, constant) => args.map((arg, i) => ({ expr: arg, path, wrap: onText((one) => withoutEnds(one, args, i, constant)) })),
};

/** Of a text that constants are put around, what is left for the argument between them. */
const withoutEnds = (text: string, args: readonly Expr[], at: number, constant: Constant): string => {
  const before = args
    .slice(0, at)
    .map((arg) => textOfConstant(arg, constant))
    .join('');
  const after = args
    .slice(at + 1)
    .map((arg) => textOfConstant(arg, constant))
    .join('');
  const start = before !== '' && text.startsWith(before) ? text.slice(before.length) : text;
  return after !== '' && start.endsWith(after) ? start.slice(0, -after.length) : start;
};

/** `x - c`, `c - x`, `x + c`, `x / c`, `x * c` with a side that is known; other sums hand the value to both sides. */
const arithBack = (n: ExprOf<'arith'>, path: Path, constant: Constant): readonly Back[] => {
  const [rightKnown, leftKnown] = [!hasColumn(n.right), !hasColumn(n.left)];
  const known = rightKnown ? constant(n.right) : leftKnown ? constant(n.left) : null;
  const expr = rightKnown ? n.left : n.right;
  if (typeof known !== 'bigint' && typeof known !== 'number') return childrenOf(n).map((one) => ({ expr: one, path, wrap: same }));
  const type = expr.type === 'unknown' || expr.type === 'dynamic' ? null : expr.type;
  const wrap = (fill: Fill): Fill => {
    if (n.op === 'add' || n.op === 'sub') return { value: sumBack(n.op, known, fill.value, rightKnown), type: type ?? fill.type };
    const [value, by] = [wholeOf(fill), Number(known)];
    if (n.op === 'mul') return by === 0 ? fill : { value: value / by, type: 'real' };
    return n.op === 'div' ? { value: value * by, type: 'real' } : fill;
  };
  return [{ expr, path, wrap }];
};

const sumBack = (op: 'add' | 'sub', known: bigint | number, value: Value, knownRight: boolean): Value => {
  if (typeof known === 'number' || typeof value === 'number') {
    const [a, b] = [Number(known), typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0];
    if (op === 'add') return b - a;
    return knownRight ? b + a : a - b;
  }
  const given = bigOf(value);
  if (op === 'add') return given - known;
  return knownRight ? given + known : known - given;
};

/** Of functions that are not known here the value goes on as it is. */
export const backThrough = (expr: Expr, path: Path, constant: Constant): readonly Back[] => {
  if (expr.kind === 'arith') return arithBack(expr, path, constant);
  const known = expr.kind === 'call' ? calls[expr.fn] : undefined;
  if (expr.kind === 'call' && known) return known(expr.args, path, constant);
  return childrenOf(expr).map((child) => ({ expr: child, path, wrap: same }));
};
