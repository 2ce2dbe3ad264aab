// IR as text for tests and `explain`: one S-expression per source and step, one line each.
import { match, P } from 'ts-pattern';
import type { Expr } from './expr.ts';
import type { GraphPart } from './graph.ts';
import type {
  CapturePart,
  GraphOperator,
  Measure,
  Named,
  Pipeline,
  Place,
  PluginArg,
  Property,
  Query,
  SearchTest,
  SortKey,
  Source,
  Spread,
  Step,
  StepOf,
} from './pipeline.ts';
import { isoOfTicks, textOfTimespan } from './time.ts';
import type { Column, DynamicValue } from './types.ts';
import { wideSteps } from './wide-steps.ts';

const nameText = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `['${name.replace(/[\\']/g, '\\$&')}']`);

/** Names of columns that no schema knows end with `?`. */
const columnText = (name: string, declared: boolean): string => `${nameText(name)}${declared ? '' : '?'}`;

const dynamicText = (value: DynamicValue): string => {
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(dynamicText).join(' ')}]`;
  if (value instanceof Map) return `{${[...value].map(([key, v]) => `${JSON.stringify(key)}: ${dynamicText(v)}`).join(' ')}}`;
  return 'ticks' in value ? ticksText(value.type, value.ticks) : '';
};

const ticksText = (type: 'datetime' | 'timespan', ticks: bigint): string =>
  type === 'datetime' ? `datetime(${isoOfTicks(ticks)})` : textOfTimespan(ticks);

const literalText = (literal: Expr & { kind: 'literal' }): string => {
  const { type, value } = literal;
  if (value === null) return `${type}(null)`;
  if (type === 'dynamic') return `dynamic(${dynamicText(value as DynamicValue)})`;
  if (typeof value === 'bigint')
    return type === 'datetime' || type === 'timespan' ? ticksText(type, value) : `${value}${type === 'int' ? 'i' : ''}`;
  if (typeof value === 'string') return type === 'string' ? JSON.stringify(value) : `${type}(${value})`;
  return type === 'real' && Number.isInteger(value) ? `${String(value)}.0` : String(value);
};

const list = (head: string, parts: readonly string[]): string => `(${[head, ...parts].join(' ')})`;

const textFlags = (node: { caseless: boolean; require: 'any' | 'all' }): readonly string[] => [
  ...(node.caseless ? ['~'] : []),
  ...(node.require === 'all' ? ['all'] : []),
];

/** `(text contains ~ FileName "a" "b")`; `~` is caseless, `all` stands where every pattern must fit. */
export const dumpExpr = (expr: Expr): string =>
  match(expr)
    .returnType<string>()
    .with({ kind: 'literal' }, literalText)
    .with({ kind: 'column' }, (n) => columnText(n.name, n.declared))
    .with({ kind: 'call' }, (n) => list(n.fn, n.args.map(dumpExpr)))
    .with({ kind: 'text' }, (n) => list('text', [n.test, ...textFlags(n), dumpExpr(n.subject), ...n.patterns.map(dumpExpr)]))
    .with({ kind: 'textQuery' }, (n) => list('textQuery', [n.test, ...textFlags(n), dumpExpr(n.subject), dumpInline(n.query)]))
    .with({ kind: 'compare' }, (n) => list(n.op, [dumpExpr(n.left), dumpExpr(n.right)]))
    .with({ kind: 'member' }, (n) => list('member', [dumpExpr(n.subject), ...n.values.map(dumpExpr)]))
    .with({ kind: 'memberQuery' }, (n) => list('memberQuery', [dumpExpr(n.subject), dumpInline(n.query)]))
    .with({ kind: P.union('not', 'negate') }, (n) => list(n.kind, [dumpExpr(n.operand)]))
    .with({ kind: P.union('and', 'or') }, (n) => list(n.kind, n.operands.map(dumpExpr)))
    .with({ kind: 'arith' }, (n) => list(n.op, [dumpExpr(n.left), dumpExpr(n.right)]))
    .with({ kind: 'case' }, (n) =>
      list('case', [...n.arms.map((arm) => list('when', [dumpExpr(arm.when), dumpExpr(arm.then)])), dumpExpr(n.otherwise)]),
    )
    .with({ kind: 'path' }, (n) => list('path', [dumpExpr(n.base), dumpExpr(n.key)]))
    .with({ kind: 'scalarQuery' }, (n) => list('scalarQuery', [dumpInline(n.query)]))
    .exhaustive();

const dumpNamed = (column: Named): string =>
  column.expr.kind === 'column' && column.expr.name === column.name
    ? dumpExpr(column.expr)
    : list('=', [nameText(column.name), dumpExpr(column.expr)]);

const dumpMeasure = (measure: Measure): string => {
  if (measure.kind === 'fold') {
    const where = measure.where ? [list('where', [dumpExpr(measure.where)])] : [];
    return list('=', [nameText(measure.name), list(measure.agg, [...measure.args.map(dumpExpr), ...where])]);
  }
  const key = measure.key ? [list('key', [dumpNamed(measure.key)])] : [];
  return list(`pick-${measure.by}`, [...key, ...(measure.star ? ['*'] : []), ...measure.outputs.map(dumpNamed)]);
};

const dumpColumns = (columns: readonly Column[]): string =>
  list(
    'columns',
    columns.map((c) => `${nameText(c.name)}:${c.type}`),
  );

const dumpProperty = (property: Property): string => list('=', [property.name, dumpExpr(property.value)]);

const dumpPlace = (place: Place): string => list(place.fn, [JSON.stringify(place.name)]);

const dumpAmong = (among: readonly Pipeline[] | null): readonly string[] => (among === null ? ['(all)'] : among.map(dumpInline));

const dumpTest = (test: SearchTest): string =>
  match(test)
    .returnType<string>()
    .with({ kind: P.union('every', 'some') }, (n) => list(n.kind, n.tests.map(dumpTest)))
    .with({ kind: 'fails' }, (n) => list('fails', [dumpTest(n.test)]))
    .with({ kind: 'anywhere' }, (n) =>
      list('anywhere', [...(n.negated ? ['not'] : []), n.test, ...textFlags(n), ...n.patterns.map(dumpExpr)]),
    )
    .with({ kind: 'holds' }, (n) => dumpExpr(n.condition))
    .exhaustive();

const dumpSource = (source: Source): string =>
  match(source)
    .returnType<string>()
    .with({ kind: 'table' }, (n) => list('table', [columnText(n.name, n.declared)]))
    .with({ kind: 'union' }, (n) =>
      list(`union-${n.mode}`, [
        ...(n.fuzzy ? ['fuzzy'] : []),
        ...(n.tag === null ? [] : [list('tag', [nameText(n.tag)])]),
        ...n.branches.map(dumpInline),
      ]),
    )
    .with({ kind: 'rows' }, (n) => list('rows', [dumpColumns(n.columns), ...n.rows.map((row) => list('row', row.map(dumpExpr)))]))
    .with({ kind: 'external' }, (n) =>
      list('external', [dumpColumns(n.columns), ...n.urls.map(dumpExpr), ...n.properties.map(dumpProperty)]),
    )
    .with({ kind: 'tables' }, (n) => list('tables', [...n.place.map(dumpPlace), JSON.stringify(n.pattern)]))
    .with({ kind: 'remote' }, (n) => list('remote', [...n.place.map(dumpPlace), nameText(n.name)]))
    .with({ kind: 'range' }, (n) => list('range', [dumpColumns([n.column]), ...[n.from, n.to, n.step].map(dumpExpr)]))
    .with({ kind: 'search' }, (n) => list('search', [...(n.piped ? ['piped'] : []), ...dumpAmong(n.among), dumpTest(n.condition)]))
    .with({ kind: 'find' }, (n) =>
      list('find', [
        list('tag', [nameText(n.tag)]),
        ...dumpAmong(n.among),
        dumpTest(n.condition),
        dumpColumns(n.columns),
        ...(n.pack ? ['pack'] : []),
      ]),
    )
    .with({ kind: 'stored' }, (n) =>
      list('stored', [n.fn, ...n.args.map((arg, at) => (n.names[at] ? list('=', [n.names[at], dumpExpr(arg)]) : dumpExpr(arg)))]),
    )
    .with({ kind: 'given' }, () => '(given)')
    .exhaustive();

const optional = (head: string, expr: Expr | null): readonly string[] => (expr ? [list(head, [dumpExpr(expr)])] : []);

const dumpSpread = (n: StepOf<'expand'> | StepOf<'apply'>): readonly string[] => [
  ...(n.style === 'array' ? ['array'] : []),
  ...n.columns.map((column: Spread) => list(column.type, [dumpNamed(column)])),
  ...(n.index === null ? [] : [list('index', [nameText(n.index)])]),
  ...(n.limit === null ? [] : [list('limit', [String(n.limit)])]),
];

const dumpPart = (part: CapturePart): string =>
  match(part)
    .with({ kind: 'text' }, (p) => JSON.stringify(p.value))
    .with({ kind: 'column' }, (p) => `${nameText(p.column.name)}:${p.column.type}`)
    .with({ kind: 'skip' }, () => '*')
    .exhaustive();

const dumpArg = (arg: PluginArg): string =>
  match(arg)
    .with({ kind: 'value' }, (a) => (a.name === null ? dumpExpr(a.value) : list('=', [nameText(a.name), dumpExpr(a.value)])))
    .with({ kind: 'measure' }, (a) => dumpMeasure(a.measure))
    .with({ kind: 'rows' }, (a) => dumpInline(a.query))
    .with({ kind: 'schema' }, (a) => list('typeof', [...(a.keeps ? ['*'] : []), dumpColumns(a.columns)]))
    .exhaustive();

const dumpSeries = (n: StepOf<'series'>): string =>
  list('series', [
    ...(n.nonempty ? ['nonempty'] : []),
    list('by', n.by.map(dumpNamed)),
    list('on', [dumpNamed(n.on)]),
    ...optional('from', n.from),
    ...optional(n.ends === 'at' ? 'through' : 'to', n.to),
    ...optional('step', n.step),
    ...n.measures.map(({ measure, otherwise }) =>
      otherwise ? list('default', [dumpExpr(otherwise), dumpMeasure(measure)]) : dumpMeasure(measure),
    ),
  ]);

const dumpNest = (n: StepOf<'nest'>): string =>
  list(
    'nest',
    n.levels.map(({ count, of, others, by, order }) =>
      list('level', [count === null ? 'all' : String(count), order, dumpNamed(of), dumpMeasure(by), ...optional('others', others)]),
    ),
  );

const dumpKey = (key: SortKey): string => list(key.order, [dumpExpr(key.expr), `nulls-${key.nulls}`]);

const dumpScan = (n: StepOf<'scan'>): string =>
  list('scan', [
    ...n.partition.map((expr) => list('partition', [dumpExpr(expr)])),
    ...n.keys.map(dumpKey),
    ...n.declared.map(({ column, otherwise }) => list('declare', [dumpColumns([column]), ...(otherwise ? [dumpExpr(otherwise)] : [])])),
    ...(n.matchId === null ? [] : [list('id', [nameText(n.matchId)])]),
    ...n.stages.map((stage) =>
      list('stage', [
        nameText(stage.name),
        ...(stage.optional ? ['optional'] : []),
        stage.output,
        dumpExpr(stage.condition),
        ...stage.sets.map(dumpNamed),
      ]),
    ),
  ]);

const hopsText = (part: GraphPart): string => (part.kind === 'edge' && part.hops ? `*${part.hops.least}..${part.hops.most}` : '');

const dumpPath = (pattern: readonly GraphPart[]): string =>
  list(
    'path',
    pattern.map((part) => {
      const name = part.name === null ? '_' : nameText(part.name);
      return part.kind === 'node' ? name : list(part.direction, [`${name}${hopsText(part)}`]);
    }),
  );

const dumpGraphOperator = (n: GraphOperator): string =>
  match(n)
    .with({ kind: 'components' }, (o) => list('components', [o.mode, nameText(o.name)]))
    .with({ kind: 'match' }, (o) =>
      list('match', [o.find, o.cycles, ...o.patterns.map(dumpPath), ...optional('where', o.condition), ...o.columns.map(dumpNamed)]),
    )
    .with({ kind: 'elements', part: 'nodes' }, (o) => list('nodes', o.id === null ? [] : [nameText(o.id)]))
    .with({ kind: 'elements', part: 'edges' }, (o) =>
      list(
        'edges',
        [o.source, o.target].map((name) => (name === null ? '_' : nameText(name))),
      ),
    )
    .exhaustive();

const dumpGraph = (n: StepOf<'graph'>): string =>
  list('graph', [
    dumpExpr(n.source),
    dumpExpr(n.target),
    ...n.nodes.map(({ query, id }) => list('nodes', [dumpExpr(id), dumpInline(query)])),
    ...(n.nodeId ? [list('id', [dumpColumns([n.nodeId])])] : []),
    ...optional('partition', n.partition),
    ...n.operators.map(dumpGraphOperator),
  ]);

/** The steps that most queries do without. */
const dumpWide = (step: StepOf<(typeof wideSteps)[number]>): string =>
  match(step)
    .returnType<string>()
    .with({ kind: 'join' }, (n) =>
      list(n.merged ? 'lookup' : 'join', [
        n.mode,
        ...n.on.map((pair) => list('eq', [dumpExpr(pair.left), dumpExpr(pair.right)])),
        dumpInline(n.right),
      ]),
    )
    .with({ kind: 'expand' }, (n) => list('expand', dumpSpread(n)))
    .with({ kind: 'apply' }, (n) => list('apply', [...dumpSpread(n), dumpInline(n.body)]))
    .with({ kind: 'capture' }, (n) =>
      list('capture', [n.style, ...(n.required ? ['required'] : []), dumpExpr(n.subject), ...n.parts.map(dumpPart)]),
    )
    .with({ kind: 'pairs' }, (n) => list('pairs', [dumpExpr(n.subject), dumpColumns(n.columns), ...n.properties.map(dumpProperty)]))
    .with({ kind: 'tuple' }, (n) => list('tuple', [dumpColumns(n.outputs), list(n.fn, n.args.map(dumpExpr))]))
    .with({ kind: 'series' }, dumpSeries)
    .with({ kind: 'plugin' }, (n) => list(n.operator, [n.name, ...n.args.map(dumpArg), dumpColumns(n.frame.columns)]))
    .with({ kind: 'nest' }, dumpNest)
    .with({ kind: 'sample' }, (n) => list('sample', [String(n.count), ...(n.of ? [dumpNamed(n.of)] : [])]))
    .with({ kind: 'partition' }, (n) => list('partition', [...(n.own ? ['own'] : []), dumpExpr(n.by), dumpInline(n.body)]))
    .with({ kind: 'scan' }, dumpScan)
    .with({ kind: 'similar' }, (n) =>
      list('similar', [
        ...(n.keeps ? ['keeps'] : []),
        dumpExpr(n.subject),
        ...optional('threshold', n.threshold),
        ...optional('separators', n.separators),
      ]),
    )
    .with({ kind: 'hitters' }, (n) => list('hitters', [String(n.count), dumpNamed(n.of), dumpColumns([n.total]), ...optional('by', n.by)]))
    .with({ kind: 'split' }, (n) =>
      list(
        'split',
        n.branches.map(({ name, body }) => list('branch', [...(name === null ? [] : [nameText(name)]), dumpInline(body)])),
      ),
    )
    .with({ kind: 'graph' }, dumpGraph)
    .with({ kind: P.union('describe', 'discard') }, (n) => list(n.kind, []))
    .exhaustive();

/** One step on one line. */
export const dumpStep = (step: Step): string =>
  match(step)
    .returnType<string>()
    .with({ kind: 'filter' }, (n) => list('filter', [dumpExpr(n.condition)]))
    .with({ kind: P.union('extend', 'project') }, (n) => list(n.kind, n.columns.map(dumpNamed)))
    .with({ kind: P.union('drop', 'reorder') }, (n) => list(n.kind, n.names.map(nameText)))
    .with({ kind: 'rename' }, (n) =>
      list(
        'rename',
        n.pairs.map((pair) => list('=', [nameText(pair.to), nameText(pair.from)])),
      ),
    )
    .with({ kind: 'aggregate' }, (n) => list('aggregate', [list('by', n.by.map(dumpNamed)), ...n.measures.map(dumpMeasure)]))
    .with({ kind: 'sort' }, (n) => list('sort', n.keys.map(dumpKey)))
    .with({ kind: 'limit' }, (n) => list('limit', [String(n.count)]))
    .with({ kind: 'present' }, (n) => list('present', [JSON.stringify(n.text)]))
    .with({ kind: P.union(...wideSteps) }, dumpWide)
    .exhaustive();

const dumpLines = (pipeline: Pipeline): readonly string[] => [dumpSource(pipeline.source), ...pipeline.steps.map(dumpStep)];

const dumpInline = (pipeline: Pipeline): string => list('query', dumpLines(pipeline));

/** Source and steps, one per line, without a line end at the end. */
export const dumpPipeline = (pipeline: Pipeline): string => dumpLines(pipeline).join('\n');

export const dumpQuery = (query: Query): string => dumpPipeline(query.pipeline);
