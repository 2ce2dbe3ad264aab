// Commands that keep, order, name or fill rows and columns.
import type {
  Assignment,
  BinCommand,
  DedupCommand,
  EvalCommand,
  Expr,
  FieldsCommand,
  FillnullCommand,
  HeadCommand,
  RenameCommand,
  SortCommand,
  SortKey,
  TableCommand,
  TailCommand,
  Target,
  TargetPart,
  TopCommand,
  WhereCommand,
} from './ast.ts';
import { atEnd, type Cursor, expected, fail, look, need, skipBlank, spanFrom, take, takeKeyword, takeQuoted, takeText } from './cursor.ts';
import { predicates } from './eval-functions.ts';
import {
  boolOption,
  fieldList,
  intOption,
  needField,
  needPlainField,
  needSome,
  type Options,
  readItems,
  takeAs,
  takeBy,
  takeInt,
  takeOptions,
  textOption,
} from './fields.ts';
import { readExpr } from './read-expr.ts';
import { widthOf } from './width.ts';

export const readWhere = (c: Cursor, start: number): WhereCommand => ({ kind: 'where', condition: readExpr(c), span: spanFrom(c, start) });

const isPredicate = (expr: Expr): boolean =>
  ['compare', 'and', 'or', 'xor', 'not', 'in', 'like'].includes(expr.kind) || (expr.kind === 'call' && predicates.has(expr.name));

