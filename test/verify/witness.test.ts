// Queries in; events that decide their clauses out: which roles, which values, and that every clause of the RMM rules is decided.

import { describe, expect, test } from 'vitest';
import { frontEnd } from '../../src/compile.ts';
import { decisionsOf, isDecidedBy, isMatch, matchingPart } from '../../src/eval/matching.ts';
import { stillWorld } from '../../src/eval/still-world.ts';
import type { Relation } from '../../src/eval/value.ts';
import { textOf } from '../../src/eval/values/text.ts';
import { datetimeOfText } from '../../src/eval/values/time.ts';
import type { Query } from '../../src/ir/pipeline.ts';
import { visitPipeline } from '../../src/ir/traverse.ts';
import { witnessesOf } from '../../src/verify/witness/generate.ts';
import type { Witness, Witnesses } from '../../src/verify/witness.ts';
import { absence, rmmRules, shared } from '../support/corpus.ts';
import { unitOf } from '../support/stages.ts';

const now = datetimeOfText('2026-01-10T00:00:00Z') ?? 0n;

const boundOf = (kql: string): Query => {
  const unit = unitOf(kql);
  const bound = unit && frontEnd(unit, {}).bound;
  if (!bound) throw new Error(`not bound: ${kql}`);
  return bound;
};

const witnesses = (kql: string, seed = 1): Witnesses => witnessesOf(boundOf(kql), { now, seed });

const cell = ({ columns, row }: Witness, name: string): string => {
  const at = columns.findIndex((column) => column.name === name);
  return textOf(row[at] ?? null, columns[at]?.type ?? 'string');
};

/** The events that decide, by role, clause and one column. */
const deciding = (kql: string, column: string): readonly string[] =>
  witnesses(kql)
    .events.filter(({ about }) => about.role === 'satisfies' || about.role === 'fails')
    .map((one) => `${one.about.role} ${kql.slice(one.about.span?.start, one.about.span?.end)}: ${cell(one, column)}`);

const valuesOf = (kql: string, column: string): ReadonlySet<string> => new Set(witnesses(kql).events.map((one) => cell(one, column)));

const tablesOf = (events: readonly Witness[]): ReadonlyMap<string, Relation> =>
  new Map(
    [...new Set(events.map(({ table }) => table))].map((name) => {
      const own = events.filter(({ table }) => table === name);
      return [name, { columns: own[0]?.columns ?? [], rows: own.map(({ row }) => row) }];
    }),
  );

/** Decisions that no event makes, as text. */
const undecidedIn = (kql: string): readonly string[] => {
  const bound = boundOf(kql);
  const { events } = witnessesOf(bound, { now, seed: 1 });
  const world = stillWorld(tablesOf(events), now);
  const part = matchingPart(bound);
  const judged = events.map((event) => ({ event, matches: isMatch(part, world, event) }));
  return decisionsOf(part)
    .filter((decision) => !judged.some(({ event, matches }) => isDecidedBy(decision, world, event, matches)))
    .map(({ span }) => kql.slice(span.start, span.end));
};

test('each condition is failed by itself', () => {
  expect(deciding('DeviceProcessEvents | where FileName has "kiss" and ProcessId > 5', 'FileName')).toMatchInlineSnapshot(`
    [
      "satisfies DeviceProcessEvents: kiss",
      "fails FileName has "kiss": unrelated",
      "fails ProcessId > 5: kiss",
    ]
  `);
});

test('each needle of a list has its own row', () => {
  expect(deciding('DeviceNetworkEvents | where RemoteUrl has_any ("a.com", "b.com")', 'RemoteUrl')).toMatchInlineSnapshot(`
    [
      "satisfies DeviceNetworkEvents: a.com",
      "fails RemoteUrl has_any ("a.com", "b.com"): unrelated",
      "satisfies "a.com": a.com",
      "satisfies "b.com": b.com",
    ]
  `);
});

