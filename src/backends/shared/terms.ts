// Where Kusto leaves open what a term is: a query in; findings that name the reading that is said out.
import type { Expr, ExprOf } from '../../ir/expr.ts';
import type { Query } from '../../ir/pipeline.ts';
import { visitPipeline } from '../../ir/traverse.ts';
import type { Findings } from './findings.ts';

type TermTest = ExprOf<'text'> | ExprOf<'textQuery'>;

const isTermTest = (expr: Expr): expr is TermTest =>
  (expr.kind === 'text' || expr.kind === 'textQuery') && (expr.test === 'term' || expr.test === 'termPrefix' || expr.test === 'termSuffix');

const foreignEdge = /^(?![\0-\x7f])[\p{L}\p{N}]|(?![\0-\x7f])[\p{L}\p{N}]$/u;

/** A needle that begins or ends with a letter or digit outside ASCII. */
const hasForeignEdge = (needle: Expr): needle is ExprOf<'literal'> =>
  needle.kind === 'literal' && typeof needle.value === 'string' && foreignEdge.test(needle.value);

/** Names the reading on each needle where it shows; a plain needle reads the same but for data that hold such letters, and the wider way. */
export const noteTerms = (query: Query, findings: Findings): void =>
  visitPipeline(query.pipeline, {
    expr: (expr) => {
      if (expr.kind === 'not' && isTermTest(expr.operand)) findings.assume('RMMC3102', expr.span, {});
      if (!isTermTest(expr)) return;
      const isComputed = expr.kind === 'textQuery' || expr.patterns.some(({ kind }) => kind !== 'literal');
      if (isComputed) findings.assume('RMMC3109', expr.span, {});
      if (expr.kind === 'textQuery') return;
      for (const needle of expr.patterns.filter(hasForeignEdge)) {
        findings.assume('RMMC3101', expr.span, { needle: JSON.stringify(needle.value) });
      }
    },
  });
