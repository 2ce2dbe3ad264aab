// Which columns a pipeline needs of its source: steps and the wanted result columns in, names out, walking backwards.
import { match, P } from 'ts-pattern';
import { conjuncts, filterOf } from '../../ir/conjuncts.ts';
import type { Expr } from '../../ir/expr.ts';
import { frameOf } from '../../ir/frame.ts';
import type { Measure, Named, Step } from '../../ir/pipeline.ts';
import { columnsRead, exprsOfMeasure } from '../../ir/traverse.ts';
import { exprsOfPlugin, measuredBy } from './commands/pivot.ts';
import { unsaidSteps } from './unsaid.ts';

/** The columns that are looked at behind a pipeline (none: all), and those that are computed with there. */
export interface Demand {
  readonly names: ReadonlySet<string>;
  readonly computed: ReadonlySet<string>;
}

/** The expressions that a step computes over its rows. */
export const exprsIn = (step: Step): readonly Expr[] =>
  match(step)
    .returnType<readonly Expr[]>()
    .with({ kind: 'filter' }, (s) => [s.condition])
    .with({ kind: P.union('extend', 'project', 'expand', 'apply') }, (s) => s.columns.map((column) => column.expr))
    .with({ kind: 'capture' }, (s) => [s.subject])
    .with({ kind: 'aggregate' }, (s) => [...s.by.map((key) => key.expr), ...s.measures.flatMap(exprsOfMeasure)])
    .with({ kind: 'sort' }, (s) => s.keys.map((key) => key.expr))
    .with({ kind: 'plugin' }, exprsOfPlugin)
    .with({ kind: P.union('drop', 'rename', 'reorder', 'limit', 'present', ...unsaidSteps) }, () => [])
    .exhaustive();

const ofNamed = (columns: readonly Named[], needed: ReadonlySet<string>): readonly string[] =>
  columns.filter((column) => needed.has(column.name)).flatMap((column) => columnsRead(column.expr));

/** A picked row has more columns than anyone looks at: only the needed ones count. */
const ofMeasure = (measure: Measure, needed: ReadonlySet<string>): readonly string[] =>
  measure.kind === 'fold'
    ? exprsOfMeasure(measure).flatMap(columnsRead)
    : [...(measure.key ? columnsRead(measure.key.expr) : []), ...ofNamed(measure.outputs, needed)];

const before = (step: Step, needed: ReadonlySet<string>): ReadonlySet<string> =>
  match(step)
    .returnType<ReadonlySet<string>>()
    .with({ kind: 'filter' }, (s) => new Set([...needed, ...columnsRead(s.condition)]))
    .with({ kind: 'extend' }, (s) => {
      const made = new Set(s.columns.map((column) => column.name));
      return new Set([...[...needed].filter((name) => !made.has(name)), ...ofNamed(s.columns, needed)]);
    })
    .with({ kind: 'project' }, (s) => new Set(ofNamed(s.columns, needed)))
    .with({ kind: 'rename' }, (s) => {
      const from = new Map(s.pairs.map((pair) => [pair.to, pair.from]));
      return new Set([...needed].map((name) => from.get(name) ?? name));
    })
    .with(
      { kind: 'aggregate' },
      (s) => new Set([...s.by.flatMap((key) => columnsRead(key.expr)), ...s.measures.flatMap((m) => ofMeasure(m, needed))]),
    )
    .with({ kind: 'sort' }, (s) => new Set([...needed, ...s.keys.flatMap((key) => columnsRead(key.expr))]))
    .with({ kind: 'expand' }, (s) => {
      const made = new Set(madeBy(s));
      return new Set([...[...needed].filter((name) => !made.has(name)), ...s.columns.flatMap((column) => columnsRead(column.expr))]);
    })
    .with({ kind: 'capture' }, (s) => {
      const made = new Set(madeBy(s));
      const read = s.required || [...made].some((name) => needed.has(name)) ? columnsRead(s.subject) : [];
      return new Set([...[...needed].filter((name) => !made.has(name)), ...read]);
    })
    .with({ kind: 'plugin' }, (s) => new Set(exprsOfPlugin(s).flatMap(columnsRead)))
    .with({ kind: 'apply' }, (s) => {
      const spread = new Set([...s.columns.map((column) => column.name), ...(s.index === null ? [] : [s.index])]);
      const own = new Set(frameOf(s.body).columns.map((column) => column.name));
      const inside = neededBefore(s.body.steps, new Set([...needed].filter((name) => own.has(name))));
      const names = [...inside, ...[...needed].filter((name) => !own.has(name))];
      return new Set([...names.filter((name) => !spread.has(name)), ...s.columns.flatMap((column) => columnsRead(column.expr))]);
    })
    .with({ kind: P.union('drop', 'reorder', 'limit', 'present', ...unsaidSteps) }, () => needed)
    .exhaustive();

