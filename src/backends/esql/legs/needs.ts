// A step and the columns that are read behind it in; the columns that have to stand before it out. Rows of a leg are carried past other legs' steps, with
// these columns only.
import { match, P } from 'ts-pattern';
import type { ColumnRef, Expr } from '../../../ir/expr.ts';
import { frameAfter, frameOf, type JoinedNames, joinedNames } from '../../../ir/frame.ts';
import type { Measure, Named, Pipeline, Step, StepOf } from '../../../ir/pipeline.ts';
import { childrenOf } from '../../../ir/traverse.ts';
import type { Frame, ScalarType } from '../../../ir/types.ts';
import { wideSteps } from '../../../ir/wide-steps.ts';
import { literalInteger, literalText } from '../context.ts';

/** `type`: of the column. `read`: where the column is read; null: it is only part of a result that shows whole rows. `keys`: of a part of a dynamic column; an index is a key of digits. */
export interface Needed {
  readonly column: string;
  readonly keys: readonly string[];
  readonly type: ScalarType;
  readonly read: ColumnRef | null;
}

export const keyOf = ({ column, keys }: Pick<Needed, 'column' | 'keys'>): string => [column, ...keys].join('.');

/** By column and keys. */
export type Needs = ReadonlyMap<string, Needed>;

type Sink = Map<string, Needed>;

const note = (into: Sink, one: Needed): void => {
  const key = keyOf(one);
  if (!into.get(key)?.read) into.set(key, one);
};

interface Path {
  readonly ref: ColumnRef;
  readonly keys: readonly string[];
}

/** The column and the keys below it that an expression is. */
const pathOf = (expr: Expr): Path | null => {
  if (expr.kind === 'column') return { ref: expr, keys: [] };
  if (expr.kind !== 'path') return null;
  const key = literalText(expr.key) ?? literalInteger(expr.key)?.toString();
  const base = pathOf(expr.base);
  return key === undefined || base === null ? null : { ref: base.ref, keys: [...base.keys, key] };
};

const neededOf = ({ ref, keys }: Path): Needed => ({ column: ref.name, keys, type: ref.type, read: ref });

const noteExpr = (into: Sink, expr: Expr): void => {
  const path = pathOf(expr);
  if (path) note(into, neededOf(path));
  else for (const child of childrenOf(expr)) noteExpr(into, child);
};

/** What columns read that are made for those `after` them. A dynamic column under a new name is read where its parts are. */
const readByColumns = (columns: readonly Named[], after: Needs): Needs => {
  const into: Sink = new Map();
  for (const { name, expr } of columns) {
    const path = expr.type === 'dynamic' ? pathOf(expr) : null;
    const parts = [...after.values()].filter(({ column, keys }) => column === name && keys.length > 0);
    const whole = [...after.values()].some(({ column, keys }) => column === name && keys.length === 0);
    if (!path || whole || parts.length === 0) noteExpr(into, expr);
    else for (const part of parts) note(into, neededOf({ ref: path.ref, keys: [...path.keys, ...part.keys] }));
  }
  return into;
};

/** What expressions read. */
export const readBy = (exprs: readonly Expr[]): Needs => {
  const into: Sink = new Map();
  for (const expr of exprs) noteExpr(into, expr);
  return into;
};

export const together = (...all: readonly Needs[]): Needs => {
  const into: Sink = new Map();
  for (const needs of all) for (const one of needs.values()) note(into, one);
  return into;
};

/** Every column of a result that shows whole rows. */
export const wholeRow = (frame: Frame): Needs =>
  new Map(frame.columns.map(({ name, type }) => [name, { column: name, keys: [], type, read: null }] as const));

const isNeeded = (needs: Needs, name: string): boolean => [...needs.values()].some(({ column }) => column === name);

const isRead = (needs: Needs, name: string): boolean => [...needs.values()].some(({ column, read }) => column === name && read !== null);

const without = (needs: Needs, names: ReadonlySet<string>): Needs => new Map([...needs].filter(([, one]) => !names.has(one.column)));

const exprsOf = (columns: readonly Named[]): readonly Expr[] => columns.map(({ expr }) => expr);

const measureExprs = (measure: Measure): readonly Expr[] =>
  measure.kind === 'fold'
    ? [...measure.args, ...(measure.where ? [measure.where] : [])]
    : [...(measure.key ? [measure.key.expr] : []), ...exprsOf(measure.outputs)];

const prunedMeasure = (measure: Measure, after: Needs): readonly Measure[] => {
  if (measure.kind === 'fold') return isNeeded(after, measure.name) ? [measure] : [];
  const outputs = measure.outputs.filter(({ name }) => isNeeded(after, name));
  const isKeyNeeded = measure.key !== null && isNeeded(after, measure.key.name);
  const key = measure.key && !isKeyNeeded ? { ...measure.key, name: '' } : measure.key;
  // Of a whole row, columns without a field may be left out as long as no step reads them.
  const star = measure.star && !outputs.some(({ name }) => isRead(after, name));
  return outputs.length > 0 || isKeyNeeded ? [{ ...measure, key, outputs, star }] : [];
};

