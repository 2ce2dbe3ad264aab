// A route in; what its tests ask, the places that rows are made of and a start to search from out.

import { match, P } from 'ts-pattern';
import { evaluate } from '../../eval/evaluate.ts';
import { tried } from '../../eval/refusal.ts';
import type { Row } from '../../eval/value.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Pipeline, SearchTest, Step, StepOf } from '../../ir/pipeline.ts';
import type { Column } from '../../ir/types.ts';
import { type Need, needsOf, needsOfKey, type Reading } from './demand.ts';
import { isTelling, plainFill } from './plain.ts';
import { probeOf } from './probe.ts';
import type { Item, Route } from './routes.ts';
import type { Problem } from './search.ts';
import { type Rows, readingOf, type Setting, worldOver } from './setting.ts';
import { type Fill, type Fills, rowOf, type Slot, slotOf, slotsByColumn, textFill } from './slots.ts';
import { fillsFor } from './values.ts';

export interface Ready {
  readonly problem: Problem;
  readonly columns: readonly Column[];
  readonly slots: ReadonlyMap<string, Slot>;
  readonly start: Fills;
  /** Slots of which a test asks something. */
  readonly asked: ReadonlySet<string>;
  /** What tests elsewhere in the query ask of other slots of the table. */
  readonly elsewhere: readonly Need[];
}

/** The values that a key has on the other side, and some that it has not. */
const keyValues = (key: Expr, right: Pipeline, world: ReturnType<typeof worldOver>): readonly Fill[] => {
  const project: Step = { kind: 'project', span: key.span, columns: [{ name: 'key', expr: key, span: key.span }] };
  const query = { pipeline: { source: right.source, steps: [...right.steps, project] }, frame: { columns: [], open: false } };
  const rows = tried(
    () => evaluate(query, world).rows,
    () => [],
  );
  return rows.slice(0, 40).map((row): Fill => ({ value: row[0] ?? null, type: key.type }));
};

const strangers: readonly Fill[] = [textFill('nobody'), { value: 987_654n, type: 'long' }, textFill('')];

const joinNeeds = (step: StepOf<'join'>, reading: Reading, world: ReturnType<typeof worldOver>): readonly Need[] =>
  step.on.flatMap(({ left, right }) => needsOfKey(left, [...keyValues(right, step.right, world), ...strangers], reading));

const captureNeeds = (step: StepOf<'capture'>, reading: Reading): readonly Need[] => {
  const text = step.parts.map((part) =>
    part.kind === 'text' ? part.value : part.kind === 'column' && part.column.type !== 'string' ? '1' : 'v',
  );
  return needsOfKey(step.subject, [textFill(text.join(''))], reading);
};

const passNeeds = (item: Item, reading: Reading, world: ReturnType<typeof worldOver>): readonly Need[] => {
  if (item.kind === 'around') return searchNeeds(item, reading);
  const { step } = item;
  if (step.kind === 'join') return joinNeeds(step, reading, world);
  return step.kind === 'capture' ? captureNeeds(step, reading) : [];
};

const anywhereNeeds = (test: Extract<SearchTest, { kind: 'anywhere' }>, columns: readonly Column[]): readonly Need[] => {
  const fills = test.patterns.flatMap((pattern) => (pattern.kind === 'literal' ? [textFill(String(pattern.value))] : []));
  return columns
    .filter(({ type }) => type === 'string')
    .slice(0, 6)
    .map(({ name }) => ({ slot: slotOf(name, []), span: test.span, ask: { kind: 'some', fills }, wanted: true, wrap: (fill) => fill }));
};

/** `search` and `find` look into all columns: their needles are tried in the first. */
const searchNeeds = (item: Extract<Item, { kind: 'around' }>, reading: Reading): readonly Need[] => {
  const source = item.source({ source: { kind: 'rows', span: item.span, columns: [], rows: [] }, steps: [] });
  if (source.kind !== 'search' && source.kind !== 'find') return [];
  const seek = (test: SearchTest): readonly Need[] =>
    match(test)
      .with({ kind: P.union('every', 'some') }, ({ tests }) => tests.flatMap(seek))
      .with({ kind: 'fails' }, (n) => seek(n.test))
      .with({ kind: 'holds' }, ({ condition }) => needsOf(condition, reading))
      .with({ kind: 'anywhere' }, (n) => anywhereNeeds(n, source.frame.columns))
      .exhaustive();
  return seek(source.condition);
};

