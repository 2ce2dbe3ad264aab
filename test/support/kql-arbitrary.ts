// Random KQL for differential tests: queries from a small grammar, and mutations of given queries by tokens.
import fc from 'fast-check';
import { tokenize } from '../../src/frontend/lexer.ts';

const name = fc.constantFrom('a', 'b', 'Account', "['odd name']", 'kind', 'title', 'id', 'step', 'count', 'bin', 'date');
const plainName = fc.constantFrom('a', 'b', 'Account', "['odd name']");
const literal = fc.constantFrom(
  '1',
  '2.5',
  '"s"',
  "@'\\'",
  'true',
  '1d',
  'datetime(2024-01-01)',
  'dynamic([1, "a"])',
  'int(null)',
  '0x1F',
  'long(foo)',
  '"a" "b"',
);
const infix = fc.constantFrom(
  '==',
  '!=',
  '<',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '%',
  'has',
  '!has',
  '=~',
  'contains_cs',
  'startswith',
  'matches regex',
  'and',
  'or',
  ':',
  '<>',
  '=',
);

const joined = (parts: readonly fc.Arbitrary<string>[], between = ' '): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((all) => all.filter(Boolean).join(between));
const list = (part: fc.Arbitrary<string>, max = 3): fc.Arbitrary<string> =>
  fc.array(part, { minLength: 1, maxLength: max }).map((all) => all.join(', '));
const maybe = (part: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 1, arbitrary: part });
const word = (text: string): fc.Arbitrary<string> => fc.constant(text);

