// `apply` (`mv-apply`), `partition`: a query over the rows that the step hands in, its results one behind the other.
import type { Span } from '../../diagnostics/span.ts';
import { frameOf } from '../../ir/frame.ts';
import type { Pipeline, StepOf } from '../../ir/pipeline.ts';
import type { Column } from '../../ir/types.ts';
import { argOf } from '../compile-expr.ts';
import { failed, unsupported } from '../refusal.ts';
import type { Arg, Env } from '../scope.ts';
import type { Operator, Relation, Row, Value } from '../value.ts';
import { keyOf } from '../values/order.ts';
import { withIndex } from './expand.ts';
import { perRow, whole } from './sinks.ts';
import { spread } from './spread.ts';

interface Body {
  readonly columns: readonly Column[];
  readonly run: (rows: readonly Row[]) => readonly Row[];
}

const sameColumns = (a: readonly Column[], b: readonly Column[]): boolean =>
  a.length === b.length && a.every(({ name, type }, i) => name === b[i]?.name && type === b[i]?.type);

/** Its columns are found by running it over nothing. */
const bodyOver = (body: Pipeline, given: readonly Column[], env: Env, span: Span): Body => {
  const { columns } = env.runBody(body, { columns: given, rows: [] });
  return {
    columns,
    run: (rows) => {
      const result = env.runBody(body, { columns: given, rows });
      return sameColumns(result.columns, columns)
        ? result.rows
        : unsupported('a body in parentheses whose columns depend on the rows that it is given', span);
    },
  };
};

export const apply = (n: StepOf<'apply'>, env: Env): Operator =>
  perRow((columns) => {
    const parts = spread(n, { columns, env, cursor: null });
    const spreadNames = new Set(parts.columns.map(({ name }) => name));
    const slots = columns.flatMap(({ name }, slot) => (spreadNames.has(name) ? [] : [slot]));
    const beside = slots.flatMap((slot) => columns[slot] ?? []);
    const body = bodyOver(n.body, withIndex([...beside, ...parts.columns], n.index), env, n.span);
    const own = new Map(body.columns.map(({ name }, slot) => [name, slot]));
    const besideNames = new Set(beside.map(({ name }) => name));
    const added = body.columns.flatMap(({ name }, slot) => (besideNames.has(name) ? [] : [slot]));
    const besideColumns = beside.map((column) => body.columns[own.get(column.name) ?? -1] ?? column);
    return {
      columns: [...besideColumns, ...added.flatMap((slot) => body.columns[slot] ?? [])],
      take: (row, emit) => {
        const kept = slots.map((slot) => row[slot] ?? null);
        const rows = parts.rowsOf(row).map((cells, at) => [...kept, ...cells, ...(n.index === null ? [] : [BigInt(at)])]);
        for (const result of body.run(rows)) {
          const cells = beside.map(({ name }, i) => {
            const slot = own.get(name);
            return (slot === undefined ? kept[i] : result[slot]) ?? null;
          });
          emit([...cells, ...added.map((slot) => result[slot] ?? null)]);
        }
      },
    };
  });

const mostLegacyPartitions = 64;

/** A whole query for each value of the column. */
const ownQueries = (n: StepOf<'partition'>, by: Arg, values: readonly Value[], env: Env): Relation => {
  const name = n.by.kind === 'column' ? n.by.name : '';
  const results = values.map((value) => env.runFor(n.body, { name, type: by.type, value }));
  const columns = results[0]?.columns ?? frameOf(n.body).columns;
  if (results.some((result) => !sameColumns(result.columns, columns)))
    unsupported('a body in braces whose columns depend on the rows that it is given', n.span);
  return { columns, rows: results.flatMap(({ rows }) => rows) };
};

export const partition = (n: StepOf<'partition'>, env: Env): Operator =>
  whole(({ columns, rows }): Relation => {
    const by = argOf(n.by, { columns, env, cursor: null });
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
      const key = keyOf(by.get(row), by.type);
      const known = groups.get(key);
      if (known) known.push(row);
      else groups.set(key, [row]);
    }
    const strategy = n.hints.find(({ name }) => name === 'hint.strategy')?.value ?? 'legacy';
    if (strategy === 'legacy' && groups.size > mostLegacyPartitions)
      failed(`\`partition\` without \`hint.strategy\` takes at most ${mostLegacyPartitions} values, here are ${groups.size}`, n.span);
    if (n.own)
      return ownQueries(
        n,
        by,
        [...groups.values()].map((group) => by.get(group[0] ?? [])),
        env,
      );
    const body = bodyOver(n.body, columns, env, n.span);
    return { columns: body.columns, rows: [...groups.values()].flatMap((group) => body.run(group)) };
  });
