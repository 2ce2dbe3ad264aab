// SPL text in; its tree, or the first thing that is wrong with it, out. Made after Splunk's documentation, not after any emitter.
import type { Span } from '../diagnostics/span.ts';
import type { Command, Expr, Search, SearchTerm } from './ast.ts';
import { unsupportedCommands } from './command-names.ts';
import { atEnd, type Cursor, expected, fail, SplSyntaxError, skipBlank, spanFrom, take, takeMacro, takeRest, takeText } from './cursor.ts';
import { needEnd } from './fields.ts';
import { readExpr } from './read-expr.ts';
import * as rows from './read-rows.ts';
import { readTerms } from './read-search.ts';
import * as series from './read-series.ts';
import * as sources from './read-sources.ts';
import { readEventstats, readStats, readStreamstats } from './read-stats.ts';
import * as texts from './read-text.ts';

type Reader = (c: Cursor, start: number) => Command;

const readSearchCommand: Reader = (c, start) => ({ kind: 'search', term: atEnd(c) ? null : readTerms(c), span: spanFrom(c, start) });

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['search', readSearchCommand],
  ['where', rows.readWhere],
  ['eval', rows.readEval],
  ['stats', readStats],
  ['eventstats', readEventstats],
  ['streamstats', readStreamstats],
  ['chart', series.readChart('chart')],
  ['timechart', series.readChart('timechart')],
  ['xyseries', series.readXyseries],
  ['untable', series.readUntable],
  ['strcat', series.readStrcat],
  ['appendcols', series.readAppendcols],
  ['fillnull', rows.readFillnull],
  ['rename', rows.readRename],
  ['fields', rows.readFields],
  ['table', rows.readTable],
  ['sort', rows.readSort],
  ['head', rows.readHead],
  ['tail', rows.readTail],
  ['dedup', rows.readDedup],
  ['top', rows.readTop('top')],
  ['rare', rows.readTop('rare')],
  ['bin', rows.readBin],
  ['bucket', rows.readBin],
  ['discretize', rows.readBin],
  ['rex', texts.readRex],
  ['regex', texts.readRegex],
  ['makemv', texts.readMakemv],
  ['mvexpand', texts.readMvexpand],
  ['mvcombine', texts.readMvcombine],
  ['nomv', texts.readNomv],
  ['spath', texts.readSpath],
  ['convert', texts.readConvert],
  ['reverse', texts.readNothing('reverse')],
  ['addinfo', texts.readNothing('addinfo')],
  ['join', sources.readJoin],
  ['append', sources.readAppend],
  ['union', sources.readUnion],
  ['multisearch', sources.readMultisearch],
  ['lookup', sources.readLookup],
  ['inputlookup', sources.readInputlookup],
  ['makeresults', sources.readMakeresults],
  ['return', sources.readReturn],
  ['format', sources.readFormat],
]);

/** Forms of known commands that are read as `unsupported`: a join by condition, a union of stored sets, series chosen by a condition. */
const unread: ReadonlyMap<string, RegExp> = new Map([
  ['join', /(?:left|right)\s*=/y],
  ['chart', /eval\s*\(|[^|[\]]*\swhere\s|[^|[\]]*\blimit\s*=\s*(?!\d)/iy],
  ['timechart', /eval\s*\(|[^|[\]]*\swhere\s|[^|[\]]*\blimit\s*=\s*(?!\d)/iy],
  ['xyseries', /[^|[\]]*\b(?:format|grouped)\s*=/iy],
  ['union', /(?!\w+\s*=)[^\s[\]|,]/y],
]);

const readCommand = (c: Cursor): Command => {
  const macro = takeMacro(c);
  if (macro) return macro;
  const start = c.at;
  const written = take(c, /[A-Za-z_]\w*/y)?.[0] ?? expected(c, 'A command');
  const name = written.toLowerCase();
  const reader = readers.get(name);
  skipBlank(c);
  const skipped = unread.get(name);
  if (skipped) skipped.lastIndex = c.at;
  if (reader && !skipped?.test(c.text)) return reader(c, start);
  if (!reader && !unsupportedCommands.has(name)) fail(`Unknown command '${written}'`, { start, end: start + written.length });
  const text = takeRest(c);
  return { kind: 'unsupported', name, text, span: spanFrom(c, start) };
};

/** Commands that can only stand at the head of a search. */
const first: ReadonlySet<string> = new Set(['makeresults', 'multisearch']);

/** Commands from the cursor to the end of the text or to a `]`. */
const readPipeline = (c: Cursor, start: number, head: readonly Command[]): Search => {
  const commands = [...head];
  do {
    const command = readCommand(c);
    const generates = first.has(command.kind) || (command.kind === 'inputlookup' && !command.append);
    if (generates && commands.length > 0) fail(`'${command.kind}' can only be the first command`, command.span);
    needEnd(c);
    commands.push(command);
  } while (takeText(c, '|'));
  return { commands, span: spanFrom(c, start) };
};

const generating: ReadonlySet<Command['kind']> = new Set<Command['kind']>([
  'search',
  'makeresults',
  'inputlookup',
  'multisearch',
  'union',
  'macro',
  'unsupported',
]);

/** A subsearch names its first command, which brings rows; a pipe before it is optional. */
const readSubsearch = (c: Cursor): Search => {
  const start = c.at;
  take(c, /\[\s*\|?/y);
  const search = readPipeline(c, start, []);
  const [head] = search.commands;
  if (head && !generating.has(head.kind)) fail(`'${head.kind}' cannot be the first command of a subsearch: it brings no rows`, head.span);
  return takeText(c, ']') ? { ...search, span: spanFrom(c, start) } : expected(c, "']'");
};

const cursorOf = (text: string): Cursor => ({ text, at: 0, subsearch: readSubsearch });

/** What stands before the first pipe is a search, with or without the word. */
const readWhole = (c: Cursor): Search => {
  skipBlank(c);
  const start = c.at;
  if (takeText(c, '|')) return readPipeline(c, start, []);
  take(c, /search(?=\s|$)/iy);
  if (atEnd(c)) expected(c, 'A search');
  const head = readSearchCommand(c, start);
  needEnd(c);
  return takeText(c, '|') ? readPipeline(c, start, [head]) : { commands: [head], span: spanFrom(c, start) };
};

export interface SplError {
  readonly message: string;
  readonly span: Span;
}
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: SplError };

const parsing =
  <T>(read: (c: Cursor) => T) =>
  (text: string): Parsed<T> => {
    const c = cursorOf(text);
    try {
      const value = read(c);
      skipBlank(c);
      return c.at === text.length ? { ok: true, value } : expected(c, 'The end of the search');
    } catch (error) {
      if (error instanceof RangeError)
        return { ok: false, error: { message: 'The search is nested too deeply', span: { start: 0, end: text.length } } };
      if (!(error instanceof SplSyntaxError)) throw error;
      return { ok: false, error: { message: error.message, span: error.span } };
    }
  };

/** A whole search. */
export const parseSpl: (text: string) => Parsed<Search> = parsing(readWhole);
/** An expression of eval or where alone. */
export const parseSplExpr: (text: string) => Parsed<Expr> = parsing(readExpr);
/** A condition of the search command alone, as `searchmatch("…")` holds it. */
export const parseSplTerms: (text: string) => Parsed<SearchTerm> = parsing(readTerms);
