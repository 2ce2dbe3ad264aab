// `base.key`, `base["key"]`, `base[0]`: a step into a dynamic value; null where there is nothing.
import type { DynamicValue } from '../ir/types.ts';
import type { Arg } from './scope.ts';
import type { Getter, Value } from './value.ts';
import { toBagOrArray } from './values/convert.ts';
import { isBag } from './values/json.ts';

/** What stands under a key (of a bag) or an index (of an array; negative from the end). */
export const stepInto = (base: DynamicValue, key: Value): DynamicValue => {
  if (isBag(base)) return typeof key === 'string' ? (base.get(key) ?? null) : null;
  if (!Array.isArray(base) || typeof key !== 'bigint') return null;
  return (base as readonly DynamicValue[]).at(Number(key)) ?? null;
};

export const pathInto =
  (base: Arg, key: Arg): Getter =>
  (row) =>
    stepInto(toBagOrArray(base.get(row), base.type), key.get(row));
