// A condition in; whether it may be asked of raw fields out: on a missing field it has to be as false as KQL finds it on "". On the text that stands for a null it
// may be true: that text may be the value.
import type { Expr, ExprOf } from '../../../ir/expr.ts';
import { parseRegex } from '../../../ir/regex/parse.ts';
import { holds } from '../regex/needles.ts';
import { requiredRuns } from '../regex/pcre.ts';

const isRawText = (e: Expr): boolean =>
  (e.kind === 'column' && (e.type === 'string' || e.type === 'unknown')) ||
  (e.kind === 'call' && (e.fn === 'tolower' || e.fn === 'toupper') && e.args.every(isRawText));

/** True when no find of the pattern can lie in the text; a pattern that requires nothing literal is not decided. */
const cannotFind = (pattern: string, value: string): boolean => {
  const parsed = parseRegex(pattern);
  return parsed.ok && requiredRuns(parsed.regex).some((run) => !value.toLowerCase().includes(run.toLowerCase()));
};

/** True when the test is surely false of every one of the texts. */
const isFalseOf = (e: ExprOf<'text'>, values: readonly string[]): boolean => {
  const needles = e.patterns.flatMap((pattern) => (pattern.kind === 'literal' && typeof pattern.value === 'string' ? [pattern.value] : []));
  if (!isRawText(e.subject) || needles.length < e.patterns.length) return false;
  const { test, caseless, require } = e;
  if (test === 'regex') return values.every((value) => needles.every((needle) => cannotFind(needle, value)));
  return values.every((value) => !holds({ test, caseless, needles, require }, value));
};

/** True when the answer of a test depends on whether the text that stands for a null is one: false of `""`, and not surely false of that text. */
export const knowsNullText = (e: ExprOf<'text'>, nullText: string): boolean =>
  nullText !== '' && isFalseOf(e, ['']) && !isFalseOf(e, [nullText, nullText.toLowerCase(), nullText.toUpperCase()]);

export const toleratesRaw = (e: Expr): boolean => {
  if (e.kind === 'text') return isFalseOf(e, ['']);
  return (e.kind === 'and' || e.kind === 'or') && e.operands.every(toleratesRaw);
};
