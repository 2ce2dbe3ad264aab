// A bound query, a clock and a seed in; rows for each of its tables that make its conditions decide out. The same rows for the same seed.
import { requester, type TableRequest } from '../../src/eval/evaluate.ts';
import type { TableSource } from '../../src/eval/scope.ts';
import { suppliedTables } from '../../src/eval/supplied.ts';
import type { Relation, Row, Value } from '../../src/eval/value.ts';
import { convert, toDynamic } from '../../src/eval/values/convert.ts';
import { isBag, jsonOf } from '../../src/eval/values/json.ts';
import { textOf } from '../../src/eval/values/text.ts';
import type { Query, Source } from '../../src/ir/pipeline.ts';
import { visitPipeline } from '../../src/ir/traverse.ts';
import type { Column, DynamicValue, ScalarType } from '../../src/ir/types.ts';
import { type Clue, type Clues, cluesOf, type Path } from '../../src/verify/witness/clues.ts';
import { sampleOf } from '../../src/verify/witness/regex-sample.ts';
import { type Dice, dice } from './kql-arbitrary.ts';

export interface RowsOptions {
  /** Ticks: what `now()` will be. */
  readonly now: bigint;
  readonly seed: number;
  /** Rows per table, before doubles; 40 unless given. */
  readonly rows?: number;
  /** Times are multiples of so many ticks; 1 unless given. */
  readonly grain?: bigint;
  /** Whether letters beyond ASCII may stand beside a needle; true unless given. */
  readonly foreign?: boolean;
}

/** What one run of the generator knows. */
interface Making {
  readonly roll: Dice;
  readonly now: bigint;
  readonly grain: bigint;
  readonly foreign: boolean;
  readonly clues: Clues;
}

/** How a cell is meant: `hit` fits the conditions, `near` misses them by little, `any` knows nothing of them. */
type Aim = 'hit' | 'near' | 'any';

const minute = 600_000_000n;

const pick = <T>(roll: Dice, from: readonly T[], otherwise: T): T => from[roll(from.length)] ?? otherwise;

/** Few, so that columns that are joined or compared share some. */
const commonTexts = ['alpha', 'Beta', 'beta', 'k-1', '10.0.0.1', '', 'Zoë ß_x'];

type TextClue = Extract<Clue, { kind: 'text' }>;
type BoundClue = Extract<Clue, { kind: 'bound' }>;

const needleOf = ({ test, needle }: TextClue): string => (test === 'regex' ? sampleOf(needle) : needle);

/** One needle alone, or several in one text, where they are only looked for inside. */
const hitText = (clues: readonly TextClue[], roll: Dice): string | null => {
  const wanted = clues.filter((clue) => clue.wanted);
  const one = wanted[roll(wanted.length)];
  if (!one) return null;
  const inner = wanted.filter(({ test }) => test !== 'equals' && test !== 'startsWith' && test !== 'endsWith');
  if (roll(3) > 0 || inner.length < 2) return needleOf(one);
  const from = roll(Math.max(1, inner.length - 4));
  const middle = inner.slice(from, from + 5).map(needleOf);
  const first = wanted.filter(({ test }) => test === 'startsWith').slice(0, 1);
  const last = wanted.filter(({ test }) => test === 'endsWith').slice(0, 1);
  return [...first.map(needleOf), ...middle, ...last.map(needleOf)].join(' ');
};

const asciiCase = (text: string, upper: boolean): string =>
  text.replace(upper ? /[a-z]+/g : /[A-Z]+/g, (letters) => (upper ? letters.toUpperCase() : letters.toLowerCase()));

const changes: readonly ((needle: string) => string)[] = [
  (needle) => asciiCase(needle, true),
  (needle) => asciiCase(needle, false),
  (needle) => `q${needle}`,
  (needle) => `${needle}q`,
  (needle) => `a.${needle}-b`,
  (needle) => `_${needle}_`,
  (needle) => `x ${needle} y`,
  (needle) => needle.slice(0, -1),
  (needle) => needle.slice(1),
  (needle) => `${needle}\n`,
  (needle) => `é${needle}é`,
];

