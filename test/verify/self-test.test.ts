// Rules in; queries that carry their events in themselves out: what Microsoft and the evaluator say of those in KQL, and what is refused.
import { describe, expect, test } from 'vitest';
import { backends } from '../../src/backends/registry.ts';
import type { Backend, TargetName } from '../../src/backends/shared/backend.ts';
import { frontEnd } from '../../src/compile.ts';
import { evaluate } from '../../src/eval/evaluate.ts';
import { refuse } from '../../src/eval/refusal.ts';
import { datetimeOfText } from '../../src/eval/values/time.ts';
import type { RuleUnit } from '../../src/rules/read-rules.ts';
import { readUnits } from '../../src/units.ts';
import { type SelfTest, selfTest } from '../../src/verify/self-test.ts';
import { shippedRules } from '../support/emit.ts';
import { analyze } from '../support/kusto.ts';
import { unitOf } from '../support/stages.ts';

const now = datetimeOfText('2026-01-10T00:00:00Z') ?? 0n;

const backendOf = (target: TargetName): Backend => {
  const backend = backends.get(target);
  if (!backend) throw new Error(`no target ${target}`);
  return backend;
};

const made = (unit: RuleUnit | null, target: TargetName): SelfTest => {
  if (!unit) throw new Error('no rule');
  return selfTest(unit, backendOf(target), { now, seed: 1 });
};

const textOf = (kql: string, target: TargetName = 'kql'): string => {
  const found = made(unitOf(kql), target);
  if ('why' in found) throw new Error(found.why);
  return found.text;
};

/** The one row that a query without tables gives. */
const verdictOf = (kql: string): readonly unknown[] => {
  const unit = unitOf(kql);
  const bound = unit && frontEnd(unit, {}).bound;
  if (!bound) throw new Error(`not bound: ${kql}`);
  const { rows } = evaluate(bound, {
    now: 0n,
    random: () => 0.5,
    table: ({ table }) => refuse('RMMC7001', table.span, { what: table.name }),
  });
  expect(rows).toHaveLength(1);
  return rows[0] ?? [];
};

const complaints = (kql: string): readonly string[] =>
  analyze(kql).diagnostics.flatMap(({ severity, message }) => (severity === 'Error' ? [message] : []));

describe('KQL', () => {
  test.each(shippedRules())('$file: Microsoft takes it, and it gives what its rule gives', ({ file, text }) => {
    const [unit] = readUnits(text, { file }).units;
    const found = made(unit ?? null, 'kql');
    if ('why' in found) throw new Error(found.why);
    expect(complaints(found.text)).toEqual([]);
    expect(verdictOf(found.text)).toEqual([`equal (${found.events} events)`, [], []]);
  });

  test('a table of rows that are computed, lists without an order, rows without an event', () => {
    const kql = `DeviceProcessEvents
| where Timestamp > ago(1d) and FileName has_any ("atera", "any\\\\desk")
| summarize n = count(), users = make_set(AccountName), mean = avg(ProcessId) by DeviceName
| where n > 1`;
    const text = textOf(kql);
    expect([complaints(text), verdictOf(text)[0]]).toEqual([[], expect.stringMatching(/^equal \(\d+ events\)$/)]);
    expect(text).not.toContain('ago(');
  });

  test.each([
    ['has "atera"', 'contains "atera"'],
    ['ProcessId > 4', 'ProcessId >= 4'],
    ['=~ "agent.exe"', '== "agent.exe"'],
    ['!= "SYSTEM"', '!= "SYSTEN"'],
  ])('a query with a fault says so: %s as %s', (right, wrong) => {
    const text = textOf(
      'DeviceProcessEvents | where FileName =~ "agent.exe" and ProcessCommandLine has "atera" and ProcessId > 4 and AccountName != "SYSTEM"',
    );
    expect(text.split(right)).toHaveLength(2);
    expect(verdictOf(text)[0]).toMatch(/^equal/);
    expect(verdictOf(text.replace(right, wrong))[0]).toBe('DIFFERENT');
  });

  test('the rows that differ are listed', () => {
    const [verdict, missing, unexpected] = verdictOf(
      textOf('DeviceProcessEvents | where ProcessId == 7 | summarize n = count()').replace('ProcessId == 7', 'ProcessId == 8'),
    );
    expect([verdict, missing, unexpected]).toMatchInlineSnapshot(`
      [
        "DIFFERENT",
        [
          "[4]",
        ],
        [
          "[1]",
        ],
      ]
    `);
  });

  test('rows that KQL does not settle are counted', () => {
    const text = textOf('DeviceProcessEvents | where FileName has "a" | take 3 | project FileName');
    expect([complaints(text), verdictOf(text)[0]]).toEqual([[], expect.stringMatching(/^equal/)]);
    expect(verdictOf(text.replace('take 3', 'take 2'))[0]).toBe('DIFFERENT');
  });
});

test('the same query for the same rule and seed', () => {
  const kql = 'DeviceNetworkEvents | where RemoteUrl has "atera.com"';
  for (const target of ['kql', 'spl', 'esql'] as const) expect(textOf(kql, target)).toBe(textOf(kql, target));
});

test.each([
  ['sigma', 'DeviceProcessEvents | where FileName == "a"', 'Sigma has no query that carries events'],
  ['kql', 'print x = 1', 'no event decides the rule'],
  ['kql', 'union Device* | where FileName == "a"', 'it reads tables named by a pattern, which events inside the query do not reach'],
  ['kql', 'DeviceEvents | where Timestamp > ago(ProcessId * 1s)', 'it counts from the time of the run by what stands in its rows'],
] as const)('%s: %s', (target, kql, why) => {
  expect(made(unitOf(kql), target)).toEqual({ why });
});
