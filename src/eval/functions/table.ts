// All scalar functions of the IR. A function without an answer does not compile.
import type { ScalarFn } from '../../ir/functions.ts';
import type { Fn } from '../scope.ts';
import { conversionFunctions } from './conversion.ts';
import { dynamicFunctions } from './dynamic.ts';
import { encodingFunctions } from './encoding.ts';
import { hashesFunctions } from './hashes.ts';
import { networkFunctions } from './network.ts';
import { numbersFunctions } from './numbers.ts';
import { schemaFunctions } from './schema.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './time.ts';
import { windowsFunctions } from './windows.ts';

export const functions: Readonly<Record<ScalarFn, Fn>> = {
  ...conversionFunctions,
  ...dynamicFunctions,
  ...encodingFunctions,
  ...hashesFunctions,
  ...networkFunctions,
  ...numbersFunctions,
  ...schemaFunctions,
  ...textFunctions,
  ...timeFunctions,
  ...windowsFunctions,
};
