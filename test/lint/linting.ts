// A rule file in, what the lint says about it as short text out.
import { type TranslateOptions, translate } from '../../src/compile.ts';
import type { LocatedDiagnostic } from '../../src/diagnostics/located.ts';

export const diagnosticsOf = (
  text: string,
  file = 'a.kql',
  lint: NonNullable<TranslateOptions['lint']> = {},
): readonly LocatedDiagnostic[] => translate(text, { to: [], file, lint }).diagnostics;

export const codesOf = (text: string, file = 'a.kql', lint: NonNullable<TranslateOptions['lint']> = {}): readonly string[] =>
  diagnosticsOf(text, file, lint).map((one) => one.code);

/** A condition on a table of process events, bounded in time. */
export const where = (condition: string, table = 'DeviceProcessEvents'): string =>
  `${table} | where Timestamp > ago(1d) | where ${condition}`;

/** `RMMC6002 [the text that it points at]`, one line each. */
export const marks = (text: string, file = 'a.kql', lint: NonNullable<TranslateOptions['lint']> = {}): string =>
  diagnosticsOf(text, file, lint)
    .map((one) => {
      const line = text.split('\n')[one.line - 1] ?? '';
      return `${one.code} [${one.line === one.endLine ? line.slice(one.column - 1, one.endColumn - 1) : `${line.slice(one.column - 1)} …`}]`;
    })
    .join('\n');

/** The text with all mechanical fixes made. */
export const fixed = (text: string): string => {
  const starts = [0, ...[...text.matchAll(/\n/g)].map((found) => found.index + 1)];
  const at = (line: number, column: number): number => (starts[line - 1] ?? 0) + column - 1;
  const fixes = diagnosticsOf(text).flatMap((one) => (one.fix ? [one.fix] : []));
  return fixes
    .toSorted((a, b) => at(b.line, b.column) - at(a.line, a.column))
    .reduce((rest, fix) => rest.slice(0, at(fix.line, fix.column)) + fix.text + rest.slice(at(fix.endLine, fix.endColumn)), text);
};
