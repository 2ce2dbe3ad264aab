// A route with a row that fits and the aggregations behind it in; events for their keys and measures out: the same group again, keys that differ in letter
// case, empty keys, equal and missing values, and as many rows as a bound on a count asks for.
import type { Expr } from '../../ir/expr.ts';
import type { Named, Pipeline, Step, StepOf } from '../../ir/pipeline.ts';
import { childrenOf, exprsOfMeasure, visitExpr } from '../../ir/traverse.ts';
import { type Column, ticksPerMilli, ticksPerSecond } from '../../ir/types.ts';
import type { Draft } from './draft.ts';
import { plainFill } from './plain.ts';
import { fitsAll } from './probe.ts';
import type { Ready } from './problem.ts';
import { conjunctsOf } from './routes.ts';
import { judge } from './search.ts';
import type { Setting } from './setting.ts';
import { type Fill, type Fills, slotOf } from './slots.ts';

/** A bound on a count beyond this takes too many rows. */
export const mostInGroup = 90;

type Aggregate = StepOf<'aggregate'>;

/** Names of table columns that an expression is made of. */
export const columnsIn = (exprs: readonly Expr[], setting: Setting): ReadonlySet<string> => {
  const found = new Set<string>();
  const seek = (expr: Expr, depth: number): void => {
    if (expr.kind === 'column') {
      found.add(expr.name);
      if (depth < 5) for (const behind of setting.names.get(expr.name) ?? []) seek(behind, depth + 1);
    }
    for (const child of childrenOf(expr)) seek(child, depth);
  };
  for (const expr of exprs) seek(expr, 0);
  return found;
};

const stepsOf = ({ source, steps }: Pipeline): readonly Step[] => [
  ...(source.kind === 'union' ? source.branches.flatMap(stepsOf) : []),
  ...steps,
];

export const aggregatesIn = (pipeline: Pipeline): readonly Aggregate[] => stepsOf(pipeline).filter((step) => step.kind === 'aggregate');

/** Names of table columns by which rows are grouped. */
export const groupKeys = (pipeline: Pipeline, setting: Setting): ReadonlySet<string> =>
  columnsIn(
    aggregatesIn(pipeline).flatMap(({ by }) => exprsOf(by)),
    setting,
  );

interface Grouping {
  readonly ready: Ready;
  readonly setting: Setting;
  readonly base: Fills;
  readonly keys: readonly Column[];
  readonly measures: readonly Column[];
  readonly span: Aggregate['span'];
}

const rootOf = ({ name }: Column): string => slotOf(name, []).key;

const fits = ({ ready }: Grouping, fills: Fills): boolean => fitsAll(ready.problem.route, judge(ready.problem, fills));

/** One change after the other, each only as far as the row goes on fitting. */
const changed = (grouping: Grouping, fills: Fills, changes: readonly (readonly [string, Fill])[]): Fills => {
  let at = fills;
  for (const [key, fill] of changes) {
    const next = new Map(at).set(key, fill);
    if (fits(grouping, next)) at = next;
  }
  return at;
};

const draft = ({ span }: Grouping, what: string, fills: Fills): Draft => ({
  about: { role: 'group', span, what },
  fills,
  rank: 0,
  slot: null,
  fixed: true,
});

/** Another value for a column that does not tell events apart. */
const otherValue = ({ setting, base }: Grouping, column: Column, n: number): Fill => {
  const fill = plainFill(column, setting.shift + 500 + n, setting.base);
  const known = base.get(rootOf(column));
  if (column.type === 'string' && typeof known?.value === 'string') return { ...fill, value: `${known.value} ${n}` };
  return fill;
};

/** New keys, so that the rows are a group of their own. */
const ownKeys = (grouping: Grouping, n: number): Fills =>
  changed(
    grouping,
    grouping.base,
    grouping.keys
      .filter(({ type }) => type !== 'datetime')
      .map((column) => {
        const plain = plainFill(column, grouping.setting.shift + 900 + n, grouping.setting.base);
        const same = plain.value === grouping.base.get(rootOf(column))?.value;
        return [rootOf(column), same ? otherValue(grouping, column, 400 + n) : plain] as const;
      }),
  );

const withMeasures = (grouping: Grouping, fills: Fills, n: number): Fills =>
  changed(
    grouping,
    fills,
    grouping.measures.map((column) => [rootOf(column), otherValue(grouping, column, n)] as const),
  );

const sameGroup = (grouping: Grouping): readonly Draft[] => {
  const own = ownKeys(grouping, 0);
  const second = withMeasures(grouping, own, 2);
  const blanks = grouping.measures.map((column) => [rootOf(column), { value: null, type: column.type }] as const);
  return [
    draft(grouping, 'the first row of a group', withMeasures(grouping, own, 1)),
    draft(grouping, 'the same group, other values', second),
    draft(grouping, 'the same group, the same values again', second),
    ...blanks.map((blank, i) => draft(grouping, `the same group without ${grouping.measures[i]?.name}`, changed(grouping, own, [blank]))),
  ];
};

const swapCase = (text: string): string => (text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase());