const textCell = (clues: readonly Clue[], aim: Aim, { roll, foreign }: Making): string => {
  const texts = clues.filter((clue) => clue.kind === 'text');
  const values = clues.flatMap((clue) => (clue.kind === 'bound' ? [textOf(clue.value, clue.type)] : []));
  if (aim === 'any' || texts.length + values.length === 0) return pick(roll, commonTexts, '');
  if (aim === 'hit') return hitText(texts, roll) ?? pick(roll, [...values, ...commonTexts], '');
  const one = texts[roll(texts.length)];
  const base = one ? needleOf(one) : pick(roll, values, '');
  return pick(roll, foreign ? changes : changes.slice(0, -1), (needle: string) => needle)(base);
};

/** Values around a bound: the first fits. */
const aroundBound = ({ op, value }: BoundClue, step: bigint): readonly bigint[] => {
  const bound = typeof value === 'bigint' ? value : BigInt(Math.trunc(Number(value)));
  const below = bound - step;
  const above = bound + step;
  if (op === 'eq' || op === 'le' || op === 'ge') return [bound, below, above];
  return op === 'lt' ? [below, bound, above] : [above, bound, below];
};

const holds = (value: bigint, { op, value: bound }: BoundClue): boolean => {
  const distance = typeof bound === 'bigint' ? value - bound : Number(value) - Number(bound);
  const byOp = {
    eq: Number(distance) === 0,
    ne: Number(distance) !== 0,
    lt: distance < 0,
    le: distance <= 0,
    gt: distance > 0,
    ge: distance >= 0,
  };
  return byOp[op];
};

/** Of the candidates those that fit the most bounds. */
const fitting = (candidates: readonly bigint[], bounds: readonly BoundClue[]): readonly bigint[] => {
  const scores = candidates.map((candidate) => bounds.filter((bound) => holds(candidate, bound)).length);
  const best = Math.max(...scores);
  return candidates.filter((_, i) => scores[i] === best);
};

const wholeCell = (bounds: readonly BoundClue[], aim: Aim, { roll }: Making, step = 1n): bigint | null => {
  if (aim === 'any' || bounds.length === 0) return pick<bigint | null>(roll, [0n, 1n, 2n, 3n, 443n, -1n, 100n, null], 0n);
  const around = bounds.map((bound) => aroundBound(bound, step));
  if (aim === 'hit') return pick(roll, fitting(around.flat(), bounds), 0n);
  return pick(roll, around.flat(), 0n);
};

const timeCell = (bounds: readonly BoundClue[], aim: Aim, making: Making): bigint => {
  const { roll, now, grain } = making;
  const recent = now - BigInt(1 + roll(55)) * minute;
  const rounded = (ticks: bigint): bigint => ticks - (ticks % grain);
  const mid = bounds.flatMap((bound) => aroundBound(bound, 10n * minute));
  if (aim === 'hit') return rounded(pick(roll, fitting([recent, now - 26n * 60n * minute, ...mid], bounds), recent));
  const edges = bounds.flatMap((bound) => aroundBound(bound, grain));
  const far = [now - BigInt(roll(40 * 24)) * 60n * minute, recent, now + minute];
  return rounded(pick(roll, aim === 'near' && edges.length > 0 ? edges : far, recent));
};

const spanCell = (bounds: readonly BoundClue[], aim: Aim, { roll }: Making): bigint =>
  pick(
    roll,
    aim === 'any' || bounds.length === 0 ? [0n, minute, 90n * minute, -minute] : bounds.flatMap((one) => aroundBound(one, minute)),
    0n,
  );

