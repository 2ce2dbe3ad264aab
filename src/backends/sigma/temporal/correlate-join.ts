// A legal query of joined tables (see `prepare-temporal.ts`) in; their detections and the temporal correlation over them out.
import { junction } from '../../../ir/conjuncts.ts';
import type { ColumnRef, Expr } from '../../../ir/expr.ts';
import type { JoinPair, Pipeline, StepOf } from '../../../ir/pipeline.ts';
import type { Legal, TargetContext } from '../../shared/backend.ts';
import type { SigmaBase, SigmaCorrelated, SigmaKey } from '../ast.ts';
import { type Beginning, beginningOf, conjunctsOf } from '../correlation/beginnings.ts';
import { timespanText } from '../correlation/timespan.ts';
import { baseOf, loweringFor } from '../detect.ts';
import { fieldOf } from '../lowering.ts';

type Join = StepOf<'join'>;

/** An event of a join has its key: a condition where there is no other. */
const hasKey = (column: ColumnRef): Expr => {
  const { span } = column;
  if (column.type !== 'string' && column.type !== 'unknown') return { kind: 'call', fn: 'isnotnull', type: 'bool', args: [column], span };
  const empty: Expr = { kind: 'literal', type: 'string', value: '', span };
  const operand: Expr = {
    kind: 'text',
    test: 'equals',
    caseless: false,
    subject: column,
    patterns: [empty],
    require: 'any',
    type: 'bool',
    span,
  };
  return { kind: 'not', operand, type: 'bool', span };
};

const baseFor = ({ table, conditions, columns }: Beginning, key: ColumnRef, context: TargetContext): SigmaBase => {
  const condition = junction('and', conditions, table.span);
  const shown = columns.filter(({ expr }) => expr.kind !== 'column' || expr.name !== table.timeColumn);
  return baseOf(table, condition && { condition, span: condition.span }, shown, context, hasKey(key));
};

const isColumns = ({ left, right }: JoinPair): boolean => left.kind === 'column' && right.kind === 'column';

/** The columns of a key by table. */
const columnsOf = (joins: readonly Join[], at: number): readonly ColumnRef[] => {
  const pairs = joins.flatMap(({ on }) => on.filter(isColumns)[at] ?? []);
  const [first] = pairs;
  return [first?.left, ...pairs.map(({ right }) => right)].flatMap((expr) => (expr?.kind === 'column' ? [expr] : []));
};

const keyFor = (columns: readonly ColumnRef[], beginnings: readonly Beginning[], context: TargetContext): SigmaKey => {
  const fields = columns.map((column, at) => {
    const table = beginnings[at]?.table;
    return (table && fieldOf(column, loweringFor(table, context))?.field) ?? column.name;
  });
  const [name = ''] = fields;
  return fields.every((field) => field === name) ? { name, fields: null } : { name: columns[0]?.name ?? name, fields };
};

const ticksOf = (joins: readonly Join[]): bigint => {
  for (const { left } of joins.flatMap(({ on }) => on)) {
    const size = left.kind === 'call' ? left.args[1] : undefined;
    if (size?.kind === 'literal' && typeof size.value === 'bigint') return size.value;
  }
  return 0n;
};

/** Tables in the order of their events, by the comparisons of `time_0` and its like; null: in any order. */
const orderOf = (filter: StepOf<'filter'> | undefined): readonly number[] | null => {
  const named = (expr: Expr): number => (expr.kind === 'column' ? Number(expr.name.slice('time_'.length)) : 0);
  const pairs = conjunctsOf(filter).flatMap((expr) => (expr.kind === 'compare' ? [[named(expr.left), named(expr.right)] as const] : []));
  const [first] = pairs;
  return first ? [first[0], ...pairs.map(([, later]) => later)] : null;
};

export const correlateJoin = ({ pipeline }: Legal, context: TargetContext): SigmaCorrelated => {
  const { source, steps } = pipeline;
  const at = steps.findIndex(({ kind }) => kind === 'join');
  const joins = steps.flatMap((step) => (step.kind === 'join' ? [step] : []));
  const first: Pipeline = { source, steps: steps.slice(0, at) };
  const beginnings = [first, ...joins.map(({ right }) => right)].flatMap(beginningOf);
  const count = joins[0]?.on.filter(isColumns).length ?? 0;
  const keys = Array.from({ length: count }, (_, key) => columnsOf(joins, key));
  const bases = beginnings.flatMap((one, leg) => {
    const key = keys[0]?.[leg];
    return key ? [baseFor(one, key, context)] : [];
  });
  const order = orderOf(steps.slice(at).find((step) => step.kind === 'filter'));
  const of = (order ?? bases.map((_, leg) => leg)).map((leg) => ({ kind: 'base', at: leg }) as const);
  return {
    bases,
    parts: [
      {
        type: order ? 'temporal_ordered' : 'temporal',
        of,
        groupBy: keys.map((columns) => keyFor(columns, beginnings, context)),
        timespan: timespanText(ticksOf(joins)),
        field: null,
        bounds: [['gte', of.length]],
      },
    ],
  };
};
