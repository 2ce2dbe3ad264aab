// A bare KQL file in; one unit per query, titled by the comments above it.
import { report } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { emptyMeta, type RuleMeta } from '../ir/rule.ts';
import { addressesIn, titleOf } from './comments.ts';
import { type QueryTeller, splitKql } from './split-kql.ts';
import type { NamelessUnit, Reading } from './unit.ts';

const metaOf = (query: string): RuleMeta => ({ ...emptyMeta, ...titleOf(query), references: addressesIn(query) });

/** The query at `span` of the file; `meta` is what the surroundings tell about it, the comments fill in the rest. */
export const kqlUnit = (file: string, fileText: string, span: Span, meta: Partial<RuleMeta> = {}): NamelessUnit => {
  const text = fileText.slice(span.start, span.end);
  return { meta: { ...metaOf(text), ...meta }, source: { file, fileText, text, segments: [{ start: 0, fileStart: span.start }] }, span };
};

const onlyComments = (text: string): boolean => text.split('\n').every((line) => line.trim() === '' || line.trim().startsWith('//'));

export const readKql = (file: string, fileText: string, tells: QueryTeller): Reading => {
  if (onlyComments(fileText))
    return { units: [], diagnostics: [report('RMMC1006', { start: 0, end: 0 }, { file, looked: 'query below the comments' })] };
  const spans = splitKql(fileText, tells);
  const first = spans[0] ?? { start: 0, end: 0 };
  return {
    units: spans.map((span) => kqlUnit(file, fileText, span)),
    diagnostics: spans.length > 1 ? [report('RMMC1019', { start: first.start, end: first.start }, { count: spans.length })] : [],
  };
};
