// Expressions of the IR that make values in; eval expressions out, with how the value is held and whether it may be null.
import { match, P } from 'ts-pattern';
import type { Expr, ExprOf, Literal } from '../../ir/expr.ts';
import { ticksPerSecond, unixEpochTicks } from '../../ir/types.ts';
import { isWideFn } from '../../ir/wide-functions.ts';
import { isBag, isList, jsonText } from '../shared/cell-text.ts';
import { binary, call, number, text } from './ast.ts';
import { asNumber, asText, bound, type Lowering, type Rep, refused, type Value } from './context.ts';
import { onlyKql } from './functions/row.ts';
import { functionRows } from './functions.ts';
import { access } from './lower-path.ts';
import { repOf, secondsOfTicks, truncated } from './values.ts';

const literalValue = (e: Literal, l: Lowering): Value => {
  const { value, type } = e;
  if (value === null) return { eval: call('null'), rep: repOf(type), nullable: true };
  if (typeof value === 'boolean') return { eval: text(String(value)), rep: 'bool', nullable: false };
  if (typeof value === 'bigint') {
    if (type === 'datetime') return { eval: number(secondsOfTicks(value - unixEpochTicks)), rep: 'time', nullable: false };
    if (type === 'timespan') return { eval: number(secondsOfTicks(value)), rep: 'span', nullable: false };
    return asNumber(number(value.toString()), false);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return refused(l, e.span, `the number ${value}`, 'eval has no literal for it');
    return asNumber(number(Number.isInteger(value) ? `${value}.0` : String(value)), false);
  }
  if (typeof value === 'string' && type === 'dynamic') return { eval: text(value), rep: 'json', nullable: false };
  if (typeof value === 'string') return type === 'decimal' ? asNumber(number(value), false) : asText(text(value));
  if (isBag(value) || isList(value)) return { eval: text(jsonText(value)), rep: 'json', nullable: false };
  return refused(l, e.span, 'a dynamic constant of this kind', 'a time inside it has no form in JSON');
};

const isFractional = (e: Expr): boolean => e.kind === 'literal' && (e.type === 'real' || e.type === 'decimal');

const resultRep = (e: ExprOf<'arith'>): Rep => (e.type === 'datetime' ? 'time' : e.type === 'timespan' ? 'span' : 'number');

const isTime = ({ type }: Expr): boolean => type === 'datetime';
const isSpan = ({ type }: Expr): boolean => type === 'timespan';

/** Times are seconds since 1970 here and ticks since the year 1 in KQL: sums and quotients of them are other numbers. Products of spans are none of time. */
const meansOther = ({ op, left, right }: ExprOf<'arith'>): boolean => {
  if (op === 'add') return isTime(left) && isTime(right);
  if (op === 'sub') return !isTime(left) && isTime(right);
  if (op === 'mul') return isTime(left) || isTime(right) || (isSpan(left) && isSpan(right));
  if (op === 'div') return isTime(left) || isTime(right);
  return isSpan(left) || isTime(right) || (isTime(left) && !isPartOfDay(right));
};

const isPartOfDay = (e: Expr): boolean =>
  e.kind === 'literal' &&
  e.type === 'timespan' &&
  typeof e.value === 'bigint' &&
  e.value > 0n &&
  (24n * 3600n * ticksPerSecond) % e.value === 0n;

