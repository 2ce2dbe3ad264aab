// A pipeline in normal form in; the ways from its tables to its result out: the conditions that decide which events match, the columns that are shown, and the
// thresholds on what an aggregation counts. What decides nothing is left out: an aggregation as refused, order and shown columns as assumptions.

import { match, P } from 'ts-pattern';
import { conjuncts } from '../../ir/conjuncts.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Measure, Named, Pipeline, Source, Step, StepOf } from '../../ir/pipeline.ts';
import { wideSources, wideSteps } from '../../ir/wide-steps.ts';
import { FindingList, type Findings } from '../shared/findings.ts';
import { type Definition, type Inlined, inline, openScope, type Scope, simplify } from './inline.ts';
import { measuredBy, type Threshold, thresholdOf } from './thresholds.ts';
import { timeWindowText } from './time-window.ts';

export type Table = Extract<Source, { kind: 'table' }>;
type Aggregate = StepOf<'aggregate'>;

/** One way from a table to the result; a union has several. */
export interface Path {
  readonly table: Table;
  readonly scope: Scope;
  readonly conditions: readonly Expr[];
  /** Columns that the result shows; null: all of the event. */
  readonly shown: readonly Named[] | null;
  /** Computed columns that may still be said by a condition. */
  readonly computed: readonly Named[];
  readonly used: ReadonlySet<string>;
  /** A condition was refused, so that its absence is already reported. */
  readonly refused: boolean;
  /** Bounds of the time column, which are no condition of a detection. */
  readonly times: readonly Expr[];
  /** The first aggregation, with its keys over the table. */
  readonly grouping: { readonly step: Aggregate; readonly by: readonly Named[] } | null;
  readonly thresholds: readonly Threshold[];
}

/** Where the walk reports, and the aggregations that thresholds look at: those are not left out. */
interface Walk {
  readonly findings: Findings;
  readonly looked: ReadonlySet<Aggregate>;
}

export const isWide = (step: Step): boolean => wideSteps.some((kind) => kind === step.kind);

const startOf = (table: Table): Path => ({
  table,
  scope: openScope,
  conditions: [],
  shown: null,
  computed: [],
  used: new Set<string>(),
  refused: false,
  times: [],
  grouping: null,
  thresholds: [],
});

const walked = (pipeline: Pipeline, at: Walk): readonly Path[] | null => {
  if (pipeline.steps.some(isWide)) return null;
  const starts = match(pipeline.source)
    .returnType<readonly Path[] | null>()
    .with({ kind: 'table' }, (table) => [startOf(table)])
    .with({ kind: 'union' }, (n) => {
      const branches = n.branches.map((branch) => walked(branch, at));
      return branches.some((paths) => paths === null)
        ? null
        : branches.flatMap((paths) => (paths ?? []).map((path) => tagged(path, n.tag)));
    })
    .with({ kind: P.union('rows', ...wideSources) }, () => null)
    .exhaustive();
  return starts === null ? null : starts.map((start) => pipeline.steps.reduce((path, step) => walk(path, step, at), start));
};

/** Null: a step or a source that no rule can say. A first walk finds the thresholds, so that the second knows which aggregations they look at. */
export const pathsOf = (pipeline: Pipeline, findings: Findings): readonly Path[] | null => {
  const first = walked(pipeline, { findings: new FindingList(false, new Set()), looked: new Set() });
  const looked = new Set((first ?? []).flatMap((path) => path.thresholds.map(({ of }) => of.step)));
  return walked(pipeline, { findings, looked });
};

const define = (scope: Scope, rows: readonly (readonly [string, Definition])[]): Scope => ({
  ...scope,
  defined: new Map([...scope.defined, ...rows]),
});

const tagged = (path: Path, tag: string | null): Path => {
  if (tag === null) return path;
  const expr: Expr = { kind: 'literal', type: 'string', value: path.table.name, span: path.table.span };
  return { ...path, scope: define(path.scope, [[tag, { kind: 'expr', expr }]]) };
};

const definitionOf = (inlined: Inlined): Definition => (inlined.lost ? { kind: 'lost' } : { kind: 'expr', expr: inlined.expr });

const defineColumns = (columns: readonly Named[], scope: Scope): readonly (readonly [string, Definition])[] =>
  columns.map((column) => [column.name, measuredBy(column.expr, scope) ?? definitionOf(inline(column.expr, scope))]);

const isComputed = (column: Named, scope: Scope): boolean => column.expr.kind !== 'column' && inline(column.expr, scope).lost === null;

