// `aggregate`: groups by their keys, one accumulator per measure and group.
import type { Measure, StepOf } from '../../ir/pipeline.ts';
import type { Column } from '../../ir/types.ts';
import type { Accumulator } from '../aggregates/accumulator.ts';
import { pickColumns, pickOf } from '../aggregates/pick.ts';
import { aggregates } from '../aggregates/table.ts';
import { argOf, compileExpr } from '../compile-expr.ts';
import type { Env, Scope } from '../scope.ts';
import type { Operator, Row, Value } from '../value.ts';
import { keyOf, keyOfAll } from '../values/order.ts';

/** A measure made ready: accumulates rows, gives its output cells. */
export interface Tally {
  add(row: Row): void;
  cells(): readonly Value[];
}

const foldOf = (n: Extract<Measure, { kind: 'fold' }>, scope: Scope): (() => Tally) => {
  const start = aggregates[n.agg]({ name: n.agg, type: n.type, span: n.span, args: n.args.map((arg) => argOf(arg, scope)), scope });
  const where = n.where && compileExpr(n.where, scope);
  const tally = (accumulator: Accumulator): Tally => ({
    add: where ? (row) => where(row) === true && accumulator.add(row) : (row) => accumulator.add(row),
    cells: () => [accumulator.result()],
  });
  return () => tally(start());
};

const measureColumns = (measure: Measure): readonly Column[] =>
  measure.kind === 'fold' ? [{ name: measure.name, type: measure.type }] : pickColumns(measure);

/** A measure made ready for one group after the other. */
export const tallyOf = (measure: Measure, scope: Scope): (() => Tally) =>
  measure.kind === 'fold' ? foldOf(measure, scope) : pickOf(measure, scope);

interface Group {
  readonly keys: readonly Value[];
  readonly tallies: readonly Tally[];
}

export const aggregate =
  (n: StepOf<'aggregate'>, env: Env): Operator =>
  (down) => {
    const groups = new Map<string, Group>();
    const types = n.by.map(({ expr }) => expr.type);
    let keysOf = (_row: Row): readonly Value[] => [];
    let starts: readonly (() => Tally)[] = [];
    const groupOf = (row: Row): Group => {
      const keys = keysOf(row);
      const [only, onlyType] = [keys[0], types[0]];
      const id = keys.length === 1 && only !== undefined && onlyType ? keyOf(only, onlyType) : keyOfAll(keys, types);
      const known = groups.get(id);
      if (known) return known;
      const made = { keys, tallies: starts.map((start) => start()) };
      groups.set(id, made);
      return made;
    };
    return {
      open: (columns) => {
        const scope: Scope = { columns, env, cursor: null };
        const gets = n.by.map(({ expr }) => compileExpr(expr, scope));
        keysOf = (row) => gets.map((get) => get(row));
        starts = n.measures.map((measure) => tallyOf(measure, scope));
        down.open([...n.by.map(({ name, expr }) => ({ name, type: expr.type })), ...n.measures.flatMap(measureColumns)]);
      },
      push: (row) => {
        for (const tally of groupOf(row).tallies) tally.add(row);
      },
      end: () => {
        const results = groups.size === 0 && n.by.length === 0 ? [{ keys: [], tallies: starts.map((start) => start()) }] : groups.values();
        for (const { keys, tallies } of results) down.push([...keys, ...tallies.flatMap((tally) => tally.cells())]);
        down.end();
      },
      full: () => false,
    };
  };
