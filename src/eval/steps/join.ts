// `join`, `lookup`: the other query is run first and indexed by its keys, the rows at hand stream by. A null key, or NaN, fits nothing.
import { match } from 'ts-pattern';
import { withNumbered } from '../../ir/frame.ts';
import type { JoinMode, StepOf } from '../../ir/pipeline.ts';
import type { Column, ScalarType } from '../../ir/types.ts';
import { commonType } from '../comparison.ts';
import { argOf } from '../compile-expr.ts';
import { failed } from '../refusal.ts';
import type { Arg, Env } from '../scope.ts';
import type { Operator, Relation, Row, Sink, Value } from '../value.ts';
import { blankOf } from '../values/blank.ts';
import { convert } from '../values/convert.ts';
import { keyOfAll } from '../values/order.ts';

type Join = StepOf<'join'>;
/** The key of a row; null when it fits nothing. */
type KeyOf = (row: Row) => string | null;

const keysOf = (n: Join, left: readonly Column[], right: Relation, env: Env): { readonly left: KeyOf; readonly right: KeyOf } => {
  const pairs = n.on.map((pair) => ({
    span: pair.span,
    left: argOf(pair.left, { columns: left, env, cursor: null }),
    right: argOf(pair.right, { columns: right.columns, env, cursor: null }),
  }));
  const types = pairs.map(({ span, left: a, right: b }) => {
    const type = commonType(a.type, b.type);
    return type === 'dynamic' ? failed('a join key is dynamic; cast it explicitly', span) : type;
  });
  return {
    left: keyOfSide(
      pairs.map((pair) => pair.left),
      types,
    ),
    right: keyOfSide(
      pairs.map((pair) => pair.right),
      types,
    ),
  };
};

const keyOfSide =
  (args: readonly Arg[], types: readonly ScalarType[]): KeyOf =>
  (row) => {
    const values: Value[] = [];
    for (const [i, { get, type }] of args.entries()) {
      const value = convert(get(row), type, types[i] ?? type);
      if (value === null || Number.isNaN(value)) return null;
      values.push(value);
    }
    return keyOfAll(values, types);
  };

/** Positions of the other rows by their key. */
const indexed = (rows: readonly Row[], keyOf: KeyOf): ReadonlyMap<string, readonly number[]> => {
  const index = new Map<string, number[]>();
  for (const [at, row] of rows.entries()) {
    const key = keyOf(row);
    const known = key === null ? undefined : index.get(key);
    if (known) known.push(at);
    else if (key !== null) index.set(key, [at]);
  }
  return index;
};

const none: readonly number[] = [];

/** What a mode gives for a row at hand with its partners, and when all have passed. */
interface Plan {
  readonly columns: readonly Column[];
  readonly pass: (row: Row, partners: readonly number[], key: string | null) => void;
  readonly rest: () => void;
}

interface Sides {
  readonly left: readonly Column[];
  readonly right: Relation;
  readonly emit: (row: Row) => void;
}

const keepLeft = ({ left, emit }: Sides, wanted: boolean): Plan => ({
  columns: left,
  pass: (row, partners) => {
    if (partners.length > 0 === wanted) emit(row);
  },
  rest: () => {},
});

const keepRight = ({ right, emit }: Sides, wanted: boolean): Plan => {
  const met = new Set<number>();
  return {
    columns: right.columns,
    pass: (_row, partners) => {
      for (const at of partners) met.add(at);
    },
    rest: () => {
      for (const [at, row] of right.rows.entries()) if (met.has(at) === wanted) emit(row);
    },
  };
};

/** Rows side by side; `outer`: which sides keep their rows without a partner. `unique`: one row at hand for each key. */
const paired = (n: Join, { left, right, emit }: Sides, outer: { left: boolean; right: boolean }, unique: boolean): Plan => {
  const keys = new Set(n.merged ? n.on.flatMap(({ right: key }) => (key.kind === 'column' ? [key.name] : [])) : []);
  const slots = right.columns.flatMap(({ name }, slot) => (keys.has(name) ? [] : [slot]));
  const shown = slots.flatMap((slot) => right.columns[slot] ?? []);
  const [noLeft, noRight] = [left, shown].map((columns) => columns.map(({ type }) => blankOf(type)));
  const cells = (at: number): readonly Value[] => slots.map((slot) => right.rows[at]?.[slot] ?? null);
  const met = new Set<number>();
  const seen = new Set<string>();
  return {
    columns: withNumbered(left, shown),
    pass: (row, partners, key) => {
      if (unique && key !== null && seen.size === seen.add(key).size) return;
      for (const at of partners) emit([...row, ...cells(at)]);
      if (outer.right) for (const at of partners) met.add(at);
      if (outer.left && partners.length === 0) emit([...row, ...(noRight ?? [])]);
    },
    rest: () => {
      if (!outer.right) return;
      for (const at of right.rows.keys()) if (!met.has(at)) emit([...(noLeft ?? []), ...cells(at)]);
    },
  };
};

const planOf = (n: Join, sides: Sides): Plan =>
  match<JoinMode, Plan>(n.mode)
    .with('innerunique', () => paired(n, sides, { left: false, right: false }, true))
    .with('inner', () => paired(n, sides, { left: false, right: false }, false))
    .with('leftouter', () => paired(n, sides, { left: true, right: false }, false))
    .with('rightouter', () => paired(n, sides, { left: false, right: true }, false))
    .with('fullouter', () => paired(n, sides, { left: true, right: true }, false))
    .with('leftsemi', () => keepLeft(sides, true))
    .with('leftanti', () => keepLeft(sides, false))
    .with('rightsemi', () => keepRight(sides, true))
    .with('rightanti', () => keepRight(sides, false))
    .exhaustive();

export const join =
  (n: Join, env: Env): Operator =>
  (down): Sink => {
    let pass = (_row: Row): void => {};
    let rest = (): void => {};
    const emit = (row: Row): void => {
      env.made(n.span);
      down.push(row);
    };
    return {
      open: (left) => {
        const right = env.query(n.right);
        const keys = keysOf(n, left, right, env);
        const index = indexed(right.rows, keys.right);
        const plan = planOf(n, { left, right, emit });
        pass = (row) => {
          const key = keys.left(row);
          plan.pass(row, key === null ? none : (index.get(key) ?? none), key);
        };
        rest = plan.rest;
        down.open(plan.columns);
      },
      push: (row) => pass(row),
      end: () => {
        rest();
        down.end();
      },
      full: () => down.full(),
    };
  };
