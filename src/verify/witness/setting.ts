// A query and a clock in; its tables with the columns that their events have, and how its tests are read, out.
import { evaluate, requester, type World } from '../../eval/evaluate.ts';
import { tried } from '../../eval/refusal.ts';
import type { TableSource } from '../../eval/scope.ts';
import { suppliedTables } from '../../eval/supplied.ts';
import type { Relation, Row, Value } from '../../eval/value.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Pipeline, Query, Source, Step } from '../../ir/pipeline.ts';
import { childrenOf, hasColumn, mapStepExprs, visitPipeline } from '../../ir/traverse.ts';
import { type Column, ticksPerSecond } from '../../ir/types.ts';
import { mostRows } from '../witness.ts';
import { namesIn } from './clues.ts';
import type { Reading } from './demand.ts';
import { plainFill } from './plain.ts';
import type { Fill } from './slots.ts';

export interface Setting {
  readonly now: bigint;
  /** What stands in events where nothing is asked: the time, and a number that the seed shifts. */
  readonly base: bigint;
  readonly shift: number;
  /** By table name. */
  readonly columns: ReadonlyMap<string, readonly Column[]>;
  /** Columns that the query names. */
  readonly used: ReadonlySet<string>;
  /** Names that are read right below a column, by its name. */
  readonly parts: ReadonlyMap<string, ReadonlySet<string>>;
  readonly names: Reading['names'];
  /** The queries inside the query, the innermost first. */
  readonly inner: readonly Pipeline[];
}

export type Rows = ReadonlyMap<string, readonly Row[]>;

const tablesIn = (source: Source): readonly TableSource[] => {
  if (source.kind === 'table') return [source];
  return source.kind === 'external' || source.kind === 'stored'
    ? tried(
        () => suppliedTables(source),
        () => [],
      )
    : [];
};

const queryIn = (expr: Expr): readonly Pipeline[] =>
  expr.kind === 'textQuery' || expr.kind === 'memberQuery' || expr.kind === 'scalarQuery' ? [expr.query] : [];

const innerOf = (pipeline: Pipeline): readonly Pipeline[] => {
  const found = new Map<string, Pipeline>();
  const note = (inner: Pipeline): void => {
    const spans = [inner.source, ...inner.steps].map(({ kind, span }) => `${kind} ${span.start} ${span.end}`);
    const key = spans.join(' ');
    if (!found.has(key)) found.set(key, inner);
  };
  visitPipeline(pipeline, {
    expr: (expr) => queryIn(expr).forEach(note),
    step: (step) => {
      if (step.kind === 'join') note(step.right);
      if (step.kind === 'plugin') for (const arg of step.args) if (arg.kind === 'rows') note(arg.query);
    },
  });
  return [...found.values()];
};

/** Columns without a schema that a step names itself, not in the queries inside it. */
const mentionedIn = (step: Step, inside: ReadonlySet<Expr>): readonly string[] => {
  const names: string[] = [];
  mapStepExprs(step, {
    expr: (expr) => {
      if (expr.kind === 'column' && !expr.declared && !inside.has(expr)) names.push(expr.name);
      return expr;
    },
  });
  return names;
};

const rightNames = (step: Step): readonly string[] => {
  if (step.kind !== 'join') return [];
  const names: string[] = step.on.flatMap(({ right }) => (right.kind === 'column' && !right.declared ? [right.name] : []));
  visitPipeline(step.right, { expr: (expr) => expr.kind === 'column' && !expr.declared && names.push(expr.name) });
  return names;
};

/** Of the columns that no schema has, those of the tables that a pipeline begins with: behind a join only what its other side does not name. */
const ownMentions = (pipeline: Pipeline, inside: ReadonlySet<Expr>): ReadonlySet<string> => {
  const own = new Set<string>();
  const others = new Set<string>();
  for (const step of pipeline.steps) {
    const keys = step.kind === 'join' ? step.on.flatMap(({ left }) => (left.kind === 'column' && !left.declared ? [left.name] : [])) : [];
    const bare: Step = step.kind === 'join' ? { ...step, on: [], right: { source: step.right.source, steps: [] } } : step;
    for (const name of [...keys, ...mentionedIn(bare, inside)]) if (!others.has(name)) own.add(name);
    for (const name of rightNames(step)) others.add(name);
  }
  return own;
};

