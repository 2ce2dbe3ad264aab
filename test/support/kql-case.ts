// A KQL query and a seed in; its rows, the evaluator's answer for any order of them, and the same question for another engine out.

import { frontEnd } from '../../src/compile.ts';
import type { Tables } from '../../src/eval/still-world.ts';
import type { Relation, Row } from '../../src/eval/value.ts';
import type { UserTables } from '../../src/frontend/schema/schema.ts';
import type { Query } from '../../src/ir/pipeline.ts';
import { visitPipeline } from '../../src/ir/traverse.ts';
import { dice } from './kql-arbitrary.ts';
import { caseFor, type EngineCase, narrowed, oursOf } from './kql-engines.ts';
import { rowsFor } from './rows-for.ts';
import { unitOf } from './stages.ts';

export interface CaseOptions {
  /** Ticks: what `now()` is. */
  readonly now: bigint;
  readonly seed: number;
  /** The query is asked in other words, over rows that are made for it as it is. */
  readonly rewrite?: (query: string) => string;
  /** Changes the rows. */
  readonly change?: (tables: Tables) => Tables;
}

export interface KqlCase {
  readonly id: string;
  readonly query: string;
  readonly asked: EngineCase;
  readonly ours: Relation;
  /** The evaluator's answer when the tables' rows come in another order; order 0 is the one that both were asked with. */
  readonly inOrder: (order: number) => Relation;
}

/** `refused`: by the evaluator, with its reason; `broken`: no query that can be bound, or one on tables that no schema has. */
export type Prepared =
  | ({ readonly kind: 'case' } & KqlCase)
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'broken'; readonly reason: string };

const undeclaredIn = (query: Query): string | null => {
  let found: string | null = null;
  visitPipeline(query.pipeline, {
    source: (source) => {
      if (source.kind === 'table' && !source.declared) found = source.name;
    },
  });
  return found;
};

/** Order 1 turns the rows round, others shuffle them. */
const reordered = (rows: readonly Row[], order: number): readonly Row[] => {
  if (order < 2) return order === 0 ? rows : rows.toReversed();
  const roll = dice(order);
  const mixed = [...rows];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = roll(at + 1);
    const held = mixed[at] ?? [];
    mixed[at] = mixed[other] ?? [];
    mixed[other] = held;
  }
  return mixed;
};

const inAnotherOrder = (tables: Tables, order: number): Tables =>
  new Map([...tables].map(([name, { columns, rows }]) => [name, { columns, rows: reordered(rows, order) }]));

/** The tables as they are given are all that there is of them: a union has no other columns. */
const schemaOf = (tables: Tables): UserTables =>
  new Map(
    [...tables].map(([name, { columns }]) => [
      name,
      { columns, timeColumn: columns.find((column) => column.name === 'Timestamp' || column.name === 'TimeGenerated')?.name ?? null },
    ]),
  );

export const preparedCase = (id: string, query: string, options: CaseOptions): Prepared => {
  const { now, seed, rewrite = (text) => text, change = (tables) => tables } = options;
  const unit = unitOf(query);
  const first = unit ? frontEnd(unit, {}).bound : null;
  if (!unit || !first) return { kind: 'broken', reason: 'no query that can be bound' };
  const undeclared = undeclaredIn(first);
  if (undeclared !== null) return { kind: 'broken', reason: `no schema has ${undeclared}` };
  const tables = change(narrowed(rowsFor(first, { now, seed, rows: 30, grain: 10n, foreign: false }), unit.source.text));
  const text = rewrite(unit.source.text);
  const asked = unitOf(text);
  const { bound } = frontEnd(asked ?? unit, { tables: schemaOf(tables) });
  if (!asked || !bound) return { kind: 'broken', reason: 'no query that can be bound over these tables' };
  const ours = oursOf(bound, now, tables);
  if (typeof ours === 'string') return { kind: 'refused', reason: ours };
  const inOrder = (order: number): Relation => {
    const again = order === 0 ? ours : oursOf(bound, now, inAnotherOrder(tables, order));
    if (typeof again === 'string') throw new Error(`${id}: ${again}`);
    return again;
  };
  return { kind: 'case', id, query, asked: caseFor(id, text, now, tables), ours, inOrder };
};
