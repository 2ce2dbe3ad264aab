// An aggregation of the IR in; EVAL for its keys, STATS, and what unpacks picked rows, out.
import type { Measure, Named, Step, StepOf } from '../../ir/pipeline.ts';
import { visitExpr, visitPipeline } from '../../ir/traverse.ts';
import { type Around, lowerFold, type RowId } from './aggregates.ts';
import { type Assignment, type Command, call, type Es, field, str } from './ast.ts';
import { type Context, refuse } from './context.ts';
import { keepJson } from './json/json-extract.ts';
import { lowerPick, type Picked, sortable } from './lower-pick.ts';
import { lowerValue } from './lower-value.ts';
import { placeOf } from './lowering.ts';
import { assign, engineName, fresh, namesInUse, reads, type State, shown } from './state.ts';
import { type Value, value } from './value.ts';

interface Key {
  readonly kql: string;
  readonly name: string;
  readonly value: Value;
}

const namesIn = (expr: Named['expr'], out: Set<string>): void => visitExpr(expr, (e) => e.kind === 'column' && out.add(e.name));

const namesInMeasure = (measure: Measure, out: Set<string>): void => {
  const exprs =
    measure.kind === 'fold' ? [...measure.args, ...(measure.where ? [measure.where] : [])] : measure.outputs.map((one) => one.expr);
  for (const expr of exprs) namesIn(expr, out);
};

/** Columns that the following steps read, up to the one that fixes the columns anew; null: all. */
export const usedLater = (steps: readonly Step[]): ReadonlySet<string> | null => {
  const out = new Set<string>();
  for (const step of steps) {
    if (step.kind === 'filter') namesIn(step.condition, out);
    else if (step.kind === 'extend') for (const column of step.columns) namesIn(column.expr, out);
    else if (step.kind === 'sort') for (const key of step.keys) namesIn(key.expr, out);
    else if (step.kind === 'project') {
      for (const column of step.columns) namesIn(column.expr, out);
      return out;
    } else if (step.kind === 'aggregate') {
      for (const key of step.by) namesIn(key.expr, out);
      for (const measure of step.measures) namesInMeasure(measure, out);
      return out;
    } else if (step.kind !== 'limit' && step.kind !== 'present') return null;
  }
  return null;
};

/** Columns that the following steps name. */
const namedLater = (steps: readonly Step[]): ReadonlySet<string> => {
  const out = new Set<string>();
  const source = { kind: 'rows', span: { start: 0, end: 0 }, columns: [], rows: [] } as const;
  visitPipeline(
    { source, steps },
    {
      expr: (e) => e.kind === 'column' && out.add(e.name),
      step: (s) => s.kind === 'rename' && s.pairs.map(({ from }) => out.add(from)),
    },
  );
  return out;
};

/** Events have ids until rows are merged, or made of their parts. */
const idParts = ({ commands, rowId }: State): readonly Es[] | null => {
  if (rowId) return [call('TO_BASE64', rowId)];
  const isEvent =
    commands.filter(({ kind }) => kind === 'from').length === 1 && commands.every(({ kind }) => kind !== 'stats' && kind !== 'mvExpand');
  return isEvent ? [field('_index'), str(' '), field('_id')] : null;
};

/** A sort in front gives the order. */
const rowIdOf = (context: Context, step: StepOf<'aggregate'>, state: State): RowId | null => {
  const { commands, sortKey } = state;
  const id = idParts(state);
  if (!id) return null;
  const at = commands.findLastIndex(({ kind }) => kind === 'sort');
  const sort = commands[at];
  const isSorted = commands.findLastIndex(({ kind }) => kind === 'stats') < at;
  if (sort?.kind !== 'sort' || !isSorted) return { parts: id, order: 'ASC' };
  const [key] = sort.keys;
  const later = commands.slice(at).flatMap((command) => (command.kind === 'eval' ? command.columns.map(({ name }) => name) : []));
  const text = sortKey && !later.some((name) => reads(sortKey.es).has(name)) ? sortable(context, step.span, sortKey) : null;
  return key && text ? { parts: [call('COALESCE', text, str(' ')), str(' '), ...id], order: key.order } : null;
};

