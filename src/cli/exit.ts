// Exit codes, and the error that ends a command with one of them.

export const exitCodes = { ok: 0, findings: 1, broken: 2, usage: 3 } as const;

export const exitHelp = `Exit codes:
  0  all is well
  1  translate: a target refused a rule; check: warnings or errors; fmt --check: files would change
  2  a rule is broken or cannot be read (the others were translated all the same)
  3  wrong use or configuration; nothing was done`;

/** Wrong use or configuration. The message is complete, with code and place. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
