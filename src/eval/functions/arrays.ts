// Arrays. Each function by its KQL name; a call in, how to compute it for a row out.
import type { DynamicValue, ScalarType } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Arg, Call, Fn } from '../scope.ts';
import type { Row, Value } from '../value.ts';
import { toDynamic, toReal } from '../values/convert.ts';
import { sameElement } from './sets.ts';
import { array, dynamic, strict, whole } from './shapes.ts';

type Items = readonly DynamicValue[];

/** An argument of any type as an element of an array. */
const element =
  ({ get, type }: Arg) =>
  (row: Row): DynamicValue =>
    toDynamic(get(row), type);

/** From the end where it is negative, then within the array. */
const bound = (index: bigint, length: number): number => {
  const from = index < 0n ? length + Number(index) : Number(index);
  return Math.min(length, Math.max(0, from));
};

const rotated = (items: Items, steps: number): Items => {
  if (items.length === 0) return items;
  const by = ((steps % items.length) + items.length) % items.length;
  return [...items.slice(by), ...items.slice(0, by)];
};

/** Both ends count. What lies beyond the array is left out. */
const slice = strict([array, whole, whole], (items, start, end) => {
  const from = start < 0n ? items.length + Number(start) : Number(start);
  const to = end < 0n ? items.length + Number(end) : Number(end);
  return to < 0 ? [] : items.slice(Math.max(0, from), to + 1);
});

const splitAt: Fn = (call) =>
  strict([array, dynamic], (items, at) => {
    const indices = (Array.isArray(at) ? (at as Items) : [at]).map((index) => (typeof index === 'bigint' ? index : null));
    const ends = indices.map((index) => (index === null ? 0 : bound(index, items.length)));
    if (indices.includes(null) || ends.some((end, i) => end < (ends[i - 1] ?? 0))) {
      return unsupported('`array_split()` at indices that do not rise', call.span);
    }
    return [...ends, items.length].map((end, i) => items.slice(ends[i - 1] ?? 0, end));
  })(call);

const indexOf: Fn = (call) => {
  const [source, sought, ...rest] = call.args;
  if (!source || !sought) return unsupported('`array_index_of()` without arguments', call.span);
  const value = element(sought);
  const numbers = rest.map((arg) => whole(arg));
  const items = array(source);
  return (row) => {
    const values = items(row);
    const [start, length, occurrence] = [numbers[0]?.(row) ?? 0n, numbers[1]?.(row) ?? -1n, numbers[2]?.(row) ?? 1n];
    if (values === null || occurrence < 0n || length < -1n) return null;
    const from = start < 0n ? values.length + Number(start) : Number(start);
    if (from < 0 || occurrence === 0n)
      return unsupported('`array_index_of()` with a start before the array or an occurrence of 0', call.span);
    const to = length < 0n ? values.length : from + Number(length);
    const same = sameElement(value(row));
    const places = values.flatMap((item, i) => (i >= from && i < to && same(item) ? [i] : []));
    return BigInt(places[Number(occurrence) - 1] ?? -1);
  };
};

const sum = strict([array], (items) => {
  let total = 0;
  for (const item of items) {
    if (typeof item !== 'bigint' && typeof item !== 'number') return null;
    total += Number(item);
  }
  return total;
});

const holds = (condition: DynamicValue): boolean | null => {
  if (typeof condition === 'boolean') return condition;
  return typeof condition === 'bigint' || typeof condition === 'number' ? Number(condition) !== 0 : null;
};

const arrayIff: Fn = ({ args: [condition, whenTrue, whenFalse], span, name }) => {
  if (!condition || !whenTrue || !whenFalse) return unsupported(`\`${name}()\` without arguments`, span);
  const [conditions, yes, no] = [array(condition), element(whenTrue), element(whenFalse)];
  const at = (value: DynamicValue, i: number): DynamicValue => (Array.isArray(value) ? ((value as Items)[i] ?? null) : value);
  return (row) => {
    const [then, otherwise] = [yes(row), no(row)];
    return (
      conditions(row)?.map((item, i) => {
        const chosen = holds(item);
        return chosen === null ? null : at(chosen ? then : otherwise, i);
      }) ?? null
    );
  };
};

