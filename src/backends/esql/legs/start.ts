// The tables of a plan in; one FROM over all their indices, the rows that any leg wants, and the column that says which leg a row belongs to, out.
import type { Source, StepOf } from '../../../ir/pipeline.ts';
import { type Assignment, and, binary, bool, type Command, call, type Es, field, or, str } from '../ast.ts';
import type { Context } from '../context.ts';
import { offersColumn, type TableInSight } from '../lower-column.ts';
import { emptyState, rowTest, tableInSight, tableScope, takenFields } from '../lower-table.ts';
import { lowerTest } from '../lower-test.ts';
import { lowerValue } from '../lower-value.ts';
import { placeOf } from '../lowering.ts';
import { printExpr } from '../print.ts';
import { readsPlaces } from '../rewrite/places-early.ts';
import type { Value } from '../value.ts';
import { claim, isOf, type Leg, type LowerStep, type Stream, write } from './legs.ts';
import { gathersLists, type Plan } from './plan.ts';

type Table = Extract<Source, { kind: 'table' }>;

export interface Leaf {
  readonly leg: Leg;
  readonly table: TableInSight;
  /** Picks the rows of the table. */
  readonly rows: Es;
  /** The leading filters of the query; null: none. */
  readonly wanted: Es | null;
  /** How many of the operations these are. */
  readonly said: number;
}

const leading = (plan: Plan): readonly StepOf<'filter'>[] => {
  const filters: StepOf<'filter'>[] = [];
  for (const op of plan.ops) {
    if (op.kind !== 'step' || op.step.kind !== 'filter' || op.marks.length > 0) break;
    filters.push(op.step);
  }
  return filters;
};

/** A table without a test of its own is told by where its events lie. */
const indexTest = (context: Context, source: Table, table: TableInSight): Es => {
  const { indices } = table.mapping.where;
  if (source.lookup) return or(...indices.map((index) => binary('==', field('_index'), str(index))));
  context.findings.assume('RMMC3740', source.span, {
    table: table.name,
    indices: indices.join(', '),
  });
  const tests = indices.flatMap((index): readonly Es[] =>
    index.includes('*')
      ? [binary('LIKE', field('_index'), str(`*${index}`))]
      : [binary('==', field('_index'), str(index)), binary('LIKE', field('_index'), str(`*.ds-${index}-*`))],
  );
  return or(...tests);
};

/** Places of addresses are columns from the start: the fields beside an address are out of reach once its rows are carried. Gives how many operations are said. */
const withPlaces = (leg: Leg, plan: Plan, from: number): number => {
  const columns = new Map<string, Value>();
  let said = from;
  for (const op of plan.ops.slice(from)) {
    if (op.kind !== 'step' || op.step.kind !== 'extend' || !readsPlaces(op.step)) break;
    const place = placeOf(leg.context, leg.state, 'value');
    for (const { name, expr } of op.step.columns) columns.set(name, lowerValue(place, expr, 'value'));
    said += 1;
  }
  if (said === from) return said;
  leg.state = { ...leg.state, columns };
  leg.needs = plan.ops[said]?.needs ?? plan.after;
  return said;
};

/** `isOnly`: no other table is read. `isAlone`: no other leg reads this one; else its tests stand behind MV_EXPAND once more, where the index is not asked. */
const leafOf = (
  plan: Plan,
  tags: Set<string>,
  { isOnly, isAlone }: { readonly isOnly: boolean; readonly isAlone: boolean },
): Leaf | null => {
  if (plan.source.kind !== 'table') return null;
  const { context } = plan;
  const source = plan.source.table;
  const table = tableInSight(context, source);
  if (!table) return null;
  const base = { ...emptyState, base: tableScope(context, table), taken: takenFields(table), aggregated: true };
  const leg: Leg = {
    context,
    tag: claim(source.lookup?.name ?? source.name, tags),
    span: source.span,
    state: base,
    needs: plan.needs,
    readsEvents: true,
    offers: (one) => offersColumn(context, table, one.column, one.type),
    id: call('CONCAT', field('_index'), str('|'), field('_id')),
    unique: null,
    order: null,
    waiting: [],
  };
  const filters = leading(plan);
  const tests = filters.map((step) => lowerTest({ ...placeOf(context, base, 'kept'), asks: isAlone }, step.condition, true));
  const rows = rowTest(table) ?? (isOnly ? bool(true) : indexTest(context, source, table));
  const said = withPlaces(leg, plan, filters.length);
  return { leg, table, rows, wanted: tests.length > 0 ? and(...tests) : null, said };
};

/** Where the rows of a table stand: two tables may share a place. */
const placeKey = ({ source, context }: Plan): string => {
  if (source.kind !== 'table') return '';
  const where = source.table.lookup ? undefined : context.fields.table(source.table.name)?.where;
  return JSON.stringify(where ? [where.indices, where.constraint] : source.table.name);
};

const placeText = ({ table }: Leaf): string => table.mapping.where.indices.join(',');
const tableText = (leaf: Leaf): string => `${placeText(leaf)} ${printExpr(leaf.rows)}`;

const all = (...tests: readonly (Es | null)[]): Es => {
  const known = tests.filter((test) => test !== null).filter((test) => !(test.kind === 'bool' && test.value));
  return known.length > 0 ? and(...known) : bool(true);
};

const isTrue = (e: Es): boolean => e.kind === 'bool' && e.value;

/** Leaves by the table that they read. */
const groupsOf = (leaves: readonly Leaf[]): readonly (readonly Leaf[])[] => {
  const groups = new Map<string, Leaf[]>();
  for (const leaf of leaves) groups.set(tableText(leaf), [...(groups.get(tableText(leaf)) ?? []), leaf]);
  return [...groups.values()];
};

