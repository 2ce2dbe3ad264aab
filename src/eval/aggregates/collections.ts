// `make_set`, `make_list`, `make_bag` and the counts of distinct values. Nulls do not count, the empty string does.
import type { DynamicValue, ScalarType } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Row, Value } from '../value.ts';
import { toDynamic, toLong } from '../values/convert.ts';
import { isBag } from '../values/json.ts';
import { tokenOf } from '../values/order.ts';
import type { Aggregate, AggregateCall } from './accumulator.ts';

/** The most elements of a collection, by the pages. */
const most = 1_048_576;

const argument = ({ args: [arg], name, span }: AggregateCall): NonNullable<typeof arg> =>
  arg ?? unsupported(`\`${name}()\` of nothing`, span);

/** Distinct values, exact: Kusto's `dcount` estimates (and is exact for small numbers). */
export const distinctCount: Aggregate = (call) => {
  if (call.name === 'count_distinct' && call.args.length > 1) return unsupported('`count_distinct()` of several columns', call.span);
  const { get, type } = argument(call);
  return () => {
    const seen = new Set<ReturnType<typeof tokenOf>>();
    return {
      add: (row) => {
        const value = get(row);
        if (value !== null) seen.add(tokenOf(value, type));
      },
      result: () => BigInt(seen.size),
    };
  };
};

const sizeOf = ({ args: [, size], name, span }: AggregateCall): number => {
  if (!size) return most;
  const limit = size.fixed === undefined ? null : toLong(size.fixed, size.type);
  return limit === null ? unsupported(`\`${name}()\` with a size that is not constant`, span) : Math.min(Number(limit), most);
};

/** Elements in the order in which they came first; the elements of an array count by themselves. */
export const makeSet: Aggregate = (call) => {
  const { get, type } = argument(call);
  const size = sizeOf(call);
  return () => {
    const seen = new Map<ReturnType<typeof tokenOf>, DynamicValue>();
    const put = (value: Value, of: ScalarType): void => {
      if (value === null || seen.size >= size) return;
      const key = tokenOf(value, of);
      if (!seen.has(key)) seen.set(key, toDynamic(value, of));
    };
    const add = (row: Row): void => {
      const value = get(row);
      if (type === 'dynamic' && Array.isArray(value)) for (const element of value) put(element, type);
      else put(value, type);
    };
    return { add, result: () => [...seen.values()] };
  };
};

/**
 * Values in the order of the rows. `make_list` takes the elements of an array one by one, as `make_set` does: the pages of `geo_h3cell_rings` and
 * `geo_polygon_to_h3cells` build on that. Whether `make_list_with_nulls` does is nowhere said.
 */
const listOf =
  (nulls: boolean): Aggregate =>
  (call) => {
    const { get, type } = argument(call);
    const size = sizeOf(call);
    return () => {
      const list: DynamicValue[] = [];
      return {
        add: (row) => {
          const value = get(row);
          const elements = type === 'dynamic' && Array.isArray(value) ? value : [toDynamic(value, type)];
          if (nulls && Array.isArray(value)) unsupported(`\`${call.name}()\` of arrays`, call.span);
          for (const element of elements) if (list.length < size && (nulls || element !== null)) list.push(element);
        },
        result: () => list,
      };
    };
  };

export const makeList = listOf(false);
export const makeListWithNulls = listOf(true);

/** All keys of bags; of several values for a key the first. Over nothing `[]`, as the page on `summarize` says of all collections. */
export const makeBag: Aggregate = (call) => {
  const { get } = argument(call);
  const size = sizeOf(call);
  return () => {
    const bag = new Map<string, DynamicValue>();
    let any = false;
    return {
      add: (row) => {
        const value = get(row);
        if (!isBag(value)) return;
        any = true;
        for (const [key, inner] of value) if (!bag.has(key) && bag.size < size) bag.set(key, inner);
      },
      result: () => (any ? bag : []),
    };
  };
};
