// `aggregate`: groups by their keys, one accumulator per measure and group.
import { measureColumns } from '../../ir/frame.ts';
import type { Measure, StepOf } from '../../ir/pipeline.ts';
import type { ScalarType } from '../../ir/types.ts';
import type { Accumulator, Tally } from '../aggregates/accumulator.ts';
import { pickOf } from '../aggregates/pick.ts';
import { aggregates } from '../aggregates/table.ts';
import { argOf, compileExpr, typeOf } from '../compile-expr.ts';
import type { Env, Scope } from '../scope.ts';
import type { Getter, Operator, Row, Value } from '../value.ts';
import { tokenOf } from '../values/order.ts';

const foldOf = (n: Extract<Measure, { kind: 'fold' }>, scope: Scope): (() => Tally) => {
  const args = n.args.map((arg) => argOf(arg, scope));
  const start = aggregates[n.agg]({ name: n.agg, type: n.type, span: n.span, args, scope, conditional: n.where !== null });
  const where = n.where && compileExpr(n.where, scope);
  const tally = (accumulator: Accumulator): Tally => ({
    add: where ? (row) => where(row) === true && accumulator.add(row) : (row) => accumulator.add(row),
    cells: () => [accumulator.result()],
  });
  return () => tally(start());
};

/** A measure made ready for one group after the other. */
export const tallyOf = (measure: Measure, scope: Scope): (() => Tally) =>
  measure.kind === 'fold' ? foldOf(measure, scope) : pickOf(measure, scope);

interface Group {
  readonly keys: readonly Value[];
  readonly tallies: readonly Tally[];
}

type Token = ReturnType<typeof tokenOf>;

/** Groups by their keys, one level of maps per key, so that no key has to be written as text. */
type Level = Map<Token, Level | Group>;

interface Key {
  readonly get: Getter;
  readonly type: ScalarType;
}

/** Finds the group of a row, or makes it; `all` has the groups in the order of their first rows. */
const grouping = (keys: readonly Key[], starts: readonly (() => Tally)[], all: Group[]): ((row: Row) => Group) => {
  const values: Value[] = keys.map(() => null);
  const make = (): Group => {
    const group = { keys: [...values], tallies: starts.map((start) => start()) };
    all.push(group);
    return group;
  };
  const root: Level = new Map();
  const last = keys.length - 1;
  const tokenAt = (i: number, row: Row): Token => {
    const key = keys[i];
    const value = key ? key.get(row) : null;
    values[i] = value;
    return key ? tokenOf(value, key.type) : null;
  };
  return (row) => {
    if (last < 0) return all[0] ?? make();
    let level = root;
    for (let i = 0; i < last; i += 1) {
      const token = tokenAt(i, row);
      const below = level.get(token);
      const next: Level = below instanceof Map ? below : new Map();
      if (next !== below) level.set(token, next);
      level = next;
    }
    const token = tokenAt(last, row);
    const known = level.get(token);
    if (known !== undefined && !(known instanceof Map)) return known;
    const made = make();
    level.set(token, made);
    return made;
  };
};

export const aggregate =
  (n: StepOf<'aggregate'>, env: Env): Operator =>
  (down) => {
    const groups: Group[] = [];
    let groupOf = (_row: Row): Group => ({ keys: [], tallies: [] });
    let starts: readonly (() => Tally)[] = [];
    return {
      open: (columns) => {
        const scope: Scope = { columns, env, cursor: null };
        starts = n.measures.map((measure) => tallyOf(measure, scope));
        groupOf = grouping(
          n.by.map(({ expr }) => ({ get: compileExpr(expr, scope), type: typeOf(expr, scope) })),
          starts,
          groups,
        );
        down.open([...n.by.map(({ name, expr }) => ({ name, type: typeOf(expr, scope) })), ...n.measures.flatMap(measureColumns)]);
      },
      push: (row) => {
        for (const tally of groupOf(row).tallies) tally.add(row);
      },
      end: () => {
        const results = groups.length === 0 && n.by.length === 0 ? [{ keys: [], tallies: starts.map((start) => start()) }] : groups;
        for (const { keys, tallies } of results) down.push([...keys, ...tallies.flatMap((tally) => tally.cells())]);
        down.end();
      },
      full: () => false,
    };
  };
