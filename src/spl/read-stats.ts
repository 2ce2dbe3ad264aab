// The functions of stats, eventstats and streamstats, their options and their BY clauses.
import type {
  AggregateInput,
  AggregateName,
  Aggregation,
  EventstatsCommand,
  Expr,
  FieldName,
  StatsCommand,
  StreamstatsCommand,
  Width,
} from './ast.ts';
import { atEnd, type Cursor, expected, fail, look, need, type Piece, SplSyntaxError, spanFrom, take, takeText } from './cursor.ts';
import { boolOption, fieldAt, intOption, needField, needSome, type Options, takeAs, takeBy, takeOption, textOption } from './fields.ts';
import { readExpr } from './read-expr.ts';
import { widthOf } from './width.ts';

const plain: readonly AggregateName[] = [
  'avg',
  'count',
  'dc',
  'earliest',
  'earliest_time',
  'estdc',
  'estdc_error',
  'first',
  'last',
  'latest',
  'latest_time',
  'list',
  'max',
  'mean',
  'median',
  'min',
  'mode',
  'per_day',
  'per_hour',
  'per_minute',
  'per_second',
  'range',
  'rate',
  'stdev',
  'stdevp',
  'sum',
  'sumsq',
  'values',
  'var',
  'varp',
];
const functions = new Map<string, AggregateName>([
  ...plain.map((name) => [name, name] as const),
  ['c', 'count'],
  ['distinct_count', 'dc'],
  ['p', 'perc'],
  ['perc', 'perc'],
  ['exactperc', 'exactperc'],
  ['upperperc', 'upperperc'],
]);

interface Named {
  readonly fn: AggregateName;
  readonly percent: number | null;
}

const nameOf = (written: string): Named | null => {
  const [, word = '', digits] = /^(p|perc|exactperc|upperperc)(\d+(?:\.\d+)?)$/.exec(written) ?? ['', written];
  const fn = functions.get(word);
  const isPercentile = fn === 'perc' || fn === 'exactperc' || fn === 'upperperc';
  if (!fn || isPercentile !== (digits !== undefined) || Number(digits ?? 0) > 100) return null;
  return { fn, percent: digits === undefined ? null : Number(digits) };
};

const takeEval = (c: Cursor): Expr | null => {
  if (!take(c, /eval\s*\(/iy)) return null;
  const expr = readExpr(c);
  need(c, ')');
  return expr;
};

const readInput = (c: Cursor, { fn }: Named, written: string): AggregateInput => {
  const start = c.at;
  if (!takeText(c, '('))
    return fn === 'count' ? { kind: 'none' } : { kind: 'field', field: { ...fieldAt('*', spanFrom(c, start)), hasWildcard: true } };
  if (takeText(c, ')')) return fn === 'count' ? { kind: 'none' } : fail(`The function '${written}' needs a field`, spanFrom(c, start));
  const expr = takeEval(c);
  const input: AggregateInput = expr ? { kind: 'eval', expr } : { kind: 'field', field: needField(c) };
  need(c, ')');
  return input;
};

export const readAggregation = (c: Cursor): Aggregation => {
  const found = look(c, /[A-Za-z_]\w*(?:\.\d+)?/y);
  const start = c.at;
  if (!found) return expected(c, 'A function');
  const [word] = found;
  const named = nameOf(word.toLowerCase());
  if (!named) return fail(`Unknown function '${word}'`, { start, end: start + word.length });
  c.at += word.length;
  const input = readInput(c, named, word);
  const written = c.text.slice(start, c.at).trim();
  const as = takeAs(c);
  return { ...named, input, as, written, span: spanFrom(c, start) };
};

interface Clauses {
  readonly aggregations: readonly Aggregation[];
  readonly by: readonly FieldName[];
}

const readClauses = (c: Cursor, start: number, names: readonly string[], options: Options): Clauses => {
  const aggregations: Aggregation[] = [];
  while (!atEnd(c) && !look(c, /by(?![^\s|,"'()[\]=`])/iy)) {
    if (takeText(c, ',')) continue;
    if (!takeOption(c, names, options)) aggregations.push(readAggregation(c));
  }
  const by = takeBy(c, names, options);
  needSome(c, start, aggregations, 'A function');
  return { aggregations, by };
};

export const readStats = (c: Cursor, start: number): StatsCommand => {
  const options: Options = new Map();
  const clauses = readClauses(c, start, ['allnum', 'delim', 'partitions', 'dedup_splitvals'], options);
  return {
    kind: 'stats',
    ...clauses,
    allnum: boolOption(options, 'allnum', false),
    delim: textOption(options, 'delim', ' '),
    dedupSplitvals: boolOption(options, 'dedup_splitvals', false),
    span: spanFrom(c, start),
  };
};

export const readEventstats = (c: Cursor, start: number): EventstatsCommand => {
  const options: Options = new Map();
  const clauses = readClauses(c, start, ['allnum'], options);
  return { kind: 'eventstats', ...clauses, allnum: boolOption(options, 'allnum', false), span: spanFrom(c, start) };
};

/** The text of `reset_before=` and `reset_after=` is an expression of its own. */
const exprOption = (c: Cursor, options: Options, name: string): Expr | null => {
  const given = options.get(name);
  if (!given) return null;
  const inner: Cursor = { ...c, text: given.text, at: 0 };
  try {
    const expr = readExpr(inner);
    return atEnd(inner) && inner.at === inner.text.length ? expr : expected(inner, 'The end of the condition');
  } catch (error) {
    if (!(error instanceof SplSyntaxError)) throw error;
    return fail(`'${name}': ${error.message}`, given.span);
  }
};

const widthOption = (given: Piece | undefined): Width | null => (given ? widthOf(given) : null);

export const readStreamstats = (c: Cursor, start: number): StreamstatsCommand => {
  const options: Options = new Map();
  const names = ['allnum', 'current', 'window', 'time_window', 'global', 'reset_before', 'reset_after', 'reset_on_change'];
  const clauses = readClauses(c, start, names, options);
  return {
    kind: 'streamstats',
    ...clauses,
    allnum: boolOption(options, 'allnum', false),
    current: boolOption(options, 'current', true),
    global: boolOption(options, 'global', true),
    window: intOption(options, 'window', 0),
    timeWindow: widthOption(options.get('time_window')),
    resetBefore: exprOption(c, options, 'reset_before'),
    resetAfter: exprOption(c, options, 'reset_after'),
    resetOnChange: boolOption(options, 'reset_on_change', false),
    span: spanFrom(c, start),
  };
};
