// A query in normal form in; the same without the computed columns that nothing reads, out. The rows and their columns stay what they are.
import { match, P } from 'ts-pattern';
import { frameOf } from './frame.ts';
import type { Measure, Named, Pipeline, Query, Step, StepOf } from './pipeline.ts';
import { columnsRead, exprsOfMeasure, rewriteQuery } from './traverse.ts';

/** The columns that are read behind a step; null: all of them. */
export type Live = ReadonlySet<string> | null;

const namedReads = (columns: readonly Named[]): readonly string[] => columns.flatMap(({ expr }) => columnsRead(expr));

const readFrom = (columns: readonly Named[], live: ReadonlySet<string>): readonly Named[] => columns.filter(({ name }) => live.has(name));

/** The one column that is left where rows are only counted: one that is no work. */
const plainest = (columns: readonly Named[]): readonly Named[] => {
  const plain = columns.find(({ expr }) => expr.kind === 'column' || expr.kind === 'literal');
  return plain ? [plain] : columns;
};

const measureFrom = (measure: Measure, live: ReadonlySet<string>): readonly Measure[] => {
  if (measure.kind === 'fold') return live.has(measure.name) ? [measure] : [];
  const outputs = readFrom(measure.outputs, live);
  return outputs.length > 0 || (measure.key && live.has(measure.key.name)) ? [{ ...measure, outputs }] : [];
};

interface Walked {
  readonly step: Step | null;
  readonly live: Live;
}

const plus = (live: ReadonlySet<string>, reads: readonly string[]): Live => new Set([...live, ...reads]);

/** A step without what nobody reads of it, and what is read in front of it. */
export const walked = (step: Step, live: Live): Walked =>
  match(step)
    .returnType<Walked>()
    .with({ kind: 'filter' }, (n) => ({ step: n, live: live && plus(live, columnsRead(n.condition)) }))
    .with({ kind: 'extend' }, (n) => {
      if (live === null) return { step: n, live };
      const columns = readFrom(n.columns, live);
      const made = new Set(columns.map(({ name }) => name));
      const others = new Set([...live].filter((name) => !made.has(name)));
      return { step: columns.length > 0 ? { ...n, columns } : null, live: plus(others, namedReads(columns)) };
    })
    .with({ kind: 'project' }, (n) => {
      const read = live === null ? n.columns : readFrom(n.columns, live);
      const columns = read.length > 0 ? read : plainest(n.columns);
      return { step: { ...n, columns }, live: new Set(namedReads(columns)) };
    })
    .with({ kind: 'aggregate' }, (n) => {
      const read = live === null ? n.measures : n.measures.flatMap((measure) => measureFrom(measure, live));
      const measures = read.length > 0 || n.by.length > 0 ? read : n.measures;
      return { step: { ...n, measures }, live: new Set([...namedReads(n.by), ...measures.flatMap(exprsOfMeasure).flatMap(columnsRead)]) };
    })
    .with({ kind: 'sort' }, (n) => ({
      step: n,
      live:
        live &&
        plus(
          live,
          n.keys.flatMap(({ expr }) => columnsRead(expr)),
        ),
    }))
    .with({ kind: P.union('limit', 'present') }, (n) => ({ step: n, live }))
    .with({ kind: 'capture' }, (n) => ({ step: n, live: live && plus(live, columnsRead(n.subject)) }))
    .with({ kind: 'rename' }, (n) => ({
      step: n,
      live:
        live &&
        plus(
          live,
          n.pairs.flatMap(({ from, to }) => [from, to]),
        ),
    }))
    // A name on both sides makes a number of it: what the other side has, stays on this one.
    .with({ kind: 'join' }, (n) => {
      const right = frameOf(n.right);
      const names = [...right.columns.map(({ name }) => name), ...n.on.flatMap((pair) => columnsRead(pair.left))];
      return { step: { ...n, right: asked(n) }, live: live === null || right.open ? null : plus(live, names) };
    })
    .with({ kind: 'expand' }, (n) => {
      const names = [...n.columns.map(({ name }) => name), ...namedReads(n.columns), ...(n.index === null ? [] : [n.index])];
      return { step: n, live: live && plus(live, names) };
    })
    .with(
      { kind: P.union('drop', 'reorder', 'apply', 'pairs', 'tuple', 'series', 'plugin', 'nest', 'sample', 'partition', 'describe') },
      { kind: P.union('scan', 'similar', 'hitters', 'split', 'graph', 'discard') },
      (n) => ({ step: n, live: null }),
    )
    .exhaustive();

/** A side of which a join only asks whether it has the keys has no other columns to give. */
const asked = ({ mode, on, right }: StepOf<'join'>): Pipeline =>
  mode === 'leftsemi' || mode === 'leftanti' ? pruned(right, new Set(on.flatMap((pair) => columnsRead(pair.right)))) : right;

const pruned = (pipeline: Pipeline, behind: Live = null): Pipeline => {
  const steps: Step[] = [];
  let live = behind;
  for (const step of pipeline.steps.toReversed()) {
    const found = walked(step, live);
    if (found.step) steps.unshift(found.step);
    live = found.live;
  }
  return { ...pipeline, steps };
};

/** A target that cannot say a column need not, when nobody reads it. */
export const withoutUnread = (query: Query): Query => rewriteQuery(query, { pipeline: (pipeline) => pruned(pipeline) });