const alternatives = (tests: readonly Es[]): Es => {
  const seen = new Map(tests.map((test) => [printExpr(test), test]));
  return [...seen.values()].some(isTrue) ? bool(true) : or(...seen.values());
};

/** The rows of a table that one of its legs wants. */
const rowsOfGroup = (group: readonly Leaf[]): Es => {
  const [first] = group;
  return all(first?.rows ?? null, alternatives(group.map(({ wanted }) => wanted ?? bool(true))));
};

const tagsOf = (group: readonly Leaf[]): Es => {
  const tags = group.map(({ leg }) => str(leg.tag));
  const [only] = tags;
  return tags.length === 1 && only ? only : { kind: 'list', items: tags };
};

/**
 * Says of each row which group it is of; the rows are those of the groups, so that what is in no other is in the last. One test and an else at a time, the first
 * group last: such a CASE runs over blocks of rows, one of several tests row by row (several times slower, measured on 8.19).
 */
const marks = (name: string, groups: readonly (readonly Leaf[])[]): readonly Assignment[] => {
  const last = groups.at(-1) ?? [];
  const others = groups.slice(0, -1).toReversed();
  if (others.length === 0) return [{ name, expr: tagsOf(last) }];
  return others.map((group, at) => ({
    name,
    expr: call('CASE', group[0]?.rows ?? bool(true), tagsOf(group), at === 0 ? tagsOf(last) : field(name)),
  }));
};

const marking = (stream: Stream, groups: readonly (readonly Leaf[])[]): readonly Command[] => {
  const mark: Command = { kind: 'eval', columns: marks(stream.mark, groups) };
  const isShared = groups.some((group) => group.length > 1);
  if (!isShared) return [mark];
  const tests = groups.flatMap((group) => group.map(({ leg, wanted }) => all(isOf(stream, leg), group.length > 1 ? wanted : null)));
  const needsTest = groups.some((group) => group.length > 1 && group.some(({ wanted }) => wanted !== null));
  return [mark, { kind: 'mvExpand', field: stream.mark }, ...(needsTest ? [{ kind: 'where' as const, condition: or(...tests) }] : [])];
};

/** Fields that the tables hold in different types: the engine reads none of them. */
const clashingFields = (leaves: readonly Leaf[]): ReadonlySet<string> => {
  const families = new Map<string, Set<string>>();
  const family = (type: string | undefined): string => (type === undefined || /keyword|wildcard|text|version/.test(type) ? 'text' : type);
  for (const { table } of leaves)
    for (const mapping of table.mapping.columns.values())
      for (const name of mapping ? [mapping.field, ...(mapping.or ?? [])] : [])
        families.set(name, (families.get(name) ?? new Set()).add(family(mapping?.type)));
  return new Set([...families].flatMap(([name, types]) => (types.size > 1 ? [name] : [])));
};

/** Names of fields that a leg may read. */
const storedNames = (context: Context, plan: Plan, { mapping }: TableInSight): readonly string[] => {
  const mapped = [...mapping.columns.values()].flatMap((one) => (one ? [one.field, ...(one.or ?? [])] : []));
  const isFree = context.options.unmapped === 'keep' || mapping.prefix !== undefined;
  const own = isFree ? [...plan.needs.values()].map(({ column }) => `${mapping.prefix ?? ''}${column}`) : [];
  return ['_id', '_index', '_version', ...(mapping.where.constraint ? [mapping.where.constraint.field] : []), ...mapped, ...own];
};

export interface Started {
  readonly stream: Stream;
  readonly leaves: ReadonlyMap<Plan, Leaf>;
  /** Fields that no query can name, because the tables hold them in different types. */
  readonly clashing: ReadonlySet<string>;
}

export const startLegs = (context: Context, plans: readonly Plan[], lowerStep: LowerStep): Started | null => {
  const tables = plans.filter((plan) => plan.source.kind === 'table');
  const tags = new Set<string>();
  const names = new Set(tables.map((plan) => (plan.source.kind === 'table' ? plan.source.table.name : '')));
  const places = tables.map(placeKey);
  const isAlone = (at: number): boolean => places.indexOf(places[at] ?? '') === places.lastIndexOf(places[at] ?? '');
  const leaves = new Map(tables.map((plan, at) => [plan, leafOf(plan, tags, { isOnly: names.size === 1, isAlone: isAlone(at) })] as const));
  const known = [...leaves].flatMap(([plan, leaf]) => (leaf ? [[plan, leaf] as const] : []));
  const [first] = known;
  if (known.length < leaves.size || !first) return null;
  const all = known.map(([, leaf]) => leaf);
  const stored = new Set(known.flatMap(([plan, { table }]) => storedNames(context, plan, table)));
  const needsIds = plans.some(gathersLists);
  const stream: Stream = {
    lowerStep,
    mark: claim('leg', new Set(stored)),
    stored,
    needsIds,
    commands: [],
    legs: all.map(({ leg }) => leg),
  };
  const groups = groupsOf(all);
  const rows = alternatives(groups.map(rowsOfGroup));
  write(
    stream,
    { kind: 'from', indices: [...new Set(all.flatMap(({ table }) => table.mapping.where.indices))], metadata: ['_id', '_index'] },
    ...(isTrue(rows) ? [] : [{ kind: 'where' as const, condition: rows }]),
    ...(all.length > 1 ? marking(stream, groups) : []),
  );
  return { stream, leaves: new Map(known), clashing: clashingFields(all) };
};
