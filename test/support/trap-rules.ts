// A trap in; its query as a rule with the trap's tables and, in each target, a place for them out.
import type { TargetName } from '../../src/backends/shared/backend.ts';
import type { Profile, TableProfile } from '../../src/backends/shared/fields.ts';
import type { UserTables } from '../../src/frontend/schema/schema.ts';
import type { RuleUnit } from '../../src/rules/read-rules.ts';
import type { Trap } from './corpus.ts';
import { engineType, testTables } from './esql.ts';
import { unitOf } from './stages.ts';

export interface TrapRule {
  readonly unit: RuleUnit;
  readonly tables: UserTables;
  readonly profile: Profile;
}

/** Null when the trap is no single query. */
export const trapRule = (trap: Trap): TrapRule | null => {
  const all = [trap, ...(trap.extra_tables ?? [])];
  const unit = unitOf(trap.kql, `${trap.id}.kql`);
  const inTarget = (fieldOf: (column: string) => string, more: (table: string) => TableProfile) => ({
    tables: Object.fromEntries(
      all.map(({ table, columns }) => [
        table,
        {
          ...more(table),
          fields: Object.fromEntries(columns.map(({ name, type }) => [name, { field: fieldOf(name), type: engineType(type) }])),
        },
      ]),
    ),
  });
  const targets: Partial<Record<TargetName, ReturnType<typeof inTarget>>> = {
    esql: inTarget(
      (name) => `f.${name}`,
      (table) => ({ index: `trap-${table.toLowerCase()}`, constraint: null }),
    ),
    // pySigma knows no other names for columns of such tables than their own.
    sigma: inTarget(
      (name) => name,
      (table) => ({ logsource: { category: table.toLowerCase() } }),
    ),
    spl: inTarget(
      (name) => (name === 'Timestamp' ? '_time' : `f.${name}`),
      (table) => ({ index: 'main', sourcetype: [table.toLowerCase()], constraint: null, fieldPrefix: 'f.' }),
    ),
  };
  const { tables } = testTables(all, (table) => table);
  return unit && { unit, tables, profile: { name: 'trap', targets } };
};
