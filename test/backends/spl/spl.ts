// KQL in; the SPL search and its findings as text out, for tests of this backend.

import type { TargetProfile } from '../../../src/backends/shared/fields.ts';
import { FindingList } from '../../../src/backends/shared/findings.ts';
import { isThresholded, legalize } from '../../../src/backends/shared/legalize.ts';
import { backend } from '../../../src/backends/spl/index.ts';
import { bind } from '../../../src/frontend/bind/bind.ts';
import { parse } from '../../../src/frontend/parse.ts';
import { builtinSchema } from '../../../src/frontend/schema/schema.ts';
import { normalize } from '../../../src/ir/normalize.ts';
import { emptyMeta } from '../../../src/ir/rule.ts';
import type { ScalarType } from '../../../src/ir/types.ts';

const columns: Readonly<Record<string, ScalarType>> = {
  A: 'string',
  B: 'string',
  N: 'long',
  R: 'real',
  D: 'dynamic',
  F: 'bool',
  When: 'datetime',
  Timestamp: 'datetime',
};
const schema = builtinSchema().withTables(
  new Map([['T', { columns: Object.entries(columns).map(([name, type]) => ({ name, type })), timeColumn: 'Timestamp' }]]),
);

const plain: TargetProfile = { nullText: '', tables: { T: { constraint: null } } };

interface Emitted {
  readonly out: string;
  readonly findings: FindingList;
}

/** @throws when the query does not bind */
const emit = (text: string, profile: TargetProfile, queryPeriod: string | null): Emitted => {
  const bound = bind(parse(text).ast, schema);
  if (!bound.query) throw new Error(bound.diagnostics.map((d) => d.message).join('\n'));
  const query = normalize(bound.query);
  const findings = new FindingList(isThresholded(query), new Set());
  const context = { meta: { ...emptyMeta, queryPeriod }, profile, options: { unmapped: 'error' as const }, findings };
  const legal = legalize(backend, query, context);
  const out = findings.refused ? '' : backend.print(backend.lower(legal, context));
  return { out, findings };
};

/** The search, or the errors; assumptions are left out. A table `T` stands under its own names, without a text for null. */
export const spl = (text: string, profile: TargetProfile = plain, queryPeriod: string | null = null): string => {
  const { out, findings } = emit(text, profile, queryPeriod);
  return findings.refused
    ? findings.list
        .filter((f) => f.severity === 'error')
        .map((f) => `${f.code}: ${f.message}`)
        .join('\n')
    : out;
};

/** The findings, then the search. The profile writes a null as the text `null` when `nullText` is given. */
export const named = (text: string, nullText = '', queryPeriod: string | null = '1d'): string => {
  const { out, findings } = emit(text, { ...plain, nullText }, queryPeriod);
  const notes = findings.list.filter((f) => f.code !== 'RMMC3812').map((f) => `${f.code} ${f.fidelity}: ${f.message}`);
  return [...notes, out].join('\n');
};

/** The condition of the one filter that is left for `where`, for `T | where <condition> | project N`. */
export const where = (condition: string): string => {
  const lines = spl(`T | where ${condition} | project N`).split('\n');
  return lines
    .filter((line) => line.startsWith('| where'))
    .join('\n')
    .replace('| where ', '');
};

/** What the base search says of the same filter. */
export const base = (condition: string): string => (spl(`T | where ${condition} | project N`).split('\n')[0] ?? '').replace('index=* ', '');
