// A join and what is looked at behind it in; what each side has to give, which side's rows stay, and how the other's columns come to them, out.

import { match, P } from 'ts-pattern';
import type { Expr } from '../../../ir/expr.ts';
import { frameOf, withNumbered } from '../../../ir/frame.ts';
import type { Named, Pipeline, Step, StepOf } from '../../../ir/pipeline.ts';
import { columnsRead } from '../../../ir/traverse.ts';
import type { Frame } from '../../../ir/types.ts';
import { isLookup } from '../../shared/lookups.ts';
import type { Demand } from '../demand.ts';

export type Join = StepOf<'join'>;

/** Which rows stay: of `main` those with a partner, those without one, or all; `rest`: and those of the other side without one. */
export interface Shape {
  readonly main: 'left' | 'right';
  readonly keeps: 'paired' | 'unpaired' | 'all';
  readonly rest: boolean;
  /** The columns of the other side come along: `once` when it has one row for a key at most. `none`: only whether there is one counts. */
  readonly brings: 'none' | 'once' | 'each';
  /** One row of the left side for each key stays. */
  readonly thins: boolean;
}

/** Names of the right side's columns behind the join, with their own names. */
export const rightNames = (left: Frame, join: Join): ReadonlyMap<string, string> => {
  const right = frameOf(join.right);
  if (join.mode === 'rightsemi' || join.mode === 'rightanti') return new Map(right.columns.map(({ name }) => [name, name]));
  if (join.mode === 'leftsemi' || join.mode === 'leftanti') return new Map();
  const keys = new Set(join.merged ? join.on.flatMap(({ right: key }) => (key.kind === 'column' ? [key.name] : [])) : []);
  const others = right.columns.filter((column) => !keys.has(column.name));
  const numbered = withNumbered(left.columns, others).slice(left.columns.length);
  return new Map(numbered.map((column, at) => [column.name, others[at]?.name ?? column.name]));
};

/** Columns of one side that are looked at behind the join, by their names there, with their own names. */
export interface Wanted {
  readonly left: ReadonlyMap<string, string>;
  readonly right: ReadonlyMap<string, string>;
}

export const wantedOf = (left: Frame, join: Join, names: ReadonlySet<string>): Wanted => {
  const right = rightNames(left, join);
  const rightOnly = join.mode === 'rightsemi' || join.mode === 'rightanti';
  const leftOnly = join.mode === 'leftsemi' || join.mode === 'leftanti';
  const own = new Set(left.columns.map(({ name }) => name));
  const open = frameOf(join.right).open && !left.open;
  const fromRight = (name: string): boolean => !leftOnly && (rightOnly || (!own.has(name) && (right.has(name) || open)));
  const all = [...names];
  return {
    left: new Map(all.filter((name) => !fromRight(name)).map((name) => [name, name])),
    right: new Map(all.filter(fromRight).map((name) => [name, right.get(name) ?? name])),
  };
};

/** What a side gives: the columns that are looked at behind it, and those that its keys read. */
export const demandOf = (wanted: ReadonlyMap<string, string>, keys: readonly Expr[], computed: ReadonlySet<string>): Demand => ({
  names: new Set([...wanted.values(), ...keys.flatMap(columnsRead)]),
  computed: new Set([...wanted].filter(([name]) => computed.has(name)).map(([, own]) => own)),
});

const renamedBack = (names: ReadonlySet<string>, columns: readonly Named[], drops: boolean): ReadonlySet<string> => {
  const made = new Map(columns.map((column) => [column.name, column.expr]));
  return new Set(
    [...names].flatMap((name) => {
      const expr = made.get(name);
      if (expr === undefined) return drops ? [] : [name];
      return expr.kind === 'column' ? [expr.name] : [];
    }),
  );
};

