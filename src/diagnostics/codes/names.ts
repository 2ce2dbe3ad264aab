// RMMC20xx: names and types (the binder).
import { says } from './says.ts';

export const nameCodes = {
  RMMC2001: says<{ name: string; table: string; suggestion?: string }>(
    'warning',
    (p) => `column \`${p.name}\` is not in the schema of ${p.table}`,
    (p) => (p.suggestion ? `did you mean \`${p.suggestion}\`?` : 'check the spelling, or add the column to the schema in rmmc.yaml'),
  ),
};
