// An expression of the IR in; an ES|QL expression with its engine type out.
import { match, P } from 'ts-pattern';
import type { ArithOp, Expr, ExprOf, Literal } from '../../ir/expr.ts';
import { type DynamicValue, ticksPerMilli, unixEpochTicks } from '../../ir/types.ts';
import { type BinaryOp, binary, bool, call, type Es, not, nothing, num, str } from './ast.ts';
import { literalInteger, literalText, noReader, type Place, refuse, refusePath, type Use } from './context.ts';
import { callFunction } from './functions.ts';
import { hasDigitKey, jsonBelow, sharedJson } from './json/json-extract.ts';
import { period } from './periods.ts';
import { isBrokenText } from './quote.ts';
import { asLong, cast, common, longLiteral, settledValue, textOf, type Value, value } from './value.ts';

/** ISO text of a datetime literal; the engine's dates count milliseconds. */
const isoOf = (ticks: bigint): string => new Date(Number((ticks - unixEpochTicks) / ticksPerMilli)).toISOString();

const isWholeMs = (ticks: bigint): boolean => ticks % ticksPerMilli === 0n;

/** A literal as it stands beside a date: text for a datetime. */
export const literalEs = (n: Literal): Es => (typeof n.value === 'bigint' && n.type === 'datetime' ? str(isoOf(n.value)) : nothing);

const realText = (n: number): string =>
  Number.isInteger(n) && Math.abs(n) < 1e15 ? `${n}.0` : String(n).replace('e+', 'E').replace('e', 'E');

const integerLiteral = (place: Place, n: Literal, v: bigint): Value =>
  match(n.type)
    .returnType<Value>()
    .with('datetime', () => {
      if (!isWholeMs(v)) place.context.findings.assume('RMMC3716', n.span, {});
      return value(call('TO_DATETIME', str(isoOf(v))), 'date', false);
    })
    .with('timespan', () =>
      isWholeMs(v)
        ? value(num(v / ticksPerMilli), 'span', false)
        : refuse(place.context, n.span, 'a timespan below one millisecond', 'dates count milliseconds'),
    )
    .with('bool', 'int', 'long', 'real', 'decimal', 'string', 'guid', 'dynamic', 'unknown', () => longLiteral(v))
    .exhaustive();

const lowerLiteral = (place: Place, n: Literal): Value => {
  const v = n.value;
  if (v === null) return value(nothing, 'null', true);
  if (typeof v === 'boolean') return value(bool(v), 'boolean', false);
  if (typeof v === 'bigint') return integerLiteral(place, n, v);
  if (typeof v === 'number') {
    return Number.isFinite(v)
      ? { es: { kind: 'number', text: realText(v) }, type: 'double', nullable: false }
      : refuse(place.context, n.span, 'an infinite number', 'there is no literal for it');
  }
  if (typeof v === 'string') {
    if (n.type === 'decimal') return { es: { kind: 'number', text: v.includes('.') ? v : `${v}.0` }, type: 'double', nullable: false };
    return isBrokenText(v)
      ? refuse(place.context, n.span, 'a text with half of a surrogate pair', 'a query is UTF-8')
      : value(str(v), 'keyword', false);
  }
  return (
    dynamicLiteral(n) ??
    refuse(place.context, n.span, 'this dynamic literal', 'several values in one cell are of one type, and none of them is null')
  );
};

/** An array of texts, whole numbers or booleans is several values in one cell. */
const dynamicLiteral = (n: Literal): Value | null => {
  if (!Array.isArray(n.value) || n.value.length === 0) return null;
  const items = n.value as readonly DynamicValue[];
  if (items.every((item) => typeof item === 'string' && !isBrokenText(item)))
    return listOf(
      items.map((item) => str(String(item))),
      'keyword',
    );
  if (items.every((item) => typeof item === 'boolean'))
    return listOf(
      items.map((item) => bool(item === true)),
      'boolean',
    );
  if (!items.every((item) => typeof item === 'bigint')) return null;
  const numbers = items.map((item) => longLiteral(BigInt(String(item))));
  const isLong = numbers.some(({ type }) => type === 'long');
  return listOf(
    numbers.map(({ es }) => es),
    isLong ? 'long' : 'integer',
  );
};

const listOf = (items: readonly Es[], element: Value['type']): Value => {
  const [only] = items;
  return { es: items.length === 1 && only ? only : { kind: 'list', items }, type: 'list', nullable: false, element };
};

const arithOps: Readonly<Record<ArithOp, BinaryOp>> = { add: '+', sub: '-', mul: '*', div: '/', mod: '%' };

const isSpan = (expr: Expr): boolean => expr.type === 'timespan';

