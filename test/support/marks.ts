// A text and diagnostics in; the text with each place marked as ⟦…⟧, then one line for each message with its next step.
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';

export const marked = (text: string, diagnostics: readonly Diagnostic[]): readonly string[] => {
  const edges = diagnostics.flatMap(({ span }, i) => [
    { at: span.start, mark: '⟦', rank: 1, i },
    { at: span.end, mark: '⟧', rank: span.end === span.start ? 2 : 0, i },
  ]);
  edges.sort((a, b) => b.at - a.at || b.rank - a.rank || b.i - a.i);
  const withMarks = edges.reduce((done, { at, mark }) => done.slice(0, at) + mark + done.slice(at), text);
  return [withMarks, ...diagnostics.map((d) => `${d.code} ${d.message} / ${d.help ?? ''}`)];
};
