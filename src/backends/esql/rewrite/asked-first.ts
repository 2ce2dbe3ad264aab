// A query in; the same with tests of values that only the index has (below a flattened field) in the first filter, where QSTR may stand, out. A column of such
// a value that has passed a test for one constant is that constant.
// before: Raw | extend Op = tostring(Data.Operation) | where Op == "Send" | project User, Op
// after:  Raw | where tostring(Data.Operation) == "Send" | extend Op = "Send" | project User, Op
import { conjuncts, filterOf } from '../../../ir/conjuncts.ts';
import { dumpExpr } from '../../../ir/dump.ts';
import type { Expr, Literal } from '../../../ir/expr.ts';
import { type Made, madeBy, overTable } from '../../../ir/made-columns.ts';
import type { Pipeline, Query, Step, StepOf } from '../../../ir/pipeline.ts';
import { holdsSubquery } from '../../../ir/subqueries.ts';
import { childrenOf, mapExprChildren, rewriteQuery } from '../../../ir/traverse.ts';
import type { TargetContext } from '../../shared/backend.ts';
import { fieldMap } from '../fields.ts';

const reads = (expr: Expr, columns: ReadonlySet<string>): boolean =>
  expr.kind === 'column' ? columns.has(expr.name) : childrenOf(expr).some((child) => reads(child, columns));

const converts: ReadonlySet<string> = new Set(['tostring', 'tobool', 'toint', 'tolong', 'parse_json']);

/** A value at a path of keys, read as it is or as what it is compared with. */
const isPlace = (expr: Expr | undefined): boolean => {
  if (expr?.kind === 'path') return expr.key.kind === 'literal' && isPlace(expr.base);
  return expr?.kind === 'column' || (expr?.kind === 'call' && converts.has(expr.fn) && isPlace(expr.args[0]));
};

/** Nothing in it reads the columns but what QSTR can say. */
const isSayable = (test: Expr, columns: ReadonlySet<string>): boolean => {
  if (!reads(test, columns)) return true;
  if (test.kind === 'and' || test.kind === 'or') return test.operands.every((one) => isSayable(one, columns));
  if (test.kind === 'not') return isSayable(test.operand, columns);
  if (test.kind === 'text') return isPlace(test.subject) && test.patterns.every((pattern) => pattern.kind === 'literal');
  if (test.kind === 'compare') return isPlace(test.left) && test.right.kind === 'literal';
  return test.kind === 'call' && isPlace(test.args[0]);
};

/** The first filter may say it: every row is tested for itself. */
const isAsked = (test: Expr | null, columns: ReadonlySet<string>): test is Expr =>
  test !== null && !holdsSubquery(test) && reads(test, columns) && isSayable(test, columns);

interface Constant {
  readonly text: string;
  readonly value: Literal;
}

/** JSON has a number, a boolean, an array or a bag of this text, too. */
const mayBeNoText = (text: string): boolean => /^(?:true|false|[-\d[{].*)$/s.test(text);

/** What a test leaves of a value: the one constant that passes. */
const constantsOf = (test: Expr): readonly Constant[] => {
  if (test.kind === 'compare' && test.op === 'eq' && test.left.kind === 'path' && test.right.kind === 'literal')
    return typeof test.right.value === 'boolean' ? [{ text: dumpExpr(test.left), value: { ...test.right, type: 'dynamic' } }] : [];
  if (test.kind !== 'text' || test.test !== 'equals' || test.caseless) return [];
  const [pattern, ...more] = test.patterns;
  const { subject } = test;
  if (more.length > 0 || pattern?.kind !== 'literal' || typeof pattern.value !== 'string' || pattern.value === '') return [];
  if (subject.kind !== 'call' || subject.fn !== 'tostring' || subject.args[0]?.kind !== 'path') return [];
  const said: Constant = { text: dumpExpr(subject), value: pattern };
  return mayBeNoText(pattern.value) ? [said] : [said, { text: dumpExpr(subject.args[0]), value: { ...pattern, type: 'dynamic' } }];
};

const withConstants = (expr: Expr, made: Made, constants: ReadonlyMap<string, Literal>): Expr => {
  const over = expr.kind === 'path' || expr.kind === 'call' ? overTable(expr, made) : null;
  const constant = over && constants.get(dumpExpr(over));
  return constant ? { ...constant, span: expr.span } : mapExprChildren(expr, (child) => withConstants(child, made, constants));
};

interface Walked {
  readonly asked: readonly Expr[];
  readonly steps: readonly Step[];
}

const walk = (pipeline: Pipeline, columns: ReadonlySet<string>, first: StepOf<'filter'> | null): Walked => {
  const asked: Expr[] = [];
  const steps: Step[] = [];
  let made: Made | null = new Map();
  for (const step of pipeline.steps) {
    const now: Made | null = made;
    if (now && step.kind === 'filter' && step !== first) {
      const all = conjuncts(step.condition).map((test) => ({ test, over: overTable(test, now) }));
      asked.push(...all.flatMap(({ over }) => (isAsked(over, columns) ? [over] : [])));
      steps.push(
        ...filterOf(
          all.flatMap(({ test, over }) => (isAsked(over, columns) ? [] : [test])),
          step,
        ),
      );
    } else steps.push(step);
    made = now && madeBy(step, now);
  }
  return { asked, steps };
};

const withoutPassed = (steps: readonly Step[], constants: ReadonlyMap<string, Literal>): readonly Step[] => {
  let made: Made | null = new Map();
  return steps.map((step) => {
    const now: Made | null = made;
    made = now && madeBy(step, now);
    if (!now || (step.kind !== 'extend' && step.kind !== 'project')) return step;
    return { ...step, columns: step.columns.map((one) => ({ ...one, expr: withConstants(one.expr, now, constants) })) };
  });
};

const moved = (pipeline: Pipeline, columns: ReadonlySet<string>): Pipeline => {
  const [head] = pipeline.steps;
  const first = head?.kind === 'filter' ? head : null;
  const { asked, steps } = walk(pipeline, columns, first);
  const like = first ?? pipeline.steps.find((step) => step.kind === 'filter');
  const tests = [...(first ? conjuncts(first.condition) : []), ...asked];
  const front = like?.kind === 'filter' && asked.length > 0 ? filterOf(tests, like) : first ? [first] : [];
  const constants = new Map(
    tests.filter((test) => reads(test, columns)).flatMap((test) => constantsOf(test).map(({ text, value }) => [text, value] as const)),
  );
  const rest = first ? steps.slice(1) : steps;
  return { ...pipeline, steps: [...front, ...(constants.size > 0 ? withoutPassed(rest, constants) : rest)] };
};

/** Columns of the table whose field is flattened. */
const flattenedIn = (pipeline: Pipeline, context: TargetContext): ReadonlySet<string> => {
  if (pipeline.source.kind !== 'table') return new Set();
  const table = fieldMap(context.profile).table(pipeline.source.name);
  return new Set([...(table?.columns ?? [])].flatMap(([name, mapping]) => (mapping?.type === 'flattened' ? [name] : [])));
};

export const withAskedFirst = (query: Query, context: TargetContext): Query =>
  rewriteQuery(query, {
    pipeline: (pipeline) => {
      const columns = flattenedIn(pipeline, context);
      return columns.size > 0 ? moved(pipeline, columns) : pipeline;
    },
  });
