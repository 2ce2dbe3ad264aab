// Arrays taken as sets: elements count once, in the order in which they come first. Each function by its KQL name; a call in, how to compute it for a row out.
import type { DynamicValue } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Call, Fn } from '../scope.ts';
import type { Row } from '../value.ts';
import { toDynamic } from '../values/convert.ts';
import { keyOf } from '../values/order.ts';
import { array } from './shapes.ts';

type Items = readonly DynamicValue[];
type Elements = ReadonlyMap<string, DynamicValue>;

const keyOfElement = (value: DynamicValue): string => keyOf(value, 'dynamic');

/** Whether elements equal a value: alike in kind, case-sensitive. */
export const sameElement = (value: DynamicValue): ((other: DynamicValue) => boolean) => {
  const key = keyOfElement(value);
  return (other) => keyOfElement(other) === key;
};

const distinct = (items: Items): Elements => {
  const elements = new Map<string, DynamicValue>();
  for (const item of items) {
    const key = keyOfElement(item);
    if (!elements.has(key)) elements.set(key, item);
  }
  return elements;
};

/** The sets of all arguments; one that is no array is not settled. */
const setsOf = (call: Call): ((row: Row) => readonly Elements[]) => {
  const reads = call.args.map((arg) => array(arg));
  return (row) => reads.map((read) => distinct(read(row) ?? unsupported(`\`${call.name}()\` of a value that is no array`, call.span)));
};

const combined =
  (combine: (first: Elements, others: readonly Elements[]) => DynamicValue): Fn =>
  (call) => {
    const read = setsOf(call);
    return (row) => {
      const [first, ...others] = read(row);
      return combine(first ?? new Map(), others);
    };
  };

const keptWhere = (first: Elements, keep: (key: string) => boolean): Items =>
  [...first].filter(([key]) => keep(key)).map(([, item]) => item);

const hasElement: Fn = ({ args: [items, sought], span, name }) => {
  if (!items || !sought) return unsupported(`\`${name}()\` without arguments`, span);
  const read = array(items);
  return (row) => read(row)?.some(sameElement(toDynamic(sought.get(row), sought.type))) ?? null;
};

/** The part that two sets share of what they hold together; of two empty sets it is not settled. */
const jaccard: Fn = (call) =>
  combined((first, [second = new Map()]) => {
    const shared = keptWhere(first, (key) => second.has(key)).length;
    const all = first.size + second.size - shared;
    return all === 0 ? unsupported('`jaccard_index()` of two empty sets', call.span) : shared / all;
  })(call);

export const setFunctions = {
  set_has_element: hasElement,
  set_union: combined((first, others) => [...distinct([first, ...others].flatMap((set) => [...set.values()])).values()]),
  set_intersect: combined((first, others) => keptWhere(first, (key) => others.every((set) => set.has(key)))),
  set_difference: combined((first, others) => keptWhere(first, (key) => !others.some((set) => set.has(key)))),
  set_equals: combined((first, [second = new Map()]) => first.size === second.size && [...first.keys()].every((key) => second.has(key))),
  jaccard_index: jaccard,
} as const satisfies Readonly<Record<string, Fn>>;
