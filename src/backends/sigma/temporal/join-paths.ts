// The two sides of a join, each as a way from its tables, in; the way of the rows that the join makes, over the columns of both, out.
import type { Expr } from '../../../ir/expr.ts';
import { frameOf, joinedNames } from '../../../ir/frame.ts';
import type { JoinMode, Named, StepOf } from '../../../ir/pipeline.ts';
import type { Membership } from '../../../ir/subqueries.ts';
import type { Frame } from '../../../ir/types.ts';
import type { Findings } from '../../shared/findings.ts';
import { type Definition, inline, type Scope } from '../inline.ts';
import type { Path } from '../path.ts';
import { beside, type Joined, type KeyPair, type Leg, legsOf, movedBack } from './legs.ts';

type Join = StepOf<'join'>;

/** Why no correlation says a join of that kind; null: one does, or one side decides alone. */
const hindrances: Readonly<Record<JoinMode, string | null>> = {
  inner: null,
  innerunique: null,
  leftsemi: null,
  rightsemi: null,
  leftouter: null,
  rightouter: 'rows of the right side pass it without a partner',
  fullouter: 'rows of either side pass it without a partner',
  leftanti: 'it reports what happens, not what is absent',
  rightanti: 'it reports what happens, not what is absent',
};

const definitionIn = (scope: Scope, name: string, like: Expr): Definition => {
  const known = scope.defined.get(name);
  if (known?.kind === 'expr') return known;
  if (known) return { kind: 'lost' };
  return { kind: 'expr', expr: inline(like, scope).expr };
};

const read = (name: string, frame: Frame, span: Join['span']): Expr => {
  const type = frame.columns.find((column) => column.name === name)?.type ?? 'unknown';
  return { kind: 'column', name, type, declared: true, span };
};

const keyOf = (expr: Expr, scope: Scope): Expr | null => {
  const { expr: own, lost } = inline(expr, scope);
  return lost ? null : own;
};

const namesAfter = (left: Path, right: Path, frames: readonly [Frame, Frame], n: Join, count: number): Scope['defined'] => {
  const [own, other] = frames;
  const names = joinedNames(own, other, n);
  const moved = (definition: Definition): Definition =>
    definition.kind === 'expr' ? { kind: 'expr', expr: movedBack(definition.expr, count) } : definition;
  return new Map([
    ...names.left.map(([from, to]) => [to, definitionIn(left.scope, from, read(from, own, n.span))] as const),
    ...names.right.map(([from, to]) => [to, moved(definitionIn(right.scope, from, read(from, other, n.span)))] as const),
  ]);
};

const movedColumns = (columns: readonly Named[], by: number): readonly Named[] =>
  columns.map((column) => ({ ...column, expr: movedBack(column.expr, by) }));

/** A leg of which KQL takes any one event for each key, asked for more than its keys: here all of its events are taken. */
export const notUnique = (expr: Expr, { unique, pairs, spans }: Joined, findings: Findings): void => {
  const isKey = pairs.some((pair) => JSON.stringify(pair.left, plain) === JSON.stringify(expr, plain));
  const [span] = spans;
  if (span && !isKey && [...legsOf(expr)].some((leg) => unique.has(leg))) findings.widen('RMMC3683', span, {});
};

const plain = (key: string, value: unknown): unknown => (key === 'span' || typeof value === 'bigint' ? String(value) : value);

/** The rows of `left`, whatever the other side has: its columns are lost. */
const optional = (left: Path, frames: readonly [Frame, Frame], n: Join, findings: Findings): Path => {
  findings.assume('RMMC3684', n.span, { mode: n.mode });
  const names = joinedNames(...frames, n);
  const lost = names.right.map(([, to]) => [to, { kind: 'lost', outer: n } as const] as const);
  const scope = { ...left.scope, defined: new Map([...left.scope.defined, ...lost]) };
  return { ...left, scope, joined: { ...left.joined, multiplied: true } };
};

const both = (left: Path, right: Path, frames: readonly [Frame, Frame], n: Join, findings: Findings): Path => {
  const count = left.joined.legs.length + 1;
  const first: Leg = { table: right.table, conditions: right.conditions, times: right.times };
  const pairs = n.on.map((pair): KeyPair => {
    const other = keyOf(pair.right, right.scope);
    return { left: keyOf(pair.left, left.scope), right: other && movedBack(other, count), span: pair.span };
  });
  for (const pair of pairs) if (pair.left) notUnique(pair.left, left.joined, findings);
  const merged = beside(left.joined, { ...right.joined, legs: [first, ...right.joined.legs] }, count);
  const unique = n.mode === 'innerunique' ? Array.from({ length: count }, (_, leg) => leg) : [];
  const shown = left.shown && right.shown ? [...left.shown, ...movedColumns(right.shown, count)] : null;
  return {
    ...left,
    scope: { defined: namesAfter(left, right, frames, n, count), closed: true },
    shown: n.mode === 'leftsemi' ? left.shown : n.mode === 'rightsemi' ? right.shown && movedColumns(right.shown, count) : shown,
    computed: [...left.computed, ...right.computed],
    used: new Set([...left.used, ...right.used]),
    refused: left.refused || right.refused,
    grouping: left.grouping ?? right.grouping,
    joined: {
      ...merged,
      pairs: [...merged.pairs, ...pairs],
      spans: [...merged.spans, n.span],
      unique: new Set([...merged.unique, ...unique]),
      multiplied: true,
    },
  };
};

/** Null: no rule says it, which is reported. `isInner`: a later condition drops the rows without a partner. */
export const joinPaths = (left: Path, right: Path, frame: Frame, n: Join, isInner: boolean, findings: Findings): Path | null => {
  const frames = [frame, frameOf(n.right)] as const;
  const refuse = (what: string, why: string): null => {
    findings.refuse('RMMC3682', n.span, { what, why });
    return null;
  };
  const why = hindrances[n.mode];
  if (why !== null) return refuse(`a ${n.mode} join`, why);
  if (left.thresholds.length + right.thresholds.length > 0)
    return refuse('a threshold on one side of a join', 'it counts events, or joins them, not both');
  if (frames.some(({ open }) => open))
    return refuse('a join of tables that no schema knows', 'nobody can tell which side a column behind it is of');
  if (n.mode === 'leftouter' && !isInner) return optional(left, frames, n, findings);
  return both(left, right, frames, n, findings);
};

/** `K in (query)`, or another test of equality with the values of a query: the rows of `left` that have a partner. */
export const memberPaths = (left: Path, right: Path, frame: Frame, n: Membership, findings: Findings): Path | null => {
  const { query, span, subject } = n;
  const [first] = frameOf(query).columns;
  if (!first) return null;
  const on = [{ left: subject, right: read(first.name, frameOf(query), span), span }];
  const join: Join = { kind: 'join', mode: 'leftsemi', merged: false, right: query, on, hints: [], span };
  return joinPaths(left, right, frame, join, false, findings);
};
