// A located diagnostic and its file in; a code frame for people out: head line, the lines of the file, carets, help.
import type { Severity } from './diagnostic.ts';
import type { LocatedDiagnostic } from './located.ts';
import { lineText, type Source } from './source.ts';

/** How parts are coloured; `plain` leaves them as they are. */
export interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly info: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

const same = (text: string): string => text;
export const plain: Paint = { error: same, warning: same, info: same, bold: same, dim: same };

const maxLines = 6;
const maxWidth = 160;

/** Control characters of the file must not reach a terminal: they are shown as pictures (U+2400 …), bidirectional controls as `�`. */
export const visible = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (char) => String.fromCharCode(0x2400 + char.charCodeAt(0)))
    .replace(/[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD');

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\ud83c-\ud83e][\udc00-\udfff]|[\ud840-\ud87f][\udc00-\udfff]/g;
const zero = /\p{Mn}|\p{Cf}/gu;

/** Blanks as wide as `text`: tabs are kept, wide characters count two columns, combining ones none. */
const blanksFor = (text: string): string => text.replace(zero, '').replace(wide, '  ').replace(/[^\t]/gu, ' ');

/** A long line is cut to a window around the marked part. */
const windowOf = (text: string, start: number, end: number): { text: string; start: number; end: number } => {
  if (text.length <= maxWidth) return { text, start, end };
  const from = Math.max(0, Math.min(start - 40, text.length - maxWidth));
  const to = Math.min(text.length, from + maxWidth);
  const lead = from > 0 ? '…' : '';
  const tail = to < text.length ? '…' : '';
  const shift = lead.length - from;
  return { text: lead + text.slice(from, to) + tail, start: start + shift, end: Math.min(end, to) + shift };
};

const frameLine = (
  number: number,
  gutter: number,
  text: string,
  start: number,
  end: number,
  colour: (text: string) => string,
  paint: Paint,
) => {
  const shown = windowOf(visible(text), start, end);
  const marked = shown.text.slice(shown.start, Math.max(shown.start + 1, shown.end));
  const carets = '^'.repeat(Math.max(1, blanksFor(marked).length));
  const bar = paint.dim('|');
  return [
    `${paint.dim(String(number).padStart(gutter))} ${bar} ${shown.text}`,
    `${' '.repeat(gutter)} ${bar} ${blanksFor(shown.text.slice(0, shown.start))}${colour(carets)}`,
  ];
};

const frame = (diagnostic: LocatedDiagnostic, source: Source, paint: Paint): readonly string[] => {
  const lastLine = diagnostic.endColumn === 1 && diagnostic.endLine > diagnostic.line ? diagnostic.endLine - 1 : diagnostic.endLine;
  const gutter = String(lastLine).length;
  const out: string[] = [];
  for (let line = diagnostic.line; line <= lastLine; line += 1) {
    if (line - diagnostic.line >= maxLines) {
      out.push(`${' '.repeat(gutter)} ${paint.dim('|')} … ${lastLine - line + 1} more lines`);
      break;
    }
    const text = lineText(source, line);
    const indent = text.length - text.trimStart().length;
    const start = line === diagnostic.line ? diagnostic.column - 1 : indent;
    const end = line === diagnostic.endLine ? diagnostic.endColumn - 1 : text.trimEnd().length;
    if (line > diagnostic.line && end <= start) continue;
    out.push(...frameLine(line, gutter, text, start, end, paint[diagnostic.severity], paint));
  }
  return out;
};

const words: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/**
 * Lines without a final line end. Without a source (or for an empty file) there is no frame.
 * @example rule.kql:1:3: error RMMC1100: found …
 */
export const renderDiagnostic = (diagnostic: LocatedDiagnostic, source: Source | undefined, paint: Paint = plain): string => {
  const place = `${visible(diagnostic.file)}:${diagnostic.line}:${diagnostic.column}`;
  const head = `${paint.bold(place)}: ${paint[diagnostic.severity](words[diagnostic.severity])} ${diagnostic.code}: ${visible(diagnostic.message)}`;
  const lines = source && source.fileText.trim() !== '' && !source.fileText.includes('\0') ? frame(diagnostic, source, paint) : [];
  const help = diagnostic.help === null ? [] : [`  ${paint.dim('help:')} ${visible(diagnostic.help)}`];
  return [head, ...lines, ...help].join('\n');
};
