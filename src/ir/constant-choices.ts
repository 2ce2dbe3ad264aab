// Steps in, where a column is one of several constant arrays, by tests of the row; the same steps with tests of it in the words of these tests, out.
// before: (extend (= Parents (case ((text equals Child "a") ["x"]) ((text equals Child "b") ["y" "z"]) null))) (filter (not (set_has_element Parents Parent)))
// after:  the same extend, (filter (or (and (text equals Child "a") (not (text equals Parent "x"))) (and (text equals Child "b") (not (text equals Parent "y" "z")))))
import { junction } from './conjuncts.ts';
import type { Expr, ExprOf } from './expr.ts';
import { hasText } from './fold-calls.ts';
import { boolLiteral } from './literals.ts';
import type { Step } from './pipeline.ts';
import { columnsRead, mapExprChildren } from './traverse.ts';
import type { DynamicValue } from './types.ts';

/** Arms of which at most one holds, and no array beside them. */
type Choice = ExprOf<'case'>['arms'];
type Choices = ReadonlyMap<string, Choice>;

const none: Choices = new Map();

/** Arms that ask one column for different constants. */
const areApart = (arms: Choice): boolean => {
  const asked = arms.map(({ when }) =>
    when.kind === 'text' && when.test === 'equals' && !when.caseless && when.patterns.length === 1 ? when : null,
  );
  const [first] = asked;
  const texts = asked.map((one) => (one?.patterns[0]?.kind === 'literal' ? one.patterns[0].value : null));
  const isOne = asked.every(
    (one) => one?.subject.kind === 'column' && first?.subject.kind === 'column' && one.subject.name === first.subject.name,
  );
  return isOne && texts.every((text) => typeof text === 'string') && new Set(texts).size === texts.length;
};

const choiceOf = (expr: Expr): Choice | null => {
  if (expr.kind !== 'case' || expr.type !== 'dynamic' || expr.otherwise.kind !== 'literal' || expr.otherwise.value !== null) return null;
  return expr.arms.every(({ then }) => then.kind === 'literal') && areApart(expr.arms) ? expr.arms : null;
};

/** Whether the element is in the array or, with `want` false, is not: never null, as a filter takes it. */
const isIn = (call: ExprOf<'call'>, choices: Choices, want: boolean): Expr | null => {
  const [list, sought] = call.args;
  const arms = call.fn === 'set_has_element' && list?.kind === 'column' ? choices.get(list.name) : undefined;
  if (!arms || !sought) return null;
  const { span } = call;
  const tests = arms.map(({ when, then }): Expr | null => {
    const found = then.kind === 'literal' ? hasText(then.value as DynamicValue, sought, span) : null;
    if (found?.kind !== 'text') return null;
    if (found.patterns.length === 0) return want ? boolLiteral(false, span) : when;
    return { kind: 'and', span, type: 'bool', operands: [when, want ? found : { kind: 'not', span, type: 'bool', operand: found }] };
  });
  const known = tests.filter((test) => test !== null);
  const apt = known.filter((test) => test.kind !== 'literal');
  return known.length < tests.length ? null : (junction('or', apt, span) ?? boolLiteral(false, span));
};

const orFalse = (expr: Expr): Expr | null =>
  expr.kind === 'call' &&
  expr.fn === 'coalesce' &&
  expr.args.length === 2 &&
  expr.args[1]?.kind === 'literal' &&
  expr.args[1].value === false
    ? (expr.args[0] ?? null)
    : null;

/** A condition of a filter, where null and false are one. */
const inFilter = (expr: Expr, choices: Choices): Expr => {
  const inner = orFalse(expr) ?? expr;
  if (inner.kind === 'call') return isIn(inner, choices, true) ?? expr;
  if (expr.kind === 'not') return (expr.operand.kind === 'call' && isIn(expr.operand, choices, false)) || expr;
  if (expr.kind !== 'and' && expr.kind !== 'or') return expr;
  return mapExprChildren(expr, (child) => inFilter(child, choices));
};

const asksFor = (arms: Choice, names: ReadonlySet<string>): boolean =>
  arms.some(({ when }) => columnsRead(when).some((one) => names.has(one)));

const without = (choices: Choices, names: ReadonlySet<string>): Choices =>
  new Map([...choices].filter(([name, arms]) => !names.has(name) && !asksFor(arms, names)));

const after = (step: Step, choices: Choices): Choices => {
  if (step.kind === 'extend') {
    const names = new Set(step.columns.map(({ name }) => name));
    const made = step.columns.flatMap(({ name, expr }) => {
      const choice = choiceOf(expr);
      return choice ? [[name, choice] as const] : [];
    });
    // the step reads its columns as they were before it
    return new Map([...without(choices, names), ...made.filter(([, arms]) => !asksFor(arms, names))]);
  }
  return step.kind === 'filter' || step.kind === 'sort' || step.kind === 'limit' || step.kind === 'reorder' ? choices : none;
};

export const withConstantChoices = (steps: readonly Step[]): readonly Step[] => {
  let choices = none;
  return steps.map((step) => {
    const now = choices;
    choices = after(step, now);
    return step.kind === 'filter' && now.size > 0 ? { ...step, condition: inFilter(step.condition, now) } : step;
  });
};
