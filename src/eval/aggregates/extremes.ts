// `min`, `max`: the least and the greatest value that is not null; null over nothing.
import { unsupported } from '../refusal.ts';
import type { Value } from '../value.ts';
import { compareValues } from '../values/order.ts';
import type { Aggregate } from './accumulator.ts';

const extreme =
  (isBetter: (value: Value, than: Value) => boolean): Aggregate =>
  ({ args: [arg], name, span }) => {
    if (!arg || arg.type === 'unknown') return unsupported(`\`${name}()\` of a column of unknown type`, span);
    const { get, type } = arg;
    const blank = type === 'string' ? '' : null;
    return () => {
      let best: Value = null;
      return {
        add: (row) => {
          const value = get(row);
          if (value === null) return;
          if (Number.isNaN(value)) unsupported(`\`${name}()\` over NaN`, span);
          if (best === null || isBetter(value, best)) best = value;
        },
        result: () => best ?? blank,
      };
    };
  };

/** Integers and ticks compare as they are. */
export const min = extreme((value, than) =>
  typeof value === 'bigint' && typeof than === 'bigint' ? value < than : compareValues(value, than) < 0,
);
export const max = extreme((value, than) =>
  typeof value === 'bigint' && typeof than === 'bigint' ? value > than : compareValues(value, than) > 0,
);
