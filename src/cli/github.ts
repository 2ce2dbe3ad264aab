// A located diagnostic in, a GitHub workflow command (an annotation) out.
import type { LocatedDiagnostic } from '../diagnostics/located.ts';

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Columns are given only when the annotation stays on one line: GitHub takes them for no other. */
export const githubAnnotation = (diagnostic: LocatedDiagnostic): string => {
  const { code, severity, message, help, file, line, column, endLine, endColumn } = diagnostic;
  const columns = line === endLine ? `,col=${column},endColumn=${Math.max(column, endColumn - 1)}` : '';
  const text = help === null ? message : `${message}\n${help}`;
  return `::${commands[severity]} file=${property(file)},line=${line},endLine=${endLine}${columns},title=${property(code)}::${data(text)}`;
};
