// Queries and rows in; the same result at every stage of the way down out: as bound, in normal form, as each target takes it, and as the KQL written again.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { cellOf, misfit } from '../../src/data/cells.ts';
import { requester } from '../../src/eval/evaluate.ts';
import type { Tables } from '../../src/eval/still-world.ts';
import type { Relation } from '../../src/eval/value.ts';
import { datetimeOfText } from '../../src/eval/values/time.ts';
import type { Query } from '../../src/ir/pipeline.ts';
import { visitPipeline } from '../../src/ir/traverse.ts';
import type { ScalarType } from '../../src/ir/types.ts';
import { type RuleTest, readTests } from '../../src/testing/read-tests.ts';
import { absence, corpusQueries, docExamples, shared, type Trap, type TrapTable, traps } from '../support/corpus.ts';
import { shippedRules } from '../support/emit.ts';
import { dice } from '../support/kql-arbitrary.ts';
import { rowsFor } from '../support/rows-for.ts';
import { compareStages, type StagesCase, type StagesResult, unitOf } from '../support/stages.ts';

const now = datetimeOfText('2026-01-10T00:00:00Z') ?? 0n;

interface Named {
  readonly id: string;
  readonly result: StagesResult | null;
}

const compared = (id: string, text: string, rest: Omit<StagesCase, 'unit'>): Named => {
  const unit = unitOf(text, id);
  return { id, result: unit && compareStages({ unit, ...rest }) };
};

const differencesIn = (all: readonly Named[]): readonly string[] =>
  all.flatMap(({ id, result }) => (result?.differences ?? []).map((difference) => `${id} ${difference}`));

const evaluatedIn = (all: readonly Named[]): number => all.filter(({ result }) => result?.refused === null).length;

const value = (plain: unknown, type: ScalarType) => {
  const cell = cellOf(plain, type);
  return cell === misfit ? null : cell;
};

/** The events of one test of a rule. */
const eventsOf =
  ({ events }: RuleTest) =>
  ({ pipeline }: Query): Tables => {
    const tables = new Map<string, Relation>();
    const request = requester(pipeline);
    visitPipeline(pipeline, {
      source: (source) => {
        if (source.kind !== 'table') return;
        const { columns } = request(source);
        const records = events.filter(({ table }) => table === source.name).map(({ record }) => new Map(Object.entries(record)));
        tables.set(source.name, { columns, rows: records.map((record) => columns.map(({ name, type }) => value(record.get(name), type))) });
      },
    });
    return tables;
  };

const rules = shippedRules().filter(({ file }) => !file.endsWith('.test.yaml'));

test.each(rules)('$file over the events of its tests', ({ file, text }) => {
  const name = file.replace(/\.yaml$/, '.test.yaml');
  const { tests } = readTests(readFileSync(path.resolve(import.meta.dirname, '../../rules', name), 'utf8'), name);
  const all = tests.map((one) => compared(file, text, { options: {}, now: one.now, tables: eventsOf(one) }));
  expect([differencesIn(all), evaluatedIn(all), tests.length > 0]).toEqual([[], tests.length, true]);
});

test.each(rules)('$file over generated rows', ({ file, text }) => {
  const all = [1, 2, 3].map((seed) => compared(file, text, { options: {}, now, tables: (query) => rowsFor(query, { now, seed }) }));
  expect(differencesIn(all)).toEqual([]);
  expect(Math.min(...all.map(({ result }) => result?.rows ?? 0))).toBeGreaterThan(0);
});

const relationIn = ({ columns, rows }: TrapTable): Relation => {
  const typed = columns.map(({ name, type }) => ({ name, type: type as ScalarType }));
  return { columns: typed, rows: rows.map((row) => row.map((plain, i) => value(plain, typed[i]?.type ?? 'string'))) };
};

const trapCase = (trap: Trap): Named => {
  const data = new Map([trap, ...(trap.extra_tables ?? [])].map((one) => [one.table, relationIn(one)]));
  const tables = new Map([...data].map(([name, { columns }]) => [name, { columns, timeColumn: null }]));
  return compared(trap.id, trap.kql, { options: { tables }, now, tables: () => data });
};

const wantedMore = Number(process.env.RMMC_RANDOM ?? 0);

describe.skipIf(!shared)(`shared facts${absence}`, () => {
  test('traps', () => {
    const all = traps().map(trapCase);
    expect(differencesIn(all)).toEqual([]);
    expect(evaluatedIn(all)).toBe(all.length);
  });

  test('documented examples', () => {
    const all = docExamples()
      .filter(({ clean }) => clean)
      .map(({ id, query }) => compared(id, query, { options: {}, now, tables: () => new Map() }));
    expect(differencesIn(all)).toEqual([]);
    expect(evaluatedIn(all)).toBeGreaterThan(250);
  });

  test('a sample of the public queries over generated rows', { timeout: 60_000 + wantedMore * 1000 }, () => {
    const queries = corpusQueries();
    const roll = dice(20_260_110);
    const sample = Array.from({ length: 150 + wantedMore }, () => queries[roll(queries.length)]).filter((one) => one !== undefined);
    const all = sample.map(({ id, query }, seed) =>
      compared(id, query, { options: {}, now, tables: (bound) => rowsFor(bound, { now, seed, rows: 30 }) }),
    );
    expect(differencesIn(all)).toEqual([]);
    expect(evaluatedIn(all)).toBeGreaterThan(sample.length * 0.8);
    expect(all.filter(({ result }) => (result?.rows ?? 0) > 0).length).toBeGreaterThan(sample.length * 0.65);
  });
});
