// A pipeline in normal form in; the ways from its tables to its result out: the conditions that decide which events match, the columns that are shown, and the
// thresholds on what an aggregation counts. What decides nothing is left out: an aggregation as refused, order and shown columns as assumptions.

import { match, P } from 'ts-pattern';
import { conjuncts } from '../../ir/conjuncts.ts';
import type { Expr } from '../../ir/expr.ts';
import { frameAfter, frameOfSource } from '../../ir/frame.ts';
import type { Measure, Named, Pipeline, Step, StepOf } from '../../ir/pipeline.ts';
import type { Membership } from '../../ir/subqueries.ts';
import type { Frame } from '../../ir/types.ts';
import { wideSources, wideSteps } from '../../ir/wide-steps.ts';
import { FindingList, type Findings } from '../shared/findings.ts';
import { measuredBy, thresholdOf } from './correlation/thresholds.ts';
import { type Definition, type Inlined, inline, type Scope, simplify } from './inline.ts';
import { noTable, type Path, startOf } from './path.ts';
import { joinPaths, memberPaths } from './temporal/join-paths.ts';
import { keepJoined, keepOwn } from './temporal/joined-conditions.ts';
import { dropsBlank } from './temporal/joined-tests.ts';
import { legsOf } from './temporal/legs.ts';

type Aggregate = StepOf<'aggregate'>;

/** Where the walk reports, and the aggregations that thresholds look at: those are not left out. */
interface Walk {
  readonly findings: Findings;
  readonly looked: ReadonlySet<Aggregate>;
  /** Outer joins whose rows without a partner a later condition drops; a walk adds what it finds. */
  readonly inner: Set<StepOf<'join'>>;
}

export const isWide = (step: Step): boolean => wideSteps.some((kind) => kind === step.kind);

const walked = (pipeline: Pipeline, at: Walk): readonly Path[] | null => {
  if (pipeline.steps.some((step) => isWide(step) && step.kind !== 'join')) return null;
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
  return starts === null ? null : walkedOn(starts, pipeline, at);
};

const walkedOn = (starts: readonly Path[], { source, steps }: Pipeline, at: Walk): readonly Path[] | null => {
  let paths = starts;
  let frame = frameOfSource(source);
  for (const step of steps) {
    const next: readonly Path[] | null =
      step.kind === 'join' ? joinedWith(paths, step, frame, at) : paths.map((path) => walk(path, step, frame, at));
    if (next === null) return null;
    paths = next;
    frame = frameAfter(frame, step);
  }
  return paths;
};

const joinedWith = (paths: readonly Path[], step: StepOf<'join'>, frame: Frame, at: Walk): readonly Path[] | null => {
  const isInner = at.inner.has(step);
  // What only adds columns may read anything.
  const rights = step.mode === 'leftouter' && !isInner ? [startOf(noTable(step))] : walked(step.right, at);
  if (rights === null) return null;
  const all = paths.flatMap((path) => rights.map((right) => joinPaths(path, right, frame, step, isInner, at.findings)));
  return all.some((one) => one === null) ? null : all.flatMap((one) => one ?? []);
};

/** Null: a step or a source that no rule can say. A first walk finds the thresholds, so that the second knows which aggregations they look at. */
export const pathsOf = (pipeline: Pipeline, findings: Findings): readonly Path[] | null => {
  const inner = new Set<StepOf<'join'>>();
  const first = walked(pipeline, { findings: new FindingList(false, new Set()), looked: new Set(), inner });
  const looked = new Set((first ?? []).flatMap((path) => path.thresholds.map(({ of }) => of.step)));
  return walked(pipeline, { findings, looked, inner });
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

const walk = (path: Path, step: Step, frame: Frame, at: Walk): Path =>
  match(step)
    .returnType<Path>()
    .with({ kind: 'filter' }, (n) => conjuncts(n.condition).reduce((p, conjunct) => keep(p, conjunct, frame, at), path))
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

const keep = (path: Path, conjunct: Expr, frame: Frame, at: Walk): Path => {
  const { findings } = at;
  const member = isMember(conjunct) ? memberOf(path, conjunct, frame, at) : null;
  if (member) return member;
  const threshold = thresholdOf(conjunct, path.scope);
  if (threshold) return { ...path, thresholds: [...path.thresholds, threshold] };
  const { expr, lost, used } = inline(conjunct, path.scope);
  const next = { ...path, used: new Set([...path.used, ...used]) };
  if (lost) {
    const definition = path.scope.defined.get(lost.name);
    if (definition?.kind === 'lost' && definition.outer && dropsBlank(conjunct, lost.name)) at.inner.add(definition.outer);
    findings.refuse('RMMC3611', conjunct.span, { column: lost.name });
    return { ...next, refused: true };
  }
  if (legsOf(expr).size > 1) return conjuncts(simplify(expr, findings)).reduce<Path>((p, one) => keepJoined(p, one, findings), next);
  return keepOwn(next, expr, findings);
};

const isMember = (expr: Expr): expr is Membership => {
  if (expr.kind === 'memberQuery') return true;
  return expr.kind === 'textQuery' && expr.test === 'equals' && expr.require === 'any' && !expr.caseless;
};

/** Null: what the query reads is no rule. */
const memberOf = (path: Path, test: Membership, frame: Frame, at: Walk): Path | null => {
  const [right, ...more] = walked(test.query, at) ?? [];
  return right && more.length === 0 ? memberPaths(path, right, frame, test, at.findings) : null;
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
  if (measure.kind === 'pick' || path.grouping || path.joined.multiplied) return { kind: 'lost' };
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