const columnsByTable = (query: Pipeline, inner: readonly Pipeline[]): ReadonlyMap<string, readonly Column[]> => {
  const found = new Map<string, Map<string, Column>>();
  const inside = new Set<Expr>();
  for (const one of inner) visitPipeline(one, { expr: (expr) => expr.kind === 'column' && inside.add(expr) });
  const request = requester(query);
  const note = (pipeline: Pipeline, outer: ReadonlySet<string>, nested: ReadonlySet<Expr>): void => {
    const mentions = new Set([...outer, ...ownMentions(pipeline, nested)]);
    const { source } = pipeline;
    if (source.kind === 'union') for (const branch of source.branches) note(branch, mentions, nested);
    if (source.kind === 'search' || source.kind === 'find') for (const branch of source.among ?? []) note(branch, mentions, nested);
    for (const table of tablesIn(source)) {
      const known = found.get(table.name) ?? new Map<string, Column>();
      for (const column of request(table).columns) {
        if (mentions.has(column.name) || table.frame.columns.includes(column)) known.set(column.name, column);
      }
      found.set(table.name, known);
    }
  };
  note(query, new Set(), inside);
  for (const one of inner) note(one, new Set(), new Set());
  return new Map([...found].map(([name, columns]) => [name, [...columns.values()]]));
};

export const settingOf = (query: Query, now: bigint, seed: number): Setting => {
  const inner = innerOf(query.pipeline);
  const used = new Set<string>();
  const parts = new Map<string, Set<string>>();
  visitPipeline(query.pipeline, {
    expr: (expr) => {
      if (expr.kind === 'column') used.add(expr.name);
      if (expr.kind !== 'path' || expr.base.kind !== 'column' || expr.key.kind !== 'literal') return;
      const { value } = expr.key;
      if (typeof value === 'string') parts.set(expr.base.name, new Set(parts.get(expr.base.name)).add(value));
    },
  });
  return {
    now,
    base: now - 3n * 3600n * ticksPerSecond - BigInt((seed >>> 0) % 600) * ticksPerSecond,
    shift: ((seed >>> 0) % 97) * 10,
    columns: columnsByTable(query.pipeline, inner),
    used,
    parts,
    names: namesIn(query.pipeline),
    inner,
  };
};

/** Tables hold the rows given, in the columns of the setting; a table that is not known is empty. */
export const worldOver = (setting: Setting, rows: Rows): World => ({
  now: setting.now,
  random: () => 0.5,
  mostRows,
  table: ({ table, columns }): Relation => ({
    columns: setting.columns.get(table.name) ?? columns,
    rows: rows.get(table.name) ?? [],
  }),
});

const nothing = { columns: [], open: false };

/** The values of a query's first column. */
export const firstColumn = (pipeline: Pipeline, world: World): readonly Fill[] =>
  tried(
    () => {
      const { columns, rows } = evaluate({ pipeline, frame: nothing }, world);
      return rows.slice(0, 30).map((row): Fill => ({ value: row[0] ?? null, type: columns[0]?.type ?? 'string' }));
    },
    () => [],
  );

const constantOf = (expr: Expr, world: World): Value => {
  if (expr.kind === 'literal') return expr.type === 'decimal' ? evaluated(expr, world) : expr.value;
  return hasColumn(expr) ? null : evaluated(expr, world);
};

const evaluated = (expr: Expr, world: World): Value => {
  const source = { kind: 'rows', span: expr.span, columns: [{ name: 'value', type: expr.type }], rows: [[expr]] } as const;
  return firstColumn({ source, steps: [] }, world)[0]?.value ?? null;
};

const spread = [0n, 1n, 60n, 300n, 3600n, 7200n, 86_400n, 172_800n, -60n, -3600n, -86_400n];

/** What may stand opposite: values of that name in other tables, the plain value, times around it. */
const opposite = (expr: Expr, setting: Setting, rows: Rows): readonly Fill[] => {
  const names = new Set<string>();
  const seek = (one: Expr, depth: number): void => {
    if (one.kind === 'column') {
      names.add(one.name);
      names.add(one.name.replace(/\d$/, ''));
      if (depth < 4) for (const behind of setting.names.get(one.name) ?? []) seek(behind, depth + 1);
      return;
    }
    for (const child of childrenOf(one)) seek(child, depth);
  };
  seek(expr, 0);
  const found: Fill[] = [];
  for (const [table, columns] of setting.columns) {
    for (const [slot, column] of columns.entries()) {
      if (!names.has(column.name)) continue;
      const known = (rows.get(table) ?? []).slice(0, 3).map((row): Fill => ({ value: row[slot] ?? null, type: column.type }));
      found.push(plainFill(column, setting.shift, setting.base), ...known);
    }
  }
  return found.flatMap((fill) => {
    const { value, type } = fill;
    if (type === 'datetime' && typeof value === 'bigint') return spread.map((by): Fill => ({ value: value + by * ticksPerSecond, type }));
    return typeof value === 'bigint' ? [fill, { value: value + 1n, type }, { value: value - 1n, type }] : [fill];
  });
};

export const readingOf = (setting: Setting, rows: Rows): Reading => {
  const world = worldOver(setting, rows);
  return {
    names: setting.names,
    constant: (expr) => constantOf(expr, world),
    column: (query) => firstColumn(query, world),
    others: (expr) => opposite(expr, setting, rows),
  };
};