/** Slots of columns that the route's table has; `X1` stands for the `X` of the other side of a join. */
const within = (needs: readonly Need[], columns: ReadonlySet<string>): readonly Need[] =>
  needs.filter(({ slot }) => columns.has(slot.column));

export interface Wishes {
  /** What the whole query asks of a column of this name, also behind a join. */
  readonly of: (column: string) => readonly Need[];
}

const startOf = (
  columns: readonly Column[],
  needs: readonly Need[],
  asked: ReadonlySet<string>,
  wishes: Wishes,
  setting: Setting,
  timeColumn: string | null,
): Fills => {
  const fills = new Map<string, Fill>();
  for (const column of columns) {
    const own = wishes.of(column.name).filter(({ slot }) => !asked.has(slot.key));
    for (const need of own) {
      const [fill] = need.wanted ? fillsFor(need, true) : [];
      if (fill && !fills.has(need.slot.key) && need.ask.kind !== 'some') fills.set(need.slot.key, fill);
    }
    const root = slotOf(column.name, []).key;
    const wanted = setting.used.has(column.name) || isTelling(column) || column.name === timeColumn;
    if (wanted && !fills.has(root)) fills.set(root, plainFill(column, setting.shift, setting.base));
  }
  for (const { slot, wanted, ask, wrap } of needs) {
    if (slot.path.length === 0 || fills.has(slot.key)) continue;
    const [fill] = wanted && ask.kind !== 'some' ? fillsFor({ slot, wanted, ask, wrap, span: { start: 0, end: 0 } }, true) : [];
    fills.set(slot.key, fill ?? textFill('plain'));
  }
  return fills;
};

/** Expansions need something to expand: two elements, with the parts that are read of them. */
const expandNeeds = (route: Route, reading: Reading, parts: Setting['parts']): readonly Need[] =>
  route.items.flatMap((item) =>
    item.kind === 'step' && (item.step.kind === 'expand' || item.step.kind === 'apply')
      ? item.step.columns.flatMap(({ name, expr }) => {
          const read = [...(parts.get(name) ?? [])];
          const element = (at: number): readonly (readonly (string | number)[])[] =>
            read.length > 0 ? read.map((part) => [at, part]) : [[at]];
          return needsOfKey(expr, [textFill('plain')], reading).flatMap((need) =>
            [...element(0), ...element(1)].map((path) => ({ ...need, slot: slotOf(need.slot.column, [...need.slot.path, ...path]) })),
          );
        })
      : [],
  );

export const readyFor = (route: Route, setting: Setting, rows: Rows, wishes: Wishes): Ready => {
  const columns = setting.columns.get(route.table.name) ?? route.table.frame.columns;
  const names = new Set(columns.map(({ name }) => name));
  const reading = readingOf(setting, rows);
  const world = worldOver(setting, rows);
  const passes = new Map(
    route.tests.flatMap((test) => {
      const item = route.items[test.item];
      return test.kind === 'pass' && item ? [[test.item, within(passNeeds(item, reading, world), names)] as const] : [];
    }),
  );
  const keys = [...passes.values()].flat();
  const needs = route.atoms.map((atom) => {
    const own = within(needsOf(atom, reading), names);
    return own.length > 0 ? own : keys;
  });
  const all = [...needs.flat(), ...[...passes.values()].flat()];
  const asked = new Set(all.map(({ slot }) => slot.key));
  const others = within(expandNeeds(route, reading, setting.parts), names);
  const wanted = columns.flatMap(({ name }) => wishes.of(name));
  const slots = new Map([...all, ...others, ...wanted].map(({ slot }) => [slot.key, slot]));
  const byColumn = slotsByColumn(slots.values());
  const problem: Problem = {
    route,
    probe: probeOf(route, columns, world),
    row: (fills): Row => rowOf(columns, byColumn, fills),
    needs,
    passes,
    budget: { left: 4000 },
  };
  const elsewhere = wanted.filter(({ slot }) => !asked.has(slot.key));
  return {
    problem,
    columns,
    slots,
    start: startOf(columns, [...all, ...others], asked, wishes, setting, route.table.timeColumn),
    asked,
    elsewhere,
  };
};
