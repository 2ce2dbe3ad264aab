// Series: arrays of numbers. An argument in, a reader of its elements out; what is no number is a null element.
import type { DynamicValue } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Arg, Call, Fn } from '../scope.ts';
import type { Row, Value } from '../value.ts';
import { array } from './shapes.ts';

export type Element = bigint | number | null;
export type Series = readonly Element[];

export const elementOf = (value: DynamicValue): Element => (typeof value === 'bigint' || typeof value === 'number' ? value : null);

/** Null for what is no array. */
export const series = (arg: Arg): ((row: Row) => Series | null) => {
  const read = array(arg);
  return (row) => read(row)?.map(elementOf) ?? null;
};

/** Whether an argument is one number, which stands for a series of itself. */
export const isNumber = ({ type }: Arg): boolean => type === 'int' || type === 'long' || type === 'real';

export const isWhole = (element: Element): element is bigint => typeof element === 'bigint';
export const isReal = (element: Element): element is number => typeof element === 'number';

/** Whether no element is a real: arithmetic of integers gives integers. */
export const allWhole = (elements: Series): boolean => !elements.some(isReal);

/** Integers next to reals: no page says which of the two an element becomes. */
export const isMixed = (elements: Series): boolean => elements.some(isReal) && elements.some(isWhole);

export const mixed = ({ name, span }: Call): never => unsupported(`\`${name}()\` of a series of integers and reals`, span);

/** All elements as reals, or null when one of them is no number. */
export const reals = (elements: Series): readonly number[] | null =>
  elements.includes(null) ? null : elements.map((element) => Number(element));

/** A function of one series; null for what is no array. */
export const ofSeries =
  (compute: (elements: Series, call: Call, row: Row) => Value): Fn =>
  (call) => {
    const [arg] = call.args;
    if (!arg) return () => null;
    const read = series(arg);
    return (row) => {
      const elements = read(row);
      return elements === null ? null : compute(elements, call, row);
    };
  };
