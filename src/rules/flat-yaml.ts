// YAML whose block texts lost their indentation (`query: |` with the KQL at column 1) in; YAML with the indentation put back out, and the way
// from its offsets to the file's. Texts copied from web pages look like that.
import type { Segment } from '../diagnostics/source.ts';
import type { Span } from '../diagnostics/span.ts';

export interface Repaired {
  readonly text: string;
  /** Offset in the file of an offset in `text`. */
  toFile(offset: number): number;
  /** The keys whose text was indented, with the key's span in the file. */
  readonly keys: readonly { readonly key: string; readonly span: Span }[];
}

/** Keys of a rule; a line that starts with one of them ends a text without indentation. */
const ruleKeys = [
  'id',
  'name',
  'description',
  'severity',
  'status',
  'kind',
  'requiredDataConnectors',
  'dataTypes',
  'queryFrequency',
  'queryPeriod',
  'triggerOperator',
  'triggerThreshold',
  'tactics',
  'relevantTechniques',
  'techniques',
  'query',
  'entityMappings',
  'customDetails',
  'alertDetailsOverride',
  'eventGroupingSettings',
  'suppressionDuration',
  'suppressionEnabled',
  'incidentConfiguration',
  'version',
  'metadata',
  'tags',
  'author',
  'references',
  'falsePositives',
];

const keyLine = new RegExp(`^(?:${ruleKeys.join('|')}):(?:\\s|$)`);
const blockLine = /^([A-Za-z]\w*):[ \t]*[|>][+-]?[ \t]*\r?$/;
const endLine = (line: string): boolean => keyLine.test(line) || /^(?:---|\.\.\.)(?:\s|$)/.test(line);
const indentation = '  ';

interface Line {
  readonly text: string;
  readonly start: number;
}

const linesOf = (text: string): readonly Line[] => {
  let start = 0;
  return text.split('\n').map((line) => {
    const found = { text: line, start };
    start += line.length + 1;
    return found;
  });
};

/** Numbers of the lines that belong to a block text without indentation, and the keys of such texts. */
const flatLines = (lines: readonly Line[]): { flat: ReadonlySet<number>; keys: Repaired['keys'] } => {
  const flat = new Set<number>();
  const keys: { key: string; span: Span }[] = [];
  lines.forEach((line, number) => {
    const key = blockLine.exec(line.text)?.[1];
    if (!key || flat.has(number)) return;
    let next = number + 1;
    while (next < lines.length && (lines[next]?.text ?? '').trim() === '') next += 1;
    const firstLine = lines[next]?.text;
    if (firstLine === undefined || /^[ \t]/.test(firstLine) || endLine(firstLine)) return;
    keys.push({ key, span: { start: line.start, end: line.start + key.length } });
    for (let at = next; at < lines.length && !endLine(lines[at]?.text ?? ''); at += 1) flat.add(at);
  });
  return { flat, keys };
};

/** Null when nothing has to be repaired. */
export const repairFlatYaml = (text: string): Repaired | null => {
  const lines = linesOf(text);
  const { flat, keys } = flatLines(lines);
  if (keys.length === 0) return null;
  const starts: Segment[] = [{ start: 0, fileStart: 0 }];
  let shift = 0;
  const out = lines.map((line, number) => {
    if (!flat.has(number) || line.text.trim() === '') return line.text;
    shift += indentation.length;
    starts.push({ start: line.start + shift, fileStart: line.start });
    return indentation + line.text;
  });
  const toFile = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const { start, fileStart } = starts[low] ?? { start: 0, fileStart: 0 };
    const next = starts[low + 1]?.fileStart ?? text.length;
    return Math.min(fileStart + offset - start, next);
  };
  return { text: out.join('\n'), toFile, keys };
};
