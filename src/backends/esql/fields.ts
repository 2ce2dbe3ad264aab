// The shipped field map (`fields.json`) and the user's profile in; where tables and columns live in Elastic out.
import type { Constraint, FieldMap, FieldMapping, TableMapping, TableProfile, TargetProfile } from '../shared/fields.ts';
import shipped from './fields.json' with { type: 'json' };

/** The index patterns and the test that picks the table's rows from them. */
export interface EsqlWhere {
  readonly indices: readonly string[];
  readonly constraint: Constraint | null;
}

interface ShippedTable {
  readonly index: string;
  readonly constraint: EsqlWhere['constraint'];
  readonly standIn?: string;
  readonly columns: Readonly<Record<string, FieldMapping | null>>;
}

const shippedTables = (): ReadonlyMap<string, ShippedTable> => {
  tables ??= new Map(Object.entries(shipped as unknown as Readonly<Record<string, ShippedTable>>));
  return tables;
};
let tables: ReadonlyMap<string, ShippedTable> | undefined;

const indicesOf = (pattern: string): readonly string[] =>
  pattern
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const overrides = (own: TableProfile | undefined): readonly (readonly [string, FieldMapping | null])[] =>
  Object.entries(own?.fields ?? {}).map(([column, to]) => {
    if (to === null) return [column, null] as const;
    return [column, typeof to === 'string' ? { field: to, confidence: 'user' as const } : { confidence: 'user' as const, ...to }] as const;
  });

const profileOf = (profile: TargetProfile, name: string): TableProfile | undefined =>
  profile.tables && Object.hasOwn(profile.tables, name) ? profile.tables[name] : undefined;

/** The field map under a profile. A table that only the profile knows needs an index there (its own or the profile's). */
export const fieldMap = (profile: TargetProfile): FieldMap<EsqlWhere> => ({
  table(name): TableMapping<EsqlWhere> | undefined {
    const base = shippedTables().get(name);
    const own = profileOf(profile, name);
    const index = own?.index ?? profile.index ?? base?.index;
    if (index === undefined || (!base && !own)) return undefined;
    const constraint = own?.constraint === undefined ? (base?.constraint ?? null) : own.constraint;
    const prefix = own?.fieldPrefix ?? profile.fieldPrefix;
    return {
      where: { indices: indicesOf(index), constraint },
      columns: new Map([...Object.entries(base?.columns ?? {}), ...overrides(own)]),
      ...(prefix === undefined ? {} : { prefix }),
      ...(base?.standIn === undefined || own?.constraint !== undefined ? {} : { standIn: base.standIn }),
    };
  },
});
