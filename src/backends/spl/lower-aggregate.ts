// An aggregation in; eval, stats (or eventstats, sort and dedup, when whole rows are picked) and corrections out.

import type { Measure, Named, StepOf } from '../../ir/pipeline.ts';
import { columnsRead } from '../../ir/traverse.ts';
import type { TargetContext } from '../shared/backend.ts';
import { type Plan, planOf } from './aggregates.ts';
import { type Assignment, binary, type Command, call, type Eval, field, number, type Stat, text } from './ast.ts';
import type { Binding, Value } from './context.ts';
import { add, allowedName, assign, exprsOf, fieldFor, fresh, type State, usedFields } from './state.ts';

type Aggregate = StepOf<'aggregate'>;
type Pick = Extract<Measure, { kind: 'pick' }>;
type Fold = Extract<Measure, { kind: 'fold' }>;

interface Keys {
  readonly state: State;
  readonly fields: readonly string[];
  readonly bindings: readonly (readonly [string, Binding])[];
}

/** Null keys are groups of their own in KQL, and stats drops them: they are written as the empty text. */
const keyValue = (value: Value): Eval => (value.nullable ? call('coalesce', value.eval, text('')) : value.eval);

/** The columns that the measures read. */
const readByMeasures = (state: State, step: Aggregate): ReadonlySet<string> =>
  new Set(
    step.measures.flatMap((measure) => {
      const read =
        measure.kind === 'fold'
          ? [...measure.args, ...(measure.where ? [measure.where] : [])]
          : [...(measure.key ? [measure.key.expr] : []), ...looked(measure, state).map((output) => output.expr)];
      return read.flatMap(columnsRead).flatMap((name) => state.scope.get(name)?.field ?? []);
    }),
  );

const lowerKeys = (state: State, step: Aggregate, context: TargetContext): Keys => {
  const l = exprsOf(state, context);
  const taken = new Set([...state.scope.values()].map((binding) => binding.field));
  const measured = readByMeasures(state, step);
  const assignments: Assignment[] = [];
  const fields: string[] = [];
  const bindings: (readonly [string, Binding])[] = [];
  for (const key of step.by) {
    const value = l.value(key.expr);
    const shown = keyValue(value);
    const reads = value.eval.kind === 'field' ? value.eval.name : null;
    const own = reads === allowedName(key.name) ? reads : fieldFor(key.name, key.span, context);
    // A null that is written as a text must not be seen by a measure.
    const inPlace = reads === own && !fields.includes(own) && !(value.nullable && measured.has(own));
    const target = inPlace ? own : fresh(own, new Set([...taken, ...fields]));
    if (shown.kind !== 'field' || !inPlace) assignments.push({ field: target, value: shown });
    fields.push(target);
    bindings.push([key.name, { field: target, rep: value.rep, nullable: value.nullable }]);
  }
  return { state: assign(state, assignments), fields, bindings };
};

/** Turns the empty text of a null key back into a null, for the steps that compute with it. */
const restored = (keys: Keys, needed: ReadonlySet<string>): readonly Assignment[] =>
  keys.bindings
    .filter(([name, binding]) => binding.nullable && needed.has(name))
    .map(([, binding]) => ({ field: binding.field, value: call('nullif', field(binding.field), text('')) }));

interface Planned {
  readonly fold: Fold;
  readonly plan: Plan;
  readonly as: string;
}

const planned = (state: State, step: Aggregate, keys: Keys, context: TargetContext): readonly Planned[] => {
  const l = exprsOf(state, context);
  const used = new Set(keys.fields);
  return step.measures.flatMap((measure): readonly Planned[] => {
    if (measure.kind !== 'fold') return [];
    const as = fresh(fieldFor(measure.name, measure.span, context), used);
    used.add(as);
    return [{ fold: measure, plan: planOf(measure, step.by.length > 0, l), as }];
  });
};

/** Arguments that are more than a field are computed before; `count(eval(…))` alone takes a condition. */
const statsOf = (state: State, all: readonly Planned[], keys: Keys): { readonly state: State; readonly stats: readonly Stat[] } => {
  const taken = new Set([...[...state.scope.values()].map((binding) => binding.field), ...keys.fields, ...all.map((one) => one.as)]);
  const assignments: Assignment[] = [];
  const stats = all.map(({ plan, as }): Stat => {
    if (plan.arg === null || plan.arg.kind === 'field' || plan.fn === 'count') return { fn: plan.fn, arg: plan.arg, as };
    const name = fresh(`arg_${as}`, taken);
    taken.add(name);
    assignments.push({ field: name, value: plan.arg });
    return { fn: plan.fn, arg: field(name), as };
  });
  return { state: assign(state, assignments), stats };
};