/** All arguments as arrays; one that is none is not settled. */
const allArrays = (call: Call): ((row: Row) => readonly Items[]) => {
  const reads = call.args.map((arg) => array(arg));
  return (row) => reads.map((read) => read(row) ?? unsupported(`\`${call.name}()\` of a value that is no array`, call.span));
};

const concat: Fn = (call) => {
  const read = allArrays(call);
  return (row) => read(row).flat() as DynamicValue;
};

/** As long as the longest. */
const zip: Fn = (call) => {
  const read = allArrays(call);
  return (row) => {
    const arrays = read(row);
    const length = Math.max(...arrays.map((items) => items.length));
    return Array.from({ length }, (_, i) => arrays.map((items) => items[i] ?? null));
  };
};

const packArray: Fn = ({ args }) => {
  const reads = args.map(element);
  return (row) => reads.map((read) => read(row));
};

const mostElements = 1_048_576;

const repeat: Fn = ({ args: [value, count], span, name }) => {
  if (!value || !count) return unsupported(`\`${name}()\` without arguments`, span);
  const [read, times] = [element(value), whole(count)];
  return (row) => {
    const [item, n] = [read(row), times(row)];
    if (n === null || n < 0n) return null;
    return n > mostElements ? unsupported(`\`repeat()\` ${n} times`, span) : Array.from({ length: Number(n) }, () => item);
  };
};

const hour = 36_000_000_000n;

const wholeRange = (start: bigint, stop: bigint, step: bigint, type: ScalarType): DynamicValue => {
  const items: DynamicValue[] = [];
  for (let at = start; at <= stop && items.length < mostElements; at += step) items.push(toDynamic(at, type));
  return items;
};

const realRange = (start: number, stop: number, step: number): DynamicValue => {
  const length = Math.min(mostElements, Math.max(0, Math.floor((stop - start) / step) + 1));
  return Array.from({ length }, (_, i) => start + i * step);
};

const positive = <T extends bigint | number>(step: T, { span }: Call): T =>
  step > 0 ? step : unsupported('`range()` with a step that is not above 0', span);

/** Numbers, points in time or timespans from a start to a stop, which counts. */
const range: Fn = (call) => {
  const [start, stop, step] = call.args;
  if (!start || !stop) return unsupported('`range()` without arguments', call.span);
  const type = start.type;
  const isTime = type === 'datetime' || type === 'timespan';
  const read = (arg: Arg, row: Row): Value => arg.get(row);
  return (row) => {
    const values = [read(start, row), read(stop, row), step ? read(step, row) : isTime ? hour : 1n];
    if (values.includes(null)) return null;
    const [from, to, by] = values;
    if (typeof from === 'bigint' && typeof to === 'bigint' && typeof by === 'bigint') return wholeRange(from, to, positive(by, call), type);
    const reals = values.map((value, i) => toReal(value ?? null, call.args[i]?.type ?? 'long'));
    const [a, b, c] = reals;
    return a == null || b == null || c == null ? unsupported(`\`range()\` of ${type}`, call.span) : realRange(a, b, positive(c, call));
  };
};

export const arrayFunctions = {
  array_length: strict([array], (items) => BigInt(items.length)),
  array_concat: concat,
  array_index_of: indexOf,
  array_reverse: strict([array], (items) => [...items].reverse()),
  array_rotate_left: strict([array, whole], (items, steps) => rotated(items, Number(steps))),
  array_rotate_right: strict([array, whole], (items, steps) => rotated(items, -Number(steps))),
  array_slice: slice,
  array_split: splitAt,
  array_sum: sum,
  array_iff: arrayIff,
  pack_array: packArray,
  zip,
  repeat,
  range,
} as const satisfies Readonly<Record<string, Fn>>;
