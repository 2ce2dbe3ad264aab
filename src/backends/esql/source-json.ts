// What holds JSON in: a column whose field keeps an object as it came, or a text. How it is read with JSON_EXTRACT, and under which assumption, out.
import type { Span } from '../../diagnostics/span.ts';
import type { ColumnRef } from '../../ir/expr.ts';
import type { FieldMapping } from '../shared/fields.ts';
import { type Es, field } from './ast.ts';
import type { Context } from './context.ts';
import { jsonPart } from './json-extract.ts';
import { keepsKeys, storedKeys } from './stored-keys.ts';
import type { JsonSource, Value } from './value.ts';

/** The whole event as it was stored. FROM gives it where `METADATA _source` asks for it. */
export const eventSource = '_source';

const named = (what: string, keys: readonly string[]): string => [what, ...keys].join('.');

/** A column whose field keeps JSON; null: nobody knows how the integration stores it. */
export const sourceJson = (context: Context, ref: ColumnRef, mapping: FieldMapping): JsonSource | null => {
  const { field: name, confidence, type } = mapping;
  const isOwn = confidence === 'user' && type === 'flattened';
  if (confidence === 'guess' || storedKeys(name, [], isOwn) === null) return null;
  return {
    at: (keys) => {
      const stored = storedKeys(name, keys, isOwn);
      return stored && { text: field(eventSource), keys: [...name.split('.'), ...stored] };
    },
    assume: (span, keys) => {
      context.findings.assume('RMMC3772', span, { path: named(ref.name, keys), field: name });
      const isObject = /^\d*$/.test(keys.at(-1) ?? '');
      if (isObject && !keepsKeys(name)) context.findings.assume('RMMC3773', span, { path: named(ref.name, keys), field: name });
    },
  };
};

/** A text with JSON in it. */
export const textJson = (context: Context, text: Es, what: string): JsonSource => ({
  at: (keys) => ({ text, keys }),
  assume: (span) => context.findings.assume('RMMC3774', span, { what }),
});

/** What stands at the keys, as a column; null: that is not known. */
export const wholeOf = (source: JsonSource, keys: readonly string[], span: Span): Value | null =>
  source.at(keys) ? (jsonPart({ source, keys }).bag?.whole(span) ?? null) : null;
