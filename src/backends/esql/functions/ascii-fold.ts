// Texts in; KQL's equality of them, which folds ASCII letters alone, out. TO_LOWER folds letters of all scripts: what the texts are beside their ASCII letters has to
// be the same as well.
import { and, binary, call, type Es, str } from '../ast.ts';

const besideLetters = (text: Es): Es => call('REPLACE', text, str('[A-Za-z]'), str('?'));

/** Whether two texts, never null, differ in the case of ASCII letters at most. */
export const equalFolded = (left: Es, right: Es): Es =>
  and(binary('==', call('TO_LOWER', left), call('TO_LOWER', right)), binary('==', besideLetters(left), besideLetters(right)));

/** A text that is the same for exactly those texts: both parts have the length that the text has. */
export const foldedKey = (text: Es): Es => call('CONCAT', call('TO_LOWER', text), besideLetters(text));