/** `date + 5 minutes` for a literal timespan, milliseconds otherwise. */
const shifted = (n: ExprOf<'arith'>, date: Value, span: Value, by: Expr): Value => {
  const literal = by.kind === 'literal' && typeof by.value === 'bigint' ? period(by.value) : null;
  if (literal) {
    const forward = (n.op === 'add') === !literal.negative;
    return value(binary(forward ? '+' : '-', date.es, literal.es), 'date', date.nullable);
  }
  return value(
    call('TO_DATETIME', binary(n.op === 'add' ? '+' : '-', call('TO_LONG', date.es), span.es)),
    'date',
    date.nullable || span.nullable,
  );
};

const timeArith = (place: Place, n: ExprOf<'arith'>, left: Value, right: Value): Value | null => {
  const nullable = left.nullable || right.nullable;
  if (left.type === 'date' && right.type === 'date' && n.op === 'sub')
    return value(binary('-', call('TO_LONG', left.es), call('TO_LONG', right.es)), 'span', nullable);
  if (left.type === 'date' && isSpan(n.right) && (n.op === 'add' || n.op === 'sub')) return shifted(n, left, right, n.right);
  if (right.type === 'date' && isSpan(n.left) && n.op === 'add') return shifted(n, right, left, n.left);
  if (isSpan(n.left) && isSpan(n.right)) {
    if (n.op === 'div') return value(binary('/', call('TO_DOUBLE', left.es), right.es), 'double', true);
    if (n.op === 'mul') return refuse(place.context, n.span, 'a product of timespans', 'it is no timespan');
    if (n.op === 'mod') place.context.findings.assume('RMMC3719', n.span, {});
    return value(binary(arithOps[n.op], left.es, right.es), 'span', nullable);
  }
  const whole = (v: Value): boolean => v.type === 'integer' || v.type === 'long';
  if (n.op === 'mul' && isSpan(n.left) && whole(right)) return value(binary('*', left.es, right.es), 'span', nullable);
  if (n.op === 'mul' && isSpan(n.right) && whole(left)) return value(binary('*', left.es, right.es), 'span', nullable);
  return left.type === 'date' || right.type === 'date' || isSpan(n.left) || isSpan(n.right)
    ? refuse(place.context, n.span, 'this arithmetic on times', 'dates and timespans are not numbers in the engine')
    : null;
};

const isZeroFree = (expr: Expr): boolean =>
  expr.kind === 'literal' && (typeof expr.value === 'number' || typeof expr.value === 'bigint') && Number(expr.value) !== 0;

const lowerArith = (place: Place, n: ExprOf<'arith'>): Value => {
  const left = lowerValue(place, n.left, 'value');
  const right = lowerValue(place, n.right, 'value');
  const timed = timeArith(place, n, left, right);
  if (timed) return timed;
  const type = common(left.type, right.type);
  if (type === null || type === 'keyword' || type === 'boolean')
    return refuse(place.context, n.span, 'this arithmetic', `the engine has none on ${left.type} and ${right.type}`);
  if ((n.op === 'div' || n.op === 'mod') && n.type === 'real' && !isZeroFree(n.right))
    place.context.findings.assume('RMMC3718', n.span, {});
  if (n.op === 'mod') place.context.findings.assume('RMMC3719', n.span, {});
  const both = left.type === 'integer' && right.type === 'integer';
  const es = binary(arithOps[n.op], both && n.op !== 'mod' && n.op !== 'div' ? asLong(left) : left.es, right.es);
  const result = type === 'double' ? 'double' : both && (n.op === 'div' || n.op === 'mod') ? 'integer' : type === 'null' ? 'null' : 'long';
  return value(es, result, left.nullable || right.nullable || n.op === 'div' || n.op === 'mod');
};

/** The arms in one type. A string arm that may be missing becomes the empty string. */
const lowerCase = (place: Place, n: ExprOf<'case'>): Value => {
  const arms = n.arms.map((arm) => ({
    when: place.lowering.test({ ...place, position: 'value', asks: false }, arm.when, true),
    value: lowerValue(place, arm.then, 'value'),
  }));
  const otherwise = lowerValue(place, n.otherwise, 'value');
  const values = [...arms.map((arm) => arm.value), otherwise];
  const type = values.reduce<Value['type'] | null>((sofar, v) => (sofar === null ? null : common(sofar, v.type)), 'null');
  if (type === null) return refuse(place.context, n.span, 'a choice between values of different types', 'CASE takes values of one type');
  // a value out of JSON may be missing: no empty text stands for it
  const isJson = n.type === 'dynamic' && values.some(({ json }) => json !== undefined);
  const arm = (v: Value): Es => {
    if (type !== 'keyword' || isJson) return cast(v, type);
    return v.type === 'null' ? str('') : textOf(v);
  };
  const sample = values.find((v) => v.type !== 'null' && v.es.kind !== 'null');
  // no NULL is written out: around a COALESCE over it the engine makes null of everything
  const chosen = (when: Es, v: Value): Es => (arm(v).kind === 'null' && sample ? call('CASE', not(when), arm(sample)) : arm(v));
  const es = call('CASE', ...arms.flatMap((one) => [one.when, chosen(one.when, one.value)]), arm(otherwise));
  if (isJson) return sharedJson(values, { ...value(es, type, true), isElement: true });
  return sharedJson(values, value(es, type, type !== 'keyword' && values.some((v) => v.nullable)));
};

