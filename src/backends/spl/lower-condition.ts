// Boolean expressions of the IR in; eval conditions out. Each condition is true exactly when the IR is true (or false, as asked), whether Splunk's NOT
// of a null is null or true: the negation is taken on the leaves and never over something that may be null.

import { match, P } from 'ts-pattern';
import type { CompareOp, Expr, ExprOf } from '../../ir/expr.ts';
import { columnsRead } from '../../ir/traverse.ts';
import { assumeAsciiFolding } from '../shared/folding.ts';
import { type BinaryOp, binary, both, call, type Eval, either, field, not, number, regex, text } from './ast.ts';
import { knowsNullText } from './base/tolerance.ts';
import { type Lowering, nullTextOf, refused, type Value } from './context.ts';
import { conditionFns } from './functions/condition-functions.ts';
import { needlePattern } from './lower-search.ts';
import { exactCondition, looksNumeric, type NeedleTest } from './regex/needles.ts';
import { parsedPattern } from './regex/patterns.ts';
import { isFalseText, isTrueText, textOf } from './values.ts';

const truth = (wanted: boolean): Eval => binary('==', number(1), number(wanted ? 1 : 0));

const isNull = (value: Value): Eval | null => (value.nullable ? call('isnull', value.eval) : null);

const somePresent = (...tests: readonly (Eval | null)[]): readonly Eval[] => tests.filter((test) => test !== null);

/** Two texts compared so that Splunk cannot take them for numbers. */
const asTexts = (op: BinaryOp, left: Eval, right: Eval): Eval => binary(op, binary('.', text('_'), left), binary('.', text('_'), right));

const literalText = (expr: Expr): string | null =>
  expr.kind === 'literal' && typeof expr.value === 'string' && expr.type !== 'decimal' ? expr.value : null;

const dynamicNeedle = (test: NeedleTest, subject: Eval, needle: Eval, caseless: boolean, l: Lowering, expr: Expr): Eval => {
  const term = test === 'term' || test === 'termPrefix' || test === 'termSuffix' ? needlePattern({ test, caseless }, needle) : null;
  if (term !== null) {
    if (caseless) l.context.findings.assume('RMMC3104', expr.span, {});
    return call('match', subject, term);
  }
  if (caseless) l.context.findings.assume('RMMC3813', expr.span, {});
  const s = caseless ? call('lower', subject) : subject;
  const n = caseless ? call('lower', needle) : needle;
  const length = call('len', n);
  if (test === 'equals') return asTexts('==', s, n);
  if (test === 'startsWith') return asTexts('==', call('substr', s, number(1), length), n);
  // A separator that cannot be in the text keeps an empty needle from being special.
  if (test === 'contains') return either(binary('==', length, number(0)), binary('>', call('mvcount', call('split', s, n)), number(1)));
  if (test === 'endsWith') {
    const tail = call('substr', s, binary('+', binary('-', call('len', s), length), number(1)));
    return either(binary('==', length, number(0)), both(binary('>=', call('len', s), length), asTexts('==', tail, n)));
  }
  return refused(l, expr.span, 'a term test whose needle is a column', 'the pattern of match() would have to be built from data').eval;
};

/** A value that is the very text which stands for a null, on a field that is read as it came or was cleaned of that text before. */
const nameNullText = (expr: ExprOf<'text'>, l: Lowering): void => {
  const nullText = nullTextOf(l.context);
  const [column] = columnsRead(expr.subject);
  if (column === undefined || !knowsNullText(expr, nullText)) return;
  const cleaned = l.scope.get(column)?.raw !== undefined;
  if (!l.raw && !cleaned) return;
  const taken = l.raw ? 'the value, not a missing one' : 'a missing value';
  l.context.findings.assume('RMMC3822', expr.span, { nullText, column, taken });
};

const textTest = (expr: ExprOf<'text'>, l: Lowering): Eval => {
  const subject = textOf(l.value(expr.subject), l, expr.subject);
  if (expr.test === 'regex') {
    const patterns = expr.patterns.map((pattern) => parsedPattern(pattern, l));
    const tests = patterns.map((pattern) => (pattern === null ? truth(false) : call('match', subject, regex(pattern.text))));
    return expr.require === 'all' ? both(...tests) : either(...tests);
  }
  const literals = expr.patterns.map(literalText);
  const needles = literals.filter((needle) => needle !== null);
  const tests: Eval[] = [];
  const { test, caseless, require } = expr;
  assumeAsciiFolding(expr, 'ks', l.context.findings);
  if (needles.length > 0) tests.push(exactCondition(subject, { test, caseless, needles, require }));
  for (const [index, pattern] of expr.patterns.entries()) {
    if (literals[index] !== null) continue;
    tests.push(dynamicNeedle(test, subject, textOf(l.value(pattern), l, pattern), caseless, l, expr));
  }
  return require === 'all' ? both(...tests) : either(...tests);
};

