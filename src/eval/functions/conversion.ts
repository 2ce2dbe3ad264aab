// Null and empty tests, conversions between types, and the name of a type.
import type { ScalarType } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Call, Fn } from '../scope.ts';
import type { Value } from '../value.ts';
import { blankOf } from '../values/blank.ts';
import { convert, unwrapped } from '../values/convert.ts';
import { isBag } from '../values/json.ts';
import { mayBeDatetime } from '../values/time.ts';
import { likeResult, strict, whole } from './shapes.ts';

/** A string is never null; a column of unknown type is where its text is missing. */
const isNull = (value: Value, type: ScalarType): boolean => type !== 'string' && (value === null || (type === 'unknown' && value === ''));

const isEmpty = (value: Value): boolean => value === null || value === '';

const tests =
  (test: (value: Value, type: ScalarType) => boolean): Fn =>
  ({ args: [arg] }) =>
    arg ? (row) => test(arg.get(row), arg.type) : () => null;

const coalesce: Fn = ({ args, type }) => {
  const gets = args.map((arg) => likeResult(arg, type));
  const blank = blankOf(type);
  return (row) => {
    for (const get of gets) {
      const value = get(row);
      if (value !== null && value !== blank) return value;
    }
    return blank;
  };
};

const to =
  (type: ScalarType): Fn =>
  ({ args: [arg] }) => {
    if (!arg) return () => null;
    return arg.type === type ? arg.get : (row) => convert(arg.get(row), arg.type, type);
  };

const numeric: ReadonlySet<ScalarType> = new Set(['bool', 'int', 'long', 'real', 'decimal']);

/** A conversion to a time type: the pages speak of texts alone, what a number counts (ticks, days) is not said. */
const toTime =
  (type: 'datetime' | 'timespan'): Fn =>
  (call) => {
    const { args, name, span } = call;
    const [arg] = args;
    const other = type === 'datetime' ? 'timespan' : 'datetime';
    if (!arg || numeric.has(arg.type) || arg.type === other) return unsupported(`\`${name}()\` of a ${arg?.type ?? 'value'}`, span);
    if (arg.type === type) return arg.get;
    return (row) => {
      const [value, inner] = unwrapped(arg.get(row), arg.type);
      if (value !== null && (numeric.has(inner) || inner === other)) return unsupported(`\`${name}()\` of a ${inner}`, span);
      const time = convert(value, inner, type);
      if (time === null && type === 'datetime' && typeof value === 'string' && mayBeDatetime(value)) {
        return unsupported(`\`${name}()\` of \`${value}\`, a form that no page lists`, span);
      }
      return time;
    };
  };

/** Two's complement, of 32 bits for an int. */
const tohex: Fn = (call) => {
  const bits = call.args[0]?.type === 'int' ? 32 : 64;
  return strict([whole, whole], (value, least = 0n) =>
    BigInt.asUintN(bits, value)
      .toString(16)
      .padStart(Math.min(Number(least), 64), '0'),
  )(call);
};

const nameInside = (value: Value, call: Call): string => {
  const [inner, type] = unwrapped(value, 'dynamic');
  if (inner === null) return 'null';
  if (Array.isArray(inner)) return 'array';
  if (isBag(inner)) return 'dictionary';
  if (typeof inner === 'bigint' && type === 'long') return BigInt.asIntN(32, inner) === inner ? 'int' : 'long';
  return typeof inner === 'number' ? unsupported('`gettype()` of a real inside a dynamic value', call.span) : type;
};

const gettype: Fn = (call) => {
  const [arg] = call.args;
  if (!arg || arg.type === 'unknown') return unsupported('`gettype()` of a column of unknown type', call.span);
  return arg.type === 'dynamic' ? (row) => nameInside(arg.get(row), call) : () => arg.type;
};

const negated =
  (test: (value: Value, type: ScalarType) => boolean) =>
  (value: Value, type: ScalarType): boolean =>
    !test(value, type);

export const conversionFunctions = {
  isempty: tests(isEmpty),
  isnotempty: tests(negated(isEmpty)),
  isnull: tests(isNull),
  isnotnull: tests(negated(isNull)),
  coalesce,
  tostring: to('string'),
  toint: to('int'),
  tolong: to('long'),
  toreal: to('real'),
  todecimal: to('decimal'),
  tobool: to('bool'),
  todatetime: toTime('datetime'),
  totimespan: toTime('timespan'),
  toguid: to('guid'),
  tohex,
  gettype,
} as const satisfies Readonly<Record<string, Fn>>;
