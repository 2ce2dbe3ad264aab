// A text column that stands in other fields in events of some kinds, in; the field of the event's kind as one value, out.
import type { KindOfEvent } from '../../shared/fields.ts';
import { call, type Es, field, not, str } from '../ast.ts';
import { printExpr } from '../print.ts';
import { textOf, type Value, value } from '../value.ts';
import type { KnownValues } from './event-channels.ts';

const isKind = ({ when: { field: name, values, not: isNot } }: KindOfEvent): Es => {
  const [first = '', ...more] = values;
  const one: Es =
    more.length === 0
      ? { kind: 'binary', op: '==', left: field(name), right: str(first) }
      : { kind: 'in', left: field(name), items: values.map(str) };
  return isNot ? not(one) : one;
};

/** Whether all events that the query reads are of the kind, or none. */
const settledBy = ({ when: { field: name, values, not: isNot } }: KindOfEvent, known: KnownValues): boolean | null => {
  const own = known.get(name);
  if (!own) return null;
  const listed = new Set(values.map((one) => one.toLowerCase()));
  const inside = [...own].filter((one) => listed.has(one)).length;
  if (inside === own.size) return !isNot;
  return inside === 0 ? isNot === true : null;
};

/** The kinds that the query can meet, and whether there is any other. */
export const kindsMet = (
  kinds: readonly KindOfEvent[],
  known: KnownValues,
): { readonly some: readonly KindOfEvent[]; readonly all: boolean } => {
  const some: KindOfEvent[] = [];
  for (const kind of kinds) {
    const settled = settledBy(kind, known);
    if (settled === false) continue;
    some.push(kind);
    if (settled === true) return { some, all: true };
  }
  return { some, all: false };
};

const none = str('');

type Arm = readonly [KindOfEvent, Es];

/** Kinds of one field that stand side by side and have the same value are one. */
const joined = (arms: readonly Arm[]): readonly Arm[] => {
  const found: Arm[] = [];
  for (const [kind, es] of arms) {
    const [before, told] = found.at(-1) ?? [];
    const isSame = before?.when.field === kind.when.field && !before.when.not && !kind.when.not;
    if (!before || !told || !isSame || printExpr(told) !== printExpr(es)) found.push([kind, es]);
    else found.splice(-1, 1, [{ ...kind, when: { ...before.when, values: [...before.when.values, ...kind.when.values] } }, es]);
  }
  return found;
};

/** @param read what a kind's own mapping reads; null: the value for events of no listed kind, absent where there are none. */
export const kindValue = (kinds: readonly KindOfEvent[], known: KnownValues, read: (kind: KindOfEvent | null) => Value | null): Value => {
  const { some, all } = kindsMet(kinds, known);
  const last = all ? some.at(-1) : null;
  const tested = all ? some.slice(0, -1) : some;
  const rest = last === null ? read(null) : last?.to ? read(last) : null;
  if (tested.length === 0) return rest ?? value(none, 'keyword', false);
  const text = (v: Value | null): Es => (v ? textOf(v) : none);
  const [first] = tested;
  if (tested.length === 1 && first?.to === null && first.when.not) {
    const { not: _, ...when } = first.when;
    return value(call('CASE', isKind({ ...first, when }), text(rest), none), 'keyword', false);
  }
  const arms = joined(tested.map((kind) => [kind, text(kind.to ? read(kind) : null)] as const));
  return value(call('CASE', ...arms.flatMap(([kind, es]) => [isKind(kind), es]), text(rest)), 'keyword', false);
};
