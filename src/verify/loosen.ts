// A query and a finding that declares a widening in; the query that says what the target then says out, so that "wider" is checked to the event.
import type { Code } from '../diagnostics/codes.ts';
import { contains, type Span } from '../diagnostics/span.ts';
import { conjuncts, filterOf } from '../ir/conjuncts.ts';
import type { Expr, ExprOf } from '../ir/expr.ts';
import { type Made, madeBy, overTable } from '../ir/made-columns.ts';
import type { Pipeline, Query, Step, StepOf } from '../ir/pipeline.ts';
import { childrenOf, mapExprChildren, rewriteQuery } from '../ir/traverse.ts';

type Looser = (test: ExprOf<'text'>) => ExprOf<'text'>;

const asSubstring: Looser = (test) => (test.test.startsWith('term') ? { ...test, test: 'contains' } : test);
const caseless: Looser = (test) => ({ ...test, caseless: true });

const text = (span: Span, value: string): Expr => ({ kind: 'literal', span, type: 'string', value });

/** A key is tested with the name of the value behind it, as its events hold both in one text. */
const withValueName: Looser = (test) => {
  const { span, subject } = test;
  if (subject.kind !== 'column') return test;
  const name: Expr = { kind: 'column', span, type: 'string', name: 'RegistryValueName', declared: true };
  const joined: Expr = { kind: 'call', span, type: 'string', fn: 'strcat', args: [subject, text(span, '\\'), name] };
  return { ...test, subject: joined };
};

/** What each declared widening does to a text test. */
const loosers: ReadonlyMap<Code, Looser> = new Map<Code, Looser>([
  ['RMMC3615', asSubstring],
  ['RMMC3621', caseless],
  ['RMMC3622', withValueName],
  ['RMMC3704', caseless],
]);

/** What a path leads into; null: the expression is no path, read as it is or as a text. */
const wholeOf = (expr: Expr): Expr | null => {
  if (expr.kind === 'path') return wholeOf(expr.base) ?? expr.base;
  const [inner] = expr.kind === 'call' ? expr.args : [];
  return inner ? wholeOf(inner) : null;
};

/** A needle as it stands in JSON, with the signs around the value where the test is about its ends. */
const inJson = (test: ExprOf<'text'>, needle: string): string => {
  const written = JSON.stringify(needle).slice(1, -1);
  const before = test.test === 'equals' || test.test === 'startsWith' ? ':"' : '';
  return `${before}${written}${test.test === 'equals' || test.test === 'endsWith' ? '"' : ''}`;
};

/** A value below a column is looked for in the text of the whole column. */
const anywhere: Looser = (test) => {
  const whole = wholeOf(test.subject);
  if (!whole) return test;
  const subject: Expr = { kind: 'call', span: test.span, type: 'string', fn: 'tostring', args: [whole] };
  const patterns = test.patterns.map((one) =>
    one.kind === 'literal' && typeof one.value === 'string' && test.test !== 'regex' ? { ...one, value: inJson(test, one.value) } : one,
  );
  return { ...test, test: test.test === 'term' || test.test === 'regex' ? test.test : 'contains', subject, patterns };
};

/** All rows in place of any few of them. */
const allRows: Code = 'RMMC3744';
/** Any value of a column in place of one. */
const anyValue: Code = 'RMMC3795';

export const isLoosened = (code: Code): boolean => code === allRows || code === anyValue || loosers.has(code);

const loosenedTexts = (expr: Expr, span: Span, looser: Looser): Expr => {
  const inner = mapExprChildren(expr, (child) => loosenedTexts(child, span, looser));
  return inner.kind === 'text' && contains(span, inner.span) ? looser(inner) : inner;
};

const holdsText = (expr: Expr, span: Span): boolean =>
  (expr.kind === 'text' && contains(span, expr.span)) || childrenOf(expr).some((child) => holdsText(child, span));

/** Tests inside the span are of all values of their columns, in front of the steps that make others of them. */
const ofAnyValue = (pipeline: Pipeline, span: Span): Pipeline => {
  let made: Made | null = new Map();
  const front: Expr[] = [];
  let like: StepOf<'filter'> | null = null;
  const steps = pipeline.steps.flatMap((step): readonly Step[] => {
    const now: Made | null = made;
    made = now && madeBy(step, now);
    if (!now || step.kind !== 'filter' || !holdsText(step.condition, span)) return [step];
    like ??= step;
    const tests = conjuncts(step.condition);
    const others = tests.filter((test) => !holdsText(test, span));
    front.push(...tests.flatMap((test) => (holdsText(test, span) ? [loosenedTexts(overTable(test, now) ?? test, span, anywhere)] : [])));
    return filterOf(others, step);
  });
  return { ...pipeline, steps: [...(like ? filterOf(front, like) : []), ...steps] };
};

/** Changes the text tests inside the span, or takes the limits there away; other queries stay. */
export const loosened = (query: Query, code: Code, span: Span): Query => {
  if (code === anyValue) return rewriteQuery(query, { pipeline: (pipeline) => ofAnyValue(pipeline, span) });
  if (code === allRows) {
    const isLimit = (step: Step): boolean => step.kind === 'limit' && contains(span, step.span);
    return rewriteQuery(query, { pipeline: (pipeline) => ({ ...pipeline, steps: pipeline.steps.filter((step) => !isLimit(step)) }) });
  }
  const looser = loosers.get(code);
  if (!looser) return query;
  return rewriteQuery(query, { expr: (expr: Expr) => (expr.kind === 'text' && contains(span, expr.span) ? looser(expr) : expr) });
};
