// A query in normal form in; the conditions that decide which events match and the columns that are shown out: `table | filter | project`.
// What decides nothing about the match is left out: an aggregation as refused, order and shown columns as assumptions. What decides it is refused.
import { match, P } from 'ts-pattern';
import type { Expr } from '../../ir/expr.ts';
import { type Named, type Pipeline, type Query, type Source, type Step, type StepOf, wideSources, wideSteps } from '../../ir/pipeline.ts';
import type { TargetContext } from '../shared/backend.ts';
import type { Findings } from '../shared/findings.ts';
import { sigmaField, sigmaTable } from './fields.ts';
import { type Definition, type Inlined, inline, openScope, type Scope, simplify } from './inline.ts';
import { timeWindowText } from './time-window.ts';

type Table = Extract<Source, { kind: 'table' }>;

/** One way from a table to the result; a union has several. */
interface Path {
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
}

const isWide = (step: Step): boolean => wideSteps.some((kind) => kind === step.kind);

const pathsOf = (pipeline: Pipeline, findings: Findings): readonly Path[] | null => {
  if (pipeline.steps.some(isWide)) return null;
  const starts = match(pipeline.source)
    .returnType<readonly Path[] | null>()
    .with({ kind: 'table' }, (table) => [
      { table, scope: openScope, conditions: [], shown: null, computed: [], used: new Set<string>(), refused: false },
    ])
    .with({ kind: 'union' }, (n) => {
      const branches = n.branches.map((branch) => pathsOf(branch, findings));
      return branches.some((paths) => paths === null)
        ? null
        : branches.flatMap((paths) => (paths ?? []).map((path) => tagged(path, n.tag)));
    })
    .with({ kind: P.union('rows', ...wideSources) }, () => null)
    .exhaustive();
  return starts === null ? null : starts.map((start) => pipeline.steps.reduce((path, step) => walk(path, step, findings), start));
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
  columns.map((column) => [column.name, definitionOf(inline(column.expr, scope))]);

const isComputed = (column: Named, scope: Scope): boolean => column.expr.kind !== 'column' && inline(column.expr, scope).lost === null;

const walk = (path: Path, step: Step, findings: Findings): Path =>
  match(step)
    .returnType<Path>()
    .with({ kind: 'filter' }, (n) => conjunctsOf(n.condition).reduce((p, conjunct) => keep(p, conjunct, findings), path))
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
    .with({ kind: 'aggregate' }, (n) => aggregate(path, n, findings))
    .with({ kind: 'sort' }, (n) => {
      findings.assume('RMMC3608', n.span, {});
      return path;
    })
    .with({ kind: 'limit' }, (n) => {
      findings.inexact('RMMC3609', n.span, { count: String(n.count) }, 'over', 'kept');
      return path;
    })
    .with({ kind: 'present' }, (n) => {
      findings.assume('RMMC3620', n.span, { text: n.text });
      return path;
    })
    .exhaustive();

const conjunctsOf = (expr: Expr): readonly Expr[] => (expr.kind === 'and' ? expr.operands : [expr]);

const keep = (path: Path, conjunct: Expr, findings: Findings): Path => {
  const { expr, lost, used } = inline(conjunct, path.scope);
  const next = { ...path, used: new Set([...path.used, ...used]) };
  if (lost) {
    findings.refuse('RMMC3611', conjunct.span, { column: lost.name });
    return { ...next, refused: true };
  }
  const window = timeWindowText(expr, path.table.timeColumn);
  if (window !== null) {
    findings.assume('RMMC3605', conjunct.span, { window });
    return next;
  }
  return {
    ...next,
    conditions: [...path.conditions, ...conjunctsOf(simplify(expr, findings)).filter((condition) => !isConstant(condition, true))],
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

/** The keys can still be tested; the measures belong to no single event. */
const aggregate = (path: Path, step: StepOf<'aggregate'>, findings: Findings): Path => {
  const keys = step.by.length === 0 ? 'for all of them' : `per ${step.by.map((key) => key.name).join(', ')}`;
  findings.leaveOut('RMMC3606', step.span, { keys });
  const outputs = step.measures.flatMap((measure) =>
    measure.kind === 'fold'
      ? [measure.name]
      : [...(measure.key ? [measure.key.name] : []), ...measure.outputs.map((output) => output.name)],
  );
  const lost = outputs.map((name) => [name, { kind: 'lost' }] as const);
  return {
    ...path,
    scope: { defined: new Map([...defineColumns(step.by, path.scope), ...lost]), closed: true },
    shown: [...resolve(step.by, path.scope), ...resolve(step.measures.flatMap(readBy), path.scope)],
  };
};

/** Plain columns that a measure reads. */
const readBy = (measure: StepOf<'aggregate'>['measures'][number]): readonly Named[] => {
  if (measure.kind === 'pick') return [...(measure.key ? [measure.key] : []), ...(measure.star ? [] : measure.outputs)];
  return measure.args.flatMap((arg) => (arg.kind === 'column' ? [{ name: arg.name, expr: arg, span: measure.span }] : []));
};

const assumeComputed = (path: Path, findings: Findings): void => {
  for (const column of path.computed) {
    const shown = path.shown === null || path.shown.some((other) => other.name === column.name);
    if (shown || !path.used.has(column.name)) findings.assume('RMMC3607', column.span, { column: column.name });
  }
};

const hasAggregate = (pipeline: Pipeline): boolean => pipeline.steps.some((step) => step.kind === 'aggregate');

/** Plain columns to show, each once. After an aggregation only those that have a field: the finding on the aggregation covers the others. */
const shownColumns = (path: Path, quiet: boolean, context: TargetContext): readonly Named[] => {
  const table = sigmaTable(path.table.name, context.profile);
  const byName = new Map<string, Named>();
  for (const { expr, span } of path.shown ?? []) {
    if (expr.kind !== 'column' || expr.name === path.table.timeColumn || byName.has(expr.name)) continue;
    const missing = !table || !sigmaField(table, expr.name);
    if (!missing || context.options.unmapped === 'keep') byName.set(expr.name, { name: expr.name, expr, span });
    else if (!quiet) context.findings.assume('RMMC3610', span, { column: expr.name });
  }
  return [...byName.values()];
};

const all = (kind: 'and' | 'or', operands: readonly Expr[], table: Table): Expr => {
  const [only] = operands;
  return operands.length === 1 && only ? only : { kind, operands, type: 'bool', span: table.span };
};

const combined = (paths: readonly Path[], table: Table): Expr | null => {
  const ways = paths.map((path) => (path.conditions.length === 0 ? null : all('and', path.conditions, table)));
  const known = ways.filter((way) => way !== null);
  return known.length < ways.length || known.length === 0 ? null : all('or', known, table);
};

const isConstant = (expr: Expr, value: boolean): boolean => expr.kind === 'literal' && expr.value === value;

/** The query as `table | filter | project`; a query that cannot be so is returned without steps, its refusals reported. */
export const prepare = (query: Query, context: TargetContext): Query => {
  const { pipeline } = query;
  const paths = pathsOf(pipeline, context.findings);
  const [first] = paths ?? [];
  // What the capabilities refuse stays, so that it is refused.
  if (!paths || !first) return { ...query, pipeline: { source: pipeline.source, steps: pipeline.steps.filter(isWide) } };
  const tables = [...new Set(paths.map((path) => path.table.name))];
  if (tables.length > 1) context.findings.refuse('RMMC3612', pipeline.source.span, { tables: tables.join(', ') });
  for (const path of paths) assumeComputed(path, context.findings);
  const condition = combined(paths, first.table);
  const usable = condition !== null && !isConstant(condition, false);
  if (!usable && tables.length === 1 && !paths.some((path) => path.refused)) context.findings.refuse('RMMC3613', first.table.span, {});
  const columns = shownColumns(first, hasAggregate(pipeline), context);
  const filter: readonly Step[] = usable ? [{ kind: 'filter', condition, span: condition.span }] : [];
  const shown: readonly Step[] = columns.length > 0 ? [{ kind: 'project', columns, span: first.table.span }] : [];
  return { ...query, pipeline: { source: first.table, steps: [...filter, ...shown] } };
};
