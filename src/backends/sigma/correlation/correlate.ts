// A legal query with thresholds on an aggregation (see `prepare-correlation.ts`) in; the detections and correlations of a Sigma rule out.

import { junction } from '../../../ir/conjuncts.ts';
import type { Expr } from '../../../ir/expr.ts';
import { scheduleOf } from '../../../ir/periods.ts';
import type { StepOf } from '../../../ir/pipeline.ts';
import type { Legal, TargetContext } from '../../shared/backend.ts';
import type { SigmaBase, SigmaCorrelated, SigmaCorrelation, SigmaKey, SigmaRef } from '../ast.ts';
import { baseOf, loweringFor } from '../detect.ts';
import type { Fold } from '../inline.ts';
import { fieldOf } from '../lowering.ts';
import { type Beginning, beginningOf, conjunctsOf } from './beginnings.ts';
import type { Comparison } from './bounds.ts';
import { binOf } from './keys.ts';
import { countingOf, isBareEvent } from './measure.ts';
import { kindOf, lengthBetween, timespanText, type Window, windowOf } from './timespan.ts';

type Aggregate = StepOf<'aggregate'>;

const windowIn = (beginnings: readonly Beginning[], { by, span }: Aggregate, { meta, findings }: TargetContext): Window => {
  const [first] = beginnings;
  const bin = by.flatMap((key) => binOf(key.expr, first?.table.timeColumn ?? null) ?? [])[0] ?? null;
  const lengths = beginnings.map(({ table, times }) => lengthBetween(times, table.timeColumn));
  const window = windowOf(bin, lengths, scheduleOf(meta, kindOf(meta)).period);
  if (!window) findings.refuse('RMMC3648', span, {});
  else findings.widen('RMMC3642', span, { timespan: timespanText(window.ticks), window: window.source });
  return window ?? { ticks: 0n, source: '' };
};

/** The detections of one measure: one for each table. */
const basesFor = ({ where }: Fold, beginnings: readonly Beginning[], context: TargetContext): readonly SigmaBase[] =>
  beginnings.map(({ table, conditions, columns }) => {
    const own = where ? (where.kind === 'and' ? where.operands : [where]) : [];
    const operands = [...conditions, ...own];
    const condition = junction('and', operands, table.span);
    if (!condition) context.findings.refuse('RMMC3613', table.span, {});
    return baseOf(table, condition && { condition, span: condition.span }, columns, context);
  });

const keysOf = ({ by, span }: Aggregate, beginnings: readonly Beginning[], context: TargetContext): readonly SigmaKey[] => {
  const columns = by.flatMap(({ expr }) => (expr.kind === 'column' ? [expr] : []));
  context.findings.assume('RMMC3640', span, { keys: columns.map(({ name }) => name).join(', ') });
  return columns.map((column): SigmaKey => {
    const fields = beginnings.map(({ table }) => fieldOf(column, loweringFor(table, context))?.field ?? column.name);
    const [name = column.name] = fields;
    context.findings.assume('RMMC3643', column.span, { column: column.name, field: [...new Set(fields)].join(' or ') });
    return fields.every((field) => field === name) ? { name, fields: null } : { name: column.name, fields };
  });
};

const comparisonsWith = (name: string, thresholds: readonly Expr[]): readonly (Comparison & { readonly span: Expr['span'] })[] =>
  thresholds.flatMap((expr) => {
    if (expr.kind !== 'compare' || expr.left.kind !== 'column' || expr.right.kind !== 'literal' || expr.left.name !== name) return [];
    const { value } = expr.right;
    return typeof value === 'bigint' || typeof value === 'number' ? [{ op: expr.op, value, span: expr.span }] : [];
  });

const sameBase = (a: SigmaBase, b: SigmaBase): boolean => {
  const text = (base: SigmaBase): string => JSON.stringify(base, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  return text(a) === text(b);
};

/** Puts bases where they are not yet. */
const withBases = (bases: SigmaBase[], more: readonly SigmaBase[]): readonly SigmaRef[] =>
  more.map((base) => {
    const known = bases.findIndex((one) => sameBase(one, base));
    return { kind: 'base', at: known < 0 ? bases.push(base) - 1 : known };
  });

/** The fields of a key by base, as each measure has a base for each table. */
const byBase = (keys: readonly SigmaKey[], bases: readonly SigmaBase[]): readonly SigmaKey[] =>
  keys.map(({ name, fields }) => ({ name, fields: fields && bases.map((_, at) => fields[at % fields.length] ?? name) }));

export const correlate = ({ pipeline }: Legal, context: TargetContext): SigmaCorrelated => {
  const beginnings = pipeline.source.kind === 'union' ? pipeline.source.branches.flatMap(beginningOf) : beginningOf(pipeline);
  const at = pipeline.steps.findIndex(({ kind }) => kind === 'aggregate');
  const step = pipeline.steps[at];
  if (step?.kind !== 'aggregate') return { bases: [], parts: [] };
  const thresholds = pipeline.steps.slice(at + 1).flatMap((one) => (one.kind === 'filter' ? conjunctsOf(one) : []));
  const window = windowIn(beginnings, step, context);
  const groupBy = keysOf(step, beginnings, context);
  const timespan = timespanText(window.ticks);
  const bases: SigmaBase[] = [];
  const isBinned = window.source.startsWith('bin');
  const counted = step.measures.flatMap((measure): readonly SigmaCorrelation[] => {
    if (measure.kind === 'pick') return [];
    const of = withBases(bases, basesFor(measure, beginnings, context));
    const counting = countingOf(measure, comparisonsWith(measure.name, thresholds), { beginnings, isBinned, context });
    return counting ? [{ ...counting, of, groupBy, timespan }] : [];
  });
  if (counted.length < 2) return { bases, parts: counted.map((part) => ({ ...part, groupBy: byBase(groupBy, bases) })) };
  if (groupBy.some(({ fields }) => fields !== null))
    context.findings.refuse('RMMC3647', step.span, {
      what: 'several thresholds over fields of different names',
      why: 'aliases name the fields of rules alone',
    });
  context.findings.widen('RMMC3654', thresholds[0]?.span ?? step.span, {});
  return { bases, parts: chained(counted, groupBy, timespan) };
};

/** All of several correlations; one that any event passes is the detection itself. */
const chained = (counted: readonly SigmaCorrelation[], groupBy: readonly SigmaKey[], timespan: string): readonly SigmaCorrelation[] => {
  const parts: SigmaCorrelation[] = [];
  const of = counted.map((one): SigmaRef => {
    const [base] = one.of;
    return base && isBareEvent(one) ? base : { kind: 'part', at: parts.push(one) - 1 };
  });
  return [...parts, { type: 'temporal', of, groupBy, timespan, field: null, bounds: [['gte', of.length]] }];
};
