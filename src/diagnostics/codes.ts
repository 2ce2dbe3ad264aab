// All diagnostic codes. Families: RMMC10xx reading files, 11xx syntax, 20xx names and types, 30xx-38xx fidelity, 40xx fields, 50xx configuration, 60xx lint,
// 70xx evaluation, 71xx rule tests, 80xx packs.
// A code never changes its meaning; a retired one is not used again.
import { evaluationCodes } from './codes/evaluation.ts';
import { fidelityCodes } from './codes/fidelity.ts';
import { fieldCodes } from './codes/fields.ts';
import { lintCodes } from './codes/lint.ts';
import { nameCodes } from './codes/names.ts';
import { packCodes } from './codes/packs.ts';
import { readerCodes } from './codes/reader.ts';
import { syntaxCodes } from './codes/syntax.ts';
import { testingCodes } from './codes/testing.ts';

export const codes = {
  ...readerCodes,
  ...syntaxCodes,
  ...nameCodes,
  ...fidelityCodes,
  ...fieldCodes,
  ...lintCodes,
  ...evaluationCodes,
  ...testingCodes,
  ...packCodes,
};

export type Code = keyof typeof codes;
export type ParamsOf<C extends Code> = Parameters<(typeof codes)[C]['text']>[0];
