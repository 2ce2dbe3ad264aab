// Any value as text, as `tostring()` gives it.
import { Decimal } from 'decimal.js';
import { isoOfTicks, textOfTimespan } from '../../ir/time.ts';
import type { DynamicValue, ScalarType } from '../../ir/types.ts';
import type { Value } from '../value.ts';
import { isTicks, jsonOf } from './json.ts';
import { textOfReal } from './number-text.ts';

const textOfDynamic = (value: DynamicValue): string => {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (isTicks(value)) return value.type === 'datetime' ? isoOfTicks(value.ticks) : textOfTimespan(value.ticks);
  return jsonOf(value);
};

/** The text of a value of a static type; `''` for null. Booleans are `true` and `false`, a whole real keeps `.0`. */
export const textOf = (value: Value, type: ScalarType): string => {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Decimal) return value.toFixed();
  if (typeof value === 'bigint') {
    if (type === 'datetime') return isoOfTicks(value);
    return type === 'timespan' ? textOfTimespan(value) : value.toString();
  }
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return typeof value === 'number' ? textOfReal(value) : textOfDynamic(value);
};

const asciiUpper = /[A-Z]+/g;
const foreign = /[^\x00-\x7f]/;

/** Lower case of ASCII letters only, as KQL's operators fold. */
export const foldCase = (text: string): string =>
  foreign.test(text) ? text.replace(asciiUpper, (letters) => letters.toLowerCase()) : text.toLowerCase();
