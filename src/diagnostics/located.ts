// A diagnostic with its place in a file: what machines read (JSON) and what is rendered.
import type { Code } from './codes.ts';
import type { Diagnostic, Severity } from './diagnostic.ts';
import { type Location, locate, type Source } from './source.ts';
import type { Span } from './span.ts';

/** `text` in the place of that part of the file. */
export interface LocatedFix extends Omit<Location, 'file'> {
  readonly text: string;
}

/** Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface LocatedDiagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string | null;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Only where the next step is mechanical. */
  readonly fix?: LocatedFix;
}

const locateFix = (source: Source, span: Span, text: string): LocatedFix => {
  const { line, column, endLine, endColumn } = locate(source, span);
  return { line, column, endLine, endColumn, text };
};

export const locateDiagnostic = (source: Source, diagnostic: Diagnostic): LocatedDiagnostic => ({
  code: diagnostic.code,
  severity: diagnostic.severity,
  message: diagnostic.message,
  help: diagnostic.help ?? null,
  ...locate(source, diagnostic.span),
  ...(diagnostic.fix ? { fix: locateFix(source, diagnostic.fix.span, diagnostic.fix.text) } : {}),
});

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By file, place, code and message, so that output never depends on the order of the work. */
export const byPlace = (a: LocatedDiagnostic, b: LocatedDiagnostic): number =>
  compareText(a.file, b.file) ||
  a.line - b.line ||
  a.column - b.column ||
  a.endLine - b.endLine ||
  a.endColumn - b.endColumn ||
  compareText(a.code, b.code) ||
  compareText(a.message, b.message);
