// `DOMAIN\\name`, as one column of KQL has it, in; the two parts that a target keeps in fields of their own, and the whole again, out.
import type { FieldMapping } from './fields.ts';
import type { KqlCell } from './proof.ts';
import { type Slot, withCell } from './stored-slots.ts';

const whole = (domain: string, name: string): string => (domain === '' && name === '' ? '' : `${domain}\\${name}`);

const domainOf = (text: string): string => (text.includes('\\') ? text.slice(0, text.indexOf('\\')) : '');
const nameOf = (text: string): string => text.slice(text.indexOf('\\') + 1);

/** A value without a domain has an empty one. */
export const domainSlots = (at: number, mapping: FieldMapping, isRead: boolean): readonly Slot[] => {
  const text = (row: readonly KqlCell[]): string => String(row[at] ?? '');
  const slot = (field: string, part: (text: string) => string, rejoined: (row: readonly KqlCell[], stored: string) => string): Slot => ({
    fields: [field],
    isRead,
    isText: true,
    encode: (row) => part(text(row)) || null,
    decode: (row, stored) => withCell(row, at, rejoined(row, stored === null ? '' : String(stored))),
  });
  return [
    slot(mapping.domain ?? '', domainOf, (row, stored) => whole(stored, nameOf(text(row)))),
    slot(mapping.field, nameOf, (row, stored) => whole(domainOf(text(row)), stored)),
  ];
};
