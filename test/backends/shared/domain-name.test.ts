// Rows with an account that stands in one pair of fields or another, by the kind of the event, in; what the event holds and what the row reads there, out.
import { expect, test } from 'vitest';
import { proof as esql } from '../../../src/backends/esql/proof.ts';
import type { KqlCell } from '../../../src/backends/shared/proof.ts';
import { proof as spl } from '../../../src/backends/spl/proof.ts';

const columns = [
  { name: 'EventID', type: 'int' },
  { name: 'Account', type: 'string' },
  { name: 'TargetUserName', type: 'string' },
] as const;
const use = { name: 'SecurityEvent', columns, read: new Set(['EventID', 'Account']), named: new Map(), only: new Map() };

const stored = (proof: typeof esql, row: readonly KqlCell[]) => {
  const table = proof.store(use, {}, { unmapped: 'error' });
  const settled = table?.settled(row) ?? [];
  const event = Object.entries(table?.event(settled, 'absent') ?? {}).filter(([name]) => /Subject|Target/.test(name));
  return [settled, Object.fromEntries(event.map(([name, value]) => [name.replace('winlog.event_data.', ''), value]))];
};

test.each([
  ['a logon', [4624n, 'CORP\\ann', 'ann'], [4624n, 'CORP\\ann', 'ann'], { TargetDomainName: 'CORP', TargetUserName: 'ann' }],
  ['a logon of two names', [4624n, 'CORP\\ann', 'bob'], [4624n, 'CORP\\ann', 'ann'], { TargetDomainName: 'CORP', TargetUserName: 'ann' }],
  [
    'a new process',
    [4688n, 'CORP\\ann', 'bob'],
    [4688n, 'CORP\\ann', 'bob'],
    { SubjectDomainName: 'CORP', SubjectUserName: 'ann', TargetUserName: 'bob' },
  ],
  ['no subject', [4688n, '', 'bob'], [4688n, '\\bob', 'bob'], { TargetUserName: 'bob' }],
  ['no account', [4688n, '', ''], [4688n, '', ''], {}],
  ['no kind, no domain', [null, 'ann', ''], [null, '\\ann', ''], { SubjectUserName: 'ann' }],
] as const)('%s', (_about, row, settled, event) => {
  expect(stored(esql, row)).toEqual([settled, event]);
  expect(stored(spl, row)).toEqual([settled, event]);
});