const guids = ['00000000-0000-0000-0000-000000000000', '74be27de-1e4e-49d9-b579-fe0b331d3642', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'];

const plainCell = (clues: readonly Clue[], type: ScalarType, aim: Aim, making: Making): Value => {
  const bounds = clues.filter((clue) => clue.kind === 'bound');
  const numbers = bounds.filter(({ value }) => typeof value === 'bigint' || typeof value === 'number');
  const ofType = numbers.filter((clue) => clue.type === type);
  if (type === 'datetime') return timeCell(ofType, aim, making);
  if (type === 'timespan') return spanCell(ofType, aim, making);
  if (type === 'bool') return pick<boolean | null>(making.roll, [true, false, null], null);
  if (type === 'guid') return pick(making.roll, guids, '');
  const spanless = numbers.filter((clue) => clue.type !== 'datetime' && clue.type !== 'timespan');
  const whole = wholeCell(spanless, aim, making);
  if (type === 'real') return whole === null ? null : Number(whole) + pick(making.roll, [0, 0, 0.5], 0);
  return type === 'decimal' ? convert(whole, 'long', 'decimal') : convert(whole, 'long', type === 'int' ? 'int' : 'long');
};

const under = (clue: Clue, key: string | number): readonly Clue[] => {
  const [first, ...rest] = clue.path;
  return first === key ? [{ ...clue, path: rest satisfies Path }] : [];
};

/** A bag or array with what the clues look for in it; text, numbers and booleans at the ends. */
const dynamicCell = (clues: readonly Clue[], aim: Aim, making: Making): DynamicValue => {
  const { roll } = making;
  const keys = [...new Set(clues.flatMap(({ path }) => path.slice(0, 1)))];
  if (aim === 'any' && roll(2) === 0) return pick<DynamicValue>(roll, [null, '', [], new Map(), 'alpha'], null);
  const inner = (key: string | number): DynamicValue =>
    dynamicCell(
      clues.flatMap((clue) => under(clue, key)),
      aim,
      making,
    );
  const names = keys.filter((key) => typeof key === 'string');
  if (names.length > 0) return new Map(names.filter(() => roll(12) > 0).map((name) => [name, inner(name)]));
  if (keys.length > 0) return Array.from({ length: 1 + roll(3) }, () => inner(keys[0] ?? 0));
  const bound = clues.filter((clue) => clue.kind === 'bound');
  if (bound.length > 0 && aim !== 'any') {
    const type = bound[0]?.type ?? 'long';
    return type === 'dynamic' ? toDynamic(bound[0]?.value ?? null, type) : toDynamic(plainCell(clues, type, aim, making), type);
  }
  return textCell(clues, aim, making);
};

const cellOf = ({ name, type }: Column, aim: Aim, making: Making): Value => {
  const clues = making.clues.get(name) ?? [];
  const inside = clues.some(({ path }) => path.length > 0);
  if (type === 'dynamic') return dynamicCell(clues, aim, making);
  if (type !== 'string' && type !== 'unknown') return plainCell(clues, type, aim, making);
  if (!inside) return textCell(clues, aim, making);
  const value = dynamicCell(clues, aim, making);
  return isBag(value) || Array.isArray(value) ? jsonOf(value) : textOf(value, 'dynamic');
};

/** Half of the rows fit in all columns but at most two. */
const rowOf = (columns: readonly Column[], asked: readonly string[], making: Making): Row => {
  const { roll } = making;
  const base: Aim = roll(5) === 0 ? 'any' : 'hit';
  const spoiled = new Set(Array.from({ length: roll(3) }, () => asked[roll(asked.length)]));
  const other: Aim = roll(3) === 0 ? 'any' : 'near';
  return columns.map((column) => cellOf(column, spoiled.has(column.name) ? other : base, making));
};

const relationFor = ({ columns }: TableRequest, count: number, making: Making): Relation => {
  const asked = columns.flatMap(({ name }) => (making.clues.has(name) ? [name] : []));
  const rows = Array.from({ length: count }, () => rowOf(columns, asked, making));
  const doubles = rows.flatMap((row, at): readonly Row[] => {
    if (at % 5 > 0) return [];
    const changed = making.roll(columns.length + 1);
    return [row.map((cell, i) => (i === changed && columns[i] ? cellOf(columns[i], 'hit', making) : cell))];
  });
  return { columns, rows: [...rows, ...doubles] };
};

/** Also watchlists and files, which stand for tables. */
const tablesIn = (source: Source): readonly TableSource[] => {
  if (source.kind === 'table') return [source];
  if (source.kind === 'external') return suppliedTables(source);
  return source.kind === 'stored' && source.fn === '_GetWatchlist' ? suppliedTables(source) : [];
};

/** By table name. Tables that a query only names by a pattern, or that lie elsewhere, have none. */
export const rowsFor = (query: Query, { now, seed, rows = 40, grain = 1n, foreign = true }: RowsOptions): ReadonlyMap<string, Relation> => {
  const making = { roll: dice(seed), now, grain, foreign, clues: cluesOf(query, now) };
  const request = requester(query.pipeline);
  const tables = new Map<string, Relation>();
  visitPipeline(query.pipeline, {
    source: (source) => {
      for (const table of tablesIn(source)) if (!tables.has(table.name)) tables.set(table.name, relationFor(request(table), rows, making));
    },
  });
  return tables;
};