test('each alternative of an or, and each condition inside it', () => {
  const kql = 'DeviceProcessEvents | where FileName == "a.exe" or (FileName == "b.exe" and not(AccountName startswith "svc"))';
  expect(deciding(kql, 'FileName')).toMatchInlineSnapshot(`
    [
      "satisfies DeviceProcessEvents: a.exe",
      "fails FileName == "a.exe" or (FileName == "b.exe" and not(AccountName startswith "svc")): unrelated",
      "satisfies FileName == "a.exe": a.exe",
      "satisfies FileName == "b.exe" and not(AccountName startswith "svc"): b.exe",
      "fails FileName == "b.exe": unrelated",
      "fails not(AccountName startswith "svc"): b.exe",
    ]
  `);
});

test('a key inside a dynamic column', () => {
  const kql = 'DeviceEvents | extend p = parse_json(AdditionalFields).Proc.Name | where p == "x.exe"';
  expect(deciding(kql, 'AdditionalFields')).toMatchInlineSnapshot(`
    [
      "satisfies DeviceEvents: {"Proc":{"Name":"x.exe"},"note":"plain"}",
      "fails p == "x.exe": {"Proc":{"Name":"unrelated"},"note":"plain"}",
    ]
  `);
});

test('a key inside a dynamic column: missing, null, of another type', () => {
  const found = valuesOf('DeviceEvents | where tostring(AdditionalFields.Proc) == "x.exe"', 'AdditionalFields');
  const inner = ['{}', '{"Proc":null,"note":"plain"}', '{"Proc":7,"note":"plain"}', '{"Proc":["plain"],"note":"plain"}'];
  expect(inner.filter((text) => !found.has(text))).toEqual([]);
});

test('a needle that another holds is told, with the other', () => {
  const kql = 'DeviceNetworkEvents | where RemoteUrl has_any ("a.com", "x.a.com")';
  expect(witnesses(kql).undecided).toMatchInlineSnapshot(`
    [
      {
        "reason": "whatever holds it also holds the alternative \`a.com\`",
        "span": {
          "end": 65,
          "start": 56,
        },
      },
    ]
  `);
});

test('texts around a needle: edges of words, letter case, letters that fold to it', () => {
  const found = valuesOf('DeviceProcessEvents | where FileName has "kis"', 'FileName');
  const wanted = ['xkisera', 'kis_x', 'kis.com.evil', 'kisé', 'KIS', 'KiS', '\u212ais', 'kıs', 'kis\n', ' kis', 'ki', 'is', ''];
  expect(wanted.filter((text) => !found.has(text))).toEqual([]);
});

test('another character where the needle has one that may be a wildcard', () => {
  const found = valuesOf('DeviceProcessEvents | where FileName contains "a*b"', 'FileName');
  expect(['aqb', 'aqqb', 'ab'].filter((text) => !found.has(text))).toEqual([]);
});

test('values around a bound', () => {
  const found = valuesOf('DeviceNetworkEvents | where RemotePort >= 80', 'RemotePort');
  expect(['79', '80', '81', '0', '-1', ''].filter((text) => !found.has(text))).toEqual([]);
});

test('times near a bound that moves with the clock are marked', () => {
  const kql = 'DeviceProcessEvents | where Timestamp > ago(1d)';
  expect(
    witnesses(kql)
      .events.filter(({ nearNow }) => nearNow)
      .map((one) => cell(one, 'Timestamp'))
      .sort(),
  ).toMatchInlineSnapshot(`
    [
      "2026-01-08T23:59:59.0000000Z",
      "2026-01-08T23:59:59.9990000Z",
      "2026-01-08T23:59:59.9999999Z",
      "2026-01-09T00:00:00.0000000Z",
      "2026-01-09T00:00:00.0000001Z",
      "2026-01-09T00:00:00.0010000Z",
      "2026-01-09T00:00:01.0000000Z",
    ]
  `);
});

test('groups: the same keys again, other letter case, an empty key', () => {
  const kql = 'DeviceProcessEvents | summarize count() by AccountName';
  expect(
    witnesses(kql)
      .events.filter(({ about }) => about.role === 'group')
      .map((one) => `${one.about.what}: ${cell(one, 'AccountName')}`),
  ).toMatchInlineSnapshot(`
    [
      "the first row of a group: user910",
      "the same group, other values: user910",
      "the same group, the same values again: user910",
      "an empty AccountName: ",
      "an empty AccountName: ",
      "AccountName in other letter case: USER910",
      "AccountName with a blank behind: user910 ",
    ]
  `);
});

