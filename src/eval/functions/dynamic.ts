// Arrays, bags and sets. Each function by its KQL name; a call in, how to compute it for a row out.
import type { Fn } from '../scope.ts';
import { arrayFunctions } from './arrays.ts';
import { bagFunctions } from './bags.ts';
import { setFunctions } from './sets.ts';
import { sortFunctions } from './sorting.ts';

export const dynamicFunctions = {
  ...arrayFunctions,
  ...bagFunctions,
  ...setFunctions,
  ...sortFunctions,
} as const satisfies Readonly<Record<string, Fn>>;
