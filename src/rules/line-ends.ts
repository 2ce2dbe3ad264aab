// A source with any line ends in; the same source with `\n` only out, its segments shifted. A lone carriage return ends a line in KQL too.
import { fileOffset, type Segment, type Source } from '../diagnostics/source.ts';

/** `A\r\nB` is `A\nB`; `A\rB` is `A\nB`. */
export const withLineFeeds = (source: Source): Source => {
  if (!source.text.includes('\r')) return source;
  const segments: Segment[] = [];
  let kept = '';
  let from = 0;
  let next = 0;
  const keep = (start: number, end: number): void => {
    const shift = kept.length - start;
    if (end > start || segments.length === 0) segments.push({ start: kept.length, fileStart: fileOffset(source, start) });
    for (; (source.segments[next]?.start ?? end) < end; next += 1) {
      const segment = source.segments[next];
      if (segment && segment.start > start) segments.push({ start: segment.start + shift, fileStart: segment.fileStart });
    }
    kept += source.text.slice(start, end);
  };
  for (let at = source.text.indexOf('\r\n'); at >= 0; at = source.text.indexOf('\r\n', at + 2)) {
    keep(from, at);
    from = at + 1;
  }
  keep(from, source.text.length);
  return { ...source, text: kept.replaceAll('\r', '\n'), segments };
};
