// The concrete syntax of a query and its gaps in; the document to lay out out. Every token comes out once, in its place.
import type { CstElement, CstNode, IToken } from 'chevrotain';
import { blankLine, concat, type Doc, group, hard, indent, line, nothing, soft, space } from './doc.ts';
import { closingGap, type Gaps, gap, hasBlankBefore, sideBySide, tokenDoc } from './gaps.ts';
import { childrenOf, firstToken, isToken, named, pipesOf } from './nodes.ts';

/** Lays out one node; the gap before its first token is the caller's. */
type Layout = (gaps: Gaps, node: CstNode) => Doc;

/** Between two children of a node: the separator, or null for the usual one. */
type Between = (last: IToken, next: CstElement) => Doc | null;

const docOf = (gaps: Gaps, element: CstElement): Doc => (isToken(element) ? tokenDoc(element) : layoutOf(gaps, element));

/** Children one after the other. */
const run = (gaps: Gaps, elements: readonly CstElement[], between: Between = () => null): Doc => {
  const parts: Doc[] = [];
  for (const element of elements) {
    const next = firstToken(element);
    const last = gaps.before.get(next);
    if (parts.length > 0 && last) parts.push(gap(gaps, next, between(last, element) ?? sideBySide(last, next)));
    parts.push(docOf(gaps, element));
  }
  return concat(...parts);
};

const isArrowPart = ({ image }: IToken): boolean => image === '-' || image === '>';
const isComma = (token: IToken): boolean => token.image === ',';

/** Elements parted by commas, where all commas break or none. */
const listed: Between = (last) => (isComma(last) ? line : null);

/** An opening bracket, what stands inside, indented where it does not fit on the line, and the closing bracket. */
const block = (gaps: Gaps, elements: readonly CstElement[], edge: Doc, between: Between = listed): Doc => {
  const [open, close] = [elements[0], elements.at(-1)];
  const inner = elements.slice(1, -1);
  const [first] = inner;
  if (!open || !close) return nothing;
  const closing = closingGap(gaps, firstToken(close), first ? edge : nothing);
  if (!first) return concat(docOf(gaps, open), closing, docOf(gaps, close));
  const start = gap(gaps, firstToken(first), edge);
  return group(docOf(gaps, open), indent(start, run(gaps, inner, between)), closing, docOf(gaps, close));
};

const isOpening = (element: CstElement): boolean => isToken(element) && '([{'.includes(element.image);
const isClosing = (element: CstElement): boolean => isToken(element) && ')]}'.includes(element.image);

/** Children up to a bracket, the bracketed ones as a block, and the rest. */
const around = (gaps: Gaps, node: CstNode, before: Doc | null, edge: Doc, between: Between = listed): Doc => {
  const all = childrenOf(node);
  const opens = all.findIndex(isOpening);
  const closes = all.findLastIndex(isClosing);
  const [head, inner, rest] = [all.slice(0, opens), all.slice(opens, closes + 1), all.slice(closes + 1)];
  const open = inner[0];
  if (!open) return run(gaps, all);
  const parts = [
    run(gaps, head),
    head.length > 0 ? gap(gaps, firstToken(open), before ?? space) : nothing,
    block(gaps, inner, edge, between),
  ];
  const next = rest[0];
  if (next) parts.push(gap(gaps, firstToken(next), space), run(gaps, rest));
  return concat(...parts);
};

/** One operator per line; a single one within brackets may stand beside its table. */
const pipeline = (gaps: Gaps, node: CstNode, within: boolean): Doc => {
  const step = within && pipesOf(node) < 2 ? line : hard;
  return run(gaps, childrenOf(node), (_, next) => (isToken(next) && next.image === '|' ? step : null));
};

const isPiped = (element: CstElement | undefined): boolean => element !== undefined && !isToken(element) && pipesOf(element) > 0;

const logical = (gaps: Gaps, elements: readonly CstElement[], words: readonly string[]): readonly Doc[] => {
  const [word, ...weaker] = words;
  if (word === undefined) return [run(gaps, elements)];
  const isWord = (element: CstElement): boolean => isToken(element) && element.image === word;
  const starts = [0, ...elements.flatMap((element, i) => (isWord(element) ? [i] : []))];
  return starts.map((from, i) => {
    const part = elements.slice(from, starts[i + 1] ?? elements.length);
    const operator = isWord(part[0] ?? ({} as IToken)) && i > 0 ? part[0] : undefined;
    const operands = operator ? part.slice(1) : part;
    const [first, ...more] = logical(gaps, operands, weaker);
    const inner = first === undefined ? nothing : more.length > 0 ? group(first, indent(...more)) : first;
    const begin = operands[0];
    if (!operator || !begin) return inner;
    return concat(gap(gaps, firstToken(operator), line), docOf(gaps, operator), gap(gaps, firstToken(begin), space), inner);
  });
};

