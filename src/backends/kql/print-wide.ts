// Stages that most queries do without (`join`, `mv-expand`, `parse` …) in, documents out.
import { match, P } from 'ts-pattern';
import { type Doc, group, hard, join, line, nest, soft } from '../shared/layout.ts';
import type { KqlExpr, KqlJoinKey, KqlNamed, KqlNestLevel, KqlPatternPart, KqlScanStep, KqlSpread, KqlWideStage } from './ast.ts';
import { graphDoc } from './print-graph.ts';
import { columnsText, comma, commaList, type Printers, propertiesDoc, propertyDocs, unionDoc, wordsText } from './print-parts.ts';
import { quoteName, quoteString } from './quote.ts';

const keyDoc = (key: KqlJoinKey, p: Printers): Doc => {
  if ('name' in key) return quoteName(key.name);
  const side = (expr: KqlExpr, name: string): Doc => (expr.kind === 'name' ? `${name}.${quoteName(expr.name)}` : p.expr(expr));
  return [side(key.left, '$left'), ' == ', side(key.right, '$right')];
};

const spreadDoc = ({ column, type }: KqlSpread, p: Printers): Doc => [p.column(column), type === null ? '' : ` to typeof(${type})`];

const partText = (part: KqlPatternPart): string =>
  match(part)
    .with({ kind: 'text' }, (n) => quoteString(n.value))
    .with({ kind: 'column' }, (n) => `${quoteName(n.column.name)}${n.column.type === 'string' ? '' : `: ${n.column.type}`}`)
    .with({ kind: 'skip' }, () => '*')
    .exhaustive();

const seriesDoc = (n: Extract<KqlWideStage, { kind: 'make-series' }>, p: Printers): Doc => {
  const measures = n.measures.map(({ measure, otherwise }): Doc => [p.column(measure), otherwise ? [' default=', p.expr(otherwise)] : []]);
  const part = (word: string, expr: KqlExpr | null): Doc => (expr ? [` ${word} `, p.expr(expr)] : []);
  const bounds: Doc =
    n.inRange && n.from && n.to
      ? [' in range(', join([n.from, n.to, n.step].map(p.expr), ', '), ')']
      : [part('from', n.from), part('to', n.to), part('step', n.step)];
  const keys: Doc = n.by.length === 0 ? [] : [line, 'by ', commaList(n.by.map(p.column))];
  return group([`make-series${wordsText(n.words)}`, nest([line, join(measures, comma), line, 'on ', p.column(n.on), bounds, keys])]);
};

const argDoc = (arg: KqlNamed, p: Printers): Doc => [
  arg.names[0] === undefined ? '' : `${quoteName(arg.names[0])} = `,
  arg.expr.kind === 'rows' ? p.branch(arg.expr.query) : p.expr(arg.expr),
];

const pluginDoc = (n: Extract<KqlWideStage, { kind: 'evaluate' | 'invoke' }>, p: Printers): Doc => {
  const declared =
    n.columns === null ? '' : ` : (${[...(n.more ? ['*'] : []), ...(n.columns.length > 0 ? [columnsText(n.columns)] : [])].join(', ')})`;
  return [
    `${n.kind}${wordsText(n.words)} ${n.name}(`,
    join(
      n.args.map((arg) => argDoc(arg, p)),
      ', ',
    ),
    `)${declared}`,
  ];
};

const levelDoc = (level: KqlNestLevel, p: Printers): Doc => [
  `top-nested ${level.count === null ? '' : `${level.count} `}of `,
  p.column(level.of),
  level.others ? [' with others = ', p.expr(level.others)] : [],
  ' by ',
  p.column(level.by),
  ` ${level.order}`,
];

const spreadStage = (n: Extract<KqlWideStage, { kind: 'mv-expand' | 'mv-apply' }>, p: Printers): Doc => [
  `${n.kind}${wordsText(n.words)} `,
  commaList(n.columns.map((column) => spreadDoc(column, p))),
  n.limit === null ? '' : ` limit ${n.limit}`,
  n.body === null ? [] : [' on ', p.subquery(n.body)],
];