/** The step without the columns that nothing reads. */
export const pruned = (step: Step, after: Needs): Step => {
  if (step.kind === 'extend' || step.kind === 'project')
    return { ...step, columns: step.columns.filter(({ name }) => isNeeded(after, name)) };
  if (step.kind === 'rename') return { ...step, pairs: step.pairs.filter(({ to }) => isNeeded(after, to)) };
  if (step.kind !== 'aggregate') return step;
  const measures = step.measures.flatMap((measure) => prunedMeasure(measure, after));
  return { ...step, measures: step.by.length === 0 && measures.length === 0 ? step.measures.slice(0, 1) : measures };
};

/** Needs of a side: of the columns that the result has of it, and what `open` says of others. */
const ofSide = (after: Needs, names: JoinedNames['left'], others: ReadonlySet<string>, isOpen: boolean): Needs => {
  const from = new Map(names.map(([own, shown]) => [shown, own] as const));
  const into: Sink = new Map();
  for (const one of after.values()) {
    const own = from.get(one.column) ?? (isOpen && !others.has(one.column) ? one.column : undefined);
    if (own !== undefined) note(into, { ...one, column: own });
  }
  return into;
};

/** `left`, `right`: what the sides need with their keys; `shown`: what the result shows of them. */
export interface JoinNeeds {
  readonly left: Needs;
  readonly right: Needs;
  readonly shown: { readonly left: Needs; readonly right: Needs };
}

export const joinNeeds = (n: StepOf<'join'>, before: Frame, after: Needs): JoinNeeds => {
  const right = frameOf(n.right);
  const names = joinedNames(before, right, n);
  const namesOf = (side: JoinedNames['left']): ReadonlySet<string> => new Set(side.map(([, name]) => name));
  const keepsRight = n.mode !== 'leftsemi' && n.mode !== 'leftanti';
  const keepsLeft = n.mode !== 'rightsemi' && n.mode !== 'rightanti';
  const shown = {
    left: ofSide(after, names.left, namesOf(names.right), before.open && keepsLeft),
    right: ofSide(after, names.right, namesOf(names.left), right.open && keepsRight && !(before.open && keepsLeft)),
  };
  return {
    left: together(shown.left, readBy(n.on.map((pair) => pair.left))),
    right: together(shown.right, readBy(n.on.map((pair) => pair.right))),
    shown,
  };
};

const [, , , , ...opaque] = wideSteps;

/** What has to stand before a step for those `after` it. */
export const needsBefore = (step: Step, before: Frame, after: Needs): Needs =>
  match(step)
    .returnType<Needs>()
    .with({ kind: 'filter' }, (n) => together(readBy([n.condition]), after))
    .with({ kind: 'extend' }, (n) => together(readByColumns(n.columns, after), without(after, new Set(n.columns.map(({ name }) => name)))))
    .with({ kind: 'project' }, (n) => readByColumns(n.columns, after))
    .with({ kind: 'rename' }, (n) => {
      const from = new Map(n.pairs.map((pair) => [pair.to, pair.from]));
      const into: Sink = new Map();
      for (const one of after.values()) note(into, { ...one, column: from.get(one.column) ?? one.column });
      return into;
    })
    .with({ kind: 'aggregate' }, (n) => readBy([...exprsOf(n.by), ...n.measures.flatMap(measureExprs)]))
    .with({ kind: 'sort' }, (n) => together(readBy(n.keys.map((key) => key.expr)), after))
    .with({ kind: 'join' }, (n) => joinNeeds(n, before, after).left)
    .with({ kind: 'expand' }, (n) => together(readBy(exprsOf(n.columns)), without(after, new Set(n.columns.map(({ name }) => name)))))
    .with({ kind: 'capture' }, (n) => {
      const made = n.parts.flatMap((part) => (part.kind === 'column' ? [part.column.name] : []));
      return together(readBy([n.subject]), without(after, new Set(made)));
    })
    .with({ kind: P.union('drop', 'reorder', 'limit', 'present') }, () => after)
    .with({ kind: 'apply' }, () => wholeRow(before))
    .with({ kind: P.union(...opaque) }, () => wholeRow(before))
    .exhaustive();

/** The frames before each step, and behind the last. */
export const framesOf = (pipeline: Pipeline): readonly Frame[] => {
  const [...frames] = [frameOf({ source: pipeline.source, steps: [] })];
  for (const step of pipeline.steps) frames.push(frameAfter(frames.at(-1) ?? frames[0] ?? { columns: [], open: false }, step));
  return frames;
};
