// The form of a row in the tables of scalar functions.
import type { ScalarType } from './types.ts';

export interface Signature {
  /** Least and greatest number of arguments; 64 of KQL count as no limit. */
  readonly arity: readonly [number, number];
  /** `'same'`: the type of the first argument. */
  readonly returns: ScalarType | 'same';
}

export const f = (returns: Signature['returns'], least: number, most: number = least): Signature => ({ arity: [least, most], returns });
export const many = Number.POSITIVE_INFINITY;
