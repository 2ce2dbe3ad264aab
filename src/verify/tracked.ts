// A query that joins tables in; the same query with the numbers of the events that each row is made of as columns, and nothing else, out. Grouping is undone: a row
// per event instead of one per group, since what is asked is which events belong together.
import type { Span } from '../diagnostics/span.ts';
import type { Expr } from '../ir/expr.ts';
import { frameOf, measureColumns } from '../ir/frame.ts';
import type { JoinMode, JoinPair, Named, Pipeline, Source, Step, StepOf } from '../ir/pipeline.ts';
import { isSearch, isSubquery, type Membership } from '../ir/subqueries.ts';
import { wideSteps } from '../ir/wide-steps.ts';

/** The column of each table's rows that holds the number of the event. */
export const eventColumn = 'rmmc_event';

type Join = StepOf<'join'>;

interface Tracked {
  readonly pipeline: Pipeline;
  /** Columns with numbers of events. */
  readonly ids: readonly string[];
}

/** Names that no query has. */
interface Names {
  next: number;
}

const fresh = (names: Names, word: string): string => {
  names.next += 1;
  return `rmmc_${word}_${names.next}`;
};

const column = (name: string, type: Expr['type'], span: Span): Expr => ({ kind: 'column', name, type, declared: true, span });

const kept = (ids: readonly string[], span: Span): readonly Named[] =>
  ids.map((name) => ({ name, expr: column(name, 'long', span), span }));

const sourceIn = (source: Source, names: Names): Tracked | null => {
  const { span } = source;
  if (source.kind === 'table') {
    const id = fresh(names, 'event');
    const frame = { ...source.frame, columns: [...source.frame.columns, { name: eventColumn, type: 'long' as const }] };
    return {
      pipeline: { source: { ...source, frame }, steps: [{ kind: 'rename', span, pairs: [{ from: eventColumn, to: id }] }] },
      ids: [id],
    };
  }
  if (source.kind !== 'union') return source.kind === 'rows' ? { pipeline: { source, steps: [] }, ids: [] } : null;
  const start = names.next;
  const branches = source.branches.map((branch) => {
    names.next = start;
    return trackedIn(branch, names);
  });
  const [first] = branches;
  if (!first || branches.some((branch) => branch?.ids.length !== 1)) return null;
  const frame = { ...source.frame, columns: [...source.frame.columns, ...first.ids.map((name) => ({ name, type: 'long' as const }))] };
  return {
    pipeline: { source: { ...source, branches: branches.flatMap((branch) => branch?.pipeline ?? []), frame }, steps: [] },
    ids: first.ids,
  };
};

const nothing = (name: string, type: Expr['type'], span: Span): Named => ({
  name,
  expr: { kind: 'literal', type, value: type === 'string' ? '' : null, span },
  span,
});

/** A row per event: what is measured is empty. */
const ungrouped = (step: StepOf<'aggregate'>, ids: readonly string[]): Step => {
  const measured = step.measures.flatMap(measureColumns).map(({ name, type }) => nothing(name, type, step.span));
  return { kind: 'project', span: step.span, columns: [...step.by, ...measured, ...kept(ids, step.span)] };
};

/** Only what a join asks for, under names of its own. */
const keysOnly = (
  side: Tracked,
  keys: readonly Expr[],
  names: Names,
  span: Span,
): { readonly side: Tracked; readonly keys: readonly Expr[] } => {
  const columns = keys.map((expr): Named => ({ name: fresh(names, 'key'), expr, span }));
  const project: Step = { kind: 'project', span, columns: [...columns, ...kept(side.ids, span)] };
  return {
    side: { ...side, pipeline: { ...side.pipeline, steps: [...side.pipeline.steps, project] } },
    keys: columns.map(({ name, expr }) => column(name, expr.type, span)),
  };
};

const pairsOf = (left: readonly Expr[], right: readonly Expr[], span: Span): readonly JoinPair[] =>
  left.flatMap((one, at) => {
    const other = right[at];
    return other ? [{ left: one, right: other, span }] : [];
  });

