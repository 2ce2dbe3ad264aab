// Percentiles by the nearest rank, exact: Kusto estimates the same rank. Nulls do not count; null over nothing.
import type { DynamicValue } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Arg } from '../scope.ts';
import type { Value } from '../value.ts';
import { toDynamic, toLong, toReal } from '../values/convert.ts';
import { Decimal34 } from '../values/decimal.ts';
import { compareValues } from '../values/order.ts';
import type { Aggregate, AggregateCall } from './accumulator.ts';

/** The least weight that the values up to a percentile have, of `total`: exact, for 99.9 is no binary fraction. */
const rankOf = (percent: number, total: bigint): bigint => {
  const rank = BigInt(new Decimal34(percent).times(total.toString()).dividedBy(100).ceil().toFixed());
  return rank < 1n ? 1n : rank;
};

/** Values with how often each counts. */
class Population {
  private readonly values: { readonly value: Value; readonly weight: bigint }[] = [];
  private total = 0n;
  private sorted = true;

  add(value: Value, weight: bigint): void {
    this.values.push({ value, weight });
    this.total += weight;
    this.sorted = false;
  }

  at(percent: number): Value {
    if (!this.sorted) this.values.sort((a, b) => compareValues(a.value, b.value));
    this.sorted = true;
    const rank = rankOf(percent, this.total);
    let passed = 0n;
    for (const { value, weight } of this.values) {
      passed += weight;
      if (passed >= rank) return value;
    }
    return this.values.at(-1)?.value ?? null;
  }
}

const valueArg = ({ args: [arg], name, span }: AggregateCall): Arg =>
  !arg || arg.type === 'unknown' || arg.type === 'dynamic' ? unsupported(`\`${name}()\` of a column without a type`, span) : arg;

/** The percentages that an argument holds: one number, or an array of them. */
const percents = (arg: Arg | undefined, { name, span }: AggregateCall): readonly number[] => {
  const fixed = arg?.fixed;
  if (!arg || fixed === undefined) return unsupported(`\`${name}()\` with a percentage that is not constant`, span);
  const given = Array.isArray(fixed) ? fixed.map((element: Value) => toReal(element, 'dynamic')) : [toReal(fixed, arg.type)];
  return given.map((percent) =>
    percent === null || !(percent >= 0 && percent <= 100) ? unsupported(`\`${name}()\` with a percentage outside 0 to 100`, span) : percent,
  );
};

const folded =
  (
    weightOf: (call: AggregateCall) => Arg | null,
    finish: (call: AggregateCall, type: Arg['type']) => (all: Population) => Value,
  ): Aggregate =>
  (call) => {
    const [{ get, type }, weight] = [valueArg(call), weightOf(call)];
    const result = finish(call, type);
    return () => {
      const all = new Population();
      return {
        add: (row) => {
          const value = get(row);
          const times = weight ? toLong(weight.get(row), weight.type) : 1n;
          if (value !== null && !Number.isNaN(value) && times !== null && times > 0n) all.add(value, times);
        },
        result: () => result(all),
      };
    };
  };

const single =
  (slot: number) =>
  (call: AggregateCall): ((all: Population) => Value) => {
    const [percent = 0] = percents(call.args[slot], call);
    return (all) => all.at(percent);
  };

const array =
  (slot: number) =>
  (call: AggregateCall, type: Arg['type']): ((all: Population) => Value) => {
    const wanted = call.args.slice(slot).flatMap((arg) => percents(arg, call));
    return (all) => {
      const values = wanted.map((percent): DynamicValue => toDynamic(all.at(percent), type));
      return values.every((value) => value === null) ? null : values;
    };
  };

const none = (): null => null;
const secondArgument = ({ args: [, weight] }: AggregateCall): Arg | null => weight ?? null;

export const percentile = folded(none, single(1));
export const percentilew = folded(secondArgument, single(2));
export const percentilesArray = folded(none, array(1));
export const percentileswArray = folded(secondArgument, array(2));
