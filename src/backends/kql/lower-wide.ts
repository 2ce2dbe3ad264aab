// Steps that most queries do without (`join`, `mv-expand`, `parse` …) in, their KQL stages out.
import { match, P } from 'ts-pattern';
import type { Expr } from '../../ir/expr.ts';
import type { CapturePart, Hint, JoinPair, Measure, Pipeline, PluginArg, StepOf } from '../../ir/pipeline.ts';
import type { wideSteps } from '../../ir/wide-steps.ts';
import type { Findings } from '../shared/findings.ts';
import type { KqlExpr, KqlJoinKey, KqlNamed, KqlPatternPart, KqlQuery, KqlSpread, KqlWideStage, KqlWord } from './ast.ts';
import { lowerGraph } from './lower-graph.ts';
import { isPlain, type LowerE, lowerFold, named, sortKey } from './lower-measure.ts';

interface Parts {
  readonly findings: Findings;
  readonly e: LowerE;
  readonly q: (pipeline: Pipeline) => KqlQuery;
}

const hints = (all: readonly Hint[]): readonly KqlWord[] => all.map(({ name, value }) => ({ name, value }));

const nameOf = (expr: Expr): string | null => (expr.kind === 'column' ? expr.name : null);

const joinKey = (pair: JoinPair, e: LowerE): KqlJoinKey => {
  const [left, right] = [nameOf(pair.left), nameOf(pair.right)];
  return left !== null && left === right ? { name: left } : { left: e(pair.left), right: e(pair.right) };
};

const lowerJoin = (n: StepOf<'join'>, { e, q }: Parts): KqlWideStage => {
  const usual = n.merged ? 'leftouter' : 'innerunique';
  const mode: readonly KqlWord[] = n.mode === usual ? [] : [{ name: 'kind', value: n.mode }];
  return {
    kind: n.merged ? 'lookup' : 'join',
    words: [...mode, ...hints(n.hints)],
    right: q(n.right),
    on: n.on.map((pair) => joinKey(pair, e)),
  };
};

const spread = (column: StepOf<'expand'>['columns'][number], e: LowerE): KqlSpread => ({
  column: isPlain(column) ? { names: [], expr: e(column.expr) } : named(column, e),
  type: column.type === 'dynamic' || column.type === 'unknown' ? null : column.type,
});

const lowerSpread = (n: StepOf<'expand'> | StepOf<'apply'>, { e, q }: Parts): KqlWideStage => ({
  kind: n.kind === 'expand' ? 'mv-expand' : 'mv-apply',
  words: [
    ...(n.style === 'array' ? [{ name: 'bagexpansion', value: 'array' }] : []),
    ...(n.index === null ? [] : [{ name: 'with_itemindex', value: n.index }]),
  ],
  columns: n.columns.map((column) => spread(column, e)),
  limit: n.limit,
  body: n.kind === 'apply' ? q(n.body) : null,
});

const patternPart = (part: CapturePart): KqlPatternPart =>
  match(part)
    .returnType<KqlPatternPart>()
    .with({ kind: 'text' }, (p) => ({ kind: 'text', value: p.value }))
    .with({ kind: 'column' }, (p) => ({ kind: 'column', column: p.column }))
    .with({ kind: 'skip' }, () => ({ kind: 'skip' }))
    .exhaustive();

const lowerCapture = (n: StepOf<'capture'>, e: LowerE): KqlWideStage => ({
  kind: n.required ? 'parse-where' : 'parse',
  words: [
    ...(n.style === 'simple' ? [] : [{ name: 'kind', value: n.style }]),
    ...(n.flags === '' ? [] : [{ name: 'flags', value: n.flags }]),
  ],
  subject: e(n.subject),
  parts: n.parts.map(patternPart),
});

const foldNamed = (measure: Extract<Measure, { kind: 'fold' }>, { findings, e }: Parts): KqlNamed => ({
  names: [measure.name],
  expr: lowerFold(measure, findings, e),
});

const lowerSeries = (n: StepOf<'series'>, parts: Parts): KqlWideStage => ({
  kind: 'make-series',
  words: n.nonempty ? [{ name: 'kind', value: 'nonempty' }] : [],
  measures: n.measures.map(({ measure, otherwise }) => ({
    measure: foldNamed(measure, parts),
    otherwise: otherwise && parts.e(otherwise),
  })),
  on: named(n.on, parts.e),
  from: n.from && parts.e(n.from),
  to: n.to && parts.e(n.to),
  step: parts.e(n.step),
  inRange: n.ends === 'at',
  by: n.by.map((key) => named(key, parts.e)),
});

