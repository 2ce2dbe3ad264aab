// Tests for null and conversions between types: KQL's meaning in, ES|QL out. A conversion that fails is null.
import { unixEpochTicks } from '../../../ir/types.ts';
import { binary, bool, call, type Es, isNotNull, isNull, num, str } from '../ast.ts';
import { asPlainText, sharedJson } from '../json/json-extract.ts';
import { type Bag, bagValue, cast, common, type EsType, textOf, type Value, value } from '../value.ts';
import { type Answer, asText, type Call, type Emit } from './call.ts';

const digits = '[+-]?[0-9]+';

const integerFromText = (c: Call, v: Value, fn: 'TO_LONG' | 'TO_INTEGER'): Value => {
  c.place.context.findings.assume('RMMC3721', c.node.span, { what: 'the converted text' });
  const trimmed = call('TRIM', v.es);
  return value(call('CASE', binary('RLIKE', trimmed, str(digits)), call(fn, trimmed)), fn === 'TO_LONG' ? 'long' : 'integer', true);
};

const integerFromReal = (v: Value): Es => call('CASE', binary('<', v.es, num(0)), call('CEIL', v.es), call('FLOOR', v.es));

/** Ticks of 100 ns; those of a point in time count from the year 1. */
const ticks = (v: Value): Value | null => {
  if (v.type === 'span') return value(binary('*', v.es, num(10_000)), 'long', v.nullable);
  if (v.type !== 'date') return null;
  return value(binary('+', binary('*', call('TO_LONG', v.es), num(10_000)), num(unixEpochTicks)), 'long', v.nullable);
};

const toInteger =
  (fn: 'TO_LONG' | 'TO_INTEGER'): Emit =>
  (c) => {
    const v = c.arg(0);
    const type: EsType = fn === 'TO_LONG' ? 'long' : 'integer';
    if (v.json) c.place.context.findings.assume('RMMC3777', c.node.span, { what: 'the value', type: 'a whole number' });
    if (v.type === 'keyword') return integerFromText(c, v, fn);
    if (v.type === 'double') return value(call(fn, integerFromReal(v)), type, true);
    if (v.type === 'integer' || v.type === type) return v;
    if (v.type === 'long' || v.type === 'boolean') return value(call(fn, v.es), type, true);
    const counted = fn === 'TO_LONG' ? ticks(v) : null;
    return v.type === 'null' ? v : (counted ?? c.refuse(`a ${v.type} is not turned into a number`));
  };

const toReal: Emit = (c) => {
  const v = c.arg(0);
  if (v.type === 'double' || v.type === 'null') return v;
  if (v.json) c.place.context.findings.assume('RMMC3777', c.node.span, { what: 'the value', type: 'a number' });
  if (v.type === 'keyword' || v.type === 'integer' || v.type === 'long') return value(call('TO_DOUBLE', v.es), 'double', true);
  const counted = ticks(v);
  return counted ? value(call('TO_DOUBLE', counted.es), 'double', counted.nullable) : c.refuse(`a ${v.type} is not turned into a number`);
};

export const boolFromText = (v: Value): Value => {
  const folded = call('TO_LOWER', v.es);
  const is = (...texts: readonly string[]): Es => ({ kind: 'in', left: folded, items: texts.map(str) });
  return value(call('CASE', is('true', '1'), bool(true), is('false', '0'), bool(false)), 'boolean', true);
};

const toBool: Emit = (c) => {
  const v = c.arg(0);
  if (v.type === 'boolean' || v.type === 'null') return v;
  if (v.type === 'keyword') return boolFromText(v);
  return v.type === 'integer' || v.type === 'long' || v.type === 'double'
    ? value(binary('!=', v.es, num(0)), 'boolean', v.nullable)
    : c.refuse(`a ${v.type} is not turned into a bool`);
};

const toDate: Emit = (c) => {
  const v = c.arg(0);
  if (v.type === 'date' || v.type === 'null') return v;
  if (v.type !== 'keyword') return c.refuse(`a ${v.type} is not turned into a datetime`);
  const [text] = c.node.args;
  if (text?.kind === 'call' && text.fn === 'format_datetime') return c.refuse('only ISO 8601 text is read, not this format');
  c.place.context.findings.assume('RMMC3717', c.node.span, { what: 'the converted text' });
  return value(call('TO_DATETIME', v.es), 'date', true);
};

/** A text in another type, as `extract(…, typeof(long))` asks for it. */
export const convertText = (c: Call, v: Value, to: EsType): Value => {
  if (to === 'long') return integerFromText(c, v, 'TO_LONG');
  if (to === 'double') return value(call('TO_DOUBLE', v.es), 'double', true);
  if (to === 'boolean') return boolFromText(v);
  return to === 'keyword' ? v : c.refuse(`text is not turned into a ${to} here`);
};

const emptyTest = (v: Value): Es => {
  if (v.type === 'keyword') return binary('==', textOf(v), str(''));
  return isNull(v.es);
};

/** KQL skips null and, among strings, the empty one. */
const coalesce: Emit = (c) => {
  const values = Array.from({ length: c.count }, (_, at) => c.arg(at));
  const type = values.reduce<EsType | null>((sofar, v) => (sofar === null ? null : common(sofar, v.type)), 'null');
  if (type === null) return c.refuse('COALESCE takes values of one type');
  if (type !== 'keyword')
    return value(
      call('COALESCE', ...values.map((v) => cast(v, type))),
      type,
      values.every((v) => v.nullable),
    );
  const last = values.at(-1);
  const arms = values.slice(0, -1).flatMap((v) => [binary('!=', v.es, str('')), v.es]);
  return sharedJson(values, value(call('CASE', ...arms, last ? textOf(last) : str('')), 'keyword', false));
};

/** A bag is text only where it is read as JSON again. */
const textOfAny: Emit = (c) => {
  const v = c.parts(0);
  if (v.json) return asPlainText(v);
  const { bag } = v;
  if (!bag) return asText(c, v);
  const whole: Bag['whole'] = (span) => {
    const own = bag.whole(span);
    return own.isElement ? asPlainText(own) : own;
  };
  return bagValue({ ...bag, isText: true, whole });
};

export const convertFunctions = {
  isempty: (c) => value(emptyTest(c.arg(0)), 'boolean', false),
  isnotempty: (c) => {
    const v = c.arg(0);
    return value(v.type === 'keyword' ? binary('!=', textOf(v), str('')) : isNotNull(v.es), 'boolean', false);
  },
  isnull: (c) => {
    const v = c.arg(0);
    return value(v.type === 'keyword' && c.expr(0)?.type === 'string' ? bool(false) : isNull(v.es), 'boolean', false);
  },
  isnotnull: (c) => {
    const v = c.arg(0);
    return value(v.type === 'keyword' && c.expr(0)?.type === 'string' ? bool(true) : isNotNull(v.es), 'boolean', false);
  },
  coalesce,
  tostring: textOfAny,
  toint: toInteger('TO_INTEGER'),
  tolong: toInteger('TO_LONG'),
  toreal: toReal,
  todecimal: 'there are no decimals',
  tobool: toBool,
  todatetime: toDate,
  totimespan: 'timespans are not read from text',
  toguid: 'there are no guids',
  tohex: 'there is no such function',
  gettype: 'types are fixed before the query runs',
} satisfies Readonly<Record<string, Answer>>;
