// `extract_all(…)` of one group that a step asks for in; rex with all its finds, in front of the step, and where they stand as a JSON array, out.
import { match } from 'ts-pattern';
import type { Expr } from '../../../ir/expr.ts';
import type { Step } from '../../../ir/pipeline.ts';
import type { Regex } from '../../../ir/regex/ast.ts';
import type { TargetContext } from '../../shared/backend.ts';
import { call, field } from '../ast.ts';
import { parsedPattern } from '../regex/patterns.ts';
import { pcre } from '../regex/pcre.ts';
import { add, answerField, assign, exprsOf, inField, type State, withAnswer } from '../state.ts';
import { textOf } from '../values.ts';
import { distinctCalls } from './answered.ts';

/** The least number of characters that a find has. */
const least = (regex: Regex): number =>
  match(regex)
    .with({ kind: 'char' }, { kind: 'class' }, { kind: 'any' }, () => 1)
    .with({ kind: 'assert' }, () => 0)
    .with({ kind: 'group' }, (n) => least(n.body))
    .with({ kind: 'repeat' }, (n) => n.least * least(n.body))
    .with({ kind: 'sequence' }, (n) => n.parts.reduce((sum, part) => sum + least(part), 0))
    .with({ kind: 'choice' }, (n) => Math.min(...n.branches.map(least)))
    .exhaustive();

const shown = (regex: Regex): string => (regex.kind === 'group' ? pcre(regex) : `(?:${pcre(regex)})`);

const isCapture = (regex: Regex): regex is Extract<Regex, { kind: 'group' }> => regex.kind === 'group' && regex.capture !== null;

/** The pattern with its group named; null where it is not one group that takes part in every find. */
const patternOf = (pattern: Expr, name: string, state: State, context: TargetContext): string | null => {
  const parsed = parsedPattern(pattern, exprsOf(state, context));
  if (parsed?.captures !== 1) return null;
  const parts = parsed.regex.kind === 'sequence' ? parsed.regex.parts : [parsed.regex];
  const group = parts.find(isCapture);
  if (!group) return null;
  if (least(group.body) === 0) context.findings.assume('RMMC3860', pattern.span, {});
  return parts.map((part) => (part === group ? `(?<${name}>${pcre(group.body)})` : shown(part))).join('');
};

/** Finds what the step asks for; the arrays stand by call. */
export const withFinds = (start: State, step: Step, needed: ReadonlySet<string>, context: TargetContext): State => {
  let state = start;
  for (const one of distinctCalls(step, needed, 'extract_all')) {
    const [pattern, source, more] = one.args;
    if (!pattern || !source || more) continue;
    const l = exprsOf(state, context);
    const finds = answerField(state, 'rmmc_finds');
    const named = patternOf(pattern, finds, state, context);
    if (named === null) continue;
    const at = inField(state, textOf(l.value(source), l, source), 'rmmc_searched');
    const emptied = assign(at.state, [{ field: finds, value: call('null') }]);
    const found = add(emptied, { kind: 'rex', field: at.field, pattern: named, all: true });
    const asArray = assign(found, [{ field: finds, value: call('mv_to_json_array', field(finds)) }]);
    state = withAnswer(asArray, one, { field: finds, rep: 'json', nullable: true });
  }
  return state;
};
