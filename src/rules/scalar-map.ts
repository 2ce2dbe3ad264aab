// A YAML scalar in; the segments that map its value back to the file out: block scalars, folded and quoted text, CRLF, escapes.
import type { Segment } from '../diagnostics/source.ts';

export type ScalarStyle = 'literal' | 'folded' | 'plain' | 'single' | 'double';

interface Piece {
  readonly text: string;
  /** Where the scalar starts (its indicator or quote) and ends in `text`. */
  readonly start: number;
  readonly end: number;
}

/** Collects segments; only a change of the distance between value and file starts a new one. */
const collector = () => {
  const segments: Segment[] = [];
  return {
    segments,
    at(value: number, file: number): void {
      const last = segments.at(-1);
      if (last && value - last.start === file - last.fileStart) return;
      if (last && last.start === value) segments.pop();
      segments.push({ start: value, fileStart: file });
    },
  };
};

/** Line n of the value is line n of the block; what stands before it is indentation. */
const literalSegments = (piece: Piece, value: string): readonly Segment[] | null => {
  const found = collector();
  let at = 0;
  let lineStart = piece.text.indexOf('\n', piece.start) + 1;
  for (const line of value.split('\n')) {
    const newline = piece.text.indexOf('\n', lineStart);
    const end = newline < 0 ? piece.text.length : newline;
    const contentEnd = piece.text[end - 1] === '\r' && end > lineStart && !line.endsWith('\r') ? end - 1 : end;
    const contentStart = contentEnd - line.length;
    if (line !== '' && (contentStart < lineStart || piece.text.slice(contentStart, contentEnd) !== line)) return null;
    found.at(at, Math.max(lineStart, contentStart));
    at += line.length + 1;
    lineStart = end + 1;
  }
  return found.segments;
};

const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t' || char === '\r' || char === '\n';

/** End of the run of blanks and line breaks at `from`, and how many line breaks it has. */
const blankRun = (text: string, from: number): { end: number; breaks: number } => {
  let end = from;
  let breaks = 0;
  for (; isBlank(text[end]); end += 1) if (text[end] === '\n') breaks += 1;
  return { end, breaks };
};

const escapeLengths = new Map([
  ['x', 4],
  ['u', 6],
  ['U', 10],
]);

/** Length of the escape sequence at `at`, and how many UTF-16 units it makes. */
const escapeAt = (text: string, at: number): { length: number; makes: number } => {
  const next = text[at + 1] ?? '';
  if (next === '\n' || next === '\r') return { length: blankRun(text, at + 1).end - at, makes: 0 };
  const length = escapeLengths.get(next) ?? 2;
  const makes = length === 10 && Number.parseInt(text.slice(at + 2, at + 10), 16) > 0xffff ? 2 : 1;
  return { length, makes };
};

/** How many units of the value a run with line breaks makes: a fold is one blank, each further break one line feed. */
const foldedLength = (style: ScalarStyle, value: string, at: number, breaks: number): number => {
  if (style === 'folded') return blankRun(value, at).end - at;
  return breaks === 1 ? 1 : breaks - 1;
};

/** Walks value and file side by side. */
const flowSegments = (piece: Piece, value: string, style: ScalarStyle): readonly Segment[] | null => {
  const { text } = piece;
  const found = collector();
  const quoted = style === 'single' || style === 'double';
  const end = quoted ? piece.end - 1 : piece.end;
  let raw = style === 'folded' ? blankRun(text, text.indexOf('\n', piece.start)).end : piece.start + (quoted ? 1 : 0);
  let at = style === 'folded' ? blankRun(value, 0).end : 0;
  found.at(0, raw);
  while (raw < end && at < value.length) {
    found.at(at, raw);
    if (style === 'double' && text[raw] === '\\') {
      const decoded = escapeAt(text, raw);
      raw += decoded.length;
      at += decoded.makes;
    } else if (style === 'single' && text[raw] === "'") {
      raw += 2;
      at += 1;
    } else if (isBlank(text[raw]) && blankRun(text, raw).breaks > 0) {
      const run = blankRun(text, raw);
      raw = run.end;
      at += foldedLength(style, value, at, run.breaks);
    } else if (text[raw] === value[at]) {
      raw += 1;
      at += 1;
    } else return null;
  }
  return value.slice(at).trim() === '' ? found.segments : null;
};

/**
 * Segments for a scalar's value. When value and file cannot be aligned (which no valid YAML leads to), everything maps to the scalar's start.
 * @param piece the file and the scalar's range in it, quotes and block indicators included
 */
export const scalarSegments = (piece: Piece, value: string, style: ScalarStyle): readonly Segment[] =>
  (style === 'literal' ? literalSegments(piece, value) : flowSegments(piece, value, style)) ?? [{ start: 0, fileStart: piece.start }];
