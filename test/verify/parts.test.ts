// The verifier's small parts: fewest events, pinned clocks, loosened tests, comparison of results, reports.
import { describe, expect, test } from 'vitest';
import { frontEnd } from '../../src/compile.ts';
import { groupMatchingPart, isMatch } from '../../src/eval/matching.ts';
import { stillWorld } from '../../src/eval/still-world.ts';
import { datetimeOfText } from '../../src/eval/values/time.ts';
import { dumpQuery } from '../../src/ir/dump.ts';
import type { Query } from '../../src/ir/pipeline.ts';
import type { Column } from '../../src/ir/types.ts';
import { compareRows, likeness, type Manner } from '../../src/verify/compare.ts';
import { loosened } from '../../src/verify/loosen.ts';
import { originsOf } from '../../src/verify/origins.ts';
import { pinned } from '../../src/verify/pin.ts';
import { verdictObject } from '../../src/verify/report/json.ts';
import { markdown } from '../../src/verify/report/markdown.ts';
import { tallyLines } from '../../src/verify/report/tally.ts';
import { outcomeLine } from '../../src/verify/report/words.ts';
import { shrink } from '../../src/verify/shrink.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { unitOf } from '../support/stages.ts';

const normalOf = (kql: string): Query => {
  const unit = unitOf(kql);
  const normal = unit && frontEnd(unit, {}).normal;
  if (!normal) throw new Error(`not bound: ${kql}`);
  return normal;
};

describe('the fewest events', () => {
  const among = (wanted: readonly number[]) => async (part: readonly number[]) => wanted.every((one) => part.includes(one));
  const hundred = Array.from({ length: 100 }, (_, i) => i);

  test.each([[[42]], [[0]], [[99]], [[3, 77]], [[10, 11, 90]]])('that need %j are these', async (wanted) => {
    expect([...(await shrink(hundred, among(wanted), 400))].sort((a, b) => a - b)).toEqual(wanted);
  });

  test('no more tries than allowed are made, and what is left still shows it', async () => {
    let tries = 0;
    const left = await shrink(
      hundred,
      async (part) => {
        tries += 1;
        return part.includes(3) && part.includes(77);
      },
      5,
    );
    expect([tries, left.includes(3) && left.includes(77)]).toEqual([5, true]);
  });
});

describe('a pinned clock', () => {
  const now = datetimeOfText('2026-01-10T00:00:00Z') ?? 0n;

  test('writes now() and ago() out', () => {
    expect(dumpQuery(pinned(normalOf('DeviceEvents | where Timestamp between (ago(1d) .. now())'), now))).toMatchInlineSnapshot(`
      "(table DeviceEvents)
      (filter (and (ge Timestamp datetime(2026-01-09T00:00:00.0000000Z)) (le Timestamp datetime(2026-01-10T00:00:00.0000000Z))))"
    `);
  });
});

describe('a loosened test', () => {
  const loose = (kql: string, code: Parameters<typeof loosened>[1]) =>
    dumpQuery(loosened(normalOf(kql), code, { start: 0, end: kql.length }));

  test('knows no terms', () => {
    expect(loose('DeviceEvents | where FileName has "a"', 'RMMC3615')).toMatchInlineSnapshot(`
      "(table DeviceEvents)
      (filter (text contains ~ FileName "a"))"
    `);
  });

  test('ignores case', () => {
    expect(loose('DeviceEvents | where FileName == "a"', 'RMMC3704')).toMatchInlineSnapshot(`
      "(table DeviceEvents)
      (filter (text equals ~ FileName "a"))"
    `);
  });

  test('sees any value of a column in place of one, in front of the steps that cut it out', () => {
    const kql =
      'DeviceEvents | where DeviceName == "d" | extend x = parse_json(AdditionalFields) | extend Name = tostring(x.Name) | where Name has "a" or FileName == "b" | project DeviceId';
    expect(loose(kql, 'RMMC3795')).toMatchInlineSnapshot(`
      "(table DeviceEvents)
      (filter (and (text equals DeviceName "d") (or (text term ~ (tostring (parse_json AdditionalFields)) "a") (text equals FileName "b"))))
      (extend (= x (parse_json AdditionalFields)))
      (extend (= Name (tostring (path x "Name"))))
      (project DeviceId)"
    `);
    expect(loose('CloudAppEvents | where RawEventData.Op =~ "x"', 'RMMC3795')).toMatchInlineSnapshot(`
      "(table CloudAppEvents)
      (filter (text contains ~ (tostring RawEventData) ":\\"x\\""))"
    `);
  });

  test('sees the name of a registry value behind its key', () => {
    expect(loose('DeviceRegistryEvents | where RegistryKey has "run"', 'RMMC3622')).toMatchInlineSnapshot(`
      "(table DeviceRegistryEvents)
      (filter (text term ~ (strcat RegistryKey "\\\\" RegistryValueName) "run"))"
    `);
  });
});

