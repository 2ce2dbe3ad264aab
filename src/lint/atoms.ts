// A condition on one value in; whether it can hold together with another one, and which of a chain cannot, out.
import type { Expr } from '../ir/expr.ts';

type Range = {
  readonly kind: 'range';
  readonly side: 'lower' | 'upper';
  readonly scale: 'clock' | 'value';
  readonly at: number | bigint;
  readonly inclusive: boolean;
};

/** `set`: the value is one of these (or none, when `negated`). `affix`: it holds one of these texts. `range`: it lies on one side of a point. */
type Shape =
  | { readonly kind: 'set'; readonly values: readonly string[]; readonly caseless: boolean; readonly negated: boolean }
  | {
      readonly kind: 'affix';
      readonly test: 'contains' | 'startsWith' | 'endsWith';
      readonly needles: readonly string[];
      readonly caseless: boolean;
    }
  | Range;

export interface Atom {
  /** The same for the same subject. */
  readonly subject: string;
  readonly shape: Shape;
  readonly expr: Expr;
}

const keyOf = (expr: Expr): string =>
  JSON.stringify(expr, (key, value: unknown) => (key === 'span' ? undefined : typeof value === 'bigint' ? `${value}n` : value));

const literalKey = (expr: Expr): string | null =>
  expr.kind === 'literal' && expr.value !== null && typeof expr.value !== 'object'
    ? `${expr.type === 'string' ? '' : '#'}${expr.value}`
    : null;

const keysOf = (exprs: readonly Expr[]): readonly string[] | null => {
  const keys = exprs.map(literalKey);
  return keys.every((key) => key !== null) && keys.length > 0 ? keys : null;
};

const pointOf = (expr: Expr): Pick<Range, 'scale' | 'at'> | null => {
  if (expr.kind === 'literal' && (typeof expr.value === 'bigint' || typeof expr.value === 'number'))
    return { scale: 'value', at: expr.value };
  if (expr.kind !== 'call') return null;
  if (expr.fn === 'now' && expr.args.length === 0) return { scale: 'clock', at: 0n };
  const [span] = expr.args;
  return expr.fn === 'ago' && span?.kind === 'literal' && typeof span.value === 'bigint' ? { scale: 'clock', at: -span.value } : null;
};

const flipped = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' } as const;

const compareShape = (expr: Expr & { kind: 'compare' }): { subject: Expr; shape: Shape } | null => {
  const turned = expr.left.kind === 'literal';
  const [subject, value, op] = turned ? [expr.right, expr.left, flipped[expr.op]] : [expr.left, expr.right, expr.op];
  if (op === 'eq' || op === 'ne') {
    const values = keysOf([value]);
    return values && { subject, shape: { kind: 'set', values, caseless: false, negated: op === 'ne' } };
  }
  const point = pointOf(value);
  if (!point) return null;
  const side = op === 'gt' || op === 'ge' ? 'lower' : 'upper';
  return { subject, shape: { kind: 'range', side, ...point, inclusive: op === 'ge' || op === 'le' } };
};

const textShape = (expr: Expr & { kind: 'text' }): Shape | null => {
  const { test, caseless } = expr;
  const values = expr.require === 'any' || expr.patterns.length === 1 ? keysOf(expr.patterns) : null;
  if (!values) return null;
  if (test === 'equals') return { kind: 'set', values, caseless, negated: false };
  return test === 'contains' || test === 'startsWith' || test === 'endsWith' ? { kind: 'affix', test, needles: values, caseless } : null;
};

/** What a condition asks of one subject; null when it is of another form. */
export const atomOf = (expr: Expr): Atom | null => {
  if (expr.kind === 'not') {
    const inner = atomOf(expr.operand);
    if (inner?.shape.kind !== 'set') return null;
    return { ...inner, expr, shape: { ...inner.shape, negated: !inner.shape.negated } };
  }
  if (expr.kind === 'text') {
    const shape = textShape(expr);
    return shape && { subject: keyOf(expr.subject), shape, expr };
  }
  if (expr.kind === 'member') {
    const values = keysOf(expr.values);
    return values && { subject: keyOf(expr.subject), shape: { kind: 'set', values, caseless: false, negated: false }, expr };
  }
  const found = expr.kind === 'compare' ? compareShape(expr) : null;
  return found && { subject: keyOf(found.subject), shape: found.shape, expr };
};

const holds = (test: 'contains' | 'startsWith' | 'endsWith', value: string, needle: string): boolean =>
  ({ contains: value.includes(needle), startsWith: value.startsWith(needle), endsWith: value.endsWith(needle) })[test];

type SetShape = Extract<Shape, { kind: 'set' }>;

const setsClash = (a: SetShape, b: SetShape): boolean => {
  if (a.negated && b.negated) return false;
  const fold = a.caseless || b.caseless ? (text: string) => text.toLowerCase() : (text: string) => text;
  if (a.negated || b.negated) {
    const [yes, no] = a.negated ? [b, a] : [a, b];
    if (yes.caseless && !no.caseless) return false;
    const excluded = new Set(no.values.map(fold));
    return yes.values.every((value) => excluded.has(fold(value)));
  }
  const others = new Set(b.values.map(fold));
  return !a.values.some((value) => others.has(fold(value)));
};

const rangesClash = (a: Range, b: Range): boolean => {
  if (a.side === b.side || a.scale !== b.scale) return false;
  const [lower, upper] = a.side === 'lower' ? [a, b] : [b, a];
  return lower.at > upper.at || (Number(lower.at) === Number(upper.at) && !(lower.inclusive && upper.inclusive));
};

/** True when no value meets both. */
const clash = (a: Shape, b: Shape): boolean => {
  if (a.kind === 'set' && b.kind === 'set') return setsClash(a, b);
  if (a.kind === 'range' && b.kind === 'range') return rangesClash(a, b);
  const [set, affix] = a.kind === 'set' ? [a, b] : [b, a];
  if (set.kind !== 'set' || affix.kind !== 'affix' || set.negated) return false;
  const fold = set.caseless || affix.caseless ? (text: string) => text.toLowerCase() : (text: string) => text;
  return !set.values.some((value) => affix.needles.some((needle) => holds(affix.test, fold(value), fold(needle))));
};

const opposite = (atom: Atom): Atom | null =>
  atom.shape.kind === 'set' ? { ...atom, shape: { ...atom.shape, negated: !atom.shape.negated } } : null;

/** Two operands of an `and` that exclude each other, or two of an `or` of which one always holds. */
export const clashIn = (logic: 'and' | 'or', operands: readonly Expr[]): readonly [Atom, Atom] | null => {
  const bySubject = new Map<string, Atom[]>();
  for (const operand of operands) {
    const found = atomOf(operand);
    const atom = found && (logic === 'and' ? found : opposite(found));
    if (!atom) continue;
    const others = bySubject.get(atom.subject) ?? [];
    const other = others.find((one) => clash(one.shape, atom.shape));
    if (other) return [other, atom];
    bySubject.set(atom.subject, [...others, atom]);
  }
  return null;
};
