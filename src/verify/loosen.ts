// A query and a finding that declares a widening in; the query that says what the target then says out, so that "wider" is checked to the event.
import type { Code } from '../diagnostics/codes.ts';
import { contains, type Span } from '../diagnostics/span.ts';
import type { Expr, ExprOf } from '../ir/expr.ts';
import type { Query, Step } from '../ir/pipeline.ts';
import { rewriteQuery } from '../ir/traverse.ts';

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

/** All rows in place of any few of them. */
const allRows: Code = 'RMMC3744';

export const isLoosened = (code: Code): boolean => code === allRows || loosers.has(code);

/** Changes the text tests inside the span, or takes the limits there away; other queries stay. */
export const loosened = (query: Query, code: Code, span: Span): Query => {
  if (code === allRows) {
    const isLimit = (step: Step): boolean => step.kind === 'limit' && contains(span, step.span);
    return rewriteQuery(query, { pipeline: (pipeline) => ({ ...pipeline, steps: pipeline.steps.filter((step) => !isLimit(step)) }) });
  }
  const looser = loosers.get(code);
  if (!looser) return query;
  return rewriteQuery(query, { expr: (expr: Expr) => (expr.kind === 'text' && contains(span, expr.span) ? looser(expr) : expr) });
};
