// The regular expressions of a rule: a literal pattern in, Perl's dialect out, with findings on what does not carry over.
import type { Expr } from '../../../ir/expr.ts';
import type { Regex } from '../../../ir/regex/ast.ts';
import { parseRegex } from '../../../ir/regex/parse.ts';
import { assumeAsciiClasses } from '../../shared/ascii-classes.ts';
import { type Lowering, refused } from '../context.ts';
import { mayGiveUp, pcre } from './pcre.ts';

export interface PcrePattern {
  readonly text: string;
  readonly regex: Regex;
  readonly captures: number;
}

/** The pattern of a literal; null after a refusal. */
export const parsedPattern = (expr: Expr, l: Lowering): PcrePattern | null => {
  if (expr.kind !== 'literal' || typeof expr.value !== 'string') {
    refused(
      l,
      expr.span,
      'a regular expression that is not a constant',
      'the pattern of match() has to be known when the rule is translated',
    );
    return null;
  }
  const parsed = parseRegex(expr.value);
  if (!parsed.ok) {
    refused(l, expr.span, 'this regular expression', parsed.why);
    return null;
  }
  if (mayGiveUp(parsed.regex)) l.context.findings.assume('RMMC3815', expr.span, {});
  assumeAsciiClasses(parsed.regex, expr.span, l.context.findings);
  return { text: pcre(parsed.regex), regex: parsed.regex, captures: parsed.captures };
};
