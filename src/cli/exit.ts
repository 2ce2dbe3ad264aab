// Exit codes, and the error that ends a command with one of them.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

export const exitCodes = { ok: 0, findings: 1, broken: 2, usage: 3 } as const;

export const exitHelp = `Exit codes:
  0  all is well
  1  translate, pack: a target refused a rule; check: warnings or errors
     run: lines of data were passed over; test: a test failed; verify: a translation differs
     diff: a rule came, went, changed in meaning or is translated otherwise
     fmt --check: files would change
  2  a rule (or a test) is broken or cannot be read (the others were translated all the same)
  3  wrong use or configuration; nothing was done`;

/** Wrong use or configuration. The message is complete, with code and place. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A diagnostic that has no place in a file, as such an error. */
export const usageError = ({ code, message, help }: Diagnostic): UsageError =>
  new UsageError(`${code}: ${message}${help === undefined ? '' : `\n  help: ${help}`}`);