const { query } = fc.letrec<{
  expr: string;
  operand: string;
  item: string;
  operator: string;
  pipe: string;
  statement: string;
  query: string;
}>((tie) => ({
  operand: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    name,
    literal,
    plainName,
    joined([tie('expr')]).map((e) => `(${e})`),
    list(tie('item')).map((items) => `f(${items})`),
    tie('operand').map((e) => `-${e}`),
    fc.tuple(tie('operand'), plainName).map(([e, n]) => (n.startsWith('[') ? `${e}${n}` : `${e}.${n}`)),
    tie('operand').map((e) => `${e}[0]`),
    tie('pipe').map((p) => `toscalar(${p})`),
    tie('pipe').map((p) => `materialize(${p})`),
  ),
  expr: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('operand'),
    joined([tie('operand'), infix, tie('operand')]),
    joined([tie('operand'), infix, tie('operand'), infix, tie('operand')]),
    fc
      .tuple(tie('operand'), fc.constantFrom('in', '!in~', 'has_any', 'has_all'), list(tie('operand')))
      .map(([s, op, l]) => `${s} ${op} (${l})`),
    fc.tuple(tie('operand'), tie('operand'), tie('operand')).map(([s, low, high]) => `${s} between (${low} .. ${high})`),
    fc.tuple(tie('operand'), tie('pipe')).map(([s, p]) => `${s} in (${p})`),
  ),
  item: fc.oneof({ weight: 3, arbitrary: tie('expr') }, { weight: 2, arbitrary: joined([name, word('='), tie('expr')]) }),
  operator: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    joined([fc.constantFrom('where', 'filter'), tie('expr')]),
    joined([fc.constantFrom('extend', 'project', 'print', 'serialize', 'project-rename', 'distinct'), list(tie('item'))]),
    joined([fc.constantFrom('project-away', 'project-keep', 'project-reorder'), list(name)]),
    joined([word('summarize'), maybe(list(tie('item'))), maybe(list(tie('item')).map((l) => `by ${l}`))]),
    joined([fc.constantFrom('take', 'limit', 'sample'), tie('operand')]),
    joined([fc.constantFrom('sort by', 'order by', 'top 5 by'), tie('expr'), maybe(fc.constantFrom('asc', 'desc', 'desc nulls last'))]),
    joined([
      word('join'),
      maybe(fc.constantFrom('kind=inner', 'kind = leftanti', 'hint.strategy=broadcast')),
      tie('pipe').map((p) => `(${p})`),
      maybe(list(tie('expr')).map((l) => `on ${l}`)),
    ]),
    joined([
      word('union'),
      maybe(fc.constantFrom('kind=outer', 'isfuzzy=true', 'withsource=S')),
      list(
        fc.oneof(
          name,
          tie('pipe').map((p) => `(${p})`),
        ),
      ),
    ]),
    joined([
      word('mv-expand'),
      maybe(word('kind=array')),
      list(tie('item')),
      maybe(fc.constantFrom('to typeof(long)', 'to typeof(foo)', 'limit 5')),
    ]),
    fc.tuple(plainName, tie('operator')).map(([n, o]) => `mv-apply ${n} on (${o})`),
    joined([word('parse'), maybe(word('kind=regex')), tie('operand'), fc.constantFrom('with * "x" a:long', 'with "a" b "c" *')]),
    joined([word('make-series'), list(tie('item'), 2), word('on t from 1 to 2 step 1'), maybe(list(tie('item')).map((l) => `by ${l}`))]),
    fc.constantFrom(
      'count',
      'count as n',
      'getschema',
      'getschema kind=csl',
      'consume',
      'as X',
      'evaluate bag_unpack(a)',
      'invoke f(1)',
      'fork (take 1) (count)',
    ),
    joined([fc.constantFrom('search', 'find where', 'search kind=case_sensitive', 'find in (T)'), tie('expr')]),
  ),
  pipe: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    word('T'),
    joined([
      fc.constantFrom('T', 'union T, U', 'range x from 1 to 2 step 1', 'datatable(a:string)["x"]', 'database("d").T'),
      word('|'),
      tie('operator'),
    ]),
    joined([word('T |'), tie('operator'), word('|'), tie('operator')]),
    tie('operator'),
  ),
  statement: fc.oneof(
    { weight: 4, arbitrary: tie('pipe') },
    { weight: 2, arbitrary: fc.tuple(name, tie('pipe')).map(([n, p]) => `let ${n} = ${p}`) },
    { weight: 1, arbitrary: fc.tuple(plainName, tie('pipe')).map(([n, p]) => `let ${n} = (x:long, y:string = "a") { ${p} }`) },
    { weight: 1, arbitrary: fc.constantFrom('set notruncation', 'declare pattern P', 'alias database d = cluster("c").database("d")') },
  ),
  query: fc.array(tie('statement'), { minLength: 1, maxLength: 2 }).map((all) => all.join('; ')),
}));

/** Mostly well-formed queries, some of them with words and operators where they may not stand. */
export const grammarQuery: fc.Arbitrary<string> = query;

type Edit = readonly [kind: 'delete' | 'double' | 'swap', at: number];

const edited = (text: string, edits: readonly Edit[]): string => {
  const pieces: string[] = [];
  let from = 0;
  for (const t of tokenize(text).tokens) {
    pieces.push(text.slice(from, t.startOffset + t.image.length));
    from = t.startOffset + t.image.length;
  }
  for (const [kind, at] of edits) {
    const i = at % Math.max(1, pieces.length);
    const [piece, next] = [pieces[i], pieces[i + 1]];
    if (piece === undefined) continue;
    if (kind === 'delete') pieces.splice(i, 1);
    else if (kind === 'double') pieces.splice(i, 0, `${piece} `);
    else if (next !== undefined) pieces.splice(i, 2, ` ${next} `, piece);
  }
  return pieces.join('') + text.slice(from);
};

/** One of the queries with one to three tokens deleted, doubled or swapped. */
export const mutated = (queries: readonly string[]): fc.Arbitrary<string> => {
  const edit = fc.tuple(fc.constantFrom('delete' as const, 'double' as const, 'swap' as const), fc.nat(500));
  return fc.tuple(fc.constantFrom(...queries), fc.array(edit, { minLength: 1, maxLength: 3 })).map(([text, edits]) => edited(text, edits));
};
