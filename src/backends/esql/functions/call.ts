// A function call of the IR as the function tables see it: its arguments lowered on demand, and the ways to answer.
import { match } from 'ts-pattern';
import type { Expr, ExprOf } from '../../../ir/expr.ts';
import type { CoreFn } from '../../../ir/functions.ts';
import { call, type Es, isNull, str } from '../ast.ts';
import { literalInteger, literalText, type Place, refuse, type Use } from '../context.ts';
import { jsonEscaped, listSign } from '../json/bag.ts';
import { textOf, type Value, value } from '../value.ts';

export interface Call {
  readonly node: ExprOf<'call'>;
  readonly place: Place;
  readonly count: number;
  expr(at: number): Expr | undefined;
  /** A missing argument is the bare null. */
  arg(at: number): Value;
  /** The same, where a bag that is known by its parts may stay one. */
  parts(at: number): Value;
  /** The argument as text that is never null. */
  text(at: number): Es;
  literalText(at: number): string | undefined;
  literalInteger(at: number): bigint | undefined;
  refuse(why: string): Value;
}

export type Emit = (c: Call) => Value;

/** What emits a function, or why it is refused. */
export type Answer = Emit | string;

/** The JSON text of several values. Those of a text are escaped while they are one text, with a sign between them. */
const listText = (c: Call, v: Value): Value => {
  const shown = (inner: Es): Value =>
    value(call('CASE', isNull(v.es), str(v.mayLack ? '' : '[]'), call('CONCAT', str('['), inner, str(']'))), 'keyword', false);
  if (v.element === 'keyword') {
    c.place.context.findings.assume('RMMC3752', c.node.span, { what: 'the array' });
    const joined = jsonEscaped(call('MV_CONCAT', v.es, listSign));
    return shown(call('CONCAT', str('"'), call('REPLACE', joined, str('\\x{1f}'), str('","')), str('"')));
  }
  if (v.element === 'double') c.place.context.findings.assume('RMMC3715', c.node.span, { what: 'a real number as text' });
  return v.element === 'integer' || v.element === 'long' || v.element === 'double' || v.element === 'boolean'
    ? shown(call('MV_CONCAT', call('TO_STRING', v.es), str(',')))
    : c.refuse('only texts, numbers and booleans are written as JSON');
};

/** As `tostring` gives it: null is the empty string. */
export const asText = (c: Call, v: Value): Value =>
  match(v.type)
    .returnType<Value>()
    .with('keyword', () => v)
    .with('integer', 'long', 'boolean', () => value(call('TO_STRING', v.es), 'keyword', v.nullable))
    .with('double', () => {
      c.place.context.findings.assume('RMMC3715', c.node.span, { what: 'a real number as text' });
      return value(call('TO_STRING', v.es), 'keyword', v.nullable);
    })
    .with('date', () => value(call('DATE_FORMAT', str("yyyy-MM-dd'T'HH:mm:ss.SSS'0000Z'"), v.es), 'keyword', v.nullable))
    .with('null', () => value(str(''), 'keyword', false))
    .with('span', () => c.refuse('timespans are not kept as text'))
    .with('list', () => listText(c, v))
    .with('bag', () => v)
    .exhaustive();

export const callOf = (place: Place, node: ExprOf<'call'>, use: Use): Call => {
  const none = value({ kind: 'null' }, 'null', true);
  const c: Call = {
    node,
    place,
    count: node.args.length,
    expr: (at) => node.args[at],
    arg: (at) => {
      const arg = node.args[at];
      return arg ? place.lowering.value(place, arg, use) : none;
    },
    parts: (at) => {
      const arg = node.args[at];
      return arg ? place.lowering.parts(place, arg, use) : none;
    },
    text: (at) => textOf(asText(c, c.arg(at))),
    literalText: (at) => literalText(node.args[at]),
    literalInteger: (at) => literalInteger(node.args[at]),
    refuse: (why) => refuse(place.context, node.span, `this use of \`${node.fn}()\``, why),
  };
  return c;
};

/** The tables of functions name their rows by this. */
export type Answers<K extends CoreFn> = Readonly<Record<K, Answer>>;
