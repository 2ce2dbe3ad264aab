// Commands that turn rows into series and back: chart, timechart, xyseries, untable; and those that put texts or rows side by side: strcat, appendcols.
import type { AppendcolsCommand, ChartCommand, FieldName, StrcatCommand, UntableCommand, XyseriesCommand } from './ast.ts';
import { atEnd, type Cursor, expected, fail, look, spanFrom, takeKeyword, takeText, takeWord } from './cursor.ts';
import {
  boolOption,
  fieldAt,
  intOption,
  needPlainField,
  needSome,
  type Options,
  takeBy,
  takeOption,
  takeOptions,
  textOption,
} from './fields.ts';
import { readAggregation } from './read-stats.ts';
import { widthOf } from './width.ts';

const known = ['limit', 'span', 'usenull', 'nullstr', 'cont'] as const;
const unplaced = [
  'agg',
  'aligntime',
  'bins',
  'dedup_splitvals',
  'end',
  'fixedrange',
  'format',
  'minspan',
  'otherstr',
  'partial',
  'sep',
  'start',
  'useother',
];
const names: readonly string[] = [...known, ...unplaced];

const clauseWord = /(?:by|over)(?![^\s|,"'()[\]=`])/iy;

/** The fields behind OVER and BY; what is beyond them fails. */
const readAxes = (c: Cursor, start: number, kind: ChartCommand['kind'], options: Options): Pick<ChartCommand, 'row' | 'split'> => {
  const time = kind === 'timechart' ? fieldAt('_time', { start, end: start }) : null;
  const over = time === null && takeKeyword(c, 'over') ? needPlainField(c) : time;
  takeOptions(c, names, options);
  const by = takeBy(c, names, options);
  const fields: readonly (FieldName | null)[] = over ? [over, ...by] : by;
  if (fields.length > 2) fail(`'${kind}' takes one field for its rows and one for its series`, spanFrom(c, start));
  return { row: fields[0] ?? null, split: fields[1] ?? null };
};

export const readChart =
  (kind: ChartCommand['kind']) =>
  (c: Cursor, start: number): ChartCommand => {
    const options: Options = new Map();
    const aggregations: ChartCommand['aggregations'][number][] = [];
    while (!atEnd(c) && !look(c, clauseWord)) {
      if (!takeText(c, ',') && !takeOption(c, names, options)) aggregations.push(readAggregation(c));
    }
    const axes = readAxes(c, start, kind, options);
    needSome(c, start, aggregations, 'A function');
    const span = options.get('span');
    return {
      kind,
      aggregations,
      ...axes,
      width: span ? widthOf(span) : null,
      limit: intOption(options, 'limit', 10),
      useNull: boolOption(options, 'usenull', true),
      nullText: textOption(options, 'nullstr', 'NULL'),
      continuous: boolOption(options, 'cont', kind === 'timechart'),
      others: unplaced.filter((name) => options.has(name)),
      span: spanFrom(c, start),
    };
  };

/** A name, a comma before it or not. */
const nextField = (c: Cursor): FieldName => {
  takeText(c, ',');
  return needPlainField(c);
};

export const readXyseries = (c: Cursor, start: number): XyseriesCommand => {
  const options = takeOptions(c, ['sep']);
  const row = nextField(c);
  const name = nextField(c);
  const data: FieldName[] = [];
  while (!atEnd(c)) if (!takeText(c, ',') && !takeOption(c, ['sep'], options)) data.push(needPlainField(c));
  needSome(c, start, data, 'A data field');
  return { kind: 'xyseries', row, name, data, separator: textOption(options, 'sep', ': '), span: spanFrom(c, start) };
};

export const readUntable = (c: Cursor, start: number): UntableCommand => {
  const [row, name, value] = [nextField(c), nextField(c), nextField(c)];
  return { kind: 'untable', row, name, value, span: spanFrom(c, start) };
};

export const readStrcat = (c: Cursor, start: number): StrcatCommand => {
  const options = takeOptions(c, ['allrequired']);
  const words: { readonly kind: 'text' | 'field'; readonly text: string }[] = [];
  while (!atEnd(c)) {
    if (takeText(c, ',')) continue;
    const word = takeWord(c) ?? expected(c, 'A field or a text in quotes');
    words.push({ kind: word.quote === '"' ? 'text' : 'field', text: word.text });
  }
  const target = words.pop();
  if (!target || words.length === 0) return fail('strcat takes sources and a field for the result', spanFrom(c, start));
  const allRequired = boolOption(options, 'allrequired', false);
  return { kind: 'strcat', allRequired, parts: words, target: fieldAt(target.text, spanFrom(c, start)), span: spanFrom(c, start) };
};

export const readAppendcols = (c: Cursor, start: number): AppendcolsCommand => {
  const options = takeOptions(c, ['override', 'maxtime', 'maxout', 'timeout']);
  const subsearch = look(c, /\[/y) ? c.subsearch(c) : expected(c, 'A search in brackets');
  return { kind: 'appendcols', override: boolOption(options, 'override', false), subsearch, span: spanFrom(c, start) };
};
