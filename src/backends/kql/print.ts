// The KQL tree in, text out: one operator per line, what does not fit on a line broken at its commas and conjunctions.
import { match, P } from 'ts-pattern';
import { type Doc, group, hard, join, line, nest, render, soft } from '../shared/layout.ts';
import { type KqlExpr, type KqlLet, type KqlNamed, type KqlQuery, type KqlSortKey, type KqlStage, wideStages } from './ast.ts';
import { exprDoc as printExpr } from './print-expr.ts';
import { comma, commaList, type Printers } from './print-parts.ts';
import { isNameAlone, sourceDoc } from './print-source.ts';
import { wideDoc } from './print-wide.ts';
import { quoteName } from './quote.ts';

const width = 100;

const letText = ({ name, query }: KqlLet): string => `let ${quoteName(name)} = ${render(queryDoc(query, hard), width)};\n`;

export const print = (query: KqlQuery): string => `${(query.lets ?? []).map(letText).join('')}${render(queryDoc(query, hard), width)}\n`;

/** `between` stands between the source and each operator: a line break at the top, a space inside a subquery that fits on its line. */
const queryDoc = (query: KqlQuery, between: Doc): Doc => {
  const stages = query.stages.map(stageDoc);
  if (query.source.kind === 'given') return join(stages, [between, '| ']);
  return [sourceDoc(query.source, printers), ...stages.map((stage): Doc => [between, '| ', stage])];
};

/** A subquery between parentheses. */
const subqueryDoc = (query: KqlQuery): Doc => group(['(', nest([soft, queryDoc(query, line)]), soft, ')']);

const exprDoc = (expr: KqlExpr): Doc => printExpr(expr, subqueryDoc);

const nameDoc = (column: KqlNamed): Doc => {
  const [only] = column.names;
  if (only === undefined) return exprDoc(column.expr);
  if (column.names.length > 1) return [`(${column.names.map(quoteName).join(', ')}) = `, exprDoc(column.expr)];
  if (column.expr.kind === 'name' && column.expr.name === only) return quoteName(only);
  return [`${quoteName(only)} = `, exprDoc(column.expr)];
};

const keyDoc = (key: KqlSortKey): Doc => [exprDoc(key.expr), ` ${key.order}`, key.nulls ? ` nulls ${key.nulls}` : ''];

const branchDoc = (branch: KqlQuery): Doc =>
  isNameAlone(branch.source) && branch.stages.length === 0 ? sourceDoc(branch.source, printers) : subqueryDoc(branch);

const stageDoc = (stage: KqlStage): Doc =>
  match(stage)
    .returnType<Doc>()
    .with({ kind: 'where' }, (n) => group(['where ', nest(exprDoc(n.condition))]))
    .with({ kind: P.union('extend', 'project') }, (n) => columnsDoc(n.kind, n.columns))
    .with({ kind: P.union('project-away', 'project-reorder', 'distinct') }, (n) => [`${n.kind} `, commaList(n.names.map(quoteName))])
    .with({ kind: 'project-rename' }, (n) => [
      `${n.kind} `,
      commaList(n.pairs.map(({ from, to }) => `${quoteName(to)} = ${quoteName(from)}`)),
    ])
    .with({ kind: 'summarize' }, (n) => summarizeDoc(n.measures, n.by))
    .with({ kind: 'count' }, () => 'count')
    .with({ kind: 'sort' }, (n) => ['sort by ', commaList(n.keys.map(keyDoc))])
    .with({ kind: 'top' }, (n) => [`top ${n.count} by `, keyDoc(n.key)])
    .with({ kind: 'take' }, (n) => `take ${n.count}`)
    .with({ kind: 'present' }, (n) => n.text)
    .with({ kind: P.union(...wideStages) }, (n) => wideDoc(n, printers))
    .exhaustive();

/** The body of an operator, between braces when it is a whole query. */
const bodyDoc = (query: KqlQuery): Doc => group(['{', nest([line, queryDoc(query, line)]), line, '}']);

const printers: Printers = { expr: exprDoc, column: nameDoc, key: keyDoc, subquery: subqueryDoc, body: bodyDoc, branch: branchDoc };

const columnsDoc = (operator: string, columns: readonly KqlNamed[]): Doc =>
  group([operator, nest([line, join(columns.map(nameDoc), comma)])]);

const summarizeDoc = (measures: readonly KqlNamed[], by: readonly KqlNamed[]): Doc => {
  const keys: Doc = by.length === 0 ? [] : [line, 'by ', commaList(by.map(nameDoc))];
  return group(['summarize', nest([measures.length === 0 ? [] : [line, join(measures.map(nameDoc), comma)], keys])]);
};