const partsOf = (text: string): readonly TargetPart[] =>
  [...text.matchAll(/\{([^{}]+)\}|(?:[^{]|\{\}|\{(?![^{}]*\}))+/g)].map(([all, field]) =>
    field === undefined ? { kind: 'text', text: all } : { kind: 'field', name: field },
  );

const readTarget = (c: Cursor): Target => {
  skipBlank(c);
  const start = c.at;
  const text = takeQuoted(c)?.text ?? take(c, /[A-Za-z_{*][\w{}.:*@-]*/y)?.[0];
  return text ? { parts: partsOf(text), span: spanFrom(c, start) } : expected(c, 'A field name');
};

const readAssignment = (c: Cursor): Assignment => {
  const target = readTarget(c);
  if (look(c, /==/y)) expected(c, "'='");
  need(c, '=');
  const value = readExpr(c);
  if (isPredicate(value)) fail('A field cannot hold a Boolean; if(…, …, …) makes a value of it', value.span);
  return { target, value, span: spanFrom(c, target.span.start) };
};

export const readEval = (c: Cursor, start: number): EvalCommand => {
  const assignments = [readAssignment(c)];
  while (takeText(c, ',')) assignments.push(readAssignment(c));
  return { kind: 'eval', assignments, span: spanFrom(c, start) };
};

export const readFillnull = (c: Cursor, start: number): FillnullCommand => {
  const options: Options = new Map();
  const fields = fieldList(c, ['value'], options);
  return { kind: 'fillnull', value: textOption(options, 'value', '0'), fields, span: spanFrom(c, start) };
};

export const readRename = (c: Cursor, start: number): RenameCommand => {
  const pairs: RenameCommand['pairs'][number][] = [];
  readItems(c, [], new Map(), () => {
    const from = needField(c);
    const to = takeAs(c) ?? expected(c, "'as'");
    const stars = (text: string): number => text.split('*').length - 1;
    if (to.hasWildcard && stars(to.text) !== stars(from.text)) fail('Both names of a rename have the same number of wildcards', to.span);
    if (from.hasWildcard && !to.hasWildcard) fail('A rename of several fields has a wildcard on both sides', to.span);
    pairs.push({ from, to });
  });
  needSome(c, start, pairs, 'A field name');
  return { kind: 'rename', pairs, span: spanFrom(c, start) };
};

export const readFields = (c: Cursor, start: number): FieldsCommand => {
  const sign = take(c, /[+-]/y)?.[0];
  const fields = needSome(c, start, fieldList(c, [], new Map()), 'A field name');
  return { kind: 'fields', mode: sign === '-' ? 'remove' : 'keep', fields, span: spanFrom(c, start) };
};

export const readTable = (c: Cursor, start: number): TableCommand => {
  const fields = needSome(c, start, fieldList(c, [], new Map()), 'A field name');
  return { kind: 'table', fields, span: spanFrom(c, start) };
};

const readSortKey = (c: Cursor): SortKey => {
  const descending = take(c, /[+-]/y)?.[0] === '-';
  const cast = take(c, /(auto|num|str|ip)\s*\(/y);
  const field = needPlainField(c);
  if (cast) need(c, ')');
  return { field, descending, by: (cast?.[1] ?? 'auto') as SortKey['by'] };
};

const lastWord = (word: string): RegExp => new RegExp(`(?:${word})(?=\\s*(?:[|\\]]|$))`, 'y');
const [descending, ascending] = [lastWord('desc|d'), lastWord('asc|a')];

/** Keys up to the end, or up to a direction for all of them where one may follow. */
const readSortKeys = (c: Cursor, direction: boolean): SortKey[] => {
  const keys: SortKey[] = [];
  while (!atEnd(c) && !(direction && keys.length > 0 && (look(c, descending) || look(c, ascending))))
    if (!takeText(c, ',')) keys.push(readSortKey(c));
  return keys;
};

export const readSort = (c: Cursor, start: number): SortCommand => {
  const options = takeOptions(c, ['limit']);
  const limit = options.size > 0 ? intOption(options, 'limit', 10000) : (takeInt(c) ?? 10000);
  const keys = needSome(c, start, readSortKeys(c, true), 'A field to sort by');
  const reverse = take(c, descending) !== null;
  if (!reverse) take(c, ascending);
  return { kind: 'sort', limit, keys, reverse, span: spanFrom(c, start) };
};

export const readHead = (c: Cursor, start: number): HeadCommand => {
  const options: Options = new Map();
  let limit: number | null = null;
  let condition: Expr | null = null;
  readItems(c, ['limit', 'null', 'keeplast'], options, () => {
    const count = takeInt(c);
    if (limit !== null || condition !== null) expected(c, 'The end of the command');
    if (count !== null) limit = count;
    else if (look(c, /\(/y)) condition = readExpr(c);
    else expected(c, 'A number or a condition in parentheses');
  });
  if (options.has('limit')) limit = intOption(options, 'limit', 10);
  return {
    kind: 'head',
    limit: limit ?? (condition ? null : 10),
    condition,
    keepLast: boolOption(options, 'keeplast', false),
    acceptNull: boolOption(options, 'null', false),
    span: spanFrom(c, start),
  };
};

export const readTail = (c: Cursor, start: number): TailCommand => ({ kind: 'tail', limit: takeInt(c) ?? 10, span: spanFrom(c, start) });

export const readDedup = (c: Cursor, start: number): DedupCommand => {
  const names = ['keepevents', 'keepempty', 'consecutive'];
  const options = takeOptions(c, names);
  const count = takeInt(c) ?? 1;
  const fields = needSome(c, start, fieldList(c, names, options, ['sortby']), 'A field name');
  const sortBy = takeKeyword(c, 'sortby') ? needSome(c, start, readSortKeys(c, false), 'A field to sort by') : [];
  takeOptions(c, names, options);
  if (count === 0) fail('dedup keeps at least one event', spanFrom(c, start));
  return {
    kind: 'dedup',
    count,
    fields,
    keepEvents: boolOption(options, 'keepevents', false),
    keepEmpty: boolOption(options, 'keepempty', false),
    consecutive: boolOption(options, 'consecutive', false),
    sortBy,
    span: spanFrom(c, start),
  };
};

export const readTop =
  (kind: 'top' | 'rare') =>
  (c: Cursor, start: number): TopCommand => {
    const names = ['limit', 'countfield', 'percentfield', 'showcount', 'showperc', 'useother', 'otherstr'];
    const options = takeOptions(c, names);
    const bare = takeInt(c);
    const fields = needSome(c, start, fieldList(c, names, options, ['by']), 'A field name');
    const by = takeBy(c, names, options);
    return {
      kind,
      limit: intOption(options, 'limit', bare ?? 10),
      fields,
      by,
      countField: textOption(options, 'countfield', 'count'),
      percentField: textOption(options, 'percentfield', 'percent'),
      showCount: boolOption(options, 'showcount', true),
      showPercent: boolOption(options, 'showperc', true),
      useOther: boolOption(options, 'useother', false),
      otherText: textOption(options, 'otherstr', 'OTHER'),
      span: spanFrom(c, start),
    };
  };

const numberOption = (options: Options, name: string): number | null => {
  const given = options.get(name);
  if (!given) return null;
  return /^-?\d+(?:\.\d+)?$/.test(given.text) ? Number(given.text) : fail(`'${name}' is a number, not '${given.text}'`, given.span);
};

export const readBin = (c: Cursor, start: number): BinCommand => {
  const names = ['span', 'minspan', 'bins', 'start', 'end', 'aligntime'];
  const options = takeOptions(c, names);
  const field = needPlainField(c);
  takeOptions(c, names, options);
  const as = takeAs(c);
  takeOptions(c, names, options);
  const [width, minWidth] = [options.get('span'), options.get('minspan')];
  return {
    kind: 'bin',
    field,
    as,
    width: width ? widthOf(width) : null,
    minWidth: minWidth ? widthOf(minWidth) : null,
    bins: options.has('bins') ? intOption(options, 'bins', 100) : null,
    start: numberOption(options, 'start'),
    end: numberOption(options, 'end'),
    alignTime: options.get('aligntime')?.text ?? null,
    span: spanFrom(c, start),
  };
};
