// `array_sort_asc()`, `array_sort_desc()`: the first array sorted, the others in the order that this gives.
import type { DynamicValue } from '../../ir/types.ts';
import type { Arg, Fn } from '../scope.ts';
import { isTicks } from '../values/json.ts';
import { compareValues } from '../values/order.ts';
import { array, bool } from './shapes.ts';

type Items = readonly DynamicValue[];

/** Numbers and times come first, then texts, then all others, in the order in which they stand. */
const kindOf = (value: DynamicValue): number => {
  if (typeof value === 'bigint' || typeof value === 'number' || isTicks(value)) return 0;
  return typeof value === 'string' ? 1 : 2;
};

const comparer =
  (sign: number, nullsLast: boolean) =>
  (a: DynamicValue, b: DynamicValue): number => {
    if (a === null || b === null) return (Number(a === null) - Number(b === null)) * (nullsLast ? 1 : -1);
    const kinds = kindOf(a) - kindOf(b);
    return kinds !== 0 || kindOf(a) === 2 ? kinds : sign * compareValues(a, b);
  };

const sorting =
  (sign: number): Fn =>
  ({ args }) => {
    const last = args.at(-1);
    const flag: Arg | undefined = args.length > 1 && last?.type === 'bool' ? last : undefined;
    const reads = (flag ? args.slice(0, -1) : args).map((arg) => array(arg));
    const nullsLast = flag ? bool(flag) : () => true;
    return (row) => {
      const arrays = reads.map((read) => read(row));
      const first: Items | null = arrays[0] ?? null;
      if (first === null) return null;
      const compare = comparer(sign, nullsLast(row) ?? true);
      const order = first.map((_, i) => i).sort((a, b) => compare(first[a] ?? null, first[b] ?? null));
      const sorted = arrays.map((items) => (items?.length === first.length ? order.map((i) => items[i] ?? null) : null));
      return sorted.length === 1 ? (sorted[0] ?? null) : sorted;
    };
  };

export const sortFunctions = {
  array_sort_asc: sorting(1),
  array_sort_desc: sorting(-1),
} as const satisfies Readonly<Record<string, Fn>>;
