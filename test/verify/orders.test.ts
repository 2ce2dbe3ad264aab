// Rules whose rows KQL leaves open, on an engine that follows Splunk's documented rules: any of the rows is right, and no other.
import { describe, expect, test } from 'vitest';
import { backends } from '../../src/backends/registry.ts';
import { frontEnd } from '../../src/compile.ts';
import type { Answer, Engine } from '../../src/engines/engine.ts';
import { splEngine } from '../../src/engines/splunk/documented.ts';
import type { Row } from '../../src/eval/value.ts';
import { datetimeOfText } from '../../src/eval/values/time.ts';
import { ticksPerMilli, unixEpochTicks } from '../../src/ir/types.ts';
import { expectedOf, settledBy } from '../../src/verify/expected.ts';
import { outcomeLine } from '../../src/verify/report/words.ts';
import { heldEvents, type Subject, subjectOf } from '../../src/verify/subject.ts';
import { verifyRule } from '../../src/verify/verify.ts';
import type { Witness } from '../../src/verify/witness.ts';
import { regexEngine } from '../support/pcre2.ts';
import { unitOf } from '../support/stages.ts';

const now = datetimeOfText('2026-01-10T00:00:00Z') ?? 0n;
const clock = Number((now - unixEpochTicks) / ticksPerMilli);
const splunk = splEngine({ takes: 'spl', regex: regexEngine, now: () => clock });

/** The engine, its answers changed. */
const changing = (change: (answer: Answer) => Answer): Engine => ({
  ...splunk,
  load: async (data) => {
    const loaded = await splunk.load(data);
    return { ...loaded, ask: async (text) => change(await loaded.ask(text)) };
  },
});

const verdictOn = async (kql: string, engine: Engine): Promise<string> => {
  const unit = unitOf(kql);
  if (!unit) throw new Error(`no rule: ${kql}`);
  const engines = [{ name: 'splunk', takes: 'spl', engine }];
  for await (const one of verifyRule(unit, { targets: ['spl'], engines, seed: 1, clock: () => now }))
    return outcomeLine(one)
      .replace(/ under .*?\)/, '')
      .replace(/; left out.*/, '');
  throw new Error('no verdict');
};

const subjectFor = (kql: string): Subject => {
  const unit = unitOf(kql);
  const backend = backends.get('spl');
  const { bound, normal } = unit ? frontEnd(unit, {}) : { bound: null, normal: null };
  const subject = unit && bound && normal && backend ? subjectOf(unit, { bound, normal }, backend, {}, now) : null;
  if (!subject) throw new Error(`no subject: ${kql}`);
  return subject;
};

/** Events of a table that hold these texts; `count` of each. */
const eventsOf = ({ uses }: Subject, table: string, count: number, cells: Readonly<Record<string, string>>): readonly Witness[] => {
  const columns = uses.find(({ name }) => name === table)?.columns ?? [];
  const row: Row = columns.map(({ name, type }) => (type === 'datetime' ? now : (cells[name] ?? (type === 'string' ? '' : null))));
  return Array.from({ length: count }, () => ({ table, columns, row, about: { role: 'group', span: null, what: '' }, nearNow: false }));
};

type Rows = Extract<Answer, { kind: 'rows' }>;

const withRows = (change: (answer: Rows) => Rows['rows']): Engine =>
  changing((answer) => (answer.kind === 'rows' ? { ...answer, rows: change(answer) } : answer));

describe('the row that innerunique keeps', () => {
  const rule =
    'DeviceProcessEvents | project DeviceId, FileName | join (DeviceFileEvents | project DeviceId, FolderPath) on DeviceId | project DeviceId, FileName';

  test('is any of those with one key', async () => {
    const other =
      'DeviceProcessEvents | project DeviceId, FileName | join (DeviceFileEvents | project DeviceId, FolderPath) on DeviceId | where FileName != "a.exe"';
    expect(await verdictOn(other, splunk)).toBe('equal as far as KQL settles the rows');
  });

  test('is one for each key', async () => {
    expect(
      await verdictOn(
        rule,
        withRows(({ rows }) => rows.slice(1)),
      ),
    ).toBe('DIFFERENT');
  });

  test('has the key of the other side', async () => {
    expect(
      await verdictOn(
        rule,
        withRows(({ columns, rows }) => rows.map((row) => row.map((cell, at) => (columns[at] === 'DeviceId' ? `${String(cell)}x` : cell)))),
      ),
    ).toBe('DIFFERENT');
  });
});

describe('sorted rows', () => {
  const rule = 'DeviceProcessEvents | where FileName has "a" | distinct FileName | sort by FileName asc';

  test('come in their order', async () => {
    expect(await verdictOn(rule, splunk)).toBe('equal');
  });

  test('are wrong in the opposite one', async () => {
    expect(
      await verdictOn(
        rule,
        withRows(({ rows }) => [...rows].reverse()),
      ),
    ).toBe('DIFFERENT');
  });
});

test('a column whose name Splunk does not allow comes back under another', async () => {
  expect(await verdictOn('DeviceProcessEvents | where FileName == "a.exe" | project ["a b"] = FileName, ["$c"] = DeviceName', splunk)).toBe(
    'equal',
  );
});

describe('events that are too many', () => {
  const pairs = subjectFor('DeviceProcessEvents | project DeviceId | join kind=inner (DeviceFileEvents | project DeviceId) on DeviceId');
  const one = (count: number): readonly Witness[] => [
    ...eventsOf(pairs, 'DeviceProcessEvents', count, { DeviceId: 'a' }),
    ...eventsOf(pairs, 'DeviceFileEvents', count, { DeviceId: 'a' }),
  ];

  test('are halved until their pairs can be counted', () => {
    const { kept, leftOut } = heldEvents(pairs, one(300));
    expect([kept.length, leftOut.filter(({ code }) => code === 'RMMC7007')]).toEqual([300, [{ code: 'RMMC7007', events: 300 }]]);
  });

  test('are kept where they are few', () => {
    expect(heldEvents(pairs, one(20))).toMatchObject({ kept: { length: 40 }, leftOut: [] });
  });
});

describe('a list', () => {
  const lists = subjectFor('DeviceProcessEvents | summarize L = make_list(FileName), N = count() by DeviceName');

  test.each([
    [100, ['DeviceName', 'L', 'N']],
    [101, ['DeviceName', 'N']],
  ])('of %s values: %j are compared', (count, columns) => {
    const events = eventsOf(lists, 'DeviceProcessEvents', count, { FileName: 'a.exe', DeviceName: 'h' });
    expect(settledBy(expectedOf(lists, lists.bound, events)).manner.columns).toEqual(columns);
  });
});
