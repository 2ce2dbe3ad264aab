// YAML text in; null when it is of a size and shape that a rule can have, else what there is too much of. Looks at tokens only, so that hostile
// input (deep nesting, alias bombs) costs no more than its length.
import { Lexer } from 'yaml';

const limits = { tokens: 100_000, brackets: 64, indicators: 64, indentation: 400, aliases: 32 };

export interface Excess {
  readonly what: string;
  readonly limit: number;
  /** Offset of the first token beyond the limit. */
  readonly offset: number;
}

const indicators = new Set(['-', '?', ':']);

/** The first thing that there is too much of. */
export const yamlExcess = (text: string): Excess | null => {
  let tokens = 0;
  let depth = 0;
  let onLine = 0;
  let aliases = 0;
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    const over = (what: string, limit: number): Excess => ({ what, limit, offset });
    tokens += 1;
    if (tokens > limits.tokens) return over('tokens', limits.tokens);
    if (token === '[' || token === '{') depth += 1;
    if (token === ']' || token === '}') depth = Math.max(0, depth - 1);
    if (depth > limits.brackets) return over('brackets inside each other', limits.brackets);
    if (indicators.has(token)) onLine += 1;
    if (token.includes('\n')) onLine = 0;
    if (onLine > limits.indicators) return over('entries on one line', limits.indicators);
    if (/^ +$/.test(token) && token.length > limits.indentation) return over('blanks of indentation', limits.indentation);
    if (token.startsWith('*') && token.length > 1) aliases += 1;
    if (aliases > limits.aliases) return over('aliases', limits.aliases);
    // Lexer.lex marks scalars and document starts with one control character that is not in the text.
    if (token !== '\u0002' && token !== '\u0018' && token !== '\u001f') offset += token.length;
  }
  return null;
};
