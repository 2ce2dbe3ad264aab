// RMMC6010 and RMMC6011: filters in; conditions that no row passes, and conditions that every row passes, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import { normalize } from '../../ir/normalize.ts';
import type { Step } from '../../ir/pipeline.ts';
import { clashIn } from '../atoms.ts';
import type { Lint, LintInput } from '../rule.ts';
import { pipelinesOf, visitInside } from '../walk.ts';

type Verdict = 'never' | 'always';

const conjuncts = (expr: Expr): readonly Expr[] => (expr.kind === 'and' ? expr.operands.flatMap(conjuncts) : [expr]);

/** What is left of a condition when all that is known beforehand is computed; null when rows decide. */
const settled = (condition: Expr): Verdict | null => {
  const frame = { columns: [], open: true };
  const step: Step = { kind: 'filter', span: condition.span, condition };
  const { steps } = normalize({ frame, pipeline: { source: { kind: 'given', span: condition.span, frame }, steps: [step] } }).pipeline;
  const [left] = steps;
  if (!left) return 'always';
  return left.kind === 'filter' && left.condition.kind === 'literal' ? 'never' : null;
};

const emptyList = 'the list is empty';

const whyOf = (condition: Expr, verdict: Verdict): string => {
  let why = verdict === 'never' ? 'it is false before the query runs' : 'it is true before the query runs';
  const look = (expr: Expr): void => {
    if (expr.kind === 'text' && expr.patterns.length === 0) why = emptyList;
    if (expr.kind === 'member' && expr.values.length === 0) why = emptyList;
    if (expr.kind === 'text' && expr.test !== 'equals' && expr.patterns.some((p) => p.kind === 'literal' && p.value === ''))
      why = 'every text holds the empty one';
  };
  visitInside(condition, { expr: look });
  return why;
};

interface Settled {
  readonly verdict: Verdict;
  readonly span: Span;
  readonly why: string;
}

const constantConditions = ({ queries }: LintInput): readonly Settled[] =>
  pipelinesOf(queries.map((one) => one.bound))
    .flatMap((pipeline) => pipeline.steps)
    .flatMap((step) => (step.kind === 'filter' ? conjuncts(step.condition) : []))
    .flatMap((condition) => {
      const verdict = settled(condition);
      const why = verdict ? whyOf(condition, verdict) : '';
      // `isempty(parameter) or Column == parameter` is a switch, and an exclusion list that is empty waits for entries.
      const isMeant = verdict === 'always' && (condition.kind === 'or' || why === emptyList);
      return verdict && !isMeant ? [{ verdict, span: condition.span, why }] : [];
    });

const clashes = ({ queries, text }: LintInput): readonly Settled[] => {
  const found: Settled[] = [];
  const look = (expr: Expr): void => {
    if (expr.kind !== 'and' && expr.kind !== 'or') return;
    const pair = clashIn(expr.kind, expr.operands);
    if (!pair) return;
    const [first, second] = pair.map((atom) => atom.expr.span);
    if (!first || !second) return;
    const shown = `\`${text.slice(first.start, first.end).replace(/\s+/g, ' ').slice(0, 80)}\``;
    const why = expr.kind === 'and' ? `${shown} excludes it` : `where it does not hold, ${shown} does`;
    found.push({ verdict: expr.kind === 'and' ? 'never' : 'always', span: second, why });
  };
  for (const { steps } of pipelinesOf(queries.map((one) => one.normal)))
    for (const step of steps) if (step.kind === 'filter') visitInside(step, { expr: look });
  return found;
};

const find =
  (verdict: Verdict) =>
  (input: LintInput): readonly Diagnostic[] =>
    [...constantConditions(input), ...clashes(input)]
      .filter((one) => one.verdict === verdict)
      .map(({ span, why }) => report(verdict === 'never' ? 'RMMC6010' : 'RMMC6011', span, { why }));

export const alwaysFalse: Lint = {
  title: 'a condition that no row passes',
  why: 'The rule never fires, and nothing shows it: two values asked of one column at once, a range whose ends are swapped, a list that is empty.',
  find: find('never'),
};

export const alwaysTrue: Lint = {
  title: 'a condition that every row passes',
  why: 'The filter filters nothing. `x != "a" or x != "b"` is the usual slip: whatever x is, it differs from one of them.',
  find: find('always'),
};
