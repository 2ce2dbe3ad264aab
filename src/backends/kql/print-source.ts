// Where a pipeline starts (tables, `union`, `datatable`, `search` …) in, documents out.
import { match } from 'ts-pattern';
import { type Doc, group, hard, join, line, nest } from '../shared/layout.ts';
import type { KqlExpr, KqlPlace, KqlQuery, KqlSource } from './ast.ts';
import { columnsText, commaList, type Printers, propertiesDoc, unionDoc } from './print-parts.ts';
import { quoteName, quoteString } from './quote.ts';

type Of<K extends KqlSource['kind']> = Extract<KqlSource, { kind: K }>;

/** Sources that stand in a list of tables as they are. */
export const isNameAlone = (source: KqlSource): boolean => source.kind === 'table' || source.kind === 'pattern' || source.kind === 'remote';

/** `cluster("c").database("d").` */
const placeText = (place: readonly KqlPlace[]): string => place.map(({ fn, name }) => `${fn}(${quoteString(name)}).`).join('');

/** An argument, behind its name where it is given by name. */
const argDoc = (arg: KqlExpr, name: string | null, p: Printers): Doc => (name === null ? p.expr(arg) : [`${name} = `, p.expr(arg)]);

const datatableDoc = (n: Of<'datatable'>, p: Printers): Doc => {
  const rows = n.rows.map((row): Doc => join(row.map(p.expr), ', '));
  const body: Doc = rows.length === 0 ? '[]' : ['[', nest([hard, join(rows, [',', hard])]), hard, ']'];
  return [`datatable (${columnsText(n.columns)}) `, body];
};

const amongDoc = (among: readonly KqlQuery[] | null, p: Printers): Doc => (among ? [' in (', commaList(among.map(p.branch)), ')'] : []);

const findDoc = (n: Of<'find'>, p: Printers): Doc => {
  const columns: readonly Doc[] = [
    ...n.columns.map(({ name, type }) => `${quoteName(name)}${type === null ? '' : `: ${type}`}`),
    ...(n.pack ? ['pack(*)'] : []),
  ];
  const tag = n.tag === 'source_' ? '' : ` withsource=${quoteName(n.tag)}`;
  const project: Doc = columns.length === 0 ? [] : [line, 'project ', commaList(columns)];
  return group([`find${tag}`, amongDoc(n.among, p), nest([line, 'where ', nest(p.expr(n.condition)), project])]);
};

export const sourceDoc = (source: KqlSource, p: Printers): Doc =>
  match(source)
    .returnType<Doc>()
    .with({ kind: 'table' }, (n) => quoteName(n.name))
    .with({ kind: 'union' }, (n) => unionDoc(n, p))
    .with({ kind: 'datatable' }, (n) => datatableDoc(n, p))
    .with({ kind: 'print' }, (n) => ['print ', commaList(n.columns.map(p.column))])
    .with({ kind: 'externaldata' }, (n) => [
      `externaldata (${columnsText(n.columns)}) [`,
      join(n.urls.map(p.expr), ', '),
      ']',
      propertiesDoc(n.properties, p),
    ])
    .with({ kind: 'pattern' }, (n) => `${placeText(n.place)}${n.pattern}`)
    .with({ kind: 'remote' }, (n) => `${placeText(n.place)}${quoteName(n.name)}`)
    .with({ kind: 'range' }, (n) => [`range ${quoteName(n.name)} from `, p.expr(n.from), ' to ', p.expr(n.to), ' step ', p.expr(n.step)])
    .with({ kind: 'search' }, (n) => ['search', amongDoc(n.among, p), ' ', group(nest(p.expr(n.condition)))])
    .with({ kind: 'find' }, (n) => findDoc(n, p))
    .with({ kind: 'stored' }, (n) => [
      `${n.name}(`,
      join(
        n.args.map((arg, at) => argDoc(arg, n.names[at] ?? null, p)),
        ', ',
      ),
      ')',
    ])
    .with({ kind: 'given' }, () => [])
    .exhaustive();
