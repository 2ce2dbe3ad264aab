// Markdown in; one unit per fenced KQL block, named by the heading above it.
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { kqlUnit } from './read-kql.ts';
import type { NamelessUnit, Reading } from './unit.ts';

interface Fence {
  readonly tag: string;
  readonly heading: string | null;
  readonly span: Span;
  readonly indent: number;
  readonly closed: boolean;
}

const kqlTags = new Set(['kql', 'kusto', 'csl', '']);

/** A block without a tag counts as KQL only if it looks like a query: a line that starts with a pipe, or a `let`. */
const looksLikeKql = (text: string): boolean => /^[ \t]*(?:\|[ \t]*[a-z]|let[ \t]+\w+[ \t]*=)/m.test(text);

const headingText = (line: string): string =>
  line
    .replace(/[ \t]+#+[ \t]*$/, '')
    .replace(/[*_`]/g, '')
    .trim();

/** Every fence with its content's span; fence marks of three or more backticks or tildes, as CommonMark has them. */
export const fencesOf = (text: string): readonly Fence[] => {
  const fences: Fence[] = [];
  let heading: string | null = null;
  let open: { mark: string; tag: string; start: number; indent: number } | null = null;
  let at = 0;
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\r$/, '');
    const next = at + raw.length + 1;
    if (open) {
      const close = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line.replace(/^[ \t>]*/, ''))?.[1];
      if (close?.startsWith(open.mark)) {
        fences.push({
          tag: open.tag,
          heading,
          span: { start: open.start, end: Math.max(open.start, at - 1) },
          indent: open.indent,
          closed: true,
        });
        open = null;
      }
    } else {
      const fence = /^([ \t]*)(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*$/.exec(line);
      const title = /^ {0,3}#{1,6}[ \t]+(.*)$/.exec(line)?.[1];
      if (fence?.[2])
        open = { mark: fence[2], tag: (fence[3] ?? '').toLowerCase(), start: Math.min(next, text.length), indent: fence[1]?.length ?? 0 };
      else if (title) heading = headingText(title) || heading;
    }
    at = next;
  }
  if (open) fences.push({ tag: open.tag, heading, span: { start: open.start, end: text.length }, indent: open.indent, closed: false });
  return fences;
};

export const isKqlFence = (text: string, fence: Fence): boolean => {
  const tag = fence.tag.replace(/^\{?\.?/, '').replace(/\}$/, '');
  return kqlTags.has(tag) && (tag !== '' || looksLikeKql(text.slice(fence.span.start, fence.span.end)));
};

export const readMarkdown = (file: string, fileText: string): Reading => {
  const diagnostics: Diagnostic[] = [];
  const units: NamelessUnit[] = [];
  for (const fence of fencesOf(fileText)) {
    if (!isKqlFence(fileText, fence)) continue;
    if (fileText.slice(fence.span.start, fence.span.end).trim() === '') diagnostics.push(report('RMMC1011', fence.span, {}));
    else {
      if (!fence.closed) diagnostics.push(report('RMMC1023', { start: fence.span.start, end: fence.span.start }, {}));
      units.push(kqlUnit(file, fileText, fence.span, fence.heading ? { name: fence.heading } : {}));
    }
  }
  if (units.length + diagnostics.length === 0) {
    return { units, diagnostics: [report('RMMC1006', { start: 0, end: 0 }, { file, looked: 'fenced KQL block' })] };
  }
  return { units, diagnostics };
};
