// A draft and its number in; the same draft with values of its own wherever that changes nothing, so that no two events become one row of a result, out.
import { type Column, ticksPerSecond } from '../../ir/types.ts';
import type { Draft } from './draft.ts';
import { isTelling, plainFill } from './plain.ts';
import type { Ready } from './problem.ts';
import { judge } from './search.ts';
import type { Setting } from './setting.ts';
import { type Fill, type Fills, slotOf } from './slots.ts';

/** Whether all tests say the same of both. */
export const sameOutcome = ({ problem }: Ready, before: Fills, after: Fills): boolean => {
  const [one, other] = [judge(problem, before), judge(problem, after)];
  return one.reached === other.reached && one.atoms.every((atom, i) => atom === other.atoms[i]);
};

const keyOf = ({ name }: Column): string => slotOf(name, []).key;

/** Another value of a key: what tells events apart, a text with something behind or in front, another number. */
const otherKeys = (column: Column, fill: Fill, n: number, { shift, base }: Setting): readonly Fill[] => {
  const plain = plainFill(column, shift + n, base);
  if (plain.value !== plainFill(column, shift, base).value) return [plain];
  if (typeof fill.value === 'string') return [`${fill.value} ${n}`, `${n} ${fill.value}`].map((value) => ({ ...fill, value }));
  return typeof fill.value === 'bigint' ? [{ ...fill, value: fill.value + BigInt(n) }] : [];
};

const withOwnKeys = (ready: Ready, draft: Draft, n: number, setting: Setting, keys: ReadonlySet<string>, fills: Fills): Fills => {
  let at = fills;
  for (const column of ready.columns) {
    const key = keyOf(column);
    const fill = at.get(key);
    if (!keys.has(column.name) || isTelling(column) || column.type === 'datetime' || key === draft.slot || !fill) continue;
    const before = at;
    const next = otherKeys(column, fill, n, setting)
      .map((other) => new Map(before).set(key, other))
      .find((one) => sameOutcome(ready, before, one));
    if (next) at = next;
  }
  return at;
};

/** `keys`: columns by which rows are grouped. Also what tells events apart is another, unless something is asked of it; and times. */
export const apart = (ready: Ready, draft: Draft, n: number, setting: Setting, keys: ReadonlySet<string>): Fills => {
  if (draft.fixed) return draft.fills;
  const fills = new Map(draft.fills);
  for (const column of ready.columns) {
    const key = keyOf(column);
    if (isTelling(column) && !ready.asked.has(key) && fills.has(key)) fills.set(key, plainFill(column, setting.shift + n, setting.base));
  }
  let at = withOwnKeys(ready, draft, n, setting, keys, fills);
  for (const column of ready.columns) {
    const key = keyOf(column);
    const fill = at.get(key);
    if (column.type !== 'datetime' || key === draft.slot || typeof fill?.value !== 'bigint') continue;
    const earlier = new Map(at).set(key, { ...fill, value: fill.value - BigInt(n) * ticksPerSecond });
    if (sameOutcome(ready, at, earlier)) at = earlier;
  }
  return at;
};
