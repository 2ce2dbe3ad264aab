// Values of a row and the fields that may hold each in; what the event holds and what each value reads there out. Values that share a field are made to agree.
import type { Blanks, Json, KqlCell } from './proof.ts';

/** A value of a row in an event: a column, or a part of a dynamic one. */
export interface Slot {
  /** The first that is present counts. */
  readonly fields: readonly string[];
  /** The query reads it: it goes before values that it does not read. */
  readonly isRead: boolean;
  /** A blank may be stored as the empty text. */
  readonly isText: boolean;
  /** What a field holds for the row; null: a blank. */
  encode(row: readonly KqlCell[]): Json;
  /** The row with the value that a field says; null: none has it. */
  decode(row: readonly KqlCell[], stored: Json): readonly KqlCell[];
}

/** Field -> value; null: it has to be absent. */
type Taken = Map<string, Json>;

const same = (a: Json | undefined, b: Json): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

const readsAt = (fields: readonly string[], taken: ReadonlyMap<string, Json>): Json => {
  for (const field of fields) {
    const value = taken.get(field) ?? null;
    if (value !== null) return value;
  }
  return null;
};

const keepAbsent = (fields: readonly string[], taken: Taken): void => {
  for (const field of fields) if (!taken.has(field)) taken.set(field, null);
};

/** Puts a value where it can be read: nothing may stand before it. One that finds no room reads what is there. */
const put = (slot: Slot, value: Json, order: readonly number[], taken: Taken): void => {
  const { fields } = slot;
  if (value === null || same(readsAt(fields, taken), value)) {
    const at = value === null ? -1 : fields.findIndex((field) => (taken.get(field) ?? null) !== null);
    keepAbsent(at < 0 ? fields : fields.slice(0, at), taken);
    return;
  }
  for (const at of order) {
    const field = fields[at];
    const before = fields.slice(0, at);
    if (field === undefined || taken.has(field) || readsAt(before, taken) !== null) continue;
    keepAbsent(before, taken);
    taken.set(field, value);
    return;
  }
};

/** Fields that other values of the query need come last. */
const orderOf = (slot: Slot, slots: readonly Slot[]): readonly number[] => {
  const wanted = (field: string): number => slots.filter((one) => one !== slot && one.isRead && one.fields.includes(field)).length;
  return slot.fields
    .map((field, at) => ({ at, wanted: wanted(field) }))
    .sort((a, b) => a.wanted - b.wanted || a.at - b.at)
    .map(({ at }) => at);
};

export interface Slots {
  /** The row as the event says it. */
  settled(row: readonly KqlCell[]): readonly KqlCell[];
  /** The fields of a settled row. */
  event(row: readonly KqlCell[], blanks: Blanks): ReadonlyMap<string, Json>;
}

/** @param fixed fields that every event of the table has */
export const slotsOf = (all: readonly Slot[], fixed: ReadonlyMap<string, Json>): Slots => {
  const slots = [...all.filter(({ isRead }) => isRead), ...all.filter(({ isRead }) => !isRead)];
  const orders = new Map(slots.map((slot) => [slot, orderOf(slot, slots)]));
  const take = (row: readonly KqlCell[]): Taken => {
    const taken: Taken = new Map(fixed);
    for (const slot of slots) put(slot, slot.encode(row), orders.get(slot) ?? [], taken);
    return taken;
  };
  return {
    settled: (row) => {
      const taken = take(row);
      return slots.reduce((cells, slot) => slot.decode(cells, readsAt(slot.fields, taken)), row);
    },
    event: (row, blanks) => {
      const taken = take(row);
      const blank = (slot: Slot): boolean => readsAt(slot.fields, taken) === null;
      const found = new Map([...taken].filter(([, value]) => value !== null));
      if (blanks === 'absent') return found;
      for (const slot of slots) {
        const last = slot.fields.at(-1);
        if (!slot.isText || last === undefined || found.has(last)) continue;
        if (slots.every((one) => !one.fields.includes(last) || (blank(one) && one.isText))) found.set(last, '');
      }
      return found;
    },
  };
};

/** The row with another cell. */
export const withCell = (row: readonly KqlCell[], at: number, cell: KqlCell): readonly KqlCell[] =>
  row[at] === cell ? row : row.map((one, i) => (i === at ? cell : one));
