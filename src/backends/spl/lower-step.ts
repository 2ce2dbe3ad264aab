// One step of a pipeline in; its commands and the new places of the columns out.

import { match, P } from 'ts-pattern';
import { conjuncts, filterOf } from '../../ir/conjuncts.ts';
import type { Expr } from '../../ir/expr.ts';
import type { SortKey, Step, StepOf } from '../../ir/pipeline.ts';
import { looksAround } from '../../ir/windows.ts';
import type { TargetContext } from '../shared/backend.ts';
import { both, call, field, number, type SortField } from './ast.ts';
import { namesIn } from './commands/effects.ts';
import type { Value } from './context.ts';
import { isRowwise, type Later } from './demand.ts';
import { isHelper } from './functions/answered.ts';
import { decodes, withDecoded } from './functions/base64.ts';
import { withFinds } from './functions/finds.ts';
import { withNeighbours } from './functions/neighbours.ts';
import { withPlaces } from './functions/places.ts';
import { lowerAggregate } from './lower-aggregate.ts';
import { lowerApply } from './lower-apply.ts';
import { lowerCapture } from './lower-capture.ts';
import { lowerExpand } from './lower-expand.ts';
import { sorted, withListed } from './lower-listed.ts';
import { lowerPivot } from './lower-pivot.ts';
import { add, assign, assignColumns, exprsOf, fresh, inField, type State } from './state.ts';
import { timeField } from './stored/columns.ts';
import { unsaidSteps } from './unsaid.ts';
import { textOf } from './values.ts';

/** A condition that the base search settles already is not said twice. */
const lowerFilter = (state: State, step: StepOf<'filter'>, context: TargetContext): State => {
  const l = exprsOf(state, context);
  const left = conjuncts(step.condition).filter((expr) => !state.settled.has(expr));
  if (left.length === 0) return state;
  const { plain, listed } = sorted(left);
  const kept = plain.length > 0 ? add(state, { kind: 'where', condition: both(...plain.map((expr) => l.condition(expr, true))) }) : state;
  return listed.reduce((now, expr) => lowerListed(now, expr, context), kept);
};

/** A condition on what stands in lookups; the fields of the answers go again where all fields are shown. */
const lowerListed = (state: State, condition: Expr, context: TargetContext): State => {
  const asked = withListed(state, condition, context);
  const tested = add(asked.state, { kind: 'where', condition: exprsOf(asked.state, context).condition(asked.condition, true) });
  const done = { ...tested, scope: state.scope };
  return state.whole ? add(done, { kind: 'remove', fields: asked.answers }) : done;
};

/** Columns that nobody looks at later are not computed: what they read may not have been read out of the events. */
const lowerColumns = (state: State, step: StepOf<'extend' | 'project'>, needed: ReadonlySet<string>, context: TargetContext): State => {
  const l = exprsOf(state, context);
  const looked = step.columns.filter((column) => needed.has(column.name));
  const columns = looked.map((column) => ({ name: column.name, span: column.span, value: l.value(column.expr) }));
  const next = assignColumns(state, columns, context);
  if (step.kind === 'extend') return next;
  const kept = new Set(looked.map((column) => column.name));
  return { ...next, scope: new Map([...next.scope].filter(([name]) => kept.has(name))), whole: false };
};

/** Rows that are still whole have columns that nobody read: those are renamed here, the others at the end. */
const lowerRename = (state: State, step: StepOf<'rename'>): State => {
  const to = new Map(step.pairs.map((pair) => [pair.from, pair.to]));
  const unread = state.whole ? step.pairs.filter((pair) => !state.scope.has(pair.from)) : [];
  const moved = unread.length > 0 ? add(state, { kind: 'rename', pairs: unread }) : state;
  return { ...moved, scope: new Map([...state.scope].map(([name, binding]) => [to.get(name) ?? name, binding])) };
};

const sortKind = (value: Value): 'num' | 'str' => (value.rep === 'number' || value.rep === 'time' || value.rep === 'span' ? 'num' : 'str');