/** The columns that the rows need before `steps`, when `wanted` are needed behind them. */
export const neededBefore = (steps: readonly Step[], wanted: ReadonlySet<string>): ReadonlySet<string> =>
  steps.reduceRight<ReadonlySet<string>>((needed, step) => before(step, needed), wanted);

const bare = (expr: Expr): readonly string[] => (expr.kind === 'column' ? [] : columnsRead(expr));

/** Aggregates that only tell values apart. */
const identities = new Set(['dcount', 'count_distinct', 'make_set', 'make_list', 'count']);

const numericIn = (step: Step): readonly string[] =>
  match(step)
    .with({ kind: 'filter' }, (s) => columnsRead(s.condition))
    .with({ kind: P.union('extend', 'project', 'expand') }, (s) => s.columns.flatMap((column) => bare(column.expr)))
    .with({ kind: 'aggregate' }, (s) => [
      ...s.by.flatMap((key) => bare(key.expr)),
      ...s.measures.flatMap((m) =>
        m.kind === 'fold' && identities.has(m.agg) ? [...m.args.flatMap(bare), ...(m.where ? columnsRead(m.where) : [])] : [],
      ),
      ...s.measures.flatMap((m) => (m.kind === 'fold' && !identities.has(m.agg) ? exprsOfMeasure(m).flatMap(columnsRead) : [])),
      ...s.measures.flatMap((m) => (m.kind === 'pick' && m.key ? columnsRead(m.key.expr) : [])),
    ])
    .with({ kind: 'sort' }, (s) => s.keys.flatMap((key) => columnsRead(key.expr)))
    .with({ kind: 'plugin' }, measuredBy)
    .with({ kind: 'apply' }, (s) => [...s.columns.flatMap((column) => bare(column.expr)), ...s.body.steps.flatMap(numericIn)])
    .with({ kind: P.union('drop', 'rename', 'reorder', 'limit', 'present', 'capture', ...unsaidSteps) }, () => [])
    .exhaustive();

/** The columns that are computed with; others are only shown, grouped by or told apart, and may stay text, whatever their size. */
export const computedWith = (steps: readonly Step[]): ReadonlySet<string> => new Set(steps.flatMap(numericIn));

/** `arg_max(x, *)`: the rows stay whole. Several of them put the values of several rows into one. */
const picksWhole = (step: Step): boolean => {
  const picks = step.kind === 'aggregate' ? step.measures.filter((measure) => measure.kind === 'pick') : [];
  const [pick, ...others] = picks;
  return pick !== undefined && others.length === 0 && pick.star && pick.by !== 'any';
};

/** True when the result keeps columns of the source that no step names. */
export const keepsAll = (steps: readonly Step[]): boolean =>
  !steps.some(
    (step) => step.kind === 'join' || step.kind === 'project' || step.kind === 'plugin' || (step.kind === 'aggregate' && !picksWhole(step)),
  );

/** Steps that look at one row at a time. */
export const isRowwise = (step: Step): boolean =>
  match(step)
    .with({ kind: P.union('filter', 'extend', 'project', 'drop', 'rename', 'reorder', 'present') }, () => true)
    .with({ kind: P.union('aggregate', 'sort', 'limit', 'expand', 'capture', 'apply', 'plugin', ...unsaidSteps) }, () => false)
    .exhaustive();

/** The steps without the conditions that the base search settles: what only those read is not read out of the events. */
export const unsettled = (steps: readonly Step[], settled: ReadonlySet<Expr>): readonly Step[] =>
  steps.flatMap((step): readonly Step[] => {
    if (step.kind !== 'filter') return [step];
    const left = conjuncts(step.condition).filter((expr) => !settled.has(expr));
    return filterOf(left, step);
  });

/** What the steps behind a step look at, and which of it they compute with. */
export interface Later {
  readonly needed: ReadonlySet<string>;
  readonly computed: ReadonlySet<string>;
}

/** In a body of `mv-apply` a projection makes columns as well: those of the row stay beside them. */
const madeInside = (step: Step): readonly string[] =>
  step.kind === 'project'
    ? step.columns.filter(({ name, expr }) => expr.kind !== 'column' || expr.name !== name).map(({ name }) => name)
    : madeBy(step);

/** The columns that a step adds to those of the row, or puts in their place. */
export const madeBy = (step: Step): readonly string[] => {
  if (step.kind === 'extend') return step.columns.map((column) => column.name);
  if (step.kind === 'expand' || step.kind === 'apply') {
    const spread = [...step.columns.map((column) => column.name), ...(step.index === null ? [] : [step.index])];
    return step.kind === 'expand' ? spread : [...spread, ...step.body.steps.flatMap(madeInside)];
  }
  return step.kind === 'capture' ? step.parts.flatMap((part) => (part.kind === 'column' ? [part.column.name] : [])) : [];
};

export const madeNames = (steps: readonly Step[]): readonly string[] => steps.flatMap(madeBy);
