// Commands that bring in rows from elsewhere or hand them out: join, append, union, lookups, makeresults, return, format.
import type {
  AppendCommand,
  Command,
  FieldName,
  FormatCommand,
  InputlookupCommand,
  JoinCommand,
  LookupCommand,
  LookupPair,
  MakeresultsCommand,
  MultisearchCommand,
  ReturnCommand,
  Search,
  UnionCommand,
} from './ast.ts';
import { atEnd, type Cursor, expected, fail, look, spanFrom, take, takeKeyword, takeQuoted, takeText, takeWord } from './cursor.ts';
import {
  boolOption,
  fieldList,
  intOption,
  needPlainField,
  needSome,
  type Options,
  takeAs,
  takeInt,
  takeOption,
  takeOptions,
  textOption,
} from './fields.ts';
import { readTerms } from './read-search.ts';

const needSearch = (c: Cursor): Search => (look(c, /\[/y) ? c.subsearch(c) : expected(c, 'A search in brackets'));

const joinTypes = new Map<string, JoinCommand['type']>([
  ['inner', 'inner'],
  ['left', 'left'],
  ['outer', 'left'],
]);

export const readJoin = (c: Cursor, start: number): JoinCommand => {
  const names = ['type', 'usetime', 'earlier', 'overwrite', 'max'];
  const options = takeOptions(c, names);
  const fields = fieldList(c, names, options);
  const subsearch = needSearch(c);
  const type = joinTypes.get(textOption(options, 'type', 'inner'));
  if (!type) return fail("'type' is inner, left or outer", options.get('type')?.span ?? spanFrom(c, start));
  return {
    kind: 'join',
    type,
    fields: fields.length > 0 ? fields : null,
    overwrite: boolOption(options, 'overwrite', true),
    max: intOption(options, 'max', 1),
    useTime: boolOption(options, 'usetime', false),
    earlier: boolOption(options, 'earlier', true),
    subsearch,
    span: spanFrom(c, start),
  };
};

/** Limits of a subsearch: they are read and have no place in the tree, because they cut large results only. */
const limits = ['extendtimerange', 'maxtime', 'maxout', 'timeout'];

export const readAppend = (c: Cursor, start: number): AppendCommand => {
  takeOptions(c, limits);
  return { kind: 'append', subsearch: needSearch(c), span: spanFrom(c, start) };
};

const readSearches = (c: Cursor): Search[] => {
  const searches: Search[] = [];
  while (!atEnd(c)) if (!takeText(c, ',')) searches.push(needSearch(c));
  return searches;
};

export const readUnion = (c: Cursor, start: number): UnionCommand => {
  takeOptions(c, limits);
  const searches = needSome(c, start, readSearches(c), 'A search in brackets');
  return { kind: 'union', searches, span: spanFrom(c, start) };
};

/** Commands that need all rows at once: no streaming (Search Reference, "Command types"). */
const gathering: ReadonlySet<Command['kind']> = new Set<Command['kind']>([
  'append',
  'appendcols',
  'chart',
  'eventstats',
  'format',
  'join',
  'multisearch',
  'mvcombine',
  'rare',
  'return',
  'reverse',
  'sort',
  'stats',
  'table',
  'tail',
  'timechart',
  'top',
  'union',
  'untable',
  'xyseries',
]);
const gathers = (command: Command): boolean =>
  gathering.has(command.kind) ||
  (command.kind === 'fillnull' && command.fields.length === 0) ||
  (command.kind === 'bin' && command.width === null);

export const readMultisearch = (c: Cursor, start: number): MultisearchCommand => {
  const searches = readSearches(c);
  if (searches.length < 2) fail('multisearch needs at least two searches in brackets', spanFrom(c, start));
  const found = searches.flatMap(({ commands }) => commands).find(gathers);
  if (found) fail(`multisearch takes streaming commands only, '${found.kind}' is none`, found.span);
  return { kind: 'multisearch', searches, span: spanFrom(c, start) };
};

const readPair = (c: Cursor): LookupPair => {
  const lookup = needPlainField(c);
  return { lookup, event: takeAs(c) ?? lookup };
};

const outputWord = /output(?:new)?(?![^\s|,"'()[\]=`])/iy;

const readPairs = (c: Cursor): LookupPair[] => {
  const pairs: LookupPair[] = [];
  while (!atEnd(c) && !look(c, outputWord)) if (!takeText(c, ',')) pairs.push(readPair(c));
  return pairs;
};

export const readLookup = (c: Cursor, start: number): LookupCommand => {
  takeOptions(c, ['local', 'update']);
  const table = takeWord(c)?.text ?? expected(c, 'A lookup table');
  const keys = needSome(c, start, readPairs(c), 'A field to look up');
  const output = take(c, outputWord)?.[0];
  const fields = output === undefined ? [] : needSome(c, start, readPairs(c), 'An output field');
  return {
    kind: 'lookup',
    table,
    keys,
    output: output === undefined ? null : { keepExisting: output.length > 'output'.length, fields },
    span: spanFrom(c, start),
  };
};

export const readInputlookup = (c: Cursor, start: number): InputlookupCommand => {
  const names = ['append', 'strict', 'start', 'max'];
  const options = takeOptions(c, names);
  const table = takeWord(c)?.text ?? expected(c, 'A lookup table');
  takeOptions(c, names, options);
  return {
    kind: 'inputlookup',
    table,
    append: boolOption(options, 'append', false),
    start: intOption(options, 'start', 0),
    max: intOption(options, 'max', 1000000000),
    where: takeKeyword(c, 'where') ? readTerms(c) : null,
    span: spanFrom(c, start),
  };
};

export const readMakeresults = (c: Cursor, start: number): MakeresultsCommand => {
  const names = ['count', 'annotate', 'splunk_server', 'splunk_server_group', 'format', 'data'];
  const options = takeOptions(c, names);
  const [format, data] = [options.get('format'), options.get('data')];
  if ((format === undefined) !== (data === undefined)) fail("'format' and 'data' go together", spanFrom(c, start));
  if (format && format.text !== 'json' && format.text !== 'csv') fail("'format' is json or csv", format.span);
  return {
    kind: 'makeresults',
    count: intOption(options, 'count', 1),
    annotate: boolOption(options, 'annotate', false),
    data: data ? { format: format?.text === 'csv' ? 'csv' : 'json', text: data.text } : null,
    span: spanFrom(c, start),
  };
};

const readReturned = (c: Cursor): ReturnCommand['items'][number] => {
  if (takeText(c, '$')) {
    const { text } = needPlainField(c);
    return { kind: 'value', name: text, field: text };
  }
  const name: FieldName = needPlainField(c);
  const field = takeText(c, '=') ? needPlainField(c) : name;
  return { kind: 'pair', name: name.text, field: field.text };
};

export const readReturn = (c: Cursor, start: number): ReturnCommand => {
  const count = takeInt(c) ?? 1;
  const items: ReturnCommand['items'][number][] = [];
  while (!atEnd(c)) if (!takeText(c, ',')) items.push(readReturned(c));
  needSome(c, start, items, 'A field name');
  return { kind: 'return', count, items, span: spanFrom(c, start) };
};

export const readFormat = (c: Cursor, start: number): FormatCommand => {
  const options: Options = new Map();
  const texts: string[] = [];
  while (!atEnd(c)) {
    if (takeOption(c, ['mvsep', 'maxresults', 'emptystr'], options)) continue;
    texts.push(takeQuoted(c)?.text ?? expected(c, 'A text in quotes'));
  }
  if (texts.length !== 0 && texts.length !== 6) fail('format takes six texts or none', spanFrom(c, start));
  return {
    kind: 'format',
    texts: texts.length > 0 ? texts : null,
    mvSeparator: textOption(options, 'mvsep', 'OR'),
    maxResults: intOption(options, 'maxresults', 0),
    emptyText: textOption(options, 'emptystr', 'NOT( )'),
    span: spanFrom(c, start),
  };
};
