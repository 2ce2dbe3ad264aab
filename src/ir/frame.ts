// Columns after each step: the frame of a source in, the frame behind a step out. Columns go by name; the frame is recomputed, never stored in steps.
import { match, P } from 'ts-pattern';
import type { Measure, Pipeline, Source, Step } from './pipeline.ts';
import type { Column, Frame } from './types.ts';

export const frameOfSource = (source: Source): Frame =>
  match(source)
    .returnType<Frame>()
    .with({ kind: P.union('table', 'union') }, (n) => n.frame)
    .with({ kind: 'rows' }, (n) => ({ columns: n.columns, open: false }))
    .exhaustive();

const measureColumns = (measure: Measure): readonly Column[] => {
  if (measure.kind === 'fold') return [{ name: measure.name, type: measure.type }];
  const key = measure.key && measure.key.name !== '' ? [{ name: measure.key.name, type: measure.key.expr.type }] : [];
  return [...key, ...measure.outputs.map((output) => ({ name: output.name, type: output.expr.type }))];
};

/** Puts `added` over `columns`: a name that exists keeps its place and takes the new type, others follow. */
const overlay = (columns: readonly Column[], added: readonly Column[]): readonly Column[] => {
  const byName = new Map(added.map((column) => [column.name, column]));
  const old = new Set(columns.map((column) => column.name));
  return [...columns.map((column) => byName.get(column.name) ?? column), ...[...byName.values()].filter((column) => !old.has(column.name))];
};

export const frameAfter = (frame: Frame, step: Step): Frame =>
  match(step)
    .returnType<Frame>()
    .with({ kind: P.union('filter', 'sort', 'limit', 'present') }, () => frame)
    .with({ kind: 'extend' }, (n) => ({
      ...frame,
      columns: overlay(
        frame.columns,
        n.columns.map((column) => ({ name: column.name, type: column.expr.type })),
      ),
    }))
    .with({ kind: 'project' }, (n) => ({
      columns: n.columns.map((column) => ({ name: column.name, type: column.expr.type })),
      open: false,
    }))
    .with({ kind: 'drop' }, (n) => ({ ...frame, columns: frame.columns.filter((column) => !n.names.includes(column.name)) }))
    .with({ kind: 'rename' }, (n) => {
      const to = new Map(n.pairs.map((pair) => [pair.from, pair.to]));
      return { ...frame, columns: frame.columns.map((column) => ({ ...column, name: to.get(column.name) ?? column.name })) };
    })
    .with({ kind: 'reorder' }, (n) => {
      const first = n.names.flatMap((name) => frame.columns.filter((column) => column.name === name));
      return { ...frame, columns: [...first, ...frame.columns.filter((column) => !n.names.includes(column.name))] };
    })
    .with({ kind: 'aggregate' }, (n) => ({
      columns: [...n.by.map((key) => ({ name: key.name, type: key.expr.type })), ...n.measures.flatMap(measureColumns)],
      open: false,
    }))
    .exhaustive();

export const frameOf = (pipeline: Pipeline): Frame => pipeline.steps.reduce(frameAfter, frameOfSource(pipeline.source));