interface Measured {
  readonly folds: readonly (readonly [string, Value])[];
  readonly picks: readonly Picked[];
  /** Constants as columns, to be written before the aggregation. */
  readonly constants: readonly Assignment[];
  /** Columns of picked rows that nobody names and no field holds. */
  readonly left: ReadonlySet<string>;
}

/** Names that a helper must not take: those of the columns in sight, and those that the step reads or makes. */
const namesAround = (state: State, step: StepOf<'aggregate'>): ReadonlySet<string> => {
  const out = new Set(namesInUse(state));
  for (const key of step.by) namesIn(key.expr, out.add(key.name));
  for (const measure of step.measures) {
    namesInMeasure(measure, out);
    if (measure.kind === 'fold') out.add(measure.name);
    else for (const named of [...(measure.key ? [measure.key] : []), ...measure.outputs]) namesIn(named.expr, out.add(named.name));
  }
  return out;
};

const measured = (
  context: Context,
  state: State,
  step: StepOf<'aggregate'>,
  later: readonly Step[],
  names: ReadonlySet<string>,
  output: Around['output'],
): Measured => {
  const place = placeOf(context, state, 'value');
  const used = usedLater(later);
  const folds: (readonly [string, Value])[] = [];
  const picks: Picked[] = [];
  const constants: Assignment[] = [];
  const left = new Set<string>();
  const pickedOf = (pick: Extract<Measure, { kind: 'pick' }>): readonly Named[] => {
    if (!pick.star) return pick.outputs;
    if (used) return pick.outputs.filter((output) => used.has(output.name));
    const named = namedLater(later);
    const gone = pick.outputs.filter(({ name, expr }) => expr.kind === 'column' && !named.has(name) && place.scope.missing?.(expr));
    for (const { name } of gone) left.add(name);
    if (gone.length > 0) context.findings.assume('RMMC3771', pick.span, { columns: gone.map(({ name }) => name).join(', ') });
    return pick.outputs.filter((output) => !gone.includes(output));
  };
  const around: Around = {
    keyless: step.by.length === 0,
    rowId: rowIdOf(context, step, state),
    output,
    column: (v) => {
      const name = fresh(`constant_${constants.length}`, names);
      constants.push({ name, expr: v.es });
      return { ...v, es: field(name) };
    },
  };
  for (const measure of step.measures) {
    if (measure.kind === 'fold') folds.push([measure.name, lowerFold(place, measure, around)]);
    else picks.push(lowerPick(place, measure, pickedOf(measure), fresh(`packed_${picks.length}`, names), around));
  }
  return { folds, picks, constants, left };
};

const keysOf = (
  context: Context,
  state: State,
  step: StepOf<'aggregate'>,
  read: ReadonlySet<string>,
  names: ReadonlySet<string>,
): readonly Key[] => {
  const place = placeOf(context, state, 'value');
  return step.by.map((key) => {
    const v = lowerValue(place, key.expr, 'value');
    if (v.type === 'list') refuse(context, key.span, 'a list as a group key', 'a row with several values would fall into several groups');
    const own = engineName(state, key.name);
    const same = v.es.kind === 'field' && v.es.name === own;
    return { kql: key.name, name: read.has(own) && !same ? fresh(`${own}_key`, [...names, ...read]) : own, value: v };
  });
};

/** Columns of the result in the engine's order: measures, then keys. */
const renamed = (keys: readonly Key[]): readonly Command[] => {
  const pairs = keys.filter((key) => key.name !== key.kql).map((key) => ({ from: key.name, to: key.kql }));
  return pairs.length > 0 ? [{ kind: 'rename', pairs }] : [];
};

