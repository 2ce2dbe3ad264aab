// A query text and the file it was taken from: offsets of the query in, line and column of the file out.
import type { Span } from './span.ts';

/** A run of query text that stands unchanged in the file: query offset `start` is file offset `fileStart`. */
export interface Segment {
  readonly start: number;
  readonly fileStart: number;
}

/**
 * Where a query stands. `text` is the query as the front end reads it; `fileText` is the whole file.
 * `segments` are sorted by `start`; the first one starts at 0.
 */
export interface Source {
  readonly file: string;
  readonly fileText: string;
  readonly text: string;
  readonly segments: readonly Segment[];
}

/** 1-based line, 1-based column in UTF-16 units; the end is exclusive. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A source whose query is the whole file. */
export const wholeFile = (file: string, text: string): Source => ({ file, fileText: text, text, segments: [{ start: 0, fileStart: 0 }] });

const lastAtOrBefore = (segments: readonly Segment[], offset: number): Segment => {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.start ?? Number.POSITIVE_INFINITY) <= offset) low = middle;
    else high = middle - 1;
  }
  return segments[low] ?? { start: 0, fileStart: 0 };
};

/** File offset of a query offset. */
export const fileOffset = (source: Source, offset: number): number => {
  const segment = lastAtOrBefore(source.segments, offset);
  return Math.min(segment.fileStart + (offset - segment.start), source.fileText.length);
};

const lineStartsOf = new WeakMap<Source, readonly number[]>();

const lineStarts = (source: Source): readonly number[] => {
  const known = lineStartsOf.get(source);
  if (known) return known;
  const starts = [0];
  for (let at = source.fileText.indexOf('\n'); at >= 0; at = source.fileText.indexOf('\n', at + 1)) starts.push(at + 1);
  lineStartsOf.set(source, starts);
  return starts;
};

/** Line (1-based) and column (1-based, UTF-16) of a file offset. */
export const lineAndColumn = (source: Source, offset: number): { line: number; column: number } => {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? Number.POSITIVE_INFINITY) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
};

/** The text of a 1-based line of the file, without its line end. */
export const lineText = (source: Source, line: number): string => {
  const starts = lineStarts(source);
  const start = starts[line - 1] ?? source.fileText.length;
  const end = starts[line] ?? source.fileText.length;
  return source.fileText
    .slice(start, end)
    .replace(/\r?\n$/, '')
    .replace(/\r$/, '');
};

/** Where a span of the query stands in the file. The end is that of the last character, so that it never jumps over a gap. */
export const locate = (source: Source, span: Span): Location => {
  const start = fileOffset(source, span.start);
  const end = span.end > span.start ? fileOffset(source, span.end - 1) + 1 : start;
  const from = lineAndColumn(source, start);
  const to = lineAndColumn(source, end);
  return { file: source.file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
};
