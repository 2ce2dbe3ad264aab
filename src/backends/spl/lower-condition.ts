// Boolean expressions of the IR in; eval conditions out. Each condition is true exactly when the IR is true (or false, as asked), whether Splunk's NOT
// of a null is null or true: the negation is taken on the leaves and never over something that may be null.
import { match, P } from 'ts-pattern';
import type { CompareOp, Expr, ExprOf } from '../../ir/expr.ts';
import { type BinaryOp, binary, both, call, type Eval, either, field, not, number, regex, text } from './ast.ts';
import { conditionFns } from './condition-functions.ts';
import { type Lowering, refused, type Value } from './context.ts';
import { exactCondition, looksNumeric, type NeedleTest } from './needles.ts';
import { parsedPattern } from './patterns.ts';
import { isFalseText, isTrueText, textOf } from './values.ts';

const truth = (wanted: boolean): Eval => binary('==', number(1), number(wanted ? 1 : 0));

const isNull = (value: Value): Eval | null => (value.nullable ? call('isnull', value.eval) : null);

const somePresent = (...tests: readonly (Eval | null)[]): readonly Eval[] => tests.filter((test) => test !== null);

/** Two texts compared so that Splunk cannot take them for numbers. */
const asTexts = (op: BinaryOp, left: Eval, right: Eval): Eval => binary(op, binary('.', text('_'), left), binary('.', text('_'), right));

const literalText = (expr: Expr): string | null =>
  expr.kind === 'literal' && typeof expr.value === 'string' && expr.type !== 'decimal' ? expr.value : null;

const dynamicNeedle = (test: NeedleTest, subject: Eval, needle: Eval, caseless: boolean, l: Lowering, expr: Expr): Eval => {
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

/** The values on both sides, a dynamic one read as the other side's type. */
const sides = (expr: ExprOf<'compare'>, l: Lowering): readonly [Value, Value] => {
  const left = l.value(expr.left);
  const right = l.value(expr.right);
  const cast = (value: Value, other: Value, e: Expr): Value => {
    if (value.rep !== 'json' || other.rep === 'json') return value;
    if (other.rep === 'text') return { eval: textOf(value, l, e), rep: 'text', nullable: false };
    if (other.rep === 'bool') return { ...value, eval: call('lower', value.eval), rep: 'bool' };
    return { ...value, eval: call('tonumber', value.eval), rep: other.rep };
  };
  return [cast(left, right, expr.left), cast(right, left, expr.right)];
};

const compare = (expr: ExprOf<'compare'>, wanted: boolean, l: Lowering): Eval => {
  if (expr.left.type === 'bool' && expr.right.kind === 'literal' && typeof expr.right.value === 'boolean' && expr.op === 'eq' && wanted) {
    return l.condition(expr.left, expr.right.value);
  }
  const [left, right] = sides(expr, l);
  const nulls = somePresent(isNull(left), isNull(right));
  // On reals NaN makes a comparison and its opposite false; Splunk has no stored NaN, so the flip is safe.
  const op = wanted ? expr.op : opposite[expr.op];
  const textual = left.rep !== 'number' && left.rep !== 'time' && left.rep !== 'span';
  const plain =
    textual && !isSafeText(left) && !isSafeText(right)
      ? asTexts(signs[op], left.eval, right.eval)
      : binary(signs[op], left.eval, right.eval);
  return op === 'ne' ? either(...nulls, plain) : plain;
};

/** A constant that Splunk cannot take for a number settles that a comparison is one of texts. */
const isSafeText = (value: Value): boolean => value.eval.kind === 'text' && !looksNumeric(value.eval.value);

const member = (expr: ExprOf<'member'>, wanted: boolean, l: Lowering): Eval => {
  const subject = l.value(expr.subject);
  const values = expr.values.map((value) => l.value(value));
  if (values.some((value) => value.rep === 'json' || value.rep === 'list')) {
    return refused(l, expr.span, 'membership in a dynamic value', 'in() takes single values').eval;
  }
  const [first] = values;
  const converted = subject.rep === 'json' && first && first.rep !== 'text' ? call('tonumber', subject.eval) : subject.eval;
  const listed = values.length > 1 && converted.kind === 'field';
  const test = listed
    ? call('in', converted, ...values.map((value) => value.eval))
    : either(...values.map((value) => binary('==', converted, value.eval)));
  if (wanted) return test;
  const absent = subject.nullable ? [call('isnull', converted)] : [];
  return either(...absent, first && values.length === 1 ? binary('!=', converted, first.eval) : not(test));
};

const hit = (expr: Expr, wanted: boolean, l: Lowering): Eval => {
  const name = l.hits.get(expr);
  if (name === undefined) {
    return refused(
      l,
      expr.span,
      'a subquery in this place',
      'only a filter over the rows of one table, before any aggregation, can look into another query',
    ).eval;
  }
  return binary(wanted ? '>' : '==', field(name), number(0));
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
    .with({ kind: 'text' }, (e) => (wanted ? textTest(e, l) : denied(textTest(e, l))))
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