const plainModes: ReadonlySet<JoinMode> = new Set<JoinMode>(['inner', 'innerunique', 'leftouter']);

const joinedIn = (left: Tracked, n: Join, names: Names): Tracked | null => {
  const { span } = n;
  const right = trackedIn(n.right, names);
  // What cannot be tracked only adds columns.
  if (!right) return n.mode === 'leftouter' ? { ...left, pipeline: { ...left.pipeline, steps: [...left.pipeline.steps, n] } } : null;
  const ids = [...left.ids, ...right.ids];
  const steps = (own: Tracked, join: Join): Pipeline => ({ ...own.pipeline, steps: [...own.pipeline.steps, join] });
  if (plainModes.has(n.mode)) return { pipeline: steps(left, { ...n, right: right.pipeline }), ids };
  const ofLeft = n.on.map((pair) => pair.left);
  const ofRight = n.on.map((pair) => pair.right);
  const semi = (own: Tracked, keys: readonly Expr[], other: Tracked, otherKeys: readonly Expr[]): Tracked => {
    const only = keysOnly(other, otherKeys, names, span);
    return { pipeline: steps(own, { ...n, mode: 'inner', right: only.side.pipeline, on: pairsOf(keys, only.keys, span) }), ids };
  };
  if (n.mode === 'leftsemi') return semi(left, ofLeft, right, ofRight);
  return n.mode === 'rightsemi' ? semi(right, ofRight, left, ofLeft) : null;
};

const conjunctsOf = (expr: Expr): readonly Expr[] => (expr.kind === 'and' ? expr.operands.flatMap(conjunctsOf) : [expr]);

const isMembership = (expr: Expr): expr is Membership => isSubquery(expr) && expr.kind !== 'scalarQuery' && !isSearch(expr);

/** `K in (query)` is a join with the query's first column. */
const filteredIn = (left: Tracked, n: StepOf<'filter'>, names: Names): Tracked | null => {
  let current: Tracked | null = left;
  for (const one of conjunctsOf(n.condition)) {
    const caseless = one.kind === 'textQuery' && one.caseless;
    if (!isMembership(one) || caseless) {
      if (current)
        current = { ...current, pipeline: { ...current.pipeline, steps: [...current.pipeline.steps, { ...n, condition: one }] } };
      continue;
    }
    const [key] = frameOf(one.query).columns;
    if (!key || !current) return null;
    const on = [{ left: one.subject, right: column(key.name, key.type, n.span), span: n.span }];
    current = joinedIn(current, { kind: 'join', mode: 'leftsemi', merged: false, right: one.query, on, hints: [], span: n.span }, names);
  }
  return current;
};

const stepIn = (left: Tracked, step: Step, names: Names): Tracked | null => {
  const behind = (own: Step): Tracked => ({ ...left, pipeline: { ...left.pipeline, steps: [...left.pipeline.steps, own] } });
  if (step.kind === 'join') return joinedIn(left, step, names);
  if (step.kind === 'filter') return filteredIn(left, step, names);
  if (step.kind === 'aggregate') return behind(ungrouped(step, left.ids));
  if (step.kind === 'project') return behind({ ...step, columns: [...step.columns, ...kept(left.ids, step.span)] });
  if (step.kind === 'limit' || step.kind === 'sort') return left;
  return wideSteps.some((kind) => kind === step.kind) ? null : behind(step);
};

const trackedIn = ({ source, steps }: Pipeline, names: Names): Tracked | null =>
  steps.reduce<Tracked | null>((left, step) => left && stepIn(left, step, names), sourceIn(source, names));

/** Null: the query has a part of which nobody can say which events its rows are made of. */
export const tracked = (pipeline: Pipeline): Pipeline | null => {
  const found = trackedIn(pipeline, { next: 0 });
  if (!found) return null;
  const { span } = pipeline.source;
  return { ...found.pipeline, steps: [...found.pipeline.steps, { kind: 'project', span, columns: kept(found.ids, span) }] };
};