describe('origins', () => {
  test('follow renames, keys and sets, not what is computed', () => {
    const kql =
      'DeviceEvents | extend a = FileName, b = tolower(FileName) | project-rename c = ActionType | summarize s = make_set(c), n = count() by a, b';
    expect([...originsOf(normalOf(kql))]).toEqual([
      ['a', [{ table: 'DeviceEvents', column: 'FileName' }]],
      ['s', [{ table: 'DeviceEvents', column: 'ActionType' }]],
    ]);
  });

  test('follow both sides of a join under their new names', () => {
    const kql =
      'DeviceEvents | project DeviceId, a = FileName | join kind=inner (DeviceInfo | project DeviceId, a = OSPlatform, n = strlen(OSPlatform)) on DeviceId';
    expect([...originsOf(normalOf(kql))]).toEqual([
      ['DeviceId', [{ table: 'DeviceEvents', column: 'DeviceId' }]],
      ['a', [{ table: 'DeviceEvents', column: 'FileName' }]],
      ['DeviceId1', [{ table: 'DeviceInfo', column: 'DeviceId' }]],
      ['a1', [{ table: 'DeviceInfo', column: 'OSPlatform' }]],
    ]);
  });

  test('of a union are columns that no branch computes, with their place in each', () => {
    const kql =
      'union (DeviceEvents | project a = FileName, b = ActionType), (DeviceInfo | project a = OSPlatform, b = tolower(OSVersion))';
    expect([...originsOf(normalOf(kql))]).toEqual([
      [
        'a',
        [
          { table: 'DeviceEvents', column: 'FileName' },
          { table: 'DeviceInfo', column: 'OSPlatform' },
        ],
      ],
    ]);
  });
});

describe('events that match', () => {
  const table: readonly Column[] = [
    { name: 'FileName', type: 'string' },
    { name: 'FolderPath', type: 'string' },
  ];
  const matches = (kql: string, file: string, folder: string): boolean => {
    const event = { table: 'DeviceEvents', columns: table, row: [file, folder] };
    return isMatch(groupMatchingPart(normalOf(kql)), stillWorld(new Map(), 0n), event);
  };
  const kql =
    'DeviceEvents | where FileName has "a" | summarize n = count() by k = FolderPath | extend m = n + 1 | where k has "x" and true | where n > 5 and m > 5';

  test.each([
    ['a', 'x', true],
    ['a', 'y', false],
    ['b', 'x', false],
  ])('%s in %s: what is asked of the keys of a group counts, what is asked of its size does not', (file, folder, expected) => {
    expect(matches(kql, file, folder)).toBe(expected);
  });
});

