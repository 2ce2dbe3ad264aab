// Regular expressions that are known before the query runs: bound IR in, a diagnostic on the faulty place out. Microsoft's own binder leaves that to the run.
import type { Expr } from '../../ir/expr.ts';
import { foldExpr } from '../../ir/fold.ts';
import type { ScalarFn } from '../../ir/functions.ts';
import type { RegexFault } from '../../ir/regex/ast.ts';
import { parseRegex } from '../../ir/regex/parse.ts';
import type { AstPatternPart, LiteralNode } from '../ast/ast.ts';
import { placeInText } from '../lexer/text-places.ts';
import type { Binder } from './scope.ts';

/** Which argument is a pattern. */
const patternArguments: ReadonlyMap<ScalarFn, number> = new Map<ScalarFn, number>([
  ['extract', 0],
  ['extract_all', 0],
  ['replace_regex', 1],
  ['indexof_regex', 1],
  ['trim', 0],
  ['trim_start', 0],
  ['trim_end', 0],
]);

/** The literal that a pattern was written as: at its place, or elsewhere when a `let` holds it and no other literal is the same. */
const literalOf = (b: Binder, expr: Expr, pattern: string): LiteralNode | undefined => {
  const all = b.texts.get(pattern) ?? [];
  const here = all.find(({ span }) => span.start === expr.span.start && span.end === expr.span.end);
  return here ?? (all.length === 1 ? all[0] : undefined);
};

const faultOf = (pattern: string): RegexFault | null => {
  const parsed = parseRegex(pattern);
  return parsed.ok || !parsed.settled ? null : parsed;
};

/** Reports a pattern that no engine of KQL takes. */
export const checkPattern = (b: Binder, pattern: Expr): void => {
  const known = foldExpr(pattern);
  if (known.kind !== 'literal' || known.type !== 'string' || typeof known.value !== 'string') return;
  const fault = faultOf(known.value);
  if (!fault) return;
  const literal = literalOf(b, pattern, known.value);
  const span = literal ? placeInText(literal, fault.at, fault.length) : pattern.span;
  b.report('RMMC2030', span, { why: fault.why, next: fault.next });
};

/** The same for the patterns among the arguments of a function. */
export const checkCallPatterns = (b: Binder, fn: ScalarFn, args: readonly Expr[]): void => {
  const [, , kind] = args;
  const isCount = fn === 'countof' && kind?.kind === 'literal' && kind.value === 'regex';
  const at = isCount ? 1 : patternArguments.get(fn);
  const pattern = at === undefined ? undefined : args[at];
  if (pattern) checkPattern(b, pattern);
};

/** What a column or `*` of `parse kind=regex` stands for. */
const gap = '(.*?)';

/** The texts of `parse kind=regex` are one pattern with the columns between them. */
export const checkParsePattern = (b: Binder, parts: readonly AstPatternPart[]): void => {
  const pieces = parts.map((part) => (part.kind === 'text' ? part.value : gap));
  const fault = faultOf(pieces.join(''));
  if (!fault) return;
  let start = 0;
  const index = pieces.findIndex((piece) => {
    start += piece.length;
    return fault.at < start;
  });
  const part = parts.at(index);
  if (part) b.report('RMMC2030', part.span, { why: fault.why, next: fault.next });
};
