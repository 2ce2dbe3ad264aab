// A diagnostic and the text that it is about in; its code frame on a stream out.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { locateDiagnostic } from '../diagnostics/located.ts';
import { renderDiagnostic, visible } from '../diagnostics/render.ts';
import type { Source } from '../diagnostics/source.ts';
import { paintFor, type Stream } from './terminal.ts';

export const tell = (stream: Stream, source: Source, diagnostic: Diagnostic): void => {
  stream.write(`${renderDiagnostic(locateDiagnostic(source, diagnostic), source, paintFor(stream))}\n\n`);
};

/** A diagnostic that has no place in a file. */
export const tellPlain = (stream: Stream, { severity, code, message, help }: Diagnostic): void => {
  const head = paintFor(stream)[severity](`${severity} ${code}`);
  stream.write(`${head}: ${visible(message)}\n${help === undefined ? '' : `  help: ${visible(help)}\n`}`);
};
