// A query that a target refuses in; the same rows without the result columns that it has no words for, and what it said of them, out.
import { type Diagnostic, isError, report } from '../../diagnostics/diagnostic.ts';
import type { Query } from '../../ir/pipeline.ts';
import { visitPipeline } from '../../ir/traverse.ts';
import { onlyColumns } from '../../ir/wanted.ts';

/** Their parameters are `columns`, and `why` they are left out. */
export type LeavesOut = 'RMMC3782' | 'RMMC3835';

interface Answer {
  readonly output: string | null;
  readonly defect: boolean;
  readonly findings: readonly Diagnostic[];
}

interface Shown<A> {
  readonly back: A;
  /** A finding for each reason why columns are left out. */
  readonly left: readonly Diagnostic[];
}

interface Unsaid {
  readonly column: string;
  readonly reason: Diagnostic;
}

type Ask<A> = (columns: readonly string[]) => A;

/** So many columns are asked for one by one before the rule is taken to be refused whatever it shows. */
const tries = 6;

/** The time comes first: of all columns it is the one that every target has. */
const timesFirst = (query: Query): readonly string[] => {
  const { columns } = query.frame;
  const isTime = (type: string): boolean => type === 'datetime';
  return [...columns.filter(({ type }) => isTime(type)), ...columns.filter(({ type }) => !isTime(type))].map(({ name }) => name);
};

/** Those of the columns that are refused beside one that is not, found by halves. */
const unsaidOf = (columns: readonly string[], beside: string, ask: Ask<Answer>): readonly Unsaid[] => {
  if (columns.length === 0) return [];
  const answer = ask([beside, ...columns]);
  if (answer.output !== null) return [];
  const [column, ...others] = columns;
  const reason = answer.findings.find(isError);
  if (others.length === 0) return column === undefined || !reason ? [] : [{ column, reason }];
  const half = Math.ceil(columns.length / 2);
  return [...unsaidOf(columns.slice(0, half), beside, ask), ...unsaidOf(columns.slice(half), beside, ask)];
};

const findings = (code: LeavesOut, unsaid: readonly Unsaid[]): readonly Diagnostic[] => {
  const alike = new Map<string, Unsaid[]>();
  for (const one of unsaid) {
    const { code: of, span } = one.reason;
    const key = `${of} ${span.start} ${span.end}`;
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const columns = group.map(({ column }) => column).join(', ');
    return [{ ...report(code, first.reason.span, { columns, why: first.reason.message }, 'refused'), severity: 'warning' as const }];
  });
};

/** Of constant rows the columns are all there is. */
const readsTables = (query: Query): boolean => {
  let reads = false;
  visitPipeline(query.pipeline, {
    source: ({ kind }) => {
      if (kind === 'table') reads = true;
    },
  });
  return reads;
};

/** A version that is too old is no want of words. */
const asksForNewer = ({ findings }: Answer): boolean => findings.some(({ code }) => code === 'RMMC3002');

/**
 * Null: what is refused decides the rows, or most of what is shown is refused. Only what is shown and decides nothing is left out, so that the rows stay those of KQL:
 * a key of a group, what a filter reads or a join compares is still there when no column shows it.
 */
export const withoutUnsaid = <A extends Answer>(query: Query, whole: A, code: LeavesOut, lower: (query: Query) => A): Shown<A> | null => {
  if (query.frame.open || query.frame.columns.length < 2 || asksForNewer(whole) || !readsTables(query)) return null;
  const ask = (columns: readonly string[]): A => lower(onlyColumns(query, new Set(columns)));
  const names = timesFirst(query);
  const at = names.slice(0, tries).findIndex((column) => ask([column]).output !== null);
  const beside = names[at];
  if (beside === undefined) return null;
  const unsaid = unsaidOf(
    names.filter((name) => name !== beside),
    beside,
    ask,
  );
  const gone = new Set(unsaid.map(({ column }) => column));
  if (gone.size === 0 || gone.size * 2 > names.length) return null;
  const back = ask(names.filter((name) => !gone.has(name)));
  return back.output === null ? null : { back, left: findings(code, unsaid) };
};