describe('comparison', () => {
  const columns: readonly Column[] = [
    { name: 'a', type: 'string' },
    { name: 's', type: 'dynamic' },
  ];
  const manner: Manner = { columns: ['a', 's'], rowsOrdered: false, arraysOrdered: false, shown: (cell) => cell };

  test('counts rows and minds no order', () => {
    const one = ['x', [1n, 2n]] as const;
    const other = ['y', [3n]] as const;
    expect(compareRows({ columns, rows: [one, other] }, { columns, rows: [other, one] }, manner)).toBe(null);
    expect(compareRows({ columns, rows: [one, one] }, { columns, rows: [one] }, manner)).toEqual({
      missing: ['a="x" | s=[1,2]'],
      unexpected: [],
    });
  });

  test('minds the order where it is settled', () => {
    const rows = [
      ['x', []],
      ['y', []],
    ] as const;
    const backwards = [...rows].reverse();
    expect(compareRows({ columns, rows }, { columns, rows: backwards }, { ...manner, rowsOrdered: true })).toEqual({
      missing: ['row 1: a="x" | s=[]'],
      unexpected: ['row 1: a="y" | s=[]'],
    });
  });

  test('takes sets without order and lists with', () => {
    const wanted = { columns, rows: [['x', [1n, 2n]]] };
    const given = { columns, rows: [['x', [2n, 1n]]] };
    expect(compareRows(wanted, given, manner)).toBe(null);
    expect(compareRows(wanted, given, { ...manner, arraysOrdered: true })).not.toBe(null);
  });

  test('a missing column and a cell of a wrong type differ', () => {
    const wanted = { columns, rows: [['x', null]] };
    expect(compareRows(wanted, { columns: columns.slice(0, 1), rows: [['x']] }, manner)).not.toBe(null);
    expect(compareRows(wanted, { columns, rows: [['x', undefined]] }, manner)).not.toBe(null);
  });

  test('likeness tells what the order of the rows changes', () => {
    const a = { columns, rows: [['x', null]] };
    const b = { columns, rows: [['y', null]] };
    const ab = { columns, rows: [...a.rows, ...b.rows] };
    const ba = { columns, rows: [...b.rows, ...a.rows] };
    expect([likeness(ab, ab, manner), likeness(ab, ba, manner), likeness(a, b, manner)]).toEqual(['ordered', 'bag', 'none']);
  });
});

describe('reports', () => {
  const base: Verdict = {
    rule: { id: null, name: 'a | b', file: 'a.kql' },
    unit: 'a',
    target: 'sigma',
    engine: { name: 'rsigma', version: '1' },
    outcome: { kind: 'equal', events: 3, matching: 1, arbitrary: false },
    under: ['RMMC3601'],
    unseen: [],
    dependsOn: [],
    leftOut: [{ code: 'RMMC3605', events: 2 }],
    undecided: [],
  };
  const different: Verdict = {
    ...base,
    outcome: {
      kind: 'different',
      difference: {
        events: [{ table: 'T', about: { role: 'boundary', span: null, what: 'upper case' }, cells: new Map([['A', '"```"']]) }],
        missing: ['T: upper case'],
        unexpected: [],
        blanks: 'absent',
        pinned: false,
      },
    },
  };

  test('in Markdown: totals, failures in fences that nothing breaks, one row per rule', () => {
    expect(markdown([base, different])).toMatchInlineSnapshot(`
      "# Equivalence by execution

      | target | engine | equal | different |
      |---|---|---|---|
      | sigma | rsigma 1 | 1 | 1 |

      ## Failures

      ### a \\| b · sigma · rsigma 1

      a.kql: DIFFERENT

      \`\`\`\`text
      (blanks are not stored)
      event of T (upper case)
          A = "\`\`\`"
      - KQL gives T: upper case
      \`\`\`\`

      ## Rules

      | rule | target | engine | verdict |
      |---|---|---|---|
      | a \\| b (a.kql) | sigma | rsigma 1 | equal under RMMC3601 (3 events, 1 match); left out: 2 by RMMC3605 |
      | a \\| b (a.kql) | sigma | rsigma 1 | DIFFERENT |
      "
    `);
  });

  test('what the answers depend on, in text, Markdown and JSON', () => {
    const open: Verdict = { ...base, leftOut: [], dependsOn: ['notOfNullIsTrue', 'sortIsStable'] };
    const line = 'equal under RMMC3601 (3 events, 1 match); depends on: notOfNullIsTrue, sortIsStable';
    expect(outcomeLine(open)).toBe(line);
    expect(markdown([open]).split('\n').at(-2)).toBe(`| a \\| b (a.kql) | sigma | rsigma 1 | ${line} |`);
    expect(verdictObject(open)).toEqual({ ...open });
    expect(outcomeLine({ ...different, dependsOn: ['sortIsStable'] })).toBe('DIFFERENT; depends on: sortIsStable');
  });

  test('totals', () => {
    expect(tallyLines([base, different, base])).toEqual(['sigma  rsigma 1: 2 equal, 1 different']);
  });
});
