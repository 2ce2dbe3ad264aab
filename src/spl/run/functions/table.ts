// Every eval function whose arguments are values, by name. Those that look into expressions (if, case, mvmap, …) stand in forms.ts.
import { convertFunctions } from './convert.ts';
import { infoFunctions } from './info.ts';
import { jsonFunctions } from './json.ts';
import { multiFunctions } from './multi.ts';
import { numberFunctions } from './number.ts';
import type { EvalFunction } from './shapes.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './time.ts';

export const evalFunctions: ReadonlyMap<string, EvalFunction> = new Map([
  ...convertFunctions,
  ...infoFunctions,
  ...jsonFunctions,
  ...multiFunctions,
  ...numberFunctions,
  ...textFunctions,
  ...timeFunctions,
]);
