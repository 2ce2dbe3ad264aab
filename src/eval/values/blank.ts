// What stands in a cell that has no value.
import type { ScalarType } from '../../ir/types.ts';
import type { Value } from '../value.ts';

/** The empty text for a string, which is never null; null for every other type. */
export const blankOf = (type: ScalarType): Value => (type === 'string' || type === 'unknown' ? '' : null);
