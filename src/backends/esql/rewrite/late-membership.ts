// `where K in (query) | summarize … by K` in; `summarize … by K | where K in (query)` out: all rows of a group have the same K, and groups are fewer than
// rows, which would be gathered by K before they are counted.
import { conjuncts, filterOf } from '../../../ir/conjuncts.ts';
import type { Expr } from '../../../ir/expr.ts';
import type { Pipeline, Query, Step, StepOf } from '../../../ir/pipeline.ts';
import type { Membership } from '../../../ir/subqueries.ts';
import { rewriteQuery } from '../../../ir/traverse.ts';
import { listedIn } from '../../shared/listed.ts';

/** The membership over the group's key; null for a test that is none, or looks at more than a key. */
const overKey = (test: Expr, by: StepOf<'aggregate'>['by']): Expr | null => {
  if (test.kind === 'not') {
    const operand = overKey(test.operand, by);
    return operand && { ...test, operand };
  }
  if (test.kind !== 'textQuery' && test.kind !== 'memberQuery') return null;
  const { subject } = test;
  // texts that are compared without their case are joined by their folded form, which is no key any more
  if (subject.kind !== 'column' || listedIn(test) || (test.kind === 'textQuery' && test.caseless)) return null;
  const key = by.find(({ expr }) => expr.kind === 'column' && expr.name === subject.name);
  return key ? ({ ...test, subject: { ...subject, name: key.name } } satisfies Membership) : null;
};

const moved = (filter: StepOf<'filter'>, aggregate: StepOf<'aggregate'>): readonly Step[] => {
  const parts = conjuncts(filter.condition).map((test) => ({ test, late: overKey(test, aggregate.by) }));
  const early = parts.filter(({ late }) => late === null).map(({ test }) => test);
  const late = parts.flatMap((part) => part.late ?? []);
  return [...filterOf(early, filter), aggregate, ...filterOf(late, filter)];
};

const pipeline = ({ source, steps }: Pipeline): Pipeline => ({
  source,
  steps: steps.flatMap((step, at) => {
    const [before, after] = [steps[at - 1], steps[at + 1]];
    if (step.kind === 'filter' && after?.kind === 'aggregate') return [];
    return step.kind === 'aggregate' && before?.kind === 'filter' ? moved(before, step) : [step];
  }),
});

export const withLateMembership = (query: Query): Query => rewriteQuery(query, { pipeline });