const isUniqueSource = ({ source }: Pipeline, names: ReadonlySet<string>): boolean => {
  if (isLookup(source)) return source.lookup.from === 'profile' && names.size > 0;
  if (source.kind !== 'rows') return false;
  const at = source.columns.flatMap((column, index) => (names.has(column.name) ? [index] : []));
  const values = source.rows.map((row) => at.map((index) => row[index]));
  const shown = values.map((cells) =>
    cells.map((cell) => (cell?.kind === 'literal' ? `${typeof cell.value} ${String(cell.value)}` : null)),
  );
  return shown.every((cells) => !cells.includes(null)) && new Set(shown.map((cells) => JSON.stringify(cells))).size === shown.length;
};

/** The names before a step of columns that still hold the same values; true and false settle the matter. */
const stepBack = (step: Step, names: ReadonlySet<string>): ReadonlySet<string> | boolean =>
  match(step)
    .returnType<ReadonlySet<string> | boolean>()
    .with({ kind: P.union('filter', 'sort', 'limit', 'present', 'reorder', 'drop') }, () => names)
    .with({ kind: 'extend' }, (s) => renamedBack(names, s.columns, false))
    .with({ kind: 'project' }, (s) => renamedBack(names, s.columns, true))
    .with({ kind: 'rename' }, (s) => {
      const from = new Map(s.pairs.map((pair) => [pair.to, pair.from]));
      return new Set([...names].map((name) => from.get(name) ?? name));
    })
    .with({ kind: 'aggregate' }, (s) => s.by.every((key) => names.has(key.name)))
    .with({ kind: 'join' }, (s) => (s.mode === 'leftsemi' || s.mode === 'leftanti' ? names : false))
    .with(
      {
        kind: P.union(
          ...(['expand', 'apply', 'capture', 'pairs', 'tuple', 'series', 'plugin', 'nest', 'sample', 'partition'] as const),
          ...(['describe', 'scan', 'similar', 'hitters', 'split', 'graph', 'discard'] as const),
        ),
      },
      () => false,
    )
    .exhaustive();

/** True when no two rows have the same values of the keys. */
export const isUnique = (query: Pipeline, keys: readonly Expr[]): boolean => {
  let names: ReadonlySet<string> = new Set(keys.flatMap((key) => (key.kind === 'column' ? [key.name] : [])));
  for (const step of [...query.steps].reverse()) {
    const before = stepBack(step, names);
    if (typeof before === 'boolean') return before;
    names = before;
  }
  return isUniqueSource(query, names);
};

interface Facts {
  readonly leftUnique: boolean;
  readonly rightUnique: boolean;
  /** Nothing but keys is looked at behind. */
  readonly leftBare: boolean;
  readonly rightBare: boolean;
}

const alone = (main: Shape['main'], keeps: Shape['keeps']): Shape => ({ main, keeps, rest: false, brings: 'none', thins: false });

/** Where rows pair: the side whose rows stay is the one that can have several for a key, if there is only one such. */
const paired = (f: Facts, thins: boolean): Shape => {
  const leftOnce = f.leftUnique || thins;
  if (leftOnce && f.leftBare) return alone('right', 'paired');
  if (f.rightUnique)
    return { main: 'left', keeps: 'paired', rest: false, brings: f.rightBare ? 'none' : 'once', thins: thins && !f.leftUnique };
  if (leftOnce) return { main: 'right', keeps: 'paired', rest: false, brings: 'once', thins: thins && !f.leftUnique };
  return { main: 'left', keeps: 'paired', rest: false, brings: 'each', thins: false };
};

const outer = (main: Shape['main'], rest: boolean, once: boolean): Shape => ({
  main,
  keeps: 'all',
  rest,
  brings: once ? 'once' : 'each',
  thins: false,
});

export const shapeOf = (join: Join, f: Facts): Shape =>
  match(join.mode)
    .with('leftsemi', () => alone('left', 'paired'))
    .with('leftanti', () => alone('left', 'unpaired'))
    .with('rightsemi', () => alone('right', 'paired'))
    .with('rightanti', () => alone('right', 'unpaired'))
    .with('inner', () => paired(f, false))
    .with('innerunique', () => paired(f, true))
    .with('leftouter', () => outer('left', false, f.rightUnique))
    .with('rightouter', () => outer('right', false, f.leftUnique))
    .with('fullouter', () => outer('left', true, f.rightUnique))
    .exhaustive();
