// All scalar functions of the IR. A function without an answer does not compile; those of the wide vocabulary are refused unless a table below has them.
import type { ScalarFn } from '../../ir/functions.ts';
import { type WideFn, wideRows } from '../../ir/wide-functions.ts';
import type { Fn } from '../scope.ts';
import { checksFunctions } from './checks.ts';
import { codecsFunctions } from './codecs.ts';
import { conversionFunctions } from './conversion.ts';
import { dynamicFunctions } from './dynamic.ts';
import { encodingFunctions } from './encoding.ts';
import { geoFunctions } from './geo/table.ts';
import { hashesFunctions } from './hashes.ts';
import { missing } from './missing.ts';
import { networkFunctions } from './network.ts';
import { numbersFunctions } from './numbers.ts';
import { schemaFunctions } from './schema.ts';
import { seriesFunctions } from './series.ts';
import { statisticsFunctions } from './statistics.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './time.ts';
import { unitsFunctions } from './units.ts';
import { windowsFunctions } from './windows.ts';

const wideFunctions = Object.fromEntries(Object.keys(wideRows).map((name) => [name, missing])) as Readonly<Record<WideFn, Fn>>;

export const functions: Readonly<Record<ScalarFn, Fn>> = {
  ...wideFunctions,
  ...checksFunctions,
  ...codecsFunctions,
  ...geoFunctions,
  ...conversionFunctions,
  ...dynamicFunctions,
  ...encodingFunctions,
  ...hashesFunctions,
  ...networkFunctions,
  ...numbersFunctions,
  ...schemaFunctions,
  ...seriesFunctions,
  ...statisticsFunctions,
  ...textFunctions,
  ...timeFunctions,
  ...unitsFunctions,
  ...windowsFunctions,
};