/** Splunk puts missing values last in both directions; a flag in front puts them first. */
const lowerSort = (start: State, keys: readonly SortKey[], context: TargetContext): State => {
  let state = start;
  const sorted: SortField[] = [];
  const l = exprsOf(start, context);
  for (const [index, key] of keys.entries()) {
    const value = l.value(key.expr);
    const source = value.rep === 'json' || value.rep === 'list' ? textOf(value, l, key.expr) : value.eval;
    const at = inField(state, source, `sort_${index + 1}`);
    state = at.state;
    if (value.nullable && key.nulls === 'first' && value.rep !== 'json' && value.rep !== 'list') {
      const flag = fresh(`${at.field}_known`, new Set([...state.scope.values()].map((binding) => binding.field)));
      state = assign(state, [{ field: flag, value: call('if', call('isnull', field(at.field)), number(0), number(1)) }]);
      sorted.push({ field: flag, order: 'asc', as: 'num' });
    }
    sorted.push({ field: at.field, order: key.order, as: sortKind(value) });
  }
  return add(state, { kind: 'sort', keys: sorted });
};

/** Whole rows lose the fields; elsewhere the columns are just not listed any more. */
const without = (state: State, names: readonly string[]): State => {
  const scope = new Map([...state.scope].filter(([name]): boolean => !names.includes(name)));
  const kept = new Set([timeField, ...[...scope.values()].map((binding) => binding.field)]);
  const fields = names.map((name) => state.scope.get(name)?.field ?? name).filter((name) => !kept.has(name));
  const left = state.whole && fields.length > 0 ? add(state, { kind: 'remove', fields }) : state;
  return { ...left, scope };
};

/** Conditions that decode come behind those that do not, so that fewer rows are decoded. */
const decodingLast = (step: Step): readonly Step[] => {
  if (step.kind !== 'filter' || !decodes(step.condition) || looksAround(step.condition)) return [step];
  const parts = conjuncts(step.condition);
  return [
    ...filterOf(
      parts.filter((part) => !decodes(part)),
      step,
    ),
    ...filterOf(parts.filter(decodes), step),
  ];
};

/** Whole rows lose what only helped a step. */
const withoutHelpers = (state: State, before: State): State => {
  const old = namesIn(before.commands);
  const shown = new Set([...state.scope.values()].map((binding) => binding.field));
  const fields = [...namesIn(state.commands)].filter((name) => isHelper(name) && !old.has(name) && !shown.has(name));
  return state.whole && fields.length > 0 ? add(state, { kind: 'remove', fields }) : state;
};

const lowerOne = (state: State, step: Step, later: Later, context: TargetContext): State =>
  match(step)
    .returnType<State>()
    .with({ kind: 'filter' }, (s) => lowerFilter(state, s, context))
    .with({ kind: 'extend' }, (s) => lowerColumns(state, s, later.needed, context))
    .with({ kind: 'project' }, (s) => lowerColumns(state, s, later.needed, context))
    .with({ kind: 'drop' }, (s) => without(state, s.names))
    .with({ kind: 'rename' }, (s) => lowerRename(state, s))
    .with({ kind: 'expand' }, (s) => lowerExpand(state, s, context))
    .with({ kind: 'apply' }, (s) => lowerApply(state, s, later, context, lowerStep))
    .with({ kind: 'capture' }, (s) => lowerCapture(state, s, later.needed, context))
    .with({ kind: 'plugin' }, (s) => lowerPivot(state, s, later, context))
    .with({ kind: 'reorder' }, { kind: P.union('present', ...unsaidSteps) }, () => state)
    .with({ kind: 'aggregate' }, (s) =>
      lowerAggregate(state, s, new Set([...later.computed].filter((name) => later.needed.has(name))), context),
    )
    .with({ kind: 'sort' }, (s) => lowerSort(state, s.keys, context))
    .with({ kind: 'limit' }, (s) => add(state, { kind: 'head', count: s.count }))
    .exhaustive();

const keepsOrder = (step: Step): boolean => isRowwise(step) || step.kind === 'limit' || step.kind === 'capture';

export const lowerStep = (start: State, step: Step, later: Later, context: TargetContext): State =>
  decodingLast(step).reduce<State>((state, part) => {
    const found = withNeighbours(state, part, later.needed, context);
    const decoded = withFinds(withDecoded(found, part, later.needed, context), part, later.needed, context);
    const done = lowerOne(withPlaces(decoded, part, context), part, later, context);
    const ordered = part.kind === 'sort' || (state.ordered === true && keepsOrder(part));
    return { ...(decoded === state ? done : withoutHelpers(done, state)), ordered };
  }, start);
