// Text tests whose answer is known: a test in, a truth value or a smaller test out.
import type { Expr, ExprOf, TextTest } from './expr.ts';
import { boolLiteral } from './literals.ts';

/** A needle that every string has. */
const isTrivial = (test: TextTest, pattern: Expr): boolean =>
  pattern.kind === 'literal' && pattern.value === '' && test !== 'equals' && test !== 'regex';

/** Folds ASCII letters only, as KQL does. */
export const lowerAscii = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

const isAlphanumeric = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);
const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

/** Whether the needle stands in the text with the guards of the test; null when letters outside ASCII make that unsettled. */
const hasTerm = (text: string, needle: string, before: boolean, after: boolean): boolean | null => {
  if (!isAscii(text) || !isAscii(needle)) return null;
  for (let i = text.indexOf(needle); i >= 0; i = text.indexOf(needle, i + 1)) {
    const left = !before || !isAlphanumeric(needle[0]) || !isAlphanumeric(text[i - 1]);
    const right = !after || !isAlphanumeric(needle.at(-1)) || !isAlphanumeric(text[i + needle.length]);
    if (left && right) return true;
  }
  return false;
};

const holds = (test: TextTest, text: string, needle: string): boolean | null => {
  if (test === 'equals') return text === needle;
  if (test === 'contains') return text.includes(needle);
  if (test === 'startsWith') return text.startsWith(needle);
  if (test === 'endsWith') return text.endsWith(needle);
  if (test === 'regex') return null;
  return hasTerm(text, needle, test !== 'termSuffix', test !== 'termPrefix');
};

/** A test for literal texts. */
export type Needles = Pick<ExprOf<'text'>, 'test' | 'caseless' | 'require'> & { readonly needles: readonly string[] };

/** Whether a text passes a test for literal needles; null where that is unsettled. */
export const passes = ({ test, caseless, require, needles }: Needles, subject: string): boolean | null => {
  const fold = caseless ? lowerAscii : (text: string): string => text;
  const text = fold(subject);
  const answers = needles.map((needle) => holds(test, text, fold(needle)));
  if (answers.includes(null)) return null;
  return require === 'any' ? answers.includes(true) : !answers.includes(false);
};

const distinctPatterns = (node: ExprOf<'text'>): readonly Expr[] => {
  const seen = new Set<string>();
  return node.patterns.filter((pattern) => {
    if (pattern.kind !== 'literal' || typeof pattern.value !== 'string') return true;
    const key = node.caseless ? lowerAscii(pattern.value) : pattern.value;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};

const constantAnswer = (node: ExprOf<'text'>): boolean | null => {
  const { subject } = node;
  const needles = node.patterns.flatMap((one) => (one.kind === 'literal' && typeof one.value === 'string' ? [one.value] : []));
  if (subject.kind !== 'literal' || typeof subject.value !== 'string' || needles.length < node.patterns.length) return null;
  return passes({ ...node, needles }, subject.value);
};

/** Empty lists: `any` is false, `all` is true. A needle of no characters is in every string. */
export const foldText = (node: ExprOf<'text'>): Expr => {
  const patterns = distinctPatterns(node);
  const trivial = patterns.filter((pattern) => isTrivial(node.test, pattern));
  const rest = trivial.length > 0 ? patterns.filter((pattern) => !isTrivial(node.test, pattern)) : patterns;
  if (rest.length === 0) return boolLiteral(trivial.length > 0 || node.require === 'all', node.span);
  if (trivial.length > 0 && node.require === 'any') return boolLiteral(true, node.span);
  const answer = constantAnswer({ ...node, patterns: rest });
  return answer === null ? { ...node, patterns: rest } : boolLiteral(answer, node.span);
};
