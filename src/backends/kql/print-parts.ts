// What sources and stages have in common (words, columns, properties, unions) in, documents out.
import type { Column } from '../../ir/types.ts';
import { type Doc, group, join, line, nest } from '../shared/layout.ts';
import type { KqlExpr, KqlNamed, KqlQuery, KqlSortKey, KqlUnion, KqlWord } from './ast.ts';
import { quoteName, quoteString } from './quote.ts';

/** Given by the caller, since stages hold queries and queries hold stages. */
export interface Printers {
  readonly expr: (expr: KqlExpr) => Doc;
  readonly column: (column: KqlNamed) => Doc;
  readonly key: (key: KqlSortKey) => Doc;
  /** A query with its parentheses. */
  readonly subquery: (query: KqlQuery) => Doc;
  /** A query between braces. */
  readonly body: (query: KqlQuery) => Doc;
  /** A query that may stand without parentheses where it is a table. */
  readonly branch: (query: KqlQuery) => Doc;
}

export const comma: Doc = [',', line];
export const commaList = (docs: readonly Doc[]): Doc => group(nest(join(docs, comma)));

const plainWord = /^[A-Za-z_][\w.-]*$/;
/** Words whose value is the name of a column. */
const namesColumn = new Set([
  ...['with_itemindex', 'with_match_id', 'withsource'],
  ...['with_component_id', 'with_node_id', 'with_source_id', 'with_target_id'],
]);

const wordText = ({ name, value }: KqlWord): string => {
  const column = namesColumn.has(name) || name.startsWith('hint.shufflekey');
  return ` ${name}=${column ? quoteName(value) : plainWord.test(value) ? value : quoteString(value)}`;
};
export const wordsText = (words: readonly KqlWord[]): string => words.map(wordText).join('');

export const columnsText = (columns: readonly Column[]): string =>
  columns.map((column) => `${quoteName(column.name)}: ${column.type === 'unknown' ? 'string' : column.type}`).join(', ');

export const propertyDocs = (properties: readonly KqlNamed[], p: Printers): Doc =>
  join(
    properties.map(({ names, expr }): Doc => [`${names[0] ?? ''}=`, p.expr(expr)]),
    ', ',
  );

/** `with (format="csv", …)` */
export const propertiesDoc = (properties: readonly KqlNamed[], p: Printers): Doc =>
  properties.length === 0 ? [] : [' with (', propertyDocs(properties, p), ')'];

/** At the start, or behind a pipe. */
export const unionDoc = (n: KqlUnion, p: Printers): Doc =>
  group([`union${wordsText(n.words)}`, nest([line, join(n.branches.map(p.branch), comma)])]);
