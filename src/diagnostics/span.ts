// Half-open ranges of UTF-16 offsets. Line and column are computed only when something is printed.

/** A range `[start, end)` in the query text (not in the file: see `source.ts`). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** For what is said of no place in a text. */
export const nowhere: Span = { start: 0, end: 0 };

/** The smallest span that covers both. */
export const cover = (a: Span, b: Span): Span => ({ start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) });

/** True when `inner` lies within `outer`. */
export const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;
