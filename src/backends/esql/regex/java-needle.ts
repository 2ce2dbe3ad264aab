// A test for texts that the engine computes in (KQL's meaning); a pattern in Java's language, as the engine computes it, and the test by it, out. REPLACE is the one
// function that takes such a pattern, and it ignores case for ASCII letters only, as KQL does.
import type { TextTest } from '../../../ir/expr.ts';
import { binary, call, type Es, str } from '../ast.ts';

type NeedleTest = Exclude<TextTest, 'regex'>;

/** Not between two alphanumeric characters: at an edge of a term, or where the needle's own edge is none. */
const edge = '(?!(?<=\\p{Alnum})\\p{Alnum})';

const around: Readonly<Record<NeedleTest, readonly [string, string]>> = {
  equals: ['', '\\z'],
  contains: ['.*?', ''],
  startsWith: ['', ''],
  endsWith: ['.*?', '\\z'],
  term: [`.*?${edge}`, edge],
  termPrefix: [`.*?${edge}`, ''],
  termSuffix: ['.*?', edge],
};

/** A pattern that fits the text itself. */
export const asLiteral = (text: Es): Es => call('REPLACE', text, str('(\\W)'), str('\\\\$1'));

/** Looks ahead from the start of a text that passes the test, and takes nothing: several of them in a row ask for all. `needle`: a pattern that holds no bare `|`. */
export const lookahead = (test: NeedleTest, caseless: boolean, needle: Es): Es => {
  const [before, after] = around[test];
  return call('CONCAT', str(`\\A(?${caseless ? 'i' : ''}s)(?=${before}`), needle, str(`${after})`));
};

/** The same for any of the patterns in a list; null for none. */
export const anyAhead = (test: NeedleTest, caseless: boolean, needles: Es): Es => {
  const [before, after] = around[test];
  return call('CONCAT', str(`\\A(?${caseless ? 'i' : ''}s)(?=${before}(?:`), call('MV_CONCAT', needles, str('|')), str(`)${after})`));
};

/** Whether such a pattern fits: what is put in where it does makes the text longer. `text`: never null. */
export const fits = (text: Es, pattern: Es): Es => binary('!=', call('REPLACE', text, pattern, str(' ')), text);