const pluginArg = (arg: PluginArg, parts: Parts): KqlNamed =>
  match(arg)
    .returnType<KqlNamed>()
    .with({ kind: 'value' }, (a) => ({ names: a.name === null ? [] : [a.name], expr: parts.e(a.value) }))
    .with({ kind: 'measure' }, (a) => ({ names: [], expr: lowerFold(a.measure, parts.findings, parts.e) }))
    .with({ kind: 'rows' }, (a) => ({ names: [], expr: { kind: 'rows', query: parts.q(a.query) } }))
    .with({ kind: 'schema' }, (a) => ({ names: [], expr: { kind: 'schema', columns: a.columns, more: a.keeps } }))
    .exhaustive();

const lowerPlugin = (n: StepOf<'plugin'>, parts: Parts): KqlWideStage => ({
  kind: n.operator,
  words: hints(n.hints),
  name: n.name,
  args: n.args.map((arg) => pluginArg(arg, parts)),
  columns: n.declared,
  more: n.keeps,
});

const lowerNest = (n: StepOf<'nest'>, parts: Parts): KqlWideStage => ({
  kind: 'top-nested',
  levels: n.levels.map((level) => ({
    count: level.count,
    of: named(level.of, parts.e),
    others: level.others && parts.e(level.others),
    by: foldNamed(level.by, parts),
    order: level.order,
  })),
});

const lowerScan = (n: StepOf<'scan'>, e: LowerE): KqlWideStage => ({
  kind: 'scan',
  words: n.matchId === null ? [] : [{ name: 'with_match_id', value: n.matchId }],
  keys: n.keys.map((key) => sortKey(key, e)),
  partition: n.partition.map(e),
  declared: n.declared.map(({ column, otherwise }) => ({ column, otherwise: otherwise && e(otherwise) })),
  steps: n.stages.map((stage) => ({
    name: stage.name,
    words: [...(stage.optional ? ['optional'] : []), ...(stage.output === 'all' ? [] : [`output=${stage.output}`])],
    condition: e(stage.condition),
    sets: stage.sets.map((set) => named(set, e)),
  })),
});

const lowerSimilar = (n: StepOf<'similar'>, e: LowerE): KqlWideStage => ({
  kind: 'reduce',
  keeps: n.keeps,
  by: e(n.subject),
  properties: [
    ...(n.threshold ? [{ names: ['threshold'], expr: e(n.threshold) }] : []),
    ...(n.separators ? [{ names: ['characters'], expr: e(n.separators) }] : []),
  ],
});

const call = (name: string, args: readonly KqlExpr[]): KqlExpr => ({ kind: 'call', name, args });

export const lowerWide = (step: StepOf<(typeof wideSteps)[number]>, parts: Parts): KqlWideStage =>
  match(step)
    .returnType<KqlWideStage>()
    .with({ kind: 'join' }, (n) => lowerJoin(n, parts))
    .with({ kind: P.union('expand', 'apply') }, (n) => lowerSpread(n, parts))
    .with({ kind: 'capture' }, (n) => lowerCapture(n, parts.e))
    .with({ kind: 'pairs' }, (n) => ({
      kind: 'parse-kv',
      subject: parts.e(n.subject),
      columns: n.columns,
      properties: n.properties.map(({ name, value }) => ({ names: [name], expr: parts.e(value) })),
    }))
    .with({ kind: 'tuple' }, (n) => ({
      kind: 'tuple',
      column: { names: n.outputs.map((column) => column.name), expr: call(n.fn, n.args.map(parts.e)) },
    }))
    .with({ kind: 'series' }, (n) => lowerSeries(n, parts))
    .with({ kind: 'plugin' }, (n) => lowerPlugin(n, parts))
    .with({ kind: 'nest' }, (n) => lowerNest(n, parts))
    .with({ kind: 'sample' }, (n) => ({ kind: 'sample', count: n.count, of: n.of && parts.e(n.of.expr) }))
    .with({ kind: 'partition' }, (n) => ({
      kind: 'partition',
      words: hints(n.hints),
      by: parts.e(n.by),
      own: n.own,
      body: parts.q(n.body),
    }))
    .with({ kind: 'describe' }, () => ({ kind: 'getschema' }))
    .with({ kind: 'scan' }, (n) => lowerScan(n, parts.e))
    .with({ kind: 'similar' }, (n) => lowerSimilar(n, parts.e))
    .with({ kind: 'hitters' }, (n) => ({ kind: 'top-hitters', count: n.count, of: parts.e(n.of.expr), by: n.by && parts.e(n.by) }))
    .with({ kind: 'split' }, (n) => ({ kind: 'fork', branches: n.branches.map(({ name, body }) => ({ name, body: parts.q(body) })) }))
    .with({ kind: 'graph' }, (n) => lowerGraph(n, parts.e, parts.q))
    .with({ kind: 'discard' }, () => ({ kind: 'consume' }))
    .exhaustive();
