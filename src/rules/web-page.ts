// The text of a web page that shows one rule (prose, the YAML, notes) in; the same text with everything but the YAML blanked out, so that offsets stay
// what they are, and the false-positive notes out.
import type { Span } from '../diagnostics/span.ts';
import type { FalsePositive } from '../ir/rule.ts';

export interface Page {
  readonly text: string;
  /** The first line of the rule. */
  readonly span: Span;
  readonly falsePositives: readonly FalsePositive[];
}

const startLine = /^(?:id|name):[ \t]+\S/;
const queryLine = /^query:[ \t]*[|>][+-]?[ \t]*$/;
const keyLine = /^[A-Za-z]\w*:(?:[ \t]|$)/;
/** What follows a rule on such pages. The first one looks like an operator of KQL. */
const behind =
  /^(?:\|[ \t]*Sentinel Table|\|[ \t]*-{3}|Scenario:|Required Data Sources|MITRE ATT&CK Context|References[ \t]*$|False Positive Guidance|Original source:)/;

const note = /^(Scenario|Description|Filter\/Exclusion):[ \t]*(.*)$/;

/** `Scenario:`, `Description:` and `Filter/Exclusion:` lines; a scenario starts a note. */
const notesIn = (lines: readonly string[]): readonly FalsePositive[] => {
  const notes: { scenario: string; description?: string; filter?: string }[] = [];
  for (const line of lines) {
    const [, key, value = ''] = note.exec(line.trim()) ?? [];
    const last = notes.at(-1);
    if (key === 'Scenario') notes.push({ scenario: value });
    else if (key === 'Description' && last) last.description = value;
    else if (key === 'Filter/Exclusion' && last) last.filter = value;
  }
  return notes;
};

/** The line behind the query: an indented query ends at a line that is not, a flat one at what follows a rule on such pages. */
const endOfRule = (lines: readonly string[], query: number): number => {
  const first = lines.findIndex((line, at) => at > query && line.trim() !== '');
  const flat = first >= 0 && !/^[ \t]/.test(lines[first] ?? '');
  const end = lines.findIndex(
    (line, at) => at > query && line.trim() !== '' && (flat ? behind.test(line) : !/^[ \t]/.test(line) && !keyLine.test(line)),
  );
  return end < 0 ? lines.length : end;
};

/** Null for YAML files, whose first line is no prose, and for pages with several rules. */
export const ruleInPage = (fileText: string): Page | null => {
  const lines = fileText.split('\n').map((line) => line.replace(/\r$/, ''));
  const opening = lines.find((line) => line.trim() !== '') ?? '';
  if (keyLine.test(opening) || /^[ \t]*[-#%{["'&*!?:]/.test(opening)) return null;
  const start = lines.findIndex((line) => startLine.test(line));
  const query = lines.findIndex((line, at) => at > start && queryLine.test(line));
  if (start < 0 || query < 0) return null;
  const end = endOfRule(lines, query);
  if (lines.slice(end).some((line) => queryLine.test(line))) return null;
  const raw = fileText.split('\n');
  const before = raw.slice(0, start).map((line) => ' '.repeat(line.length));
  const masked = [...before, ...raw.slice(start, end)].join('\n') + (end < raw.length ? '\n' : '');
  const offset = before.reduce((length, line) => length + line.length + 1, 0);
  return { text: masked, span: { start: offset, end: offset + (lines[start]?.length ?? 0) }, falsePositives: notesIn(lines.slice(end)) };
};
