// IR as text for tests and `explain`: one S-expression per source and step, one line each.
import { match, P } from 'ts-pattern';
import type { Expr } from './expr.ts';
import type { Measure, Named, Pipeline, Query, Source, Step } from './pipeline.ts';
import { isoOfTicks, textOfTimespan } from './time.ts';
import type { DynamicValue } from './types.ts';

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

const dumpSource = (source: Source): string =>
  match(source)
    .returnType<string>()
    .with({ kind: 'table' }, (n) => list('table', [columnText(n.name, n.declared)]))
    .with({ kind: 'union' }, (n) =>
      list(`union-${n.mode}`, [...(n.tag === null ? [] : [list('tag', [nameText(n.tag)])]), ...n.branches.map(dumpInline)]),
    )
    .with({ kind: 'rows' }, (n) =>
      list('rows', [
        list(
          'columns',
          n.columns.map((c) => `${nameText(c.name)}:${c.type}`),
        ),
        ...n.rows.map((row) => list('row', row.map(dumpExpr))),
      ]),
    )
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
    .with({ kind: 'sort' }, (n) =>
      list(
        'sort',
        n.keys.map((key) => list(key.order, [dumpExpr(key.expr), `nulls-${key.nulls}`])),
      ),
    )
    .with({ kind: 'limit' }, (n) => list('limit', [String(n.count)]))
    .with({ kind: 'present' }, (n) => list('present', [JSON.stringify(n.text)]))
    .exhaustive();

const dumpLines = (pipeline: Pipeline): readonly string[] => [dumpSource(pipeline.source), ...pipeline.steps.map(dumpStep)];

const dumpInline = (pipeline: Pipeline): string => list('query', dumpLines(pipeline));

/** Source and steps, one per line, without a line end at the end. */
export const dumpPipeline = (pipeline: Pipeline): string => dumpLines(pipeline).join('\n');

export const dumpQuery = (query: Query): string => dumpPipeline(query.pipeline);
