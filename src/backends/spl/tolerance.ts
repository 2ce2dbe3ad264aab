// A condition in; whether it is right on raw fields out: on a missing field, and on the text that stands for a null, it has to be as false as KQL finds it on "".
import type { Expr, ExprOf } from '../../ir/expr.ts';
import { parseRegex } from '../shared/regex/parse.ts';
import { holds } from './needles.ts';
import { requiredRuns } from './pcre.ts';

const isRawText = (e: Expr): boolean =>
  (e.kind === 'column' && (e.type === 'string' || e.type === 'unknown')) ||
  (e.kind === 'call' && (e.fn === 'tolower' || e.fn === 'toupper') && e.args.every(isRawText));

/** True when no find of the pattern can lie in the text; a pattern that requires nothing literal is not decided. */
const cannotFind = (pattern: string, value: string): boolean => {
  const parsed = parseRegex(pattern);
  return parsed.ok && requiredRuns(parsed.regex).some((run) => !value.toLowerCase().includes(run.toLowerCase()));
};

const toleratesText = (e: ExprOf<'text'>, nullText: string): boolean => {
  const needles = e.patterns.flatMap((pattern) => (pattern.kind === 'literal' && typeof pattern.value === 'string' ? [pattern.value] : []));
  if (!isRawText(e.subject) || needles.length < e.patterns.length) return false;
  const { test, caseless, require } = e;
  // Upper-casing the null text is no test of its own: what is not found in any case is not found.
  if (test === 'regex') return ['', nullText].every((value) => needles.every((needle) => cannotFind(needle, value)));
  return ['', nullText, nullText.toUpperCase()].every((value) => !holds({ test, caseless, needles, require }, value));
};

export const toleratesRaw = (e: Expr, nullText: string): boolean => {
  if (e.kind === 'text') return toleratesText(e, nullText);
  return (e.kind === 'and' || e.kind === 'or') && e.operands.every((operand) => toleratesRaw(operand, nullText));
};