const scanStepDoc = (step: KqlScanStep, p: Printers): Doc => {
  const sets: Doc = step.sets.length === 0 ? [] : [' => ', join(step.sets.map(p.column), ', ')];
  return [['step', quoteName(step.name), ...step.words].join(' '), ': ', p.expr(step.condition), sets, ';'];
};

const scanDoc = (n: Extract<KqlWideStage, { kind: 'scan' }>, p: Printers): Doc => {
  const declared = n.declared.map(({ column, otherwise }): Doc => [columnsText([column]), otherwise ? [' = ', p.expr(otherwise)] : []]);
  return [
    `scan${wordsText(n.words)}`,
    n.keys.length === 0 ? [] : [' order by ', join(n.keys.map(p.key), ', ')],
    n.partition.length === 0 ? [] : [' partition by ', join(n.partition.map(p.expr), ', ')],
    declared.length === 0 ? [] : [' declare (', join(declared, ', '), ')'],
    ' with (',
    nest(n.steps.map((step): Doc => [hard, scanStepDoc(step, p)])),
    hard,
    ')',
  ];
};

export const wideDoc = (stage: KqlWideStage, p: Printers): Doc =>
  match(stage)
    .returnType<Doc>()
    .with({ kind: P.union('join', 'lookup') }, (n) => [
      `${n.kind}${wordsText(n.words)} `,
      p.subquery(n.right),
      ' on ',
      join(
        n.on.map((key) => keyDoc(key, p)),
        ', ',
      ),
    ])
    .with({ kind: P.union('mv-expand', 'mv-apply') }, (n) => spreadStage(n, p))
    .with({ kind: P.union('parse', 'parse-where') }, (n) => [
      `${n.kind}${wordsText(n.words)} `,
      p.expr(n.subject),
      group([' with', nest([line, join(n.parts.map(partText), line)])]),
    ])
    .with({ kind: 'parse-kv' }, (n) => ['parse-kv ', p.expr(n.subject), ` as (${columnsText(n.columns)})`, propertiesDoc(n.properties, p)])
    .with({ kind: 'tuple' }, (n) => group(['extend', nest([line, p.column(n.column)])]))
    .with({ kind: 'make-series' }, (n) => seriesDoc(n, p))
    .with({ kind: P.union('evaluate', 'invoke') }, (n) => pluginDoc(n, p))
    .with({ kind: 'top-nested' }, (n) =>
      group(
        nest(
          join(
            n.levels.map((level) => levelDoc(level, p)),
            comma,
          ),
        ),
      ),
    )
    .with({ kind: 'sample' }, (n) => (n.of ? [`sample-distinct ${n.count} of `, p.expr(n.of)] : `sample ${n.count}`))
    .with({ kind: 'partition' }, (n) => [
      `partition${wordsText(n.words)} by `,
      p.expr(n.by),
      ' ',
      n.own ? p.body(n.body) : group([p.subquery(n.body), soft]),
    ])
    .with({ kind: P.union('getschema', 'consume') }, (n) => n.kind)
    .with({ kind: 'scan' }, (n) => scanDoc(n, p))
    .with({ kind: 'reduce' }, (n) => [
      `reduce${n.keeps ? ' kind=source' : ''} by `,
      p.expr(n.by),
      n.properties.length === 0 ? [] : [' with ', propertyDocs(n.properties, p)],
    ])
    .with({ kind: 'top-hitters' }, (n) => [`top-hitters ${n.count} of `, p.expr(n.of), n.by ? [' by ', p.expr(n.by)] : []])
    .with({ kind: 'fork' }, (n) => {
      const branches = n.branches.map(({ name, body }): Doc => [name === null ? '' : `${quoteName(name)}=`, p.subquery(body)]);
      return group(['fork', nest([line, join(branches, line)])]);
    })
    .with({ kind: 'graph' }, (n) => graphDoc(n, p))
    .with({ kind: 'union' }, (n) => unionDoc(n, p))
    .with({ kind: 'search' }, (n) => ['search ', group(nest(p.expr(n.condition)))])
    .exhaustive();