/** The opposite of a test that is never null. */
const denied = (test: Eval): Eval => (test.kind === 'binary' && test.op === '==' ? { ...test, op: '!=' } : not(test));

const signs = { eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' } satisfies Record<CompareOp, BinaryOp>;
const opposite = { eq: 'ne', ne: 'eq', lt: 'ge', le: 'gt', gt: 'le', ge: 'lt' } satisfies Record<CompareOp, CompareOp>;

/** A column that no schema declares has the type of what it is compared with, or the rule would not run. */
const asOther = (value: Value, other: Value, e: Expr, l: Lowering): Value => {
  if (other.rep === 'number') return { eval: call('tonumber', value.eval), rep: 'number', nullable: true };
  if (other.rep !== 'time' && other.rep !== 'span') return value;
  return refused(l, e.span, 'a time in a column that no schema declares', 'its text may have any format; declare the column in rmmc.yaml');
};

/** The values on both sides, a dynamic one read as the other side's type. */
const sides = (expr: ExprOf<'compare'>, l: Lowering): readonly [Value, Value] => {
  const left = l.value(expr.left);
  const right = l.value(expr.right);
  const cast = (value: Value, other: Value, e: Expr): Value => {
    if (value.rep === 'text' && e.type === 'unknown') return asOther(value, other, e, l);
    if (value.rep !== 'json' || other.rep === 'json') return value;
    if (other.rep === 'text') return { eval: textOf(value, l, e), rep: 'text', nullable: false };
    if (other.rep === 'bool') return { ...value, eval: call('lower', value.eval), rep: 'bool' };
    return { ...value, eval: call('tonumber', value.eval), rep: other.rep };
  };
  return [cast(left, right, expr.left), cast(right, left, expr.right)];
};

const largestExact = 2n ** 53n - 1n;

/** Whole numbers that a double may not hold. */
const nameBigNumbers = (values: readonly Expr[], l: Lowering): void => {
  for (const e of values) {
    if (e.kind !== 'literal' || (e.type !== 'long' && e.type !== 'int') || typeof e.value !== 'bigint') continue;
    const size = e.value < 0n ? -e.value : e.value;
    if (size > largestExact) l.context.findings.assume('RMMC3824', e.span, { value: e.value.toString() });
  }
};

const isNow = (e: Eval): boolean => e.kind === 'call' && e.fn === 'now';
const isRelative = (e: Eval): boolean =>
  isNow(e) || (e.kind === 'binary' && (e.op === '-' || e.op === '+') && isNow(e.left) && e.right.kind === 'number');

/** The order of two times. now() has lost its fraction of a second: as the later side it would lose events, so that it gets a second more. */
const timeOrder = (expr: Expr, op: 'lt' | 'le' | 'gt' | 'ge', left: Eval, right: Eval, l: Lowering): Eval => {
  const later = op === 'lt' || op === 'le' ? right : left;
  if (!isRelative(later)) return binary(signs[op], left, right);
  l.context.findings.assume('RMMC3811', expr.span, { slack: 'within the second after', bound: 'now()' });
  const more = binary('+', later, number(1));
  return later === right ? binary(signs[op], left, more) : binary(signs[op], more, right);
};

const mixesBool = (left: Value, right: Value): boolean =>
  (left.rep === 'bool' && right.rep === 'number') || (left.rep === 'number' && right.rep === 'bool');

const compare = (expr: ExprOf<'compare'>, wanted: boolean, l: Lowering): Eval => {
  if (expr.left.type === 'bool' && expr.right.kind === 'literal' && typeof expr.right.value === 'boolean' && expr.op === 'eq' && wanted) {
    return l.condition(expr.left, expr.right.value);
  }
  const [left, right] = sides(expr, l);
  // On reals NaN makes a comparison and its opposite false; Splunk has no stored NaN, so the flip is safe.
  const op = wanted ? expr.op : opposite[expr.op];
  nameBigNumbers([expr.left, expr.right], l);
  const textual = left.rep !== 'number' && left.rep !== 'time' && left.rep !== 'span';
  if (mixesBool(left, right)) return refused(l, expr.span, 'the comparison of a bool with a number', 'bools are texts there').eval;
  if (left.rep === 'time' && right.rep === 'time' && op !== 'eq' && op !== 'ne') return timeOrder(expr, op, left.eval, right.eval, l);
  const plain =
    textual && !isSafeText(left) && !isSafeText(right)
      ? asTexts(signs[op], left.eval, right.eval)
      : binary(signs[op], left.eval, right.eval);
  return op === 'ne' ? either(...oneIsNull(left, right), plain) : plain;
};

/** KQL: null differs from every value, but not from null. */
const oneIsNull = (left: Value, right: Value): readonly Eval[] => {
  if (JSON.stringify(left.eval) === JSON.stringify(right.eval)) return [];
  if (!left.nullable || !right.nullable) return somePresent(isNull(left), isNull(right));
  const only = (gone: Value, there: Value): Eval => both(call('isnull', gone.eval), call('isnotnull', there.eval));
  return [only(left, right), only(right, left)];
};

/** A constant that Splunk cannot take for a number settles that a comparison is one of texts. */
const isSafeText = (value: Value): boolean => value.eval.kind === 'text' && !looksNumeric(value.eval.value);

const differs = (subject: Eval, value: Value): Eval => either(...somePresent(isNull(value)), binary('!=', subject, value.eval));

const member = (expr: ExprOf<'member'>, wanted: boolean, l: Lowering): Eval => {
  const values = expr.values.map((value) => l.value(value));
  const stored = l.value(expr.subject);
  const subject =
    values[0] && stored.rep === 'text' && expr.subject.type === 'unknown' ? asOther(stored, values[0], expr.subject, l) : stored;
  if (values.some((value) => mixesBool(subject, value)))
    return refused(l, expr.span, 'membership of a bool among numbers', 'bools are texts there').eval;
  if (values.some((value) => value.rep === 'json' || value.rep === 'list')) {
    return refused(l, expr.span, 'membership in a dynamic value', 'in() takes single values').eval;
  }
  nameBigNumbers(expr.values, l);
  const [first] = values;
  const converted = subject.rep === 'json' && first && first.rep !== 'text' ? call('tonumber', subject.eval) : subject.eval;
  const constant = values.every((value) => value.eval.kind === 'text' || value.eval.kind === 'number');
  const listed = values.length > 1 && converted.kind === 'field' && constant;
  const test = listed
    ? call('in', converted, ...values.map((value) => value.eval))
    : either(...values.map((value) => binary('==', converted, value.eval)));
  if (wanted) return test;
  const absent = subject.nullable ? [call('isnull', converted)] : [];
  if (!constant) return either(...absent, both(...values.map((value) => differs(converted, value))));
  return either(...absent, first && values.length === 1 ? binary('!=', converted, first.eval) : not(test));
};

const hit = (expr: Expr, wanted: boolean, l: Lowering): Eval => {
  const found = l.hits.get(expr);
  if (found === undefined) {
    return refused(l, expr.span, 'a subquery in this place', 'a key of a join or a branch of its own cannot look into another query').eval;
  }
  return binary(wanted ? '>' : '==', field(found.field), number(0));
};

const boolValue = (expr: Expr, wanted: boolean, l: Lowering): Eval => {
  const value = l.value(expr);
  if (value.rep === 'json') return wanted ? isTrueText(value.eval) : isFalseText(value.eval);
  return binary('==', value.eval, text(wanted ? 'true' : 'false'));
};

const caseCondition = (expr: ExprOf<'case'>, wanted: boolean, l: Lowering): Eval => {
  const answer = (e: Expr): Eval => call('if', l.condition(e, wanted), number(1), number(0));
  const pairs = expr.arms.flatMap((arm) => [l.condition(arm.when, true), answer(arm.then)]);
  return binary('==', call('case', ...pairs, truth(true), answer(expr.otherwise)), number(1));
};

/** A condition that is true exactly where `expr` is `wanted`. */
export const lowerCondition = (expr: Expr, wanted: boolean, l: Lowering): Eval =>
  match(expr)
    .with({ kind: 'literal' }, (e) => truth(e.value === wanted))
    .with({ kind: P.union('and', 'or') }, (e) => {
      const operands = e.operands.map((operand) => l.condition(operand, wanted));
      return (e.kind === 'and') === wanted ? both(...operands) : either(...operands);
    })
    .with({ kind: 'not' }, (e) => l.condition(e.operand, !wanted))
    .with({ kind: 'text' }, (e) => {
      if (wanted) nameNullText(e, l);
      return wanted ? textTest(e, l) : denied(textTest(e, l));
    })
    .with({ kind: 'compare' }, (e) => compare(e, wanted, l))
    .with({ kind: 'member' }, (e) => member(e, wanted, l))
    .with({ kind: P.union('textQuery', 'memberQuery') }, (e) => hit(e, wanted, l))
    .with({ kind: 'call' }, (e) => {
      const fn = conditionFns.get(e.fn);
      return fn ? fn(e, wanted, l) : boolValue(e, wanted, l);
    })
    .with({ kind: 'case' }, (e) => caseCondition(e, wanted, l))
    .with({ kind: P.union('column', 'path', 'scalarQuery', 'arith', 'negate') }, (e) => boolValue(e, wanted, l))
    .exhaustive();
