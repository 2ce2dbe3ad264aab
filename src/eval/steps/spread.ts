// Arrays and bags spread over rows, for `expand` and `apply`: the columns that are spread in, for each row the cells of what it becomes out.
import { Decimal } from 'decimal.js';
import { match, P } from 'ts-pattern';
import type { Span } from '../../diagnostics/span.ts';
import type { StepOf } from '../../ir/pipeline.ts';
import type { Column, DynamicValue, ScalarType } from '../../ir/types.ts';
import { argOf } from '../compile-expr.ts';
import { unsupported } from '../refusal.ts';
import type { Arg, Scope } from '../scope.ts';
import type { Row, Value } from '../value.ts';
import { toBagOrArray, toDecimal, toDynamic, toGuid, toInt, toLong, typeInside } from '../values/convert.ts';
import { isBag, isTicks, parseJson } from '../values/json.ts';
import { textOf } from '../values/text.ts';

export type Spreading = Pick<StepOf<'expand'>, 'columns' | 'index' | 'limit' | 'style' | 'span'>;

export interface Spread {
  /** The spread columns, without the index. */
  readonly columns: readonly Column[];
  /** For each row that a row becomes the cells of the spread columns. */
  readonly rowsOf: (row: Row) => readonly (readonly Value[])[];
}

/** A text that is no JSON stands for itself; only a column that nobody declares can hold one. */
const contentOf = ({ get, type }: Arg, row: Row): DynamicValue => {
  const value = get(row);
  if (type !== 'unknown' || typeof value !== 'string') return toBagOrArray(value, type);
  const parsed = value === '' ? null : parseJson(value);
  return parsed === undefined ? toDynamic(value, 'string') : parsed;
};

/** A null or a single value is one element; an empty array or bag has none. */
const elementsOf = (content: DynamicValue, style: Spreading['style']): readonly DynamicValue[] => {
  if (isBag(content)) return [...content].map(([key, value]) => (style === 'array' ? [key, value] : new Map([[key, value]])));
  return Array.isArray(content) ? (content as readonly DynamicValue[]) : [content];
};

type Cast = (element: DynamicValue) => Value;

/** A cast of elements that fit; no text is read as a number. `doubt` ends the evaluation where the reference does not say what fits. */
const castTo = (type: ScalarType, span: Span): Cast => {
  const doubt = (found: DynamicValue): Value =>
    unsupported(`\`to typeof(${type})\` of an element of type ${typeInside(found)} (whether it is cast or null is not known)`, span);
  const number = (make: (value: number | bigint) => Value): Cast => {
    return (element) => {
      if (typeof element === 'bigint' || typeof element === 'number') return make(element);
      return typeof element === 'boolean' ? doubt(element) : null;
    };
  };
  const whole = (narrow: typeof toLong): Cast =>
    number((value) => (typeof value === 'number' && !Number.isInteger(value) ? doubt(value) : narrow(value, 'dynamic')));
  const ticks = (kind: 'datetime' | 'timespan'): Cast => {
    return (element) => {
      if (isTicks(element)) return element.type === kind ? element.ticks : null;
      return typeof element === 'string' && element !== '' ? doubt(element) : null;
    };
  };
  return match(type)
    .returnType<Cast>()
    .with(P.union('dynamic', 'unknown'), () => (element) => element)
    .with('string', () => (element) => textOf(element, 'dynamic'))
    .with('long', () => whole(toLong))
    .with('int', () => whole(toInt))
    .with('real', () => number(Number))
    .with('decimal', () => number((value) => toDecimal(value, 'dynamic') ?? new Decimal(0)))
    .with('bool', () => (element) => {
      if (typeof element === 'boolean') return element;
      return typeof element === 'bigint' || typeof element === 'number' ? doubt(element) : null;
    })
    .with('datetime', 'timespan', ticks)
    .with('guid', () => (element) => (typeof element === 'string' ? toGuid(element) : null))
    .exhaustive();
};

export const spread = (n: Spreading, scope: Scope): Spread => {
  const parts = n.columns.map(({ expr, type }) => ({ arg: argOf(expr, scope), cast: castTo(type, n.span) }));
  const most = n.limit === null ? Number.POSITIVE_INFINITY : Number(n.limit);
  return {
    columns: n.columns.map(({ name, type }): Column => ({ name, type: type === 'unknown' ? 'dynamic' : type })),
    rowsOf: (row) => {
      const elements = parts.map(({ arg }) => elementsOf(contentOf(arg, row), n.style));
      const count = Math.min(most, Math.max(...elements.map(({ length }) => length)));
      return Array.from({ length: count }, (_, at) => parts.map(({ cast }, i) => cast(elements[i]?.[at] ?? null)));
    },
  };
};
