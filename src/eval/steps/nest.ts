// `nest` (`top-nested`): the top values of each level within each value of the level before. Rows that no level takes are told of by the levels that
// name them (`with others`); the other levels are blank there.
import type { NestLevel, StepOf } from '../../ir/pipeline.ts';
import type { Column } from '../../ir/types.ts';
import type { Tally } from '../aggregates/accumulator.ts';
import { argOf } from '../compile-expr.ts';
import type { Arg, Env, Scope } from '../scope.ts';
import type { Operator, Relation, Row, Value } from '../value.ts';
import { blankOf } from '../values/blank.ts';
import { convert } from '../values/convert.ts';
import { compareValues, keyOf } from '../values/order.ts';
import { tallyOf } from './aggregate.ts';
import { whole } from './sinks.ts';

interface Level {
  readonly n: NestLevel;
  readonly of: Arg;
  readonly others: Value | undefined;
  readonly start: () => Tally;
}

const levelOf = (n: NestLevel, scope: Scope): Level => {
  const of = argOf(n.of.expr, scope);
  const others = n.others && argOf(n.others, { ...scope, columns: [] });
  return { n, of, others: others ? convert(others.get([]), others.type, of.type) : undefined, start: tallyOf(n.by, scope) };
};

const tallied = ({ start }: Level, rows: readonly Row[]): Value => {
  const tally = start();
  for (const row of rows) tally.add(row);
  return tally.cells()[0] ?? null;
};

interface Group {
  readonly value: Value;
  readonly rows: Row[];
}

const groupsOf = ({ of }: Level, rows: readonly Row[]): readonly Group[] => {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const value = of.get(row);
    const key = keyOf(value, of.type);
    const known = groups.get(key);
    if (known) known.rows.push(row);
    else groups.set(key, { value, rows: [row] });
  }
  return [...groups.values()];
};

interface Ranked extends Group {
  readonly size: Value;
}

/** Null is the least of all. */
const ranked = (level: Level, groups: readonly Group[]): readonly Ranked[] => {
  const sized = groups.map((group): Ranked => ({ ...group, size: tallied(level, group.rows) }));
  const compare = (a: Value, b: Value): number =>
    a === null || b === null ? Number(a !== null) - Number(b !== null) : compareValues(a, b);
  return sized.sort((a, b) => (level.n.order === 'asc' ? compare(a.size, b.size) : compare(b.size, a.size)));
};

/** Rows that no level above has taken: what the levels from here on say of them. */
const othersBelow = (levels: readonly Level[], rows: readonly Row[]): readonly Value[] =>
  levels.flatMap((level): readonly Value[] =>
    level.others === undefined ? [blankOf(level.of.type), blankOf(level.n.by.type)] : [level.others, tallied(level, rows)],
  );

const nested = (levels: readonly Level[], rows: readonly Row[]): readonly Row[] => {
  const [level, ...below] = levels;
  if (!level) return [[]];
  const all = ranked(level, groupsOf(level, rows));
  const count = level.n.count === null ? all.length : Number(level.n.count);
  const taken = all.slice(0, count).flatMap(({ value, size, rows: own }) => nested(below, own).map((row) => [value, size, ...row]));
  const rest = all.slice(count).flatMap((group) => group.rows);
  const told = rest.length > 0 && levels.some(({ others }) => others !== undefined);
  return told ? [...taken, othersBelow(levels, rest)] : taken;
};

export const nest = (n: StepOf<'nest'>, env: Env): Operator =>
  whole(({ columns, rows }): Relation => {
    const levels = n.levels.map((level) => levelOf(level, { columns, env, cursor: null }));
    return {
      columns: levels.flatMap(({ n: level, of }): readonly Column[] => [
        { name: level.of.name, type: of.type },
        { name: level.by.name, type: level.by.type },
      ]),
      rows: nested(levels, rows),
    };
  });
