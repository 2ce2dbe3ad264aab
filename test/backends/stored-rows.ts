// A table use for tests, rows of arbitrary cells, and what holds for every target: settled rows stay, and have an event.
import fc from 'fast-check';
import { expect } from 'vitest';
import type { TargetOptions, TargetProfile } from '../../src/backends/shared/fields.ts';
import type { KqlCell, Proof, StoredTable, TableUse } from '../../src/backends/shared/proof.ts';
import { builtinSchema } from '../../src/frontend/schema/schema.ts';
import { ticksOfIso } from '../../src/ir/time.ts';
import type { Column, ScalarType } from '../../src/ir/types.ts';

export interface UseOptions {
  readonly read?: readonly string[];
  readonly named?: Readonly<Record<string, readonly string[]>>;
  readonly only?: Readonly<Record<string, string>>;
  readonly profile?: TargetProfile;
  readonly options?: TargetOptions;
}

const strict: TargetOptions = { unmapped: 'error' };

/** Columns as `Name` (text) or `Name:type`. All are read unless `read` says otherwise. */
export const useOf = (name: string, columns: string, more: UseOptions = {}): TableUse => {
  const list = columns.split(' ').map((one): Column => {
    const [column = '', type = 'string'] = one.split(':');
    return { name: column, type: type as ScalarType };
  });
  return {
    name,
    columns: list,
    read: new Set(more.read ?? list.map((column) => column.name)),
    named: new Map(Object.entries(more.named ?? {})),
    ...(more.only ? { only: new Map(Object.entries(more.only)) } : {}),
  };
};

/** @throws when the table has no place */
export const stored = (proof: Proof, name: string, columns: string, more: UseOptions = {}): StoredTable => {
  const table = proof.store(useOf(name, columns, more), more.profile ?? {}, more.options ?? strict);
  if (!table) throw new Error(`${name} has no place`);
  return table;
};

/** The settled row and its event with blanks stored; null when the place never holds such a row. */
export const tried = (
  table: StoredTable,
  ...row: readonly KqlCell[]
): { readonly row: readonly KqlCell[]; readonly event: object } | null => {
  const settled = table.settled(row);
  return settled && { row: settled, event: table.event(settled, 'stored') };
};

/** @throws when it is no time */
export const at = (iso: string): bigint => {
  const ticks = ticksOfIso(iso);
  if (ticks === null) throw new Error(iso);
  return ticks;
};

const texts = fc.oneof(
  fc.constantFrom(
    '',
    'null',
    'a.exe',
    'C:\\Users\\x\\a.exe',
    'C:\\dir\\',
    '\\',
    'CORP\\bob',
    'hkey_local_machine\\Software\\X',
    'HKLM',
    'HKEY_USERS',
    'FileCreated',
    'filecreated',
    'ProcessCreated',
    'start',
    'LogonSuccess',
    'RegistryValueSet',
    'ConnectionSuccess',
    'Interactive',
    'Tcp',
    '10.0.0.1',
    '::FFFF:10.0.0.1',
    '2001:DB8:0:0:1:0:0:1',
    '010.1.1.1',
    '443',
    '0x1F',
    'true',
    '2024-01-02T03:04:05.1234567Z',
    '{"a":{"b":[1,2.5,null]},"user":{"id":"x"}}',
    '[1,"x"]',
    'AdvancedHunting-DeviceInfo',
  ),
  fc.string({ unit: 'grapheme' }),
);

const dynamics = fc.letrec<{ value: KqlCell }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.constant(null),
    fc.boolean(),
    fc.bigInt({ min: -5n, max: 5n }),
    texts,
    fc.array(tie('value'), { maxLength: 2 }),
    fc
      .array(
        fc.tuple(
          fc.constantFrom('browser', 'city', 'user', 'id', 'geoCoordinates', 'latitude', 'errorCode', 'eventCategory', 'x'),
          tie('value'),
        ),
        {
          maxLength: 3,
        },
      )
      .map((entries) => new Map(entries)),
  ),
})).value;

const ticks = fc.bigInt({ min: at('1990-01-01'), max: at('2050-01-01') });
const longs = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -3n, max: 70_000n }));

const cells: Readonly<Record<ScalarType, fc.Arbitrary<KqlCell>>> = {
  string: texts,
  unknown: texts,
  guid: fc.option(fc.uuid()),
  bool: fc.option(fc.boolean()),
  int: fc.option(fc.bigInt({ min: -(2n ** 31n), max: 2n ** 31n - 1n })),
  long: fc.option(longs),
  real: fc.option(fc.double()),
  decimal: fc.option(fc.constantFrom('0', '1.10', '-12.5')),
  datetime: fc.option(ticks),
  timespan: fc.option(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })),
  dynamic: dynamics,
};

/** A row of a table with some of its columns read and some texts named. */
const rowsOf = (name: string, columns: readonly Column[]) =>
  fc.record({
    row: fc.tuple(...columns.map(({ type }) => cells[type])),
    use: fc
      .record({
        read: fc.subarray([...columns.map((column) => column.name)]),
        named: fc.dictionary(fc.constantFrom(...columns.map((column) => column.name)), fc.array(texts, { maxLength: 2 }), { maxKeys: 3 }),
      })
      .map(({ read, named }): TableUse => ({ name, columns, read: new Set(read), named: new Map(Object.entries(named)) })),
  });

/** For rows of the shipped tables: settling twice is settling once, and every field of the event is announced. */
export const holdsForShippedTables = (
  proof: Proof,
  tables: readonly string[],
  announced: (field: string, table: StoredTable) => boolean,
): void => {
  for (const name of tables) {
    const schema = builtinSchema().table(name, 'defender');
    if (!schema) continue;
    const columns = [...schema.columns, ...schema.extra];
    fc.assert(
      fc.property(rowsOf(name, columns), fc.constantFrom('stored' as const, 'absent' as const), ({ row, use }, blanks) => {
        const table = proof.store(use, {}, strict);
        if (!table) throw new Error(`${name} has no place`);
        const settled = table.settled(row);
        if (!settled) return;
        expect(table.settled(settled)).toEqual(settled);
        const event = table.event(settled, blanks);
        expect(Object.keys(event).filter((field) => !announced(field, table))).toEqual([]);
        expect(Object.values(event).filter((value) => value === null || value === undefined)).toEqual([]);
      }),
      { numRuns: 12 },
    );
  }
};
