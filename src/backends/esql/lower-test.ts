// A condition of the IR and the answer that is wanted of it in; an ES|QL condition that is true exactly there out. Nulls never slip through a negation.
import { match, P } from 'ts-pattern';
import type { CompareOp, Expr, ExprOf } from '../../ir/expr.ts';
import { arrayCondition, testedArray } from './array-test.ts';
import { and, type BinaryOp, binary, bool, call, type Es, field, isNotNull, isNull, not, or, str } from './ast.ts';
import { type Context, type Place, refuse } from './context.ts';
import { equalFolded } from './functions/ascii-fold.ts';
import { fromJson } from './json/json-typed.ts';
import { needlesOf, type TextTestOf, textCondition, textValue } from './lower-text.ts';
import { literalEs, lowerParts, lowerValue } from './lower-value.ts';
import { asLiteral, fits, lookahead } from './regex/java-needle.ts';
import { askedText, askedThere, askedValue } from './stored/asked-path.ts';
import { common, orMissing, textOf, type Value } from './value.ts';

const ops: Readonly<Record<CompareOp, BinaryOp>> = { eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' };
const flipped: Readonly<Record<CompareOp, CompareOp>> = { eq: 'ne', ne: 'eq', lt: 'ge', le: 'gt', gt: 'le', ge: 'lt' };

const isNullLiteral = (expr: Expr): boolean => expr.kind === 'literal' && expr.value === null;

interface Sides {
  readonly left: Value;
  readonly right: Value;
  readonly leftEs: Es;
  readonly rightEs: Es;
}

/** A part of a dynamic value, or a column of unknown type, that is kept as a text, beside a boolean or a whole number of the rule: equal where it is written so. */
const writtenAlike = (context: Context, n: ExprOf<'compare'>, left: Value, right: Value): Sides | null => {
  const isOrder = n.op !== 'eq' && n.op !== 'ne';
  if (isOrder || left.type !== 'keyword' || (n.left.type !== 'dynamic' && n.left.type !== 'unknown')) return null;
  const text = spelled(n.right);
  if (text === null) return null;
  const mapping = left.stored?.mapping;
  if (mapping?.type === 'boolean' && right.type === 'boolean' && !mapping.or && !mapping.values) {
    const own: Value = { es: field(mapping.field), type: 'boolean', nullable: true };
    return { left: own, right, leftEs: own.es, rightEs: right.es };
  }
  // Values that are stored as other words: those that nobody knows are no comparison.
  const stored = mapping?.values ? mapping.values[text] : text;
  if (typeof stored !== 'string') return null;
  context.findings.assume('RMMC3794', n.left.span, { literal: text });
  return { left: { ...left, nullable: false }, right: { ...right, nullable: false }, leftEs: textOf(left), rightEs: str(stored) };
};

/** Both sides in one type; a number kept as text is compared as a number. */
const sides = (place: Place, n: ExprOf<'compare'>): Sides | null => {
  const [one, other] = [lowerValue(place, n.left, 'test'), lowerValue(place, n.right, 'test')];
  const left = fromJson(place.context, n.left.span, one, other.type);
  const right = fromJson(place.context, n.right.span, other, one.type);
  if (left.json && right.json) return { left, right, leftEs: left.es, rightEs: right.es };
  if (left.type === 'keyword' && right.type === 'keyword') {
    return { left: { ...left, nullable: false }, right: { ...right, nullable: false }, leftEs: textOf(left), rightEs: textOf(right) };
  }
  const type = common(left.type, right.type);
  const asTexts = type === null ? writtenAlike(place.context, n, left, right) : null;
  if (asTexts) return asTexts;
  if (type === null) {
    refuse(place.context, n.span, 'this comparison', `the engine does not compare ${left.type} with ${right.type}`);
    return null;
  }
  // A date takes a literal as text; numbers of different widths compare as they are.
  return { left, right, leftEs: dateText(n.left) ?? left.es, rightEs: dateText(n.right) ?? right.es };
};

const dateText = (expr: Expr): Es | null => (expr.kind === 'literal' && expr.type === 'datetime' ? literalEs(expr) : null);

/** `ne` is true where exactly one side is null. */
const unequal = (s: Sides): Es => {
  const differ = binary('!=', s.leftEs, s.rightEs);
  if (s.left.nullable && s.right.nullable) {
    return or(differ, and(isNull(s.left.es), isNotNull(s.right.es)), and(isNotNull(s.left.es), isNull(s.right.es)));
  }
  if (s.left.nullable) return orMissing(s.left.es, differ);
  return s.right.nullable ? orMissing(s.right.es, differ) : differ;
};

const withNullLiteral = (place: Place, n: ExprOf<'compare'>): Es => {
  const other = isNullLiteral(n.left) ? n.right : n.left;
  if (n.op !== 'ne') return bool(false);
  return isNotNull(lowerValue(place, other, 'test').es);
};

const compareCondition = (place: Place, n: ExprOf<'compare'>, want: boolean): Es => {
  const asked = askedCompare(place, n, want);
  if (asked) return asked;
  const op = want ? n.op : n.op === 'eq' || n.op === 'ne' ? flipped[n.op] : n.op;
  const wanted = { ...n, op };
  if (isNullLiteral(n.left) || isNullLiteral(n.right))
    return want || n.op === 'eq' || n.op === 'ne' ? withNullLiteral(place, wanted) : bool(false);
  const s = sides(place, wanted);
  if (!s) return bool(false);
  if (op === 'ne') return unequal(s);
  if (op !== 'eq' && s.left.type === 'boolean') {
    refuse(place.context, n.span, 'an order of booleans', 'the engine compares them for equality only');
    return bool(false);
  }
  const test = binary(ops[op], s.leftEs, s.rightEs);
  return want || n.op === 'eq' || n.op === 'ne' ? test : not(test);
};

const memberItems = (place: Place, n: ExprOf<'member'>, subject: Value): readonly Es[] | null => {
  const items: Es[] = [];
  for (const item of n.values.filter((one) => !isNullLiteral(one))) {
    const v = lowerValue(place, item, 'test');
    if (common(subject.type, v.type) === null) {
      refuse(place.context, item.span, 'this list', `the engine does not compare ${subject.type} with ${v.type}`);
      return null;
    }
    items.push(dateText(item) ?? v.es);
  }
  return items;
};

const memberCondition = (place: Place, n: ExprOf<'member'>, want: boolean): Es => {
  const computed = n.values.filter((item) => item.kind !== 'literal');
  if (computed.length > 0) {
    const tests = n.values.map((right) =>
      compareCondition(place, { kind: 'compare', op: 'eq', left: n.subject, right, type: 'bool', span: n.span }, want),
    );
    return want ? or(...tests) : and(...tests);
  }
  const read = lowerValue(place, n.subject, 'test');
  const [first] = n.values.filter((one) => !isNullLiteral(one));
  const subject = read.json && first ? fromJson(place.context, n.subject.span, read, lowerValue(place, first, 'test').type) : read;
  const items = memberItems(place, n, subject);
  if (!items || items.length === 0) return bool(!want);
  const [only] = items;
  const test: Es = items.length === 1 && only ? binary('==', subject.es, only) : { kind: 'in', left: subject.es, items };
  if (want) return test;
  return subject.nullable ? orMissing(subject.es, not(test)) : not(test);
};

const columnName = (subject: Expr): string => {
  if (subject.kind === 'column') return subject.name;
  return subject.kind === 'call' && subject.args[0] ? columnName(subject.args[0]) : 'the array';
};

/** A value that the index alone has, read as it is or as what it is compared with. */
const askedSubject = (place: Place, expr: Expr): Value | null => {
  if (!place.asks) return null;
  const isRead = expr.kind === 'call' && ['tostring', 'tobool', 'toint', 'tolong'].includes(expr.fn);
  const [inner] = isRead ? expr.args : [expr];
  if (inner?.kind !== 'path' && inner?.kind !== 'column' && !(inner?.kind === 'call' && inner.fn === 'tostring')) return null;
  const v = lowerParts(place, inner, 'test');
  return v.bag?.asked ? v : null;
};

const askedCondition = (place: Place, n: ExprOf<'text'>, t: TextTestOf, want: boolean): Es | null => {
  const v = askedSubject(place, n.subject);
  return v && askedText(place, v, t, want);
};

/** A whole number or a boolean as JSON spells it. */
const spelled = (expr: Expr): string | null =>
  expr.kind === 'literal' &&
  (typeof expr.value === 'boolean' || (typeof expr.value === 'bigint' && (expr.type === 'long' || expr.type === 'int')))
    ? String(expr.value)
    : null;

const askedCompare = (place: Place, n: ExprOf<'compare'>, want: boolean): Es | null => {
  const text = spelled(n.right);
  const v = text !== null && (n.op === 'eq' || n.op === 'ne') ? askedSubject(place, n.left) : null;
  return v && text !== null ? askedValue(place, v, text, n.span, (n.op === 'eq') === want) : null;
};

const askedCall = (place: Place, n: Expr, want: boolean): Es | null => {
  if (n.kind !== 'call') return null;
  const [arg] = n.args;
  if (!arg || (n.fn !== 'tobool' && n.fn !== 'isnull' && n.fn !== 'isnotnull')) return null;
  const v = askedSubject(place, arg);
  if (!v) return null;
  return n.fn === 'tobool'
    ? askedValue(place, v, String(want), n.span, true)
    : askedThere(place, v, n.span, (n.fn === 'isnotnull') === want);
};

const partOf = (test: 'contains' | 'startsWith' | 'endsWith', left: Es, right: Es): Es => {
  if (test === 'contains') return binary('>', call('LOCATE', left, right), { kind: 'number', text: '0' });
  return call(test === 'startsWith' ? 'STARTS_WITH' : 'ENDS_WITH', left, right);
};

/** Text against a computed text. */
const columnText = (place: Place, n: ExprOf<'text'>, pattern: Expr): Es => {
  const subject = lowerValue(place, n.subject, 'test');
  const needle = lowerValue(place, pattern, 'test');
  const [left, right] = [textOf(subject), textOf(needle)];
  return match(n.test)
    .with('equals', () => (n.caseless ? equalFolded(left, right) : binary('==', left, right)))
    .with('term', 'termPrefix', 'termSuffix', (test) => fits(left, lookahead(test, n.caseless, asLiteral(right))))
    .with('contains', 'startsWith', 'endsWith', (test) =>
      n.caseless ? fits(left, lookahead(test, true, asLiteral(right))) : partOf(test, left, right),
    )
    .with('regex', () => {
      refuse(place.context, n.span, 'a regular expression test against a computed text', 'RLIKE takes a literal only');
      return bool(false);
    })
    .exhaustive();
};

const textTest = (place: Place, n: ExprOf<'text'>, want: boolean): Es => {
  const needles = needlesOf(n.patterns);
  if (needles) {
    const { span, test, caseless, require } = n;
    const tested = { span, test, caseless, require, needles };
    const array = testedArray(place, n);
    const condition = array ? arrayCondition(place, array, columnName(n.subject), tested, want) : askedCondition(place, n, tested, want);
    return condition ?? textCondition(place.context, lowerValue(place, n.subject, 'test'), tested, want, place.position);
  }
  const tests = n.patterns.map((pattern) => {
    const [literal] = needlesOf([pattern]) ?? [];
    return literal === undefined
      ? columnText(place, n, pattern)
      : textValue(place.context, lowerValue(place, n.subject, 'test'), { ...n, needles: [literal] });
  });
  const whole = n.require === 'any' ? or(...tests) : and(...tests);
  return want ? whole : not(whole);
};

/** `not` of a condition that is null where KQL's is. */
const plain = (place: Place, expr: Expr, want: boolean): Es => {
  const asked = askedCall(place, expr, want);
  if (asked) return asked;
  const v = lowerValue(place, expr, 'test');
  return want ? v.es : not(v.es);
};

const sameSubject = (a: Expr, b: Expr): boolean => a.kind === 'column' && b.kind === 'column' && a.name === b.name;

/** `x has "a" or x has "b"` is one test for either. */
const mergeTexts = (operands: readonly Expr[]): readonly Expr[] => {
  const out: Expr[] = [];
  for (const operand of operands) {
    const at = out.findIndex(
      (other) =>
        other.kind === 'text' &&
        operand.kind === 'text' &&
        other.test === operand.test &&
        other.test !== 'regex' &&
        other.caseless === operand.caseless &&
        other.require === 'any' &&
        operand.require === 'any' &&
        sameSubject(other.subject, operand.subject),
    );
    const other = out[at];
    if (other?.kind === 'text' && operand.kind === 'text') out[at] = { ...other, patterns: [...other.patterns, ...operand.patterns] };
    else out.push(operand);
  }
  return out;
};

/** True exactly where the condition has the wanted answer; elsewhere false or null, which a filter drops alike. */
export const lowerTest = (place: Place, expr: Expr, want: boolean): Es => {
  const negated: Place = { ...place, position: place.position === 'kept' ? 'negated' : place.position === 'negated' ? 'kept' : 'value' };
  return match(expr)
    .returnType<Es>()
    .with({ kind: 'text' }, (n) => textTest(place, n, want))
    .with({ kind: 'compare' }, (n) => compareCondition(place, n, want))
    .with({ kind: 'member' }, (n) => memberCondition(place, n, want))
    .with({ kind: 'not' }, (n) => lowerTest(negated, n.operand, !want))
    .with({ kind: 'and' }, (n) => (want ? and : or)(...n.operands.map((one) => lowerTest(place, one, want))))
    .with({ kind: 'or' }, (n) => (want ? or : and)(...mergeTexts(n.operands).map((one) => lowerTest(place, one, want))))
    .with({ kind: 'literal' }, (n) => bool((n.value === true) === want && n.value !== null))
    .with({ kind: P.union('column', 'call', 'path', 'case', 'scalarQuery', 'textQuery', 'memberQuery', 'arith', 'negate') }, (n) =>
      plain(place, n, want),
    )
    .exhaustive();
};

/** The condition as a value: null exactly where KQL's is. */
export const testValue = (place: Place, expr: Expr): Es => {
  const inside: Place = { ...place, position: 'value', asks: false };
  return match(expr)
    .returnType<Es>()
    .with({ kind: 'text' }, (n) => {
      const needles = needlesOf(n.patterns);
      return needles ? textValue(place.context, lowerValue(inside, n.subject, 'test'), { ...n, needles }) : textTest(inside, n, true);
    })
    .with({ kind: 'compare', op: P.union('eq', 'ne') }, (n) => call('COALESCE', compareCondition(inside, n, true), bool(false)))
    .with({ kind: 'compare' }, (n) => compareCondition(inside, n, true))
    .with({ kind: 'member' }, (n) => call('COALESCE', memberCondition(inside, n, true), bool(false)))
    .with({ kind: 'not' }, (n) => not(testValue(inside, n.operand)))
    .with({ kind: 'and' }, (n) => and(...n.operands.map((one) => testValue(inside, one))))
    .with({ kind: 'or' }, (n) => or(...n.operands.map((one) => testValue(inside, one))))
    .with(
      { kind: P.union('literal', 'column', 'call', 'path', 'case', 'scalarQuery', 'textQuery', 'memberQuery', 'arith', 'negate') },
      (n) => lowerValue(inside, n, 'value').es,
    )
    .exhaustive();
};
