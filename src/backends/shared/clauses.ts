// The clauses of a query (what a reader would tick off one by one) and how each fared: spans and findings in, one fidelity per clause out.
import { match, P } from 'ts-pattern';
import type { Code } from '../../diagnostics/codes.ts';
import { type Diagnostic, type Fidelity, worse } from '../../diagnostics/diagnostic.ts';
import { contains, type Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Pipeline, Query, Source, Step } from '../../ir/pipeline.ts';

export interface Clause {
  /** `table`, `filter`, `extend`, `group key`, `measure`, `sort` … */
  readonly part: string;
  readonly span: Span;
  readonly fidelity: Fidelity;
  readonly codes: readonly Code[];
}

type Bare = Pick<Clause, 'part' | 'span'>;

const conjuncts = (expr: Expr): readonly Expr[] => (expr.kind === 'and' ? expr.operands.flatMap(conjuncts) : [expr]);

const sourceClauses = (source: Source): readonly Bare[] =>
  match(source)
    .returnType<readonly Bare[]>()
    .with({ kind: P.union('table', 'rows', 'external', 'tables', 'remote', 'stored', 'range', 'search', 'find') }, (n) => [
      { part: n.kind, span: n.span },
    ])
    .with({ kind: 'given' }, () => [])
    .with({ kind: 'union' }, (n) => [{ part: 'union', span: n.span }, ...n.branches.flatMap(pipelineClauses)])
    .exhaustive();

/** Steps that are one clause each. */
const plainWide = [
  ...(['expand', 'capture', 'pairs', 'tuple', 'series', 'plugin', 'nest', 'sample', 'describe'] as const),
  ...(['scan', 'similar', 'hitters', 'discard'] as const),
] as const;

const stepClauses = (step: Step): readonly Bare[] =>
  match(step)
    .returnType<readonly Bare[]>()
    .with({ kind: 'filter' }, (n) => conjuncts(n.condition).map((e) => ({ part: 'filter', span: e.span })))
    .with({ kind: P.union('extend', 'project') }, (n) => n.columns.map((c) => ({ part: n.kind, span: c.span })))
    .with({ kind: 'aggregate' }, (n) => [
      ...(n.by.length + n.measures.length === 0 ? [{ part: 'aggregate', span: n.span }] : []),
      ...n.measures.map((m) => ({ part: 'measure', span: m.span })),
      ...n.by.map((k) => ({ part: 'group key', span: k.span })),
    ])
    .with({ kind: 'sort' }, (n) => n.keys.map((k) => ({ part: 'sort', span: k.span })))
    .with({ kind: P.union('drop', 'rename', 'reorder', 'limit') }, (n) => [{ part: n.kind, span: n.span }])
    .with({ kind: 'join' }, (n) => [{ part: 'join', span: n.span }, ...pipelineClauses(n.right)])
    .with({ kind: P.union('apply', 'partition') }, (n) => [{ part: n.kind, span: n.span }, ...pipelineClauses(n.body)])
    .with({ kind: 'graph' }, (n) => [{ part: n.kind, span: n.span }, ...n.nodes.flatMap(({ query }) => pipelineClauses(query))])
    .with({ kind: 'split' }, (n) => [{ part: n.kind, span: n.span }, ...n.branches.flatMap((branch) => pipelineClauses(branch.body))])
    .with({ kind: P.union(...plainWide) }, (n) => [{ part: n.kind, span: n.span }])
    .with({ kind: 'present' }, () => [])
    .exhaustive();

const pipelineClauses = (pipeline: Pipeline): readonly Bare[] => [
  ...sourceClauses(pipeline.source),
  ...pipeline.steps.flatMap(stepClauses),
];

/** One clause for each place: `between` is two conditions and one thing that a reader ticks off. */
const once = (clauses: readonly Bare[]): Bare[] => [
  ...new Map(clauses.map((clause) => [`${clause.part} ${clause.span.start} ${clause.span.end}`, clause])).values(),
];

/**
 * Each clause of the (bound, un-normalized or normal) query with the worst class of the findings on it. A finding belongs to the smallest clause that
 * contains its span; one that covers a whole step (no clause contains it) counts for every clause inside it; one that fits nowhere becomes a clause of its own.
 */
export const clausesOf = (query: Query, findings: readonly Diagnostic[]): readonly Clause[] => {
  const bare = once(pipelineClauses(query.pipeline));
  const found = new Map<Bare, Diagnostic[]>(bare.map((clause) => [clause, []]));
  for (const finding of findings) {
    const around = bare
      .filter((clause) => contains(clause.span, finding.span))
      .sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start));
    const inside = bare.filter((clause) => contains(finding.span, clause.span));
    const owners = around[0] ? [around[0]] : inside;
    if (owners.length > 0) for (const owner of owners) found.get(owner)?.push(finding);
    else {
      const own: Bare = { part: 'query', span: finding.span };
      bare.push(own);
      found.set(own, [finding]);
    }
  }
  return bare.map((clause) => {
    const own = found.get(clause) ?? [];
    return {
      ...clause,
      fidelity: own.reduce<Fidelity>((worst, finding) => worse(worst, finding.fidelity ?? 'exact'), 'exact'),
      codes: [...new Set(own.map((finding) => finding.code))],
    };
  });
};