const walk = (path: Path, step: Step, at: Walk): Path =>
  match(step)
    .returnType<Path>()
    .with({ kind: 'filter' }, (n) => conjuncts(n.condition).reduce((p, conjunct) => keep(p, conjunct, at.findings), path))
    .with({ kind: 'extend' }, (n) => ({
      ...path,
      scope: define(path.scope, defineColumns(n.columns, path.scope)),
      shown: path.shown === null ? null : [...path.shown, ...resolve(n.columns, path.scope)],
      computed: [...path.computed, ...n.columns.filter((column) => isComputed(column, path.scope))],
    }))
    .with({ kind: 'project' }, (n) => project(path, n.columns))
    .with({ kind: 'drop' }, (n) => ({
      ...path,
      shown: path.shown === null ? null : path.shown.filter((column) => !n.names.includes(column.name)),
    }))
    .with({ kind: 'rename' }, (n) => rename(path, n))
    .with({ kind: P.union('reorder', ...wideSteps) }, () => path)
    .with({ kind: 'aggregate' }, (n) => aggregate(path, n, at))
    .with({ kind: 'sort' }, (n) => {
      at.findings.assume('RMMC3608', n.span, {});
      return path;
    })
    .with({ kind: 'limit' }, (n) => {
      at.findings.inexact('RMMC3609', n.span, { count: String(n.count) }, 'over', 'kept');
      return path;
    })
    .with({ kind: 'present' }, (n) => {
      at.findings.assume('RMMC3620', n.span, { text: n.text });
      return path;
    })
    .exhaustive();

const isTrue = (expr: Expr): boolean => expr.kind === 'literal' && expr.value === true;

const keep = (path: Path, conjunct: Expr, findings: Findings): Path => {
  const threshold = thresholdOf(conjunct, path.scope);
  if (threshold) return { ...path, thresholds: [...path.thresholds, threshold] };
  const { expr, lost, used } = inline(conjunct, path.scope);
  const next = { ...path, used: new Set([...path.used, ...used]) };
  if (lost) {
    findings.refuse('RMMC3611', conjunct.span, { column: lost.name });
    return { ...next, refused: true };
  }
  const window = timeWindowText(expr, path.table.timeColumn);
  if (window !== null) {
    findings.assume('RMMC3605', conjunct.span, { window });
    return { ...next, times: [...path.times, expr] };
  }
  return {
    ...next,
    conditions: [...path.conditions, ...conjuncts(simplify(expr, findings)).filter((condition) => !isTrue(condition))],
  };
};

const resolve = (columns: readonly Named[], scope: Scope): readonly Named[] =>
  columns.map((column) => ({ ...column, expr: inline(column.expr, scope).expr }));

const project = (path: Path, columns: readonly Named[]): Path => ({
  ...path,
  scope: { defined: new Map(defineColumns(columns, path.scope)), closed: true },
  shown: resolve(columns, path.scope),
  computed: [...path.computed, ...columns.filter((column) => isComputed(column, path.scope))],
});

const rename = (path: Path, step: StepOf<'rename'>): Path => {
  const to = new Map(step.pairs.map((pair) => [pair.from, pair.to]));
  const read = (name: string): Expr => ({ kind: 'column', name, type: 'unknown', declared: true, span: step.span });
  const rows = step.pairs.map((pair) => [pair.to, path.scope.defined.get(pair.from) ?? { kind: 'expr', expr: read(pair.from) }] as const);
  return {
    ...path,
    scope: define(path.scope, rows),
    shown: path.shown === null ? null : path.shown.map((column) => ({ ...column, name: to.get(column.name) ?? column.name })),
  };
};

/** The measure over the table; lost: it reads what no single event has, or it counts groups. */
const measureDefinition = (measure: Measure, step: Aggregate, path: Path): Definition => {
  if (measure.kind === 'pick' || path.grouping) return { kind: 'lost' };
  const args = measure.args.map((arg) => inline(arg, path.scope));
  const where = measure.where && inline(measure.where, path.scope);
  if (where?.lost || args.some(({ lost }) => lost)) return { kind: 'lost' };
  return { kind: 'measure', step, part: 'value', measure: { ...measure, args: args.map(({ expr }) => expr), where: where?.expr ?? null } };
};

const outputsOf = (measure: Measure): readonly string[] =>
  measure.kind === 'fold' ? [measure.name] : [...(measure.key ? [measure.key.name] : []), ...measure.outputs.map((output) => output.name)];

/** The keys can still be tested; the measures belong to no single event. */
const aggregate = (path: Path, step: Aggregate, { findings, looked }: Walk): Path => {
  const keys = step.by.length === 0 ? 'for all of them' : `per ${step.by.map((key) => key.name).join(', ')}`;
  if (!looked.has(step)) findings.leaveOut('RMMC3606', step.span, { keys });
  const measures = step.measures.flatMap((measure) =>
    outputsOf(measure).map((name) => [name, measureDefinition(measure, step, path)] as const),
  );
  const by = resolve(step.by, path.scope);
  return {
    ...path,
    scope: { defined: new Map([...defineColumns(step.by, path.scope), ...measures]), closed: true },
    shown: [...by, ...resolve(step.measures.flatMap(readBy), path.scope)],
    grouping: path.grouping ?? { step, by },
  };
};

/** Plain columns that a measure reads. */
const readBy = (measure: StepOf<'aggregate'>['measures'][number]): readonly Named[] => {
  if (measure.kind === 'pick') return [...(measure.key ? [measure.key] : []), ...(measure.star ? [] : measure.outputs)];
  return measure.args.flatMap((arg) => (arg.kind === 'column' ? [{ name: arg.name, expr: arg, span: measure.span }] : []));
};
