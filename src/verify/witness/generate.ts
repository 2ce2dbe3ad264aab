// A bound query, a clock and a seed in; events that decide its clauses, each with what it is for, and the clauses that none decides, out.
import type { Span } from '../../diagnostics/span.ts';
import { Refusal } from '../../eval/refusal.ts';
import type { Row, Value } from '../../eval/value.ts';
import { convert } from '../../eval/values/convert.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Pipeline, Query } from '../../ir/pipeline.ts';
import { saysItsName } from '../../ir/table-names.ts';
import { visitPipeline } from '../../ir/traverse.ts';
import { type Column, type ScalarType, ticksPerSecond } from '../../ir/types.ts';
import { withUnpackedBags } from '../../ir/unpacked-bags.ts';
import type { Undecided, Witness, Witnesses, WitnessOptions } from '../witness.ts';
import { apart } from './apart.ts';
import { type Copying, copyingFor, single } from './copies.ts';
import { type Need, needsOf, type Reading } from './demand.ts';
import { type Draft, draftsFor } from './draft.ts';
import { groupDrafts, groupKeys } from './groups.ts';
import { undecidedLater } from './later.ts';
import { type Ready, readyFor, type Wishes } from './problem.ts';
import { routesOf } from './routes.ts';
import { type Rows, readingOf, type Setting, settingOf, worldOver } from './setting.ts';
import { slotOf } from './slots.ts';

const mostEvents = 600;
/** So many boundaries beside the events that decide; those of little worth only as long as there are few. */
const enough = { 0: mostEvents, 1: 360, 2: 260, 3: 80 } as const;

const near = 120n * ticksPerSecond;

interface Made extends Witness {
  readonly rank: Draft['rank'];
}

/** Times may stand as text. */
const timeOf = (value: Value, type: ScalarType): bigint | null => {
  const time = type === 'datetime' ? value : convert(value, type, 'datetime');
  return typeof time === 'bigint' ? time : null;
};

const isNearNow = (needs: readonly Need[], columns: readonly Column[], row: Row): boolean =>
  needs.some(({ slot, ask, wrap }) => {
    if (ask.kind !== 'bound' || !ask.moving || ask.type !== 'datetime') return false;
    const at = columns.findIndex(({ name }) => name === slot.column);
    const bound = wrap({ value: ask.value, type: ask.type });
    const [own, other] = [timeOf(row[at] ?? null, columns[at]?.type ?? 'unknown'), timeOf(bound.value, bound.type)];
    if (own === null || other === null) return false;
    const distance = own - other;
    return distance <= near && distance >= -near;
  });

/** What the platform writes, no event can have otherwise. */
const asWritten = (columns: readonly Column[], table: Parameters<typeof saysItsName>[0]): ((row: Row) => Row) => {
  const at = saysItsName(table) ? columns.findIndex(({ name }) => name === 'Type') : -1;
  return (row) => (at < 0 ? row : row.with(at, table.name));
};

/** Each draft with its companions. `count`: the events there are, in all and of this query. */
const eventsOf = (
  ready: Ready,
  drafts: readonly Draft[],
  count: { readonly all: number; readonly own: number },
  { setting, copying, pipeline }: { readonly setting: Setting; readonly copying: Copying; readonly pipeline: Pipeline },
): readonly Made[] => {
  const { problem, columns } = ready;
  const needs = problem.needs.flat();
  const written = asWritten(columns, problem.route.table);
  const keys = groupKeys(pipeline, setting);
  const seen = new Set<string>();
  const made: Made[] = [];
  const ranked = [...drafts].sort((a, b) => a.rank - b.rank);
  for (const draft of ranked) {
    const plain = problem.row(draft.fills);
    const known = seen.size;
    if (known === seen.add(plain.map(String).join('\u0000')).size && draft.rank > 0) continue;
    if (count.all + made.length >= enough[draft.rank] * copying.count) continue;
    const fills = apart(ready, draft, count.own + made.length + 1, setting, keys);
    for (let n = 0; n < (draft.fixed ? 1 : copying.count); n += 1) {
      const row = written(problem.row(copying.fillsOf(fills, draft.slot, n)));
      const { about, rank } = draft;
      made.push({ table: problem.route.table.name, columns, row, about, nearNow: isNearNow(needs, columns, row), rank });
    }
  }
  return made;
};

