// `bin`, `bin_at`, `round`, `ceiling`: numbers, points in time and spans brought to multiples.
import { Decimal } from 'decimal.js';
import { isNumeric, type ScalarType } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Arg, Call, Fn } from '../scope.ts';
import type { Getter, Value } from '../value.ts';
import { floorDiv } from '../values/calendar.ts';
import { convert, toDecimal, toReal } from '../values/convert.ts';
import { Decimal34 } from '../values/decimal.ts';
import { textOf } from '../values/text.ts';
import { datetimeOfText, timespanOfText } from '../values/time.ts';
import { strict, whole } from './shapes.ts';

/** The multiple of `size` at or below `value`, counted from `from`; null for a size that is not positive. Values of one type. */
const binned = (value: Value, size: Value, from: Value): Value => {
  if (typeof value === 'bigint' && typeof size === 'bigint' && typeof from === 'bigint') {
    return size <= 0n ? null : from + floorDiv(value - from, size) * size;
  }
  if (typeof value === 'number' && typeof size === 'number' && typeof from === 'number') {
    return size > 0 ? from + Math.floor((value - from) / size) * size : null;
  }
  if (value instanceof Decimal && size instanceof Decimal && from instanceof Decimal) {
    return size.gt(0) ? new Decimal34(value).minus(from).dividedBy(size).floor().times(size).plus(from) : null;
  }
  return null;
};

const isTime = (type: ScalarType | undefined): boolean => type === 'datetime' || type === 'timespan';

/** Reads an argument as one of the numbers that are binned together: ticks of times stay, numbers get the type of the result. */
const as = (arg: Arg, type: ScalarType): Getter => (isTime(arg.type) ? arg.get : (row) => convert(arg.get(row), arg.type, type));

const zero = (type: ScalarType): Value => (type === 'real' ? 0 : type === 'decimal' ? new Decimal(0) : 0n);

/** A value of unknown type beside a timespan: a point in time or a span, as its text reads. */
const binOfText = (value: Arg, size: Arg): Getter => {
  return (row) => {
    const text = textOf(value.get(row), value.type);
    const [point, width] = [datetimeOfText(text), size.get(row)];
    return point === null ? textOf(binned(timespanOfText(text), width, 0n), 'timespan') : textOf(binned(point, width, 0n), 'datetime');
  };
};

const binFrom = (call: Call, from: Arg | null): Getter => {
  const { args, type, span, name } = call;
  const [value, size] = args;
  if (!value || !size) return unsupported(`\`${name}()\` without a size`, span);
  if (type === 'unknown') {
    return value.type === 'unknown' && size.type === 'timespan' && !from
      ? binOfText(value, size)
      : unsupported(`\`${name}()\` of a column of unknown type`, span);
  }
  if (isTime(value.type) !== isTime(size.type)) return unsupported(`\`${name}()\` of a ${value.type} by a number`, span);
  const [get, getSize, getFrom] = [as(value, type), as(size, type), from ? as(from, type) : null];
  const start = zero(type);
  return (row) => binned(get(row), getSize(row), getFrom ? getFrom(row) : start);
};

/** Half a unit goes away from zero, as C's `round` has it; the page does not say. Digits may be negative. */
const roundReal = (value: number, digits: number): number => {
  if (!Number.isFinite(value) || digits > 300) return value;
  const factor = 10 ** Math.abs(digits);
  const scaled = digits < 0 ? value / factor : value * factor;
  if (!Number.isFinite(scaled)) return value;
  const rounded = Math.sign(scaled) * Math.floor(Math.abs(scaled) + (Math.abs(scaled) % 1 >= 0.5 ? 1 : 0));
  return digits < 0 ? rounded * factor : rounded / factor;
};

const roundWhole = (value: bigint, digits: bigint): bigint => {
  if (digits >= 0n) return value;
  const unit = 10n ** -digits;
  const size = value < 0n ? -value : value;
  const rounded = ((size + unit / 2n) / unit) * unit;
  return value < 0n ? -rounded : rounded;
};

const roundDecimal = (value: Decimal, digits: number): Decimal =>
  digits >= 0
    ? value.toDecimalPlaces(digits, Decimal.ROUND_HALF_UP)
    : new Decimal34(value).dividedBy(new Decimal34(10).pow(-digits)).round().times(new Decimal34(10).pow(-digits));

const round: Fn = (call) => {
  const [value, digits] = call.args;
  if (!value || call.type === 'unknown') return unsupported('`round()` of a column of unknown type', call.span);
  const digitsOf = digits ? strict([whole], (n) => n)({ ...call, args: [digits] }) : () => 0n;
  return (row) => {
    const [number, places] = [value.get(row), digitsOf(row)];
    if (number === null || typeof places !== 'bigint') return null;
    const limited = places > 400n ? 400n : places < -400n ? -400n : places;
    if (typeof number === 'bigint') return roundWhole(number, limited);
    return number instanceof Decimal ? roundDecimal(number, Number(limited)) : roundReal(Number(number), Number(limited));
  };
};

const ceiling: Fn = ({ args: [value], type, span }) => {
  if (!value || !isNumeric(type)) return unsupported('`ceiling()` of a column of unknown type', span);
  return (row) => {
    const number = value.get(row);
    if (type === 'real') return ((real) => (real === null ? null : Math.ceil(real) + 0))(toReal(number, value.type));
    return type === 'decimal' ? (toDecimal(number, value.type)?.ceil() ?? null) : number;
  };
};

export const roundingFunctions = {
  bin: (call) => binFrom(call, null),
  bin_at: (call) => binFrom(call, call.args[2] ?? null),
  round,
  ceiling,
} as const satisfies Readonly<Record<string, Fn>>;
