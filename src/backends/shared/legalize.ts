// A query in normal form in; the same query as Legal, or refusals on the KQL spans of what the target cannot say.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Feature } from '../../ir/features.ts';
import type { Measure, Query, Step } from '../../ir/pipeline.ts';
import { visitPipeline } from '../../ir/traverse.ts';
import type { Backend, Legal, TargetContext } from './backend.ts';
import { noteTerms } from './terms.ts';

interface Use {
  readonly feature: Feature;
  readonly span: Span;
}

const exprUses = (expr: Expr): readonly Use[] => {
  const uses: Use[] = [{ feature: `expr:${expr.kind}`, span: expr.span }];
  if (expr.kind === 'call') uses.push({ feature: `fn:${expr.fn}`, span: expr.span });
  if (expr.kind === 'text' || expr.kind === 'textQuery') uses.push({ feature: `text:${expr.test}`, span: expr.span });
  return uses;
};

const measureUse = (measure: Measure): Use =>
  measure.kind === 'fold' ? { feature: `agg:${measure.agg}`, span: measure.span } : { feature: `pick:${measure.by}`, span: measure.span };

const stepUses = (step: Step): readonly Use[] => [
  { feature: `step:${step.kind}`, span: step.span },
  ...(step.kind === 'aggregate' ? step.measures.map(measureUse) : []),
];

/** Every feature that a query uses, with the span of the use. */
export const usesOf = (query: Query): readonly Use[] => {
  const uses: Use[] = [];
  visitPipeline(query.pipeline, {
    source: (source) => uses.push({ feature: `source:${source.kind}`, span: source.span }),
    step: (step) => uses.push(...stepUses(step)),
    expr: (expr) => uses.push(...exprUses(expr)),
  });
  return uses;
};

/** Checks each use against the target's capabilities; refusals go to the context's findings. */
export const legalize = (
  backend: Pick<Backend, 'title' | 'terms' | 'capabilities' | 'prepare'>,
  query: Query,
  context: TargetContext,
): Legal => {
  const prepared = backend.prepare ? backend.prepare(query, context) : query;
  for (const use of usesOf(prepared)) {
    const support = backend.capabilities[use.feature];
    if (support.as === 'refuse') {
      context.findings.refuse('RMMC3001', use.span, { target: backend.title, feature: describeFeature(use.feature), why: support.why });
    }
  }
  if (backend.terms === 'ascii') noteTerms(prepared, context.findings);
  return prepared as Legal;
};

/** `fn:parse_url` is "`parse_url()`", `step:limit` is "a limit": a feature in words for a message. */
export const describeFeature = (feature: Feature): string => {
  const [family = '', name = ''] = feature.split(':');
  const words: Record<string, string> = {
    fn: `\`${name}()\``,
    agg: `the aggregate \`${name}()\``,
    pick: name === 'any' ? '`take_any()`' : `\`arg_${name}()\``,
    text: `the string test ${name}`,
    step: `the step ${name}`,
    source: `the source ${name}`,
    expr: `${name} expressions`,
  };
  return words[family] ?? feature;
};

/** True when a later filter looks at counts or at a limited set of rows: then one event too many may lose a result. */
export const isThresholded = (query: Query): boolean => {
  let reduced = false;
  for (const step of query.pipeline.steps) {
    if (step.kind === 'aggregate' || step.kind === 'limit') reduced = true;
    if (step.kind === 'filter' && reduced) return true;
  }
  return false;
};