const corrections = (all: readonly Planned[]): readonly Assignment[] =>
  all.flatMap(({ plan, as }) => (plan.after ? [{ field: as, value: plan.after(field(as)) }] : []));

const foldBindings = (all: readonly Planned[]): readonly (readonly [string, Binding])[] =>
  all.map(({ fold, plan, as }) => [fold.name, { field: as, rep: plan.rep, nullable: plan.nullable }]);

/** The outputs of a pick that anyone looks at: the others were not even read out of the events. */
const looked = (pick: Pick, state: State): readonly Named[] =>
  pick.outputs.filter((output) => output.expr.kind !== 'column' || state.scope.has(output.expr.name));

/** `take_any` is the first row that stats meets. */
const anyStats = (
  state: State,
  picks: readonly Pick[],
  keys: Keys,
  context: TargetContext,
): { readonly state: State; readonly stats: readonly Stat[]; readonly bindings: readonly (readonly [string, Binding])[] } => {
  const l = exprsOf(state, context);
  const assignments: Assignment[] = [];
  const stats: Stat[] = [];
  const bindings: (readonly [string, Binding])[] = [];
  const taken = new Set([...[...state.scope.values()].map((binding) => binding.field), ...keys.fields]);
  for (const output of picks.flatMap((pick) => looked(pick, state))) {
    const value = l.value(output.expr);
    const as = fresh(fieldFor(output.name, output.span, context), new Set(keys.fields));
    const source = value.eval.kind === 'field' ? value.eval.name : fresh(`arg_${as}`, taken);
    if (value.eval.kind !== 'field') assignments.push({ field: source, value: value.eval });
    stats.push({ fn: 'first', arg: field(source), as });
    bindings.push([output.name, { field: as, rep: value.rep, nullable: value.nullable || keys.fields.length === 0 }]);
  }
  return { state: assign(state, assignments), stats, bindings };
};

const withoutPick = (start: State, step: Aggregate, needed: ReadonlySet<string>, context: TargetContext): State => {
  const keys = lowerKeys(start, step, context);
  const all = planned(start, step, keys, context);
  const ready = statsOf(keys.state, all, keys);
  const any = anyStats(
    { ...start, commands: ready.state.commands },
    step.measures.filter((m) => m.kind === 'pick'),
    keys,
    context,
  );
  const stats = [...ready.stats, ...any.stats];
  const counted: readonly Stat[] = stats.length > 0 ? stats : [{ fn: 'count', arg: null, as: fresh('rows', new Set(keys.fields)) }];
  const done = add(any.state, { kind: 'stats', stats: counted, by: keys.fields });
  const fixed = assign(done, [...corrections(all), ...restored(keys, needed)]);
  return { ...fixed, scope: new Map([...keys.bindings, ...foldBindings(all), ...any.bindings]), whole: false };
};

/** The picked row of each group first. */
const sortFor = (pick: Pick, { rep }: Value, field: string): Command => ({
  kind: 'sort',
  keys: [{ field, order: pick.by === 'max' ? 'desc' : 'asc', as: rep === 'text' || rep === 'bool' ? 'str' : 'num' }],
});

/** `arg_max` and `arg_min` keep one whole row: sorted by the key, the first row of each group stays; other measures are attached to all rows before. */
const withPick = (start: State, step: Aggregate, pick: Pick, needed: ReadonlySet<string>, context: TargetContext): State => {
  const keys = lowerKeys(start, step, context);
  const all = planned(start, step, keys, context);
  const ready = statsOf(keys.state, all, keys);
  const attached = ready.stats.length > 0 ? add(ready.state, { kind: 'eventstats', stats: ready.stats, by: keys.fields }) : ready.state;
  if (ready.stats.length > 0) context.findings.assume('RMMC3808', step.span, { what: 'an aggregation beside `arg_max()` or `arg_min()`' });
  const l = exprsOf(start, context);
  const key = pick.key ? l.value(pick.key.expr) : null;
  if (!key) return attached;
  const taken = new Set([...usedFields(start.scope, ''), ...keys.fields, ...all.map((one) => one.as)]);
  const sortField = key.eval.kind === 'field' ? key.eval.name : fresh('sort_key', taken);
  const computed: Assignment[] = key.eval.kind === 'field' ? [] : [{ field: sortField, value: key.eval }];
  const picked = looked(pick, start).map((output): readonly [string, Binding] => {
    const { eval: value, rep, nullable } = l.value(output.expr);
    if (value.kind === 'field') return [output.name, { field: value.name, rep, nullable }];
    const field = fresh(fieldFor(output.name, output.span, context), taken);
    taken.add(field);
    computed.push({ field, value });
    return [output.name, { field, rep, nullable }];
  });
  const ranked = add(assign(attached, computed), sortFor(pick, key, sortField));
  const one = add(ranked, keys.fields.length > 0 ? { kind: 'dedup', fields: keys.fields, keepEmpty: false } : { kind: 'head', count: 1n });
  const keyOutput =
    pick.key && pick.key.name !== '' ? [[pick.key.name, { field: sortField, rep: key.rep, nullable: key.nullable }] as const] : [];
  const fixed = assign(one, [...corrections(all), ...restored(keys, needed)]);
  return { ...fixed, scope: new Map([...keys.bindings, ...foldBindings(all), ...keyOutput, ...picked]) };
};