const keyDrafts = (grouping: Grouping): readonly Draft[] =>
  grouping.keys.flatMap((column): readonly Draft[] => {
    const own = ownKeys(grouping, 0);
    const fill = own.get(rootOf(column));
    const tell = (what: string, other: Fill): readonly Draft[] => {
      const fills = new Map(own).set(rootOf(column), other);
      return fits(grouping, fills) ? [draft(grouping, what, fills)] : [];
    };
    const empty = tell(`an empty ${column.name}`, { value: null, type: column.type });
    // twice: a target may hold the one as an empty text and the other not at all
    const blank = [...empty, ...empty];
    if (column.type === 'datetime' && typeof fill?.value === 'bigint')
      return [...blank, ...tell(`${column.name} 1 ms later`, { value: fill.value + ticksPerMilli, type: 'datetime' })];
    if (typeof fill?.value !== 'string' || fill.value === '') return blank;
    const { value } = fill;
    return [
      ...blank,
      ...tell(`${column.name} in other letter case`, { value: swapCase(value), type: 'string' }),
      ...tell(`${column.name} with a blank behind`, { value: `${value} `, type: 'string' }),
    ];
  });

/** Bounds that stand behind the aggregation, on whole numbers. */
const sizesAsked = (pipeline: Pipeline, step: Aggregate): readonly number[] => {
  const steps = stepsOf(pipeline);
  const later = steps.slice(steps.indexOf(step) + 1).flatMap((one) => (one.kind === 'filter' ? conjunctsOf(one.condition) : []));
  const sizes = new Set<number>();
  for (const condition of later) {
    visitExpr(condition, (expr) => {
      if (expr.kind === 'literal' && (expr.type === 'long' || expr.type === 'int' || expr.type === 'real') && expr.value !== null)
        sizes.add(Math.floor(Number(expr.value)));
    });
  }
  return [...sizes].filter((size) => size > 0).sort((a, b) => a - b);
};

const sized = (grouping: Grouping, sizes: readonly number[]): readonly Draft[] => {
  let left = 2 * mostInGroup;
  return sizes
    .flatMap((size) => [size, size + 1, size - 1])
    .flatMap((size, at): readonly Draft[] => {
      if (size < 1 || size > Math.min(left, mostInGroup)) return [];
      left -= size;
      const own = ownKeys(grouping, at + 1);
      return Array.from({ length: size }, (_, i) =>
        draft(grouping, `row ${i + 1} of ${size} in a group`, withMeasures(grouping, own, i + 1)),
      );
    });
};

const inTable = (names: ReadonlySet<string>, ready: Ready): readonly Column[] =>
  ready.columns.filter(({ name }) => names.has(name) && ready.start.has(slotOf(name, []).key));

/** Milliseconds that the rows of a table stand apart from those of others. */
const ownMillis = (table: string): bigint => BigInt([...table].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7));

/** Columns whose greatest or least value picks the row of a group. */
const pickedBy = ({ measures }: Aggregate, setting: Setting): ReadonlySet<string> =>
  columnsIn(
    measures.flatMap((measure) => (measure.kind === 'pick' && measure.key ? [measure.key.expr] : [])),
    setting,
  );

/** Which of two rows at one time is picked is open: those of a group stand at times of their own. */
const untied = (grouping: Grouping, step: Aggregate, drafts: readonly Draft[]): readonly Draft[] => {
  const names = pickedBy(step, grouping.setting);
  const times = grouping.measures.filter(({ name, type }) => type === 'datetime' && names.has(name)).map(rootOf);
  const own = ownMillis(grouping.ready.problem.route.table.name) * ticksPerMilli;
  return drafts.map((one, at) => {
    const earlier = times.flatMap((key): readonly (readonly [string, Fill])[] => {
      const fill = one.fills.get(key);
      return typeof fill?.value === 'bigint' ? [[key, { ...fill, value: fill.value - BigInt(at) * ticksPerSecond - own }]] : [];
    });
    const fills = new Map([...one.fills, ...earlier]);
    return earlier.length > 0 && (fits(grouping, fills) || !fits(grouping, one.fills)) ? { ...one, fills } : one;
  });
};

export const groupDrafts = (ready: Ready, setting: Setting, base: Fills, pipeline: Pipeline): readonly Draft[] =>
  aggregatesIn(pipeline).flatMap((step) => {
    const keys = inTable(columnsIn(exprsOf(step.by), setting), ready);
    const names = columnsIn(step.measures.flatMap(exprsOfMeasure), setting);
    const measures = inTable(names, ready).filter((column) => !keys.includes(column) && column.type !== 'dynamic');
    const picked = pickedBy(step, setting);
    const first = [...measures].sort((a, b) => Number(picked.has(b.name)) - Number(picked.has(a.name)));
    const grouping: Grouping = { ready, setting, base, keys, measures: first.slice(0, 8), span: step.span };
    return untied(grouping, step, [...sameGroup(grouping), ...keyDrafts(grouping), ...sized(grouping, sizesAsked(pipeline, step))]);
  });

const exprsOf = (columns: readonly Named[]): readonly Expr[] => columns.map(({ expr }) => expr);
