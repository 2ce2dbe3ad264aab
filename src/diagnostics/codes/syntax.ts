// RMMC11xx: what the lexer and the parser reject.
import { says } from './says.ts';

export const syntaxCodes = {
  RMMC1100: says<{ found: string; expected: string }>('error', (p) => `found ${p.found}, expected ${p.expected}`),
};