const arithmetic = (e: ExprOf<'arith'>, l: Lowering): Value => {
  if (meansOther(e))
    return refused(
      l,
      e.span,
      `this arithmetic of ${e.left.type} and ${e.right.type}`,
      'times are seconds since 1970 there, ticks since the year 1 in KQL',
    );
  const [left, right] = [l.value(e.left), l.value(e.right)].map((side) =>
    side.rep === 'json' || side.rep === 'text' ? { ...side, eval: call('tonumber', side.eval), nullable: true } : side,
  ) as [Value, Value];
  const nullable = left.nullable || right.nullable || e.op === 'div' || e.op === 'mod';
  const rep = resultRep(e);
  const plain = binary(({ add: '+', sub: '-', mul: '*', div: '/', mod: '%' } as const)[e.op], left.eval, right.eval);
  // Splunk rounds products and quotients to the digits of a fractional literal unless exact() says otherwise.
  const exact = (e.op === 'mul' || e.op === 'div') && (isFractional(e.left) || isFractional(e.right)) ? call('exact', plain) : plain;
  const whole = e.op === 'div' && (e.type === 'int' || e.type === 'long');
  if (e.op === 'div' && !whole && e.right.kind !== 'literal') l.context.findings.assume('RMMC3818', e.span, {});
  if (e.op === 'mod' && e.type === 'real')
    return refused(l, e.span, 'the remainder of fractional numbers', 'the modulus of eval is documented for whole numbers only');
  if (e.op === 'mod' && !isTime(e.left)) l.context.findings.assume('RMMC3827', e.span, {});
  return { eval: whole ? truncated(exact) : exact, rep, nullable };
};

const caseValue = (e: ExprOf<'case'>, l: Lowering): Value => {
  const arms = e.arms.map((arm) => ({ when: l.condition(arm.when, true), result: l.value(arm.then) }));
  const otherwise = l.value(e.otherwise);
  const [first] = arms;
  const nullable = otherwise.nullable || arms.some((arm) => arm.result.nullable);
  const rep = repOf(e.type);
  if (arms.length === 1 && first) return { eval: call('if', first.when, first.result.eval, otherwise.eval), rep, nullable };
  // Where no condition holds, case() is null.
  const isNull = e.otherwise.kind === 'literal' && e.otherwise.value === null;
  const last = isNull ? [] : [call('true'), otherwise.eval];
  return { eval: call('case', ...arms.flatMap((arm) => [arm.when, arm.result.eval]), ...last), rep, nullable };
};

const boolOf = (e: Expr, l: Lowering): Value => {
  const yes = l.condition(e, true);
  return e.kind === 'text' || e.kind === 'member' || (e.kind === 'compare' && (e.op === 'eq' || e.op === 'ne'))
    ? { eval: call('if', yes, text('true'), text('false')), rep: 'bool', nullable: false }
    : { eval: call('case', yes, text('true'), l.condition(e, false), text('false')), rep: 'bool', nullable: true };
};

/** An eval expression with the value of `expr`. */
export const lowerValue = (expr: Expr, l: Lowering): Value =>
  match(expr)
    .with({ kind: 'literal' }, (e) => literalValue(e, l))
    .with({ kind: 'column' }, (e) => {
      const binding = l.scope.get(e.name);
      return binding ? bound(binding) : refused(l, e.span, `the column ${e.name}`, 'no step before makes it');
    })
    .with({ kind: 'call' }, (e) => {
      if (isWideFn(e.fn)) return refused(l, e.span, `\`${e.fn}()\``, onlyKql);
      const row = functionRows[e.fn];
      return row.as === 'native' ? row.lower(e, l) : refused(l, e.span, `\`${e.fn}()\``, row.why);
    })
    .with({ kind: P.union('text', 'textQuery', 'compare', 'member', 'memberQuery', 'not', 'and', 'or') }, (e) => boolOf(e, l))
    .with({ kind: 'arith' }, (e) => arithmetic(e, l))
    .with({ kind: 'negate' }, (e) => {
      const value = l.value(e.operand);
      return { ...value, eval: binary('-', number(0), value.eval) };
    })
    .with({ kind: 'case' }, (e) => caseValue(e, l))
    .with({ kind: 'path' }, (e) => access(e, l))
    .with({ kind: 'scalarQuery' }, (e) => {
      const found = l.hits.get(e);
      return found
        ? bound(found)
        : refused(l, e.span, 'the result of another query in this place', 'only a step of its own can look into one');
    })
    .exhaustive();
