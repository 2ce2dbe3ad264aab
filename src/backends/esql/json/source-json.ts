// What holds JSON in: a column whose field keeps an object as it came, or a text. How it is read with JSON_EXTRACT, and under which assumption, out.
import type { Span } from '../../../diagnostics/span.ts';
import type { ColumnRef } from '../../../ir/expr.ts';
import type { FieldMapping } from '../../shared/fields.ts';
import { type Es, field } from '../ast.ts';
import type { Context } from '../context.ts';
import { jsonFieldOf, keepsKeys, storedKeys } from '../stored/keys.ts';
import type { JsonSource, Value } from '../value.ts';
import { jsonPart } from './json-extract.ts';

/** The whole event as it was stored. FROM gives it where `METADATA _source` asks for it. */
export const eventSource = '_source';

const named = (what: string, keys: readonly string[]): string => [what, ...keys].join('.');

/** Nothing can be read from it. */
const unreadable: JsonSource = { at: () => null, assume: () => undefined, below: () => unreadable };

/** A text with JSON in it. */
export const textJson = (context: Context, text: Es, what: string): JsonSource => ({
  at: (keys) => ({ text, keys }),
  assume: (span) => context.findings.assume('RMMC3774', span, { what }),
  below: (_, other) => textJson(context, other, what),
});

interface Stored {
  readonly column: string;
  readonly field: string;
  /** The field is the user's own. */
  readonly isOwn: boolean;
}

/** What stood below a column at the keys, in a text of its own. */
const takenOut = (context: Context, column: Stored, keys: readonly string[], text: Es): JsonSource => ({
  at: (more) => {
    const stored = storedKeys(column.field, [...keys, ...more], column.isOwn);
    return stored && { text, keys: stored.slice(keys.length) };
  },
  assume: (span, more) => context.findings.assume('RMMC3774', span, { what: named(column.column, [...keys, ...more]) }),
  below: (more, other) => takenOut(context, column, [...keys, ...more], other),
});

const ofColumn = (context: Context, column: Stored): JsonSource => ({
  at: (keys) => {
    const stored = storedKeys(column.field, keys, column.isOwn);
    return stored && { text: field(eventSource), keys: [...column.field.split('.'), ...stored] };
  },
  assume: (span, keys) => {
    const said = { path: named(column.column, keys), field: column.field };
    context.findings.assume('RMMC3772', span, said);
    const isObject = /^\d*$/.test(keys.at(-1) ?? '');
    if (isObject && !keepsKeys(column.field)) context.findings.assume('RMMC3773', span, said);
  },
  below: (keys, text) => takenOut(context, column, keys, text),
});

/** A column whose field keeps JSON; null: nobody knows how the integration stores it. */
export const sourceJson = (context: Context, ref: ColumnRef, { field: name, confidence, type }: FieldMapping): JsonSource | null => {
  const isOwn = confidence === 'user' && type === 'flattened';
  if (confidence === 'guess' || storedKeys(name, [], isOwn) === null) return null;
  return ofColumn(context, { column: ref.name, field: name, isOwn });
};

/** What `parse_json()` of a text column reads, where that is not its own text. */
export const readsOf = (context: Context, ref: ColumnRef, { field: name, array, values, transform }: FieldMapping): JsonSource | null => {
  const kept = jsonFieldOf(name);
  // once the text is carried, it is the text of the field, and no JSON
  if (kept) return { ...ofColumn(context, { column: ref.name, field: kept, isOwn: false }), below: () => unreadable };
  return kept === null || array || values || transform ? unreadable : null;
};

/** What stands at the keys, as a column; null: that is not known. */
export const wholeOf = (source: JsonSource, keys: readonly string[], span: Span): Value | null =>
  source.at(keys) ? (jsonPart({ source, keys }).bag?.whole(span) ?? null) : null;