/** `or` and then `and` begin lines where a condition is too long; `hanging`: these lines are indented. */
const expression = (gaps: Gaps, node: CstNode, hanging: boolean): Doc => {
  const all = childrenOf(node);
  const hasOr = all.some((element) => isToken(element) && element.image === 'or');
  const [first = nothing, ...more] = logical(gaps, all, hasOr ? ['or', 'and'] : ['and']);
  if (more.length === 0) return first;
  return hanging ? group(first, indent(...more)) : concat(first, ...more);
};

/** The only expression that a pipeline is, whose lines need no further indentation inside brackets. */
const bareExpression = (node: CstNode | undefined): CstNode | undefined =>
  node && pipesOf(node) === 0 && childrenOf(node).length === 1 ? named(node, 'expression')[0] : undefined;

const paren: Layout = (gaps, node) => {
  const all = childrenOf(node);
  const [open, only, close] = all;
  const inner = only && !isToken(only) && all.length === 3 ? bareExpression(only) : undefined;
  if (!inner || !open || !close) return block(gaps, all, soft);
  const start = gap(gaps, firstToken(inner), soft);
  return group(
    docOf(gaps, open),
    indent(start, expression(gaps, inner, false)),
    closingGap(gaps, firstToken(close), soft),
    docOf(gaps, close),
  );
};

/** `project a, b`: the columns below the operator where they do not fit beside it. */
const columns: Layout = (gaps, node) => {
  const all = childrenOf(node);
  const commas = all.filter((element) => isToken(element) && isComma(element)).length;
  const start = all.findIndex((element) => !isToken(element) && element.name !== 'parameters');
  if (commas === 0 || start < 1) return run(gaps, all);
  const first = all[start] ?? node;
  const inner = concat(gap(gaps, firstToken(first), line), run(gaps, all.slice(start), listed));
  return group(run(gaps, all.slice(0, start)), indent(inner));
};

/** `summarize a, b by c`: three lines or more where it does not fit on one. */
const summarize: Layout = (gaps, node) => {
  const by = named(node, 'by')[0];
  const all = childrenOf(node).filter((element) => element !== by);
  const start = all.findIndex((element) => !isToken(element) && element.name !== 'parameters');
  const [head, measures] = start < 0 ? [all, []] : [all.slice(0, start), all.slice(start)];
  const first = measures[0];
  const below: Doc[] = first ? [gap(gaps, firstToken(first), line), run(gaps, measures, listed)] : [];
  if (by) below.push(gap(gaps, firstToken(by), first ? line : space), layoutOf(gaps, by));
  return group(run(gaps, head), indent(...below));
};

/** Between elements of a list that come in rows: a break before each row, blanks within. */
const inRows = (elements: readonly CstNode[], isRowStart: (index: number) => boolean): Between => {
  const index = new Map(elements.map((element, i) => [element, i]));
  return (last, next) => {
    if (!isComma(last)) return null;
    const at = isToken(next) ? undefined : index.get(next);
    return at !== undefined && isRowStart(at) ? line : space;
  };
};

/** The cells of a datatable, one row per line. */
const datatable: Layout = (gaps, node) => {
  const width = named(node, 'rowSchema').flatMap((schema) => named(schema, 'column')).length;
  const all = childrenOf(node);
  const opens = all.findIndex((element) => isToken(element) && element.image === '[');
  const closes = all.findIndex((element) => isToken(element) && element.image === ']');
  const isHead = (next: CstElement): boolean => !isToken(next) && next.name === 'rowSchema';
  const [open, after] = [all[opens], all[closes + 1]];
  const row = node.name === 'datatable' ? Math.max(1, width) : 1;
  return concat(
    run(gaps, all.slice(0, opens), (_, next) => (isHead(next) ? nothing : null)),
    open ? gap(gaps, firstToken(open), space) : nothing,
    block(
      gaps,
      all.slice(opens, closes + 1),
      soft,
      inRows(named(node, 'expression'), (i) => i % row === 0),
    ),
    after ? concat(gap(gaps, firstToken(after), space), docOf(gaps, after)) : nothing,
  );
};

/** Arguments of a call; each condition of `case` stands beside its value. */
const args: Layout = (gaps, node) => {
  const items = named(node, 'item');
  const isCase = gaps.before.get(firstToken(node))?.image === 'case' && items.length > 3;
  return block(gaps, childrenOf(node), soft, isCase ? inRows(items, (i) => i % 2 === 0) : listed);
};

const letStatement: Layout = (gaps, node) => {
  const all = childrenOf(node);
  const value = all.at(-1);
  if (!value || !isPiped(value)) return run(gaps, all);
  const start = gap(gaps, firstToken(value), hard);
  return concat(run(gaps, all.slice(0, -1)), indent(start, docOf(gaps, value)));
};

