// A lookup that stands for a file or a watchlist in; the index that holds its rows, and the fields of its columns, out.
import type { Span } from '../../diagnostics/span.ts';
import type { Column } from '../../ir/types.ts';
import type { LookupForm } from '../shared/backend.ts';
import type { TargetProfile } from '../shared/fields.ts';
import { type LookupAsset, type LookupTable, rowsOf } from '../shared/lookups.ts';
import type { Context } from './context.ts';
import type { TableInSight } from './lower-column.ts';
import { typeOf } from './value.ts';

type Lookup = LookupTable['lookup'];

/** The index of a lookup. */
export const lookupIndex = ({ name, lookup }: { readonly name: string; readonly lookup: Lookup }, profile: TargetProfile): string => {
  const own = new Map(Object.entries(profile.lookups ?? {}));
  return own.get(name) ?? own.get(lookup.name) ?? `rmmc-lookup-${lookup.name.toLowerCase().replaceAll('_', '-')}`;
};

/** Tables of what there is now, which no integration keeps: a lookup index can. */
export const inventories: ReadonlySet<string> = new Set([
  'DeviceTvmSecureConfigurationAssessment',
  'DeviceTvmSecureConfigurationAssessmentKB',
  'DeviceTvmSoftwareInventory',
  'DeviceTvmSoftwareVulnerabilitiesKB',
  'OAuthAppInfo',
]);

/** Its fields stand below the lookup's name, so that none is taken for a field of events. */
export const lookupField = (lookup: Lookup, column: string): string => `${lookup.name}.${column.replace(/[^A-Za-z0-9_]/g, '_')}`;

/** A part of a text field (a multi-field of the mapping) that says after a join whether there was a row. */
export const listedField = (lookup: Lookup, column: string): string => `${lookupField(lookup, column)}.listed`;

/** No index has a type for timespans. */
export const lookupType = ({ type }: Pick<Column, 'type'>): string => {
  const own = typeOf(type);
  return own === 'span' ? 'long' : own;
};

export const lookupInSight = (table: LookupTable, profile: TargetProfile): TableInSight => ({
  name: table.name,
  mapping: {
    where: { indices: [lookupIndex(table, profile)], constraint: null },
    columns: new Map(
      table.frame.columns.map((column) => [
        column.name,
        { field: lookupField(table.lookup, column.name), type: lookupType(column), confidence: 'documented' },
      ]),
    ),
    ...(table.frame.open ? { prefix: `${table.lookup.name}.` } : {}),
  },
});

export const assumeLookup = (context: Context, table: LookupTable, span: Span): void => {
  const { name } = table.lookup;
  context.findings.assume('RMMC3775', span, {
    index: lookupIndex(table, context.profile),
    rows: rowsOf({ from: table.lookup.from, of: table.name }),
    fields: table.frame.columns.map((column) => lookupField(table.lookup, column.name)).join(', ') || `${name}.*`,
  });
};

/** The body of `PUT /<index>`: a text field has a part that tells after a join whether there was a row. */
export const lookupForm = ({ name, of, from, columns }: LookupAsset, profile: TargetProfile): LookupForm | null => {
  const own = new Map(Object.entries(profile.lookups ?? {}));
  if (own.has(of) || own.has(name)) return null;
  const lookup = { name, from };
  const fields = columns.map((column): readonly [string, object] => {
    const type = lookupType(column);
    const part = lookupField(lookup, column.name).slice(name.length + 1);
    return [part, type === 'keyword' ? { type, fields: { listed: { type } } } : { type }];
  });
  const mappings = { dynamic: 'strict', properties: { [name]: { properties: Object.fromEntries(fields) } } };
  return {
    name: lookupIndex({ name: of, lookup }, profile),
    text: `${JSON.stringify({ settings: { 'index.mode': 'lookup' }, mappings }, null, 2)}\n`,
  };
};
