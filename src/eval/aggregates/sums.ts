// `sum`, `avg`, `stdev`, `variance` and the binary folds: nulls do not count.
import { Decimal } from 'decimal.js';
import { unsupported } from '../refusal.ts';
import type { Value } from '../value.ts';
import { toReal } from '../values/convert.ts';
import { Decimal34 } from '../values/decimal.ts';
import type { Accumulator, Aggregate, AggregateCall } from './accumulator.ts';

const isWhole = (type: string): boolean => type === 'int' || type === 'long' || type === 'timespan' || type === 'datetime';

interface Sum {
  add(value: Value): void;
  total(): Value;
}

/** The sum of values that are not null, by the type of the argument; 0 over nothing. A sum of integers is exact until it is asked for. */
const sumOf = (type: string): Sum => {
  let wholes = 0n;
  let reals = 0;
  let decimals: Decimal = new Decimal34(0);
  if (isWhole(type)) {
    return {
      add: (value) => {
        if (typeof value === 'bigint') wholes += value;
      },
      total: () => wholes,
    };
  }
  if (type === 'decimal') {
    return {
      add: (value) => {
        if (value instanceof Decimal) decimals = decimals.plus(value);
      },
      total: () => decimals,
    };
  }
  return {
    add: (value) => {
      if (typeof value === 'number') reals += value;
    },
    total: () => reals,
  };
};

const argument = ({ args: [arg], name, span }: AggregateCall): NonNullable<typeof arg> => {
  if (!arg || arg.type === 'unknown' || arg.type === 'dynamic') {
    return unsupported(`\`${name}()\` of a column of ${arg?.type === 'dynamic' ? 'type dynamic' : 'unknown type'}`, span);
  }
  return arg;
};

export const sum: Aggregate = (call) => {
  const { get, type } = argument(call);
  if (type === 'datetime') return unsupported('`sum()` of points in time', call.span);
  return () => {
    const values = sumOf(type);
    return {
      add: (row) => values.add(get(row)),
      result: () => {
        const total = values.total();
        if (typeof total !== 'bigint' || BigInt.asIntN(64, total) === total) return total;
        return unsupported('`sum()` beyond 64 bits', call.span);
      },
    };
  };
};

const meanOf = (total: Value, count: number): Value => {
  if (typeof total === 'bigint') return total / BigInt(count);
  return total instanceof Decimal ? new Decimal34(total).dividedBy(count) : Number(total) / count;
};

/** Over nothing NaN, as the page on `summarize` shows; for types that have no NaN null. */
export const avg: Aggregate = (call) => {
  const { get, type } = argument(call);
  const isInteger = type === 'int' || type === 'long';
  return () => {
    const values = sumOf(type);
    let count = 0;
    return {
      add: (row) => {
        const value = get(row);
        if (value === null) return;
        count += 1;
        values.add(value);
      },
      result: () => {
        if (count === 0) return call.type === 'real' ? Number.NaN : null;
        return meanOf(isInteger ? Number(values.total()) : values.total(), count);
      },
    };
  };
};

/** Squared distances from the mean, by Welford's way; `sample` divides by one less. 0 where there is nothing to divide by. */
const spread =
  (sample: boolean, finish: (variance: number) => number): Aggregate =>
  (call) => {
    const { get, type } = argument(call);
    if (type === 'timespan' || type === 'datetime') return unsupported(`\`${call.name}()\` of a ${type}`, call.span);
    // Page and example of `variancepif` disagree: the answer shown is that of a sample.
    if (call.conditional && !sample) return unsupported(`\`${call.name}()\` with a condition`, call.span);
    return (): Accumulator => {
      let [count, mean, squares] = [0, 0, 0];
      return {
        add: (row) => {
          const value = toReal(get(row), type);
          if (value === null) return;
          count += 1;
          const distance = value - mean;
          mean += distance / count;
          squares += distance * (value - mean);
        },
        result: () => {
          const divisor = sample ? count - 1 : count;
          return divisor > 0 ? finish(squares / divisor) : 0;
        },
      };
    };
  };

export const stdev = spread(true, Math.sqrt);
export const stdevp = spread(false, Math.sqrt);
export const variance = spread(true, (value) => value);
export const variancep = spread(false, (value) => value);

/** Null over nothing. */
const bits =
  (join: (a: bigint, b: bigint) => bigint): Aggregate =>
  (call) => {
    const { get, type } = argument(call);
    if (!isWhole(type)) return unsupported(`\`${call.name}()\` of a ${type}`, call.span);
    return () => {
      let all: bigint | null = null;
      return {
        add: (row) => {
          const value = get(row);
          if (typeof value === 'bigint') all = all === null ? value : join(all, value);
        },
        result: () => all,
      };
    };
  };

export const binaryAllAnd = bits((a, b) => a & b);
export const binaryAllOr = bits((a, b) => a | b);
export const binaryAllXor = bits((a, b) => a ^ b);