const statements: Layout = (gaps, node) =>
  run(gaps, childrenOf(node), (last, next) => {
    if (last.image !== ';' || isToken(next)) return null;
    return hasBlankBefore(gaps, firstToken(next)) ? blankLine : hard;
  });

/** `(a, b) { … }`; a body of one expression may stand on one line. */
const functionBody: Layout = (gaps, node) => {
  const all = childrenOf(node);
  const opens = all.findIndex((element) => isToken(element) && element.image === '{');
  const open = all[opens];
  const head = run(gaps, all.slice(0, opens));
  return concat(head, open ? gap(gaps, firstToken(open), space) : nothing, block(gaps, all.slice(opens), line));
};

const touching: Layout = (gaps, node) => run(gaps, childrenOf(node), () => nothing);
const bracketed: Layout = (gaps, node) => around(gaps, node, nothing, soft);
const spaced: Layout = (gaps, node) => around(gaps, node, space, soft);

/** Calls and indexes touch what they belong to; so do signs. */
const operand: Layout = (gaps, node) =>
  run(gaps, childrenOf(node), (last, next) => {
    const isTail = !isToken(next) && (next.name === 'args' || next.name === 'tail');
    return last.tokenType.name === 'PlusMinus' || isTail ? attached(last) : null;
  });

/** Words that would become a literal if the bracket behind them touched them. */
const literalWords = /^(?:long|int64|int|int32|real|double|decimal|bool|datetime|date|time|timespan|guid)$/;
const attached = (last: IToken): Doc => (literalWords.test(last.image) ? space : nothing);

const tailOf: Layout = (gaps, node) =>
  run(gaps, childrenOf(node), (last, next) => (last.image === '.' || isToken(next) ? nothing : attached(last)));

const entity: Layout = (gaps, node) => run(gaps, childrenOf(node), (last) => attached(last));

const scan: Layout = (gaps, node) => around(gaps, node, space, hard, (last, next) => (last.image === ';' && !isToken(next) ? hard : null));

const scanStep: Layout = (gaps, node) => run(gaps, childrenOf(node), (last) => (last.image === ':' ? space : null));

const evaluate: Layout = (gaps, node) =>
  run(gaps, childrenOf(node), (last, next) => {
    if (isToken(next)) return next.image === ':' ? space : null;
    return next.name === 'args' ? attached(last) : next.name === 'resultSchema' ? space : null;
  });

const query =
  (within: boolean): Layout =>
  (gaps, node) =>
    pipeline(gaps, node, within);

const withoutBlanks = new Set([
  'parameter',
  'wildcardName',
  'bracedName',
  'column',
  'typeOfPart',
  'bracketName',
  'index',
  'path',
  'entityTail',
]);
const inBrackets = new Set([
  'args',
  'jsonArray',
  'jsonObject',
  'tableType',
  'resultSchema',
  'rowSchema',
  'functionParameters',
  'queryCall',
  'renameList',
]);

/** `a --> b`: the arrow is one sign. */
const makeGraph: Layout = (gaps, node) =>
  run(gaps, childrenOf(node), (last, next) => (isToken(next) && isArrowPart(last) && isArrowPart(next) ? nothing : null));

const layouts: ReadonlyMap<string, Layout> = new Map<string, Layout>([
  ...[...withoutBlanks].map((name) => [name, touching] as const),
  ...[...inBrackets].map((name) => [name, bracketed] as const),
  ...['extend', 'project', 'projectNames', 'projectReorder', 'distinct', 'serialize', 'print', 'orderedBy', 'by'].map(
    (name) => [name, columns] as const,
  ),
  ...['withProperties', 'renderProperties', 'inTables', 'mvApply', 'partition', 'partitionBy', 'forkBranch', 'facet', 'patternBody'].map(
    (name) => [name, spaced] as const,
  ),
  ['query', statements],
  ['letStatement', letStatement],
  ['functionBody', functionBody],
  ['pipeline', query(true)],
  ['operators', query(true)],
  ['expression', (gaps, node) => expression(gaps, node, true)],
  ['paren', paren],
  ['operand', operand],
  ['tail', tailOf],
  ['entity', entity],
  ['findColumn', entity],
  ['args', args],
  ['listTail', spaced],
  ['typeOf', bracketed],
  ['dynamicLiteral', touching],
  ['summarize', summarize],
  ['datatable', datatable],
  ['externaldata', datatable],
  ['scan', scan],
  ['scanStep', scanStep],
  ['evaluate', evaluate],
  ['makeGraph', makeGraph],
  ['graphEdge', touching],
  ['graphHops', touching],
  ['graphNode', touching],
  ['graphPattern', touching],
]);

const layoutOf = (gaps: Gaps, node: CstNode): Doc => (layouts.get(node.name) ?? ((g, n) => run(g, childrenOf(n))))(gaps, node);

export const queryDoc = (gaps: Gaps, node: CstNode): Doc => layoutOf(gaps, node);