/**
 * Several picks: in each one's order the rows of a group are numbered, the values of number 1 are kept in fields of their own, and one stats puts all of them
 * into the group's row.
 */
const withPicks = (start: State, step: Aggregate, picks: readonly Pick[], needed: ReadonlySet<string>, context: TargetContext): State => {
  const keys = lowerKeys(start, step, context);
  const all = planned(start, step, keys, context);
  const ready = statsOf(keys.state, all, keys);
  const l = exprsOf(start, context);
  const taken = new Set([...usedFields(start.scope, ''), ...keys.fields, ...all.map((one) => one.as)]);
  const own = (name: string): string => {
    const found = fresh(name, taken);
    taken.add(found);
    return found;
  };
  const named = new Set([...keys.fields, ...all.map((one) => one.as)]);
  const stats: Stat[] = [...ready.stats];
  const bindings: (readonly [string, Binding])[] = [];
  const marked = picks.reduce((state, pick) => {
    const key = pick.key ? l.value(pick.key.expr) : null;
    if (!key) return state;
    const sortField = key.eval.kind === 'field' ? key.eval.name : own('sort_key');
    const computed: Assignment[] = key.eval.kind === 'field' ? [] : [{ field: sortField, value: key.eval }];
    const sorted = add(assign(state, computed), sortFor(pick, key, sortField));
    const rank = own('rmmc_rank');
    const isFirst = binary('==', field(rank), number(1));
    const shown = [
      ...(pick.key && pick.key.name !== ''
        ? [{ name: pick.key.name, value: { ...key, eval: field(sortField) }, span: pick.key.span }]
        : []),
      ...looked(pick, start).map(({ name, expr, span }) => ({ name, value: l.value(expr), span })),
    ].map(({ name, value, span }): Assignment => {
      const as = fresh(fieldFor(name, span, context), named);
      named.add(as);
      const kept = own(as);
      stats.push({ fn: 'first', arg: field(kept), as });
      bindings.push([name, { field: as, rep: value.rep, nullable: value.nullable }]);
      return { field: kept, value: call('if', isFirst, value.eval, call('null')) };
    });
    return assign(add(sorted, { kind: 'streamstats', stats: [{ fn: 'count', arg: null, as: rank }], by: keys.fields }), shown);
  }, ready.state);
  const done = add(marked, { kind: 'stats', stats, by: keys.fields });
  const fixed = assign(done, [...corrections(all), ...restored(keys, needed)]);
  return { ...fixed, scope: new Map([...keys.bindings, ...foldBindings(all), ...bindings]), whole: false };
};

/** Lowers an aggregation; `needed` are the columns that later steps compute with. */
export const lowerAggregate = (state: State, step: Aggregate, needed: ReadonlySet<string>, context: TargetContext): State => {
  const picks = step.measures.filter((measure) => measure.kind === 'pick');
  const extremes = picks.filter((pick) => pick.by !== 'any');
  const [pick, ...more] = extremes;
  if (!pick) return withoutPick(state, step, needed, context);
  if (picks.length > extremes.length) {
    context.findings.refuse('RMMC3810', step.span, {
      what: '`take_any()` beside `arg_max()` or `arg_min()` in one aggregation',
      why: 'dedup keeps one row of a group; put the second into its own summarize',
    });
  }
  if (step.by.length === 0)
    context.findings.refuse('RMMC3810', step.span, {
      what: '`arg_max()` or `arg_min()` without group keys',
      why: 'over no rows KQL gives one row of nulls, `head 1` none',
    });
  return more.length > 0 ? withPicks(state, step, extremes, needed, context) : withPick(state, step, pick, needed, context);
};