const isLeafTest = ({ kind }: Expr): boolean =>
  kind === 'text' || kind === 'textQuery' || kind === 'compare' || kind === 'member' || kind === 'memberQuery';

/** All tests of the query, wherever they stand, with what they ask. */
const allNeeds = (query: Query, reading: Reading): readonly Need[] => {
  const found = new Map<Expr, readonly Need[]>();
  visitPipeline(query.pipeline, {
    expr: (expr) => {
      if (isLeafTest(expr) && !found.has(expr)) found.set(expr, needsOf(expr, reading));
      const inner = expr.kind === 'not' ? found.get(expr.operand) : undefined;
      if (expr.kind === 'not' && inner)
        found.set(
          expr.operand,
          inner.map((need) => ({ ...need, wanted: !need.wanted })),
        );
    },
  });
  return [...found.values()].flat();
};

const mostWishes = 200;

const wishesOf = (query: Query, setting: Setting): Wishes => {
  const found = new Map<string, Need[]>();
  for (const need of allNeeds(query, readingOf(setting, new Map()))) {
    for (const name of new Set([need.slot.column, need.slot.column.replace(/\d$/, '')])) {
      const known = found.get(name) ?? [];
      if (known.length < mostWishes) known.push(name === need.slot.column ? need : { ...need, slot: slotOf(name, need.slot.path) });
      found.set(name, known);
    }
  }
  return { of: (column) => found.get(column) ?? [] };
};

const rowsOf = (events: readonly Witness[]): Rows => {
  const found = new Map<string, Row[]>();
  for (const { table, row } of events) {
    const known = found.get(table);
    if (known) known.push(row);
    else found.set(table, [row]);
  }
  return found;
};

/** Nothing is left to events where the rows stand in the query. */
const constantSource = ({ source, steps }: Pipeline): readonly Undecided[] | null => {
  if (source.kind !== 'rows' && source.kind !== 'range') return null;
  const spans = [source.span, ...steps.flatMap((step) => (step.kind === 'filter' ? [step.condition.span] : []))];
  return spans.map((span) => ({ span, reason: 'its rows stand in the query itself' }));
};

interface Collected {
  readonly events: Made[];
  readonly undecided: Undecided[];
}

const collect = (pipeline: Pipeline, setting: Setting, wishes: Wishes, into: Collected): void => {
  try {
    const constant = constantSource(pipeline);
    if (constant) {
      into.undecided.push(...constant);
      return;
    }
    const routes = routesOf(pipeline);
    const rows = rowsOf(into.events);
    // Each query counts from one: the first events of all legs of a join have the same keys.
    const before = into.events.length;
    for (const route of routes) {
      const ready = readyFor(route, setting, rows, wishes);
      const { drafts, undecided, base } = draftsFor(ready);
      const groups = base ? groupDrafts(ready, setting, base.fills, pipeline) : [];
      const copying = base ? copyingFor(ready, setting, base.fills, pipeline, rows) : single;
      into.events.push(
        ...eventsOf(
          ready,
          [...drafts, ...groups],
          { all: into.events.length, own: into.events.length - before },
          { setting, copying, pipeline },
        ),
      );
      into.undecided.push(...undecided);
    }
    const covered = new Set(routes.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'step' ? [item.step] : []))));
    into.undecided.push(...undecidedLater(pipeline, covered, worldOver(setting, rowsOf(into.events))));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { span } = error.diagnostic;
    into.undecided.push({ span, reason: `the evaluator does not say: ${error.diagnostic.message}` });
  }
};

const spanKey = ({ start, end }: Span): string => `${start} ${end}`;

/** Deterministic: the same events for the same query, clock and seed. */
export const witnessesOf = (bound: Query, { now, seed }: WitnessOptions): Witnesses => {
  // the columns that `bag_unpack` makes are properties of the events
  const query = withUnpackedBags(bound, { present: true });
  const setting = settingOf(query, now, seed);
  const wishes = wishesOf(query, setting);
  const into: Collected = { events: [], undecided: [] };
  for (const pipeline of [...setting.inner, query.pipeline]) collect(pipeline, setting, wishes, into);
  const undecided = new Map(into.undecided.map((one) => [`${spanKey(one.span)} ${one.reason}`, one]));
  return { events: into.events.map(({ rank: _, ...event }) => event), undecided: [...undecided.values()] };
};
