// RMMC6008: tests of text in; those over `tolower(…)` or `toupper(…)` that a caseless operator says without, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { Lint, LintInput } from '../rule.ts';
import { caselessOperators, operatorOf, type Test } from '../tests.ts';

const check = (test: Test): readonly Diagnostic[] => {
  const { subject, caseless: ignores } = test.node;
  if (subject.kind !== 'call' || (subject.fn !== 'tolower' && subject.fn !== 'toupper')) return [];
  const wrong = subject.fn === 'tolower' ? /[A-Z]/ : /[a-z]/;
  const operator = operatorOf(test);
  const better = operator && (ignores ? operator.text : caselessOperators.get(operator.text));
  // A needle in the wrong case makes the test false, which is another matter (RMMC6007).
  if (!better || !test.needles || (!ignores && test.needles.some((needle) => wrong.test(needle)))) return [];
  return [report('RMMC6008', test.node.span, { fn: subject.fn, operator: operator.text, better })];
};

export const needlessTolower: Lint = {
  title: '`tolower()` before a comparison',
  why: 'KQL has operators that ignore case. `tolower()` makes a new text of every value first, and keeps the engine from using its index.',
  find: ({ tests }: LintInput) => tests.flatMap(check),
};
