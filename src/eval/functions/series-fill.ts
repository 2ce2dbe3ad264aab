// Series functions that fill missing values. Each function by its KQL name; a call in, how to compute it for a row out.
import { unsupported } from '../refusal.ts';
import type { Call, Fn } from '../scope.ts';
import type { Row } from '../value.ts';
import { allWhole, type Element, isMixed, mixed, type Series } from './series-shapes.ts';
import { array, bool } from './shapes.ts';

/** A series with null for each missing value, and as it was given. */
interface Gaps {
  readonly elements: Series;
  readonly given: Series;
  readonly byNull: boolean;
}

const numberOf = (value: unknown): Element => (typeof value === 'bigint' || typeof value === 'number' ? value : null);

const isSame = (a: Element, b: Element): boolean => a !== null && b !== null && a >= b && a <= b;

/** Missing is null, or what the argument at `slot` says. Nulls next to another sign for missing are not documented. */
const gapsOf = (call: Call, slot: number): ((row: Row) => Gaps | null) => {
  const { args, name, span } = call;
  const [first, sign] = [args[0], args[slot]];
  const read = first ? array(first) : () => null;
  return (row) => {
    const items = read(row);
    if (items === null) return null;
    const [given, missing] = [items.map(numberOf), numberOf(sign?.get(row) ?? null)];
    if (given.some((element, i) => element === null && items[i] !== null)) {
      return unsupported(`\`${name}()\` of an array that holds more than numbers`, span);
    }
    if (missing === null) {
      if ((sign?.get(row) ?? null) === null) return { elements: given, given, byNull: true };
      return unsupported(`\`${name}()\` with a sign for missing that is no number`, span);
    }
    if (given.includes(null)) return unsupported(`\`${name}()\` of nulls that are not the sign for missing`, span);
    return { elements: given.map((element) => (isSame(element, missing) ? null : element)), given, byNull: false };
  };
};

/** What is missing before the first value stays as it was given. */
const carried = (elements: Series, given: Series): Element[] => {
  let last: Element = null;
  return elements.map((element, i) => {
    last = element ?? last;
    return last ?? given[i] ?? null;
  });
};

const fillForward: Fn = (call) => {
  const gaps = gapsOf(call, 1);
  return (row) => {
    const found = gaps(row);
    return found && carried(found.elements, found.given);
  };
};

const fillBackward: Fn = (call) => {
  const gaps = gapsOf(call, 1);
  return (row) => {
    const found = gaps(row);
    return found && carried([...found.elements].reverse(), [...found.given].reverse()).reverse();
  };
};

const fillConst: Fn = (call) => {
  const gaps = gapsOf(call, 2);
  const { args, span } = call;
  return (row) => {
    const [found, constant] = [gaps(row), numberOf(args[1]?.get(row) ?? null)];
    if (!found) return null;
    if (constant === null) return unsupported('`series_fill_const()` with a constant that is no number', span);
    return found.elements.map((element) => element ?? constant);
  };
};

/** The value between two neighbours; of integers cut to an integer, as the page's example shows for positive ones. */
const between = (from: Element, to: Element, share: number, whole: boolean, call: Call): Element => {
  const value = Number(from) + (Number(to) - Number(from)) * share;
  if (!whole || Number.isInteger(value)) return whole ? BigInt(value) : value;
  return value > 0 ? BigInt(Math.trunc(value)) : unsupported('`series_fill_linear()` of negative integers', call.span);
};

/** For each place the nearest place at or before it that has a value. */
const lastKnown = (elements: Series): (number | null)[] => {
  let last: number | null = null;
  return elements.map((element, i) => {
    if (element !== null) last = i;
    return last;
  });
};

const interpolated = ({ elements, given }: Gaps, edges: boolean, call: Call): Element[] => {
  if (isMixed(elements)) return mixed(call);
  const whole = allWhole(elements);
  const before = lastKnown(elements);
  const after = lastKnown([...elements].reverse())
    .reverse()
    .map((place) => (place === null ? null : elements.length - 1 - place));
  return elements.map((element, i) => {
    const [low, high] = [before[i] ?? null, after[i] ?? null];
    if (low === null || high === null) return edges ? (elements[low ?? high ?? i] ?? null) : (given[i] ?? null);
    return element ?? between(elements[low] ?? null, elements[high] ?? null, (i - low) / (high - low), whole, call);
  });
};

/** For a series of nothing but nulls: 0.0 unless told; null keeps them. */
const constantOf = (call: Call): ((row: Row) => Element) => {
  const arg = call.args[3];
  if (!arg) return () => 0;
  return (row) => {
    const value = arg.get(row);
    return value === null || typeof value === 'number'
      ? value
      : unsupported('`series_fill_linear()` of nulls alone with a constant that is no real', call.span);
  };
};

const fillLinear: Fn = (call) => {
  const { args, span } = call;
  const [gaps, constant] = [gapsOf(call, 1), constantOf(call)];
  const edgesOf = args[2] ? bool(args[2]) : () => true;
  return (row) => {
    const found = gaps(row);
    if (!found) return null;
    const edges = edgesOf(row);
    if (edges === null) return unsupported('`series_fill_linear()` with `fill_edges` null', span);
    if (found.elements.some((element) => element !== null)) return interpolated(found, edges, call);
    if (found.elements.length > 0 && !found.byNull) return unsupported('`series_fill_linear()` of missing values alone', span);
    return found.elements.map(() => constant(row));
  };
};

export const seriesFillFunctions = {
  series_fill_forward: fillForward,
  series_fill_backward: fillBackward,
  series_fill_const: fillConst,
  series_fill_linear: fillLinear,
} as const satisfies Readonly<Record<string, Fn>>;