/** The measures of an aggregation, for a STATS that says more than them. */
export interface Measures {
  /** To be written before. */
  readonly before: readonly Assignment[];
  readonly measures: readonly Assignment[];
  /** Behind. */
  readonly unpack: readonly Command[];
  readonly columns: readonly (readonly [string, Value])[];
}

/** `output`: the name that a column of the result gets in the engine. */
export const lowerMeasures = (context: Context, state: State, step: StepOf<'aggregate'>, output: Around['output']): Measures => {
  const { folds, picks, constants } = measured(context, state, step, [], namesAround(state, step), output);
  const named = folds.map(([name, v]) => ({ name, at: output(name), v }));
  const unlisted = named.flatMap(({ at, v }): readonly Assignment[] => (v.after ? [{ name: at, expr: v.after(field(at)) }] : []));
  return {
    before: [...picks.flatMap((pick) => pick.packed), ...constants],
    measures: [...named.map(({ at, v }) => ({ name: at, expr: v.es })), ...picks.flatMap((pick) => pick.measures)],
    unpack: [...(unlisted.length > 0 ? [{ kind: 'eval' as const, columns: unlisted }] : []), ...picks.flatMap((pick) => pick.unpack)],
    columns: [
      ...named.map(({ name, at, v: { after: _, ...v } }) => [name, { ...v, es: field(at) }] as const),
      ...picks.flatMap((pick) => pick.columns),
    ],
  };
};

export const lowerAggregate = (context: Context, state: State, step: StepOf<'aggregate'>, later: readonly Step[]): State => {
  const names = namesAround(state, step);
  const { folds, picks, constants, left } = measured(context, state, step, later, names, (name) => name);
  const foldAssignments = folds.map(([name, v]): Assignment => ({ name, expr: v.es }));
  const measures = [...foldAssignments, ...picks.flatMap((pick) => pick.measures)];
  const packed = picks.flatMap((pick) => pick.packed);
  const read = new Set(
    [...foldAssignments, ...picks.flatMap((pick) => [...pick.measures, ...pick.packed])].flatMap((one) => [...reads(one.expr)]),
  );
  const keys = keysOf(context, state, step, read, names);
  const written = assign([...keys.map((key) => ({ name: key.name, expr: shown(key.value) })), ...packed, ...constants], names);
  const listed = folds.filter(([, v]) => v.after);
  const unlisted = listed.map(([name, v]): Assignment => ({ name, expr: v.after?.(field(name)) ?? field(name) }));
  const columns = new Map<string, Value>([
    ...keys.map((key) => [key.kql, keepJson(key.value, { ...keyValue(key.value), es: field(key.kql) })] as const),
    ...folds.map(([name, { after: _, ...v }]) => [name, { ...v, es: field(name) }] as const),
    ...picks.flatMap((pick) => pick.columns),
  ]);
  return {
    commands: [
      ...(listed.length > 0 ? withIds(state.commands) : state.commands),
      ...written,
      { kind: 'stats', measures, by: keys.map((key) => key.name) },
      ...renamed(keys),
      ...(unlisted.length > 0 ? [{ kind: 'eval' as const, columns: unlisted }] : []),
      ...picks.flatMap((pick) => pick.unpack),
    ],
    columns,
    left,
    base: null,
    taken: new Set(),
    visible: picks.length > 0 || unlisted.length > 0 ? null : [...folds.map(([name]) => name), ...keys.map((key) => key.kql)],
    aggregated: true,
    most: step.by.length === 0 ? 1n : null,
  };
};

const withIds = (commands: readonly Command[]): readonly Command[] =>
  commands.map((command) => (command.kind === 'from' ? { ...command, metadata: ['_id', '_index'] } : command));

/** A key is what `shown` wrote: a string is not null any more. */
const keyValue = (v: Value): Value => value(v.es, v.type, v.type === 'keyword' ? false : v.nullable);
