// `DOMAIN\\name`, as one column of KQL has it, in; the two parts that a target keeps in fields of their own, and the whole again, out.
import type { Span } from '../../diagnostics/span.ts';
import type { Column } from '../../ir/types.ts';
import type { FieldMapping, OtherAccount } from './fields.ts';
import type { Findings } from './findings.ts';
import type { Blanks, Json, KqlCell } from './proof.ts';
import { type Slot, type Slots, withCell } from './stored-slots.ts';

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

/** What is taken for granted about a column that is put together from a domain and a name. */
export const assumeAccount = (
  findings: Findings,
  { name, span }: { readonly name: string; readonly span: Span },
  mapping: FieldMapping,
): void => {
  const { domain, instead } = mapping;
  if (domain === undefined) return;
  if (!instead) {
    findings.assume('RMMC3106', span, { column: name, domain, name: mapping.field });
    return;
  }
  const { when } = instead;
  findings.assume('RMMC3116', span, {
    column: name,
    own: `${domain}\\${mapping.field}`,
    other: `${instead.domain}\\${instead.field}`,
    kinds: `${when.column} ${when.values.join(', ')}`,
  });
};

/** Every field that a column with a domain is read from. */
export const fieldsOfAccount = ({ domain, instead }: FieldMapping): readonly string[] => [
  ...(domain === undefined ? [] : [domain]),
  ...(instead ? [instead.field, instead.domain, instead.when.field] : []),
];

/** The mapping in events whose account stands in the other fields, or in all others. */
export const sided = (mapping: FieldMapping, isOther: boolean): FieldMapping => {
  const { instead, ...own } = mapping;
  return isOther && instead ? { ...own, field: instead.field, domain: instead.domain } : own;
};

/** A column whose account stands in other fields in some events. */
export interface TwoSided {
  readonly at: number;
  readonly mapping: FieldMapping;
  readonly instead: OtherAccount;
}

export const twoSided = (columns: readonly Column[], find: (column: Column) => FieldMapping | null): TwoSided | null => {
  const found = columns.flatMap((column, at): readonly TwoSided[] => {
    const mapping = find(column);
    return mapping?.instead ? [{ at, mapping, instead: mapping.instead }] : [];
  });
  return found[0] ?? null;
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The slots of both kinds of events as one: each row by its kind, and an account that only the other fields have is read from them. */
export const bothSides = (side: TwoSided | null, columns: readonly Column[], slotsFor: (isOther: boolean) => Slots): Slots => {
  const own = slotsFor(false);
  if (!side) return own;
  const other = slotsFor(true);
  const { at, mapping, instead } = side;
  const kind = columns.findIndex(({ name }) => name === instead.when.column);
  const of = (row: readonly KqlCell[]): Slots => (kind >= 0 && instead.when.values.includes(String(row[kind] ?? '')) ? other : own);
  /** What the event has without the account itself; null where its own fields have one. */
  const apart = (row: readonly KqlCell[], blanks: Blanks): ReadonlyMap<string, Json> | null => {
    const event = of(row).event(withCell(row, at, ''), blanks);
    const has = (field: string | undefined): boolean => field !== undefined && textOf(event.get(field)) !== '';
    return has(mapping.field) || has(mapping.domain) ? null : event;
  };
  const otherIn = (event: ReadonlyMap<string, Json> | null): string =>
    event ? whole(textOf(event.get(instead.domain)), textOf(event.get(instead.field))) : '';
  const settledOnce = (row: readonly KqlCell[]): readonly KqlCell[] => {
    if (of(row) === other) return other.settled(row);
    const bare = of(row).settled(withCell(row, at, ''));
    const found = otherIn(apart(bare, 'absent'));
    const account = textOf(row[at]);
    const isBlank = whole(domainOf(account), nameOf(account)) === '';
    return isBlank || account === found ? withCell(bare, at, found) : of(row).settled(row);
  };
  return {
    // Another column of the same fields may empty the account, which is then that of the other side.
    settled: (row) => settledOnce(settledOnce(row)),
    event: (row, blanks) => {
      const event = of(row) === other ? null : apart(row, blanks);
      return event && otherIn(event) === row[at] ? event : of(row).event(row, blanks);
    },
  };
};