test('a bound on a count is decided by groups of that size', () => {
  expect(witnesses('DeviceProcessEvents | summarize c = count() by DeviceName | where c >= 4').undecided).toEqual([]);
});

test('rows that meet and rows that do not in both tables of a join', () => {
  const kql =
    'DeviceNetworkEvents | join kind=inner (DeviceProcessEvents | where FileName == "a.exe") on DeviceId | where ProcessCommandLine has "run"';
  expect([witnesses(kql).undecided, undecidedIn(kql)]).toEqual([[], []]);
});

test('a table that no schema knows', () => {
  expect(deciding('Custom_CL | where Text_s == "x" and Size_d > 3', 'Text_s')).toMatchInlineSnapshot(`
    [
      "satisfies Custom_CL: x",
      "fails Text_s == "x": unrelated",
      "fails Size_d > 3: x",
    ]
  `);
});

test('rows that stand in the query are not for events to decide', () => {
  expect(witnesses('datatable(A:string)["x"] | where A == "x"')).toMatchInlineSnapshot(`
    {
      "events": [],
      "undecided": [
        {
          "reason": "its rows stand in the query itself",
          "span": {
            "end": 24,
            "start": 0,
          },
        },
        {
          "reason": "its rows stand in the query itself",
          "span": {
            "end": 41,
            "start": 33,
          },
        },
      ],
    }
  `);
});

test('the same events for the same seed, others for another', () => {
  const kql = 'DeviceProcessEvents | where FileName has "kiss" | summarize count() by DeviceId';
  expect(witnesses(kql, 7)).toEqual(witnesses(kql, 7));
  expect(witnesses(kql, 8)).not.toEqual(witnesses(kql, 7));
});

/** The needles of the lists in a rule, by where they stand. */
const needlesIn = (query: Query): readonly string[] => {
  const found = new Set<string>();
  visitPipeline(query.pipeline, {
    expr: (expr) => {
      if (expr.kind === 'text' && expr.patterns.length > 1) for (const { span } of expr.patterns) found.add(`${span.start} ${span.end}`);
    },
  });
  return [...found];
};

describe.skipIf(!shared)(`the RMM rules${absence}`, () => {
  const rules = rmmRules().filter(({ official_parse }) => official_parse === 'ok');

  test('every clause is decided or told, and only needles that others hold are told', { timeout: 120_000 }, () => {
    const told = rules.flatMap(({ query, path }) => witnesses(query).undecided.map(({ reason }) => `${path}: ${reason}`));
    expect(told).toMatchInlineSnapshot(`
      [
        "Network Indicators/rmm__all_netconn.yaml: its rows stand in the query itself",
        "RMM/Kaseya/rmm_Kaseya_netconn.yaml: whatever holds it also holds the alternative \`kaseya.com\`",
        "RMM/Kaseya/rmm_Kaseya_netconn.yaml: whatever holds it also holds the alternative \`kaseya.net\`",
      ]
    `);
  });

  test('what is not told is decided, by single events', { timeout: 240_000 }, () => {
    const silent = rules
      .filter((_, i) => i % 4 === 0)
      .flatMap(({ query, path }) => {
        const told = new Set(witnesses(query).undecided.map(({ span }) => query.slice(span.start, span.end)));
        return undecidedIn(query).flatMap((clause) => (told.has(clause) ? [] : [`${path}: ${clause}`]));
      });
    expect(silent).toEqual([]);
  });

  test('every needle has a row of its own', { timeout: 120_000 }, () => {
    const alone = rules.flatMap(({ query, path }) => {
      const { events, undecided } = witnesses(query);
      const named = new Set(
        [
          ...events.flatMap(({ about }) => (about.role === 'satisfies' || about.role === 'fails' ? [about.span] : [])),
          ...undecided.map(({ span }) => span),
        ].map((span) => `${span?.start} ${span?.end}`),
      );
      return needlesIn(boundOf(query)).flatMap((needle) => (named.has(needle) ? [] : [`${path}: ${needle}`]));
    });
    expect(alone).toEqual([]);
  });
});
