// KQL in; what the ES|QL backend makes of it out. And the traps and the shipped field map as indices of a test engine.

import shipped from '../../src/backends/esql/fields.json' with { type: 'json' };
import { backend } from '../../src/backends/esql/index.ts';
import type { FieldMapping, TargetProfile } from '../../src/backends/shared/fields.ts';
import { FindingList } from '../../src/backends/shared/findings.ts';
import { isThresholded, legalize } from '../../src/backends/shared/legalize.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { bind } from '../../src/frontend/bind/bind.ts';
import { parse } from '../../src/frontend/parse.ts';
import { builtinSchema, type UserTables } from '../../src/frontend/schema/schema.ts';
import { normalize } from '../../src/ir/normalize.ts';
import { emptyMeta } from '../../src/ir/rule.ts';
import type { ScalarType } from '../../src/ir/types.ts';

export interface Compiled {
  /** Null when the front end or the backend refused. */
  readonly text: string | null;
  readonly findings: readonly Diagnostic[];
}

export interface CompileOptions {
  readonly tables?: UserTables;
  readonly profile?: TargetProfile;
  readonly unmapped?: 'error' | 'keep';
  readonly allow?: readonly string[];
}

export const compileEsql = (kql: string, options: CompileOptions = {}): Compiled => {
  const parsed = parse(kql);
  const broken = (found: readonly Diagnostic[]): boolean => found.some((one) => one.severity === 'error');
  if (broken(parsed.diagnostics)) return { text: null, findings: parsed.diagnostics };
  const bound = bind(parsed.ast, builtinSchema('auto').withTables(options.tables ?? new Map()));
  if (bound.query === null || broken(bound.diagnostics)) return { text: null, findings: bound.diagnostics };
  const query = normalize(bound.query);
  const findings = new FindingList(isThresholded(query), new Set(options.allow ?? []));
  const context = { meta: emptyMeta, profile: options.profile ?? {}, options: { unmapped: options.unmapped ?? 'error' }, findings };
  const legal = legalize(backend, query, context);
  if (findings.refused) return { text: null, findings: findings.list };
  const ast = backend.lower(legal, context);
  return { text: findings.refused ? null : backend.print(ast), findings: findings.list };
};

/** The text, with one line per finding in front. */
export const emitEsql = (kql: string, options: CompileOptions = {}): string => {
  const { text, findings } = compileEsql(kql, options);
  return [...findings.map((one) => `// ${one.code} ${one.fidelity ?? one.severity}: ${one.message}\n`), text ?? ''].join('');
};

/** The engine's type for a KQL column of a test table. */
export const engineType = (type: string): string =>
  new Map([
    ['long', 'long'],
    ['int', 'integer'],
    ['real', 'double'],
    ['bool', 'boolean'],
    ['datetime', 'date'],
  ]).get(type) ?? 'keyword';

export interface TestTable {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Ad-hoc tables as a schema and a profile: each lives in an index of its own, each column in a field `f.<column>`. */
export const testTables = (
  tables: readonly TestTable[],
  index: (table: string) => string,
): Required<Pick<CompileOptions, 'tables' | 'profile'>> => ({
  tables: new Map(
    tables.map(({ table, columns }) => [
      table,
      {
        columns: columns.map((column) => ({ name: column.name, type: column.type as ScalarType })),
        timeColumn: columns.find((column) => column.name === 'Timestamp')?.name ?? null,
      },
    ]),
  ),
  profile: {
    tables: Object.fromEntries(
      tables.map(({ table, columns }) => [
        table,
        {
          index: index(table),
          fields: Object.fromEntries(columns.map((column) => [column.name, { field: `f.${column.name}`, type: engineType(column.type) }])),
        },
      ]),
    ),
  },
});

/** Types that the test engine lacks, as the ones that ES|QL reads alike. */
const testableType = (type: string | undefined): string =>
  new Map([
    ['wildcard', 'keyword'],
    ['match_only_text', 'text'],
    ['constant_keyword', 'keyword'],
    ['version', 'keyword'],
  ]).get(type ?? 'keyword') ??
  type ??
  'keyword';

/** A field that is named for every index of an array, for the first of them. */
const everyIndex = (field: string): readonly string[] =>
  field.includes('*') ? [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((at) => everyIndex(field.replace('*', String(at)))) : [field];

/** Field types by index of the shipped map; patterns become names. */
export const shippedIndices = (): ReadonlyMap<string, Readonly<Record<string, string>>> => {
  const indices = new Map<string, Map<string, string>>();
  const tables = shipped as unknown as Readonly<
    Record<string, { index: string; constraint: { field: string } | null; columns: Record<string, FieldMapping | null> }>
  >;
  for (const table of Object.values(tables)) {
    for (const pattern of table.index.split(',')) {
      const name = pattern.replaceAll('*', 'test');
      const fields = indices.get(name) ?? new Map<string, string>();
      indices.set(name, fields);
      fields.set('event.ingested', 'date');
      if (table.constraint) fields.set(table.constraint.field, 'keyword');
      for (const mapping of Object.values(table.columns)) {
        if (!mapping || mapping.type === 'object' || mapping.type === 'nested') continue;
        for (const field of everyIndex(mapping.field))
          if (mapping.type || !fields.has(field)) fields.set(field, testableType(mapping.type));
        // Other places of a process id hold its digits as text.
        const other = mapping.transform === 'hex_digits' ? undefined : mapping.type;
        for (const field of (mapping.or ?? []).flatMap(everyIndex)) if (other || !fields.has(field)) fields.set(field, testableType(other));
        if (mapping.geo) {
          for (const part of ['country_name', 'region_name', 'city_name']) fields.set(`${mapping.geo}.${part}`, 'keyword');
          fields.set(`${mapping.geo}.location`, 'geo_point');
        }
        if (mapping.transform === 'registry_hive_abbrev') fields.set('registry.hive', 'keyword');
      }
    }
  }
  return new Map([...indices].map(([name, fields]) => [name, Object.fromEntries(fields)]));
};

/** One event of each table in an index, of just now, so that a query reaches the shard. */
export const eventsOf = (index: string): readonly object[] => {
  const tables = shipped as unknown as Readonly<Record<string, { index: string; constraint: { field: string; value: string } | null }>>;
  return Object.values(tables).flatMap((table) =>
    table.index.split(',').some((pattern) => pattern.replaceAll('*', 'test') === index)
      ? [
          {
            '@timestamp': new Date(Date.now() - 60_000).toISOString(),
            ...(table.constraint ? { [table.constraint.field]: table.constraint.value } : {}),
          },
        ]
      : [],
  );
};
