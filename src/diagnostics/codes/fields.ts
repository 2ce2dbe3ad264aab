// RMMC40xx: field mapping.
import { says } from './says.ts';

export const fieldCodes = {
  RMMC4001: says<{ table: string; target: string; note?: string }>(
    'fidelity',
    (p) => `table ${p.table} has no mapping for ${p.target}${p.note ? ` (${p.note})` : ''}`,
    (p) => `map it in rmmc.yaml under profiles.<name>.${p.target}.tables.${p.table}, or translate with --unmapped keep`,
  ),
  RMMC4002: says<{ column: string; table: string; target: string; note?: string }>(
    'fidelity',
    (p) => `column ${p.table}.${p.column} has no field in ${p.target}${p.note ? ` (${p.note})` : ''}`,
    (p) => `map it in rmmc.yaml under profiles.<name>.${p.target}.tables.${p.table}.fields.${p.column}, or translate with --unmapped keep`,
  ),
};
