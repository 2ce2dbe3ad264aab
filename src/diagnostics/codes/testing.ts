// RMMC71xx: files of rule tests (`rmmc test`).
import { says } from './says.ts';

export const testingCodes = {
  RMMC7101: says<{ file: string }>(
    'error',
    (p) => `there is no rule \`${p.file}\` beside the tests`,
    () => 'name the rule file with `rule:`',
  ),
  RMMC7102: says<{ id: string; suggestion?: string }>(
    'error',
    (p) => `no event of this test has the id \`${p.id}\``,
    (p) => (p.suggestion ? `did you mean \`${p.suggestion}\`?` : 'give an event this `id`'),
  ),
  RMMC7103: says<{ found: string }>(
    'error',
    (p) => `\`${p.found}\` is no point in time`,
    () => 'write `now: 2026-01-05T00:00:00Z`',
  ),
  RMMC7104: says<{ column: string; table: string; type: string }>(
    'error',
    (p) => `the value of \`${p.column}\` is no ${p.type}, the type of that column of ${p.table}`,
    () => 'write the value as the table would hold it',
  ),
  RMMC7105: says<{ column: string; table: string; suggestion?: string }>(
    'error',
    (p) => `${p.table} has no column \`${p.column}\``,
    (p) => (p.suggestion ? `did you mean \`${p.suggestion}\`?` : 'leave the value out, or add the column to the schema in rmmc.yaml'),
  ),
  RMMC7106: says<{ table: string; suggestion?: string }>(
    'error',
    (p) => `the rule does not read the table \`${p.table}\``,
    (p) => (p.suggestion ? `did you mean \`${p.suggestion}\`?` : 'leave these events out'),
  ),
  RMMC7107: says(
    'error',
    () => 'this test expects nothing',
    () => 'add `matches: [ids]` (an empty list for none) or `rows: […]`',
  ),
} as const;
