// Columns after each step: the frame of a source in, the frame behind a step out. Columns go by name; the frame is recomputed, never stored in steps.
import { match, P } from 'ts-pattern';
import type { Span } from '../diagnostics/span.ts';
import type { MakeGraph, Measure, Pipeline, Source, Step, StepOf } from './pipeline.ts';
import type { Column, Frame, ScalarType } from './types.ts';
import { wideSteps } from './wide-steps.ts';

export const frameOfSource = (source: Source): Frame =>
  match(source)
    .returnType<Frame>()
    .with({ kind: P.union('table', 'union', 'tables', 'remote', 'stored', 'search', 'find', 'given') }, (n) => n.frame)
    .with({ kind: P.union('rows', 'external') }, (n) => ({ columns: n.columns, open: false }))
    .with({ kind: 'range' }, (n) => ({ columns: [n.column], open: false }))
    .exhaustive();

/** The output columns of a measure. */
export const measureColumns = (measure: Measure): readonly Column[] => {
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

const namesOf = (columns: readonly Column[]): ReadonlySet<string> => new Set(columns.map((column) => column.name));

/** `added` behind `columns`; a name that one of both sides has gets a number: `K1`. */
export const withNumbered = (columns: readonly Column[], added: readonly Column[]): readonly Column[] => {
  const own = namesOf(columns);
  const taken = new Set([...own, ...namesOf(added)]);
  const numbered = added.map((column): Column => {
    if (!own.has(column.name)) return column;
    let n = 1;
    while (taken.has(`${column.name}${n}`)) n += 1;
    taken.add(`${column.name}${n}`);
    return { ...column, name: `${column.name}${n}` };
  });
  return [...columns, ...numbered];
};

/** Columns of a join's result as those of its sides: the frames' names, behind each name that of the result. */
export interface JoinedNames {
  readonly left: readonly (readonly [string, string])[];
  readonly right: readonly (readonly [string, string])[];
}

/** The columns of the other side that the result of a join has: all but the keys that both sides share. */
const othersOf = (right: Frame, n: StepOf<'join'>): readonly Column[] => {
  const keys = new Set(n.merged ? n.on.flatMap(({ right: key }) => (key.kind === 'column' ? [key.name] : [])) : []);
  return right.columns.filter(({ name }) => !keys.has(name));
};

export const joinedNames = (left: Frame, right: Frame, n: StepOf<'join'>): JoinedNames => {
  const own = left.columns.map(({ name }) => [name, name] as const);
  const other = right.columns.map(({ name }) => [name, name] as const);
  if (n.mode === 'leftsemi' || n.mode === 'leftanti') return { left: own, right: [] };
  if (n.mode === 'rightsemi' || n.mode === 'rightanti') return { left: [], right: other };
  const others = othersOf(right, n);
  const numbered = withNumbered(left.columns, others).slice(left.columns.length);
  return { left: own, right: others.map(({ name }, at) => [name, numbered[at]?.name ?? name] as const) };
};

const joined = (left: Frame, n: StepOf<'join'>): Frame => {
  const right = frameOf(n.right);
  if (n.mode === 'leftsemi' || n.mode === 'leftanti') return left;
  if (n.mode === 'rightsemi' || n.mode === 'rightanti') return right;
  return { columns: withNumbered(left.columns, othersOf(right, n)), open: left.open || right.open };
};

type Spreading = Pick<StepOf<'expand'>, 'columns' | 'index'>;

const spreadColumns = (n: Spreading): readonly Column[] => n.columns.map(({ name, type }) => ({ name, type }));

const withIndex = (columns: readonly Column[], n: Spreading): readonly Column[] =>
  n.index === null ? columns : withNumbered(columns, [{ name: n.index, type: 'long' }]);

/** The columns of a row that stand beside the result of `apply`'s body: all but those that are spread. */
const besideBody = (frame: Frame, n: Spreading): readonly Column[] => {
  const spread = namesOf(spreadColumns(n));
  return frame.columns.filter((column) => !spread.has(column.name));
};

/** The columns that the body of `apply` is given. */
export const frameGiven = (frame: Frame, n: Spreading): Frame => ({
  ...frame,
  columns: withIndex([...besideBody(frame, n), ...spreadColumns(n)], n),
});

const applied = (frame: Frame, n: StepOf<'apply'>): Frame => {
  const body = frameOf(n.body);
  return { columns: overlay(besideBody(frame, n), body.columns), open: frame.open || body.open };
};

const seriesColumns = (n: StepOf<'series'>): readonly Column[] => [
  ...n.by.map((key) => ({ name: key.name, type: key.expr.type })),
  ...n.measures.map(({ measure }): Column => ({ name: measure.name, type: 'dynamic' })),
  { name: n.on.name, type: 'dynamic' },
];

const nestColumns = (n: StepOf<'nest'>): readonly Column[] =>
  n.levels.flatMap(({ of, by }): readonly Column[] => [
    { name: of.name, type: of.expr.type },
    { name: by.name, type: by.type },
  ]);

const described: readonly Column[] = [
  { name: 'ColumnName', type: 'string' },
  { name: 'ColumnOrdinal', type: 'long' },
  { name: 'DataType', type: 'string' },
  { name: 'ColumnType', type: 'string' },
];

const scanned = (frame: Frame, n: StepOf<'scan'>): Frame => {
  const declared = n.declared.map(({ column }) => column);
  const matchId: readonly Column[] = n.matchId === null ? [] : [{ name: n.matchId, type: 'long' }];
  return { ...frame, columns: [...frame.columns, ...declared, ...matchId] };
};

const similarColumns: readonly Column[] = [
  { name: 'Pattern', type: 'string' },
  { name: 'Count', type: 'long' },
  { name: 'Representative', type: 'string' },
];

/** No operator has read the graph yet: what stands behind the step is no rows. */
export const isOpenGraph = (graph: Pick<MakeGraph, 'operators'>): boolean => {
  const last = graph.operators.at(-1);
  return last === undefined || last.kind === 'components';
};

/** The properties of the nodes of several relations: a type that differs makes dynamic. */
const mergedColumns = (frames: readonly Frame[]): readonly Column[] => {
  const types = new Map<string, ScalarType>();
  for (const { name, type } of frames.flatMap((frame) => frame.columns)) {
    const known = types.get(name);
    types.set(name, known === undefined || known === type ? type : 'dynamic');
  }
  return [...types].map(([name, type]) => ({ name, type }));
};

/** The properties of the nodes: `frames` are those of the queries for nodes. */
export const nodeFrame = (graph: Pick<MakeGraph, 'nodeId' | 'operators'>, frames: readonly Frame[]): Frame => {
  const own = graph.nodeId ? [graph.nodeId] : mergedColumns(frames);
  const marks = graph.operators.flatMap((op): readonly Column[] => (op.kind === 'components' ? [{ name: op.name, type: 'long' }] : []));
  const marked = new Set(marks.map(({ name }) => name));
  return { columns: [...own.filter(({ name }) => !marked.has(name)), ...marks], open: frames.some(({ open }) => open) };
};

const hashes = (names: readonly (string | null)[]): readonly Column[] =>
  names.flatMap((name): readonly Column[] => (name === null ? [] : [{ name, type: 'long' }]));

/** The columns behind the step; none while nothing has read the graph. */
export const graphFrame = (graph: MakeGraph, edges: Frame, nodes: Frame): Frame => {
  const last = graph.operators.at(-1);
  if (last === undefined || last.kind === 'components') return { columns: [], open: false };
  if (last.kind === 'match') return { columns: last.columns.map(({ name, expr }) => ({ name, type: expr.type })), open: false };
  const frame = last.part === 'nodes' ? nodes : edges;
  const added = last.part === 'nodes' ? hashes([last.id]) : hashes([last.source, last.target]);
  return { ...frame, columns: [...added, ...frame.columns] };
};

const graphed = (frame: Frame, n: StepOf<'graph'>): Frame =>
  graphFrame(
    n,
    frame,
    nodeFrame(
      n,
      n.nodes.map(({ query }) => frameOf(query)),
    ),
  );

const frameAfterWide = (frame: Frame, step: StepOf<(typeof wideSteps)[number]>): Frame =>
  match(step)
    .returnType<Frame>()
    .with({ kind: 'join' }, (n) => joined(frame, n))
    .with({ kind: 'expand' }, (n) => ({ ...frame, columns: withIndex(overlay(frame.columns, spreadColumns(n)), n) }))
    .with({ kind: 'apply' }, (n) => applied(frame, n))
    .with({ kind: 'capture' }, (n) => ({
      ...frame,
      columns: overlay(
        frame.columns,
        n.parts.flatMap((part) => (part.kind === 'column' ? [part.column] : [])),
      ),
    }))
    .with({ kind: 'pairs' }, (n) => ({ ...frame, columns: overlay(frame.columns, n.columns) }))
    .with({ kind: 'tuple' }, (n) => ({ ...frame, columns: overlay(frame.columns, n.outputs) }))
    .with({ kind: 'series' }, (n) => ({ columns: seriesColumns(n), open: false }))
    .with({ kind: 'plugin' }, (n) => n.frame)
    .with({ kind: 'nest' }, (n) => ({ columns: nestColumns(n), open: false }))
    .with({ kind: 'sample' }, (n) => (n.of ? { columns: [{ name: n.of.name, type: n.of.expr.type }], open: false } : frame))
    .with({ kind: 'partition' }, (n) => frameOf(n.body))
    .with({ kind: 'describe' }, () => ({ columns: described, open: false }))
    .with({ kind: 'scan' }, (n) => scanned(frame, n))
    .with({ kind: 'similar' }, (n) =>
      n.keeps ? { ...frame, columns: withNumbered(frame.columns, similarColumns) } : { columns: similarColumns, open: false },
    )
    .with({ kind: 'hitters' }, (n) => ({ columns: [{ name: n.of.name, type: n.of.expr.type }, n.total], open: false }))
    .with({ kind: 'graph' }, (n) => graphed(frame, n))
    .with({ kind: P.union('split', 'discard') }, () => ({ columns: [], open: false }))
    .exhaustive();

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
    .with({ kind: P.union(...wideSteps) }, (n) => frameAfterWide(frame, n))
    .exhaustive();

export const frameOf = (pipeline: Pipeline): Frame => pipeline.steps.reduce(frameAfter, frameOfSource(pipeline.source));

/** The tables that a pattern (`Device*`, `*`) stands for where data is at hand: those that the schema knows, then others of `given`. `span`: of the pattern. */
export type TablesLike = (pattern: string, given: readonly string[], span: Span) => readonly Extract<Source, { kind: 'table' }>[];