/** The keys behind a base: an index is a key of digits; null where one is computed, or counts from the end. */
const keysOf = (expr: Expr): { readonly base: Expr; readonly keys: readonly string[] | null } => {
  if (expr.kind !== 'path') return { base: expr, keys: [] };
  const { base, keys } = keysOf(expr.base);
  const index = literalInteger(expr.key);
  const key = literalText(expr.key) ?? (index !== undefined && index >= 0n ? String(index) : undefined);
  return { base, keys: keys && key !== undefined ? [...keys, key] : null };
};

/** The column that JSON is read from, for a message. */
const columnRead = (expr: ExprOf<'column' | 'call'>): string | null => {
  if (expr.kind === 'column') return expr.name;
  const [arg] = expr.args;
  return expr.fn === 'parse_json' && arg?.kind === 'column' ? arg.name : null;
};

/** A whole number, as MV_SLICE takes it. */
const indexOf = (place: Place, key: Expr): Es | null => {
  const index = literalInteger(key);
  if (index !== undefined) return num(index);
  if (key.type !== 'int' && key.type !== 'long') return null;
  const v = lowerValue(place, key, 'value');
  if (v.type === 'integer') return v.es;
  return v.type === 'long' ? call('TO_INTEGER', v.es) : null;
};

const elementOf = (place: Place, n: ExprOf<'path'>): Value | null => {
  const base = lowerParts(place, n.base, 'value');
  if (base.type === 'null') return base;
  const index = base.type === 'list' ? indexOf(place, n.key) : null;
  return index && value(call('MV_SLICE', base.es, index), base.element ?? 'keyword', true);
};

const lowerPath = (place: Place, n: ExprOf<'path'>): Value => {
  const { base, keys } = keysOf(n);
  const whole = lowerParts(place, base, 'test');
  if (whole.type === 'null') return whole;
  const part =
    keys && whole.bag && !whole.bag.isText ? whole.bag.at(keys, n.span) : keys && whole.json ? jsonBelow(whole.json, keys) : null;
  if (part?.bag?.json && hasDigitKey(n)) return refuse(place.context, n.span, 'a key of digits', 'it is taken for a place in an array');
  if (part) return part;
  // a computed list keeps its order; what an index stores does not
  const element = whole.bag ? null : elementOf(place, n);
  if (element) return element;
  if (keys === null || (base.kind !== 'column' && base.kind !== 'call'))
    return refuse(place.context, n.span, 'this path into a dynamic value', `${noReader}, and arrays in an index have no order`);
  const from = columnRead(base);
  const shown = from ? [from, ...keys].join('.') : `${keys.join('.')} below \`${base.kind === 'call' ? base.fn : base.name}()\``;
  return refusePath(place.context, n.span, shown);
};

const asTest = (place: Place, n: Expr): Value => value(place.lowering.truth(place, n), 'boolean', true);

/** A bag that is known by its parts is refused, or written out, as a whole. */
export const lowerValue = (place: Place, expr: Expr, use: Use): Value => settledValue(lowerParts(place, expr, use), expr.span);

export const lowerParts = (place: Place, expr: Expr, use: Use): Value =>
  match(expr)
    .returnType<Value>()
    .with({ kind: 'literal' }, (n) => lowerLiteral(place, n))
    .with({ kind: 'column' }, (n) => place.scope.column(n, use))
    .with({ kind: 'call' }, (n) => callFunction(place, n, use))
    .with({ kind: P.union('text', 'compare', 'member', 'not', 'and', 'or') }, (n) => asTest(place, n))
    .with({ kind: 'arith' }, (n) => lowerArith(place, n))
    .with({ kind: 'negate' }, (n) => {
      const v = lowerValue(place, n.operand, use);
      return { es: { kind: 'negate', operand: v.es }, type: v.type, nullable: v.nullable };
    })
    .with({ kind: 'case' }, (n) => lowerCase(place, n))
    .with({ kind: 'path' }, (n) => lowerPath(place, n))
    .with({ kind: P.union('textQuery', 'memberQuery', 'scalarQuery') }, (n) =>
      refuse(
        place.context,
        n.span,
        'a subquery here',
        '8.19 has none, and only a test for the values of one column of another table is said without one',
      ),
    )
    .exhaustive();
