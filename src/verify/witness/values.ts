// What a test asks of a place in; values that fit it, values that do not, and values on its bounds out.
import type { Value } from '../../eval/value.ts';
import { convert } from '../../eval/values/convert.ts';
import { isBag } from '../../eval/values/json.ts';
import { textOf } from '../../eval/values/text.ts';
import { isNumeric, type ScalarType, ticksPerMilli, ticksPerSecond } from '../../ir/types.ts';
import type { Ask, Need } from './demand.ts';
import { sampleOf } from './regex-sample.ts';
import { type Fill, textFill } from './slots.ts';
import { textBoundaries } from './text-boundaries.ts';

type Bound = Extract<Ask, { kind: 'bound' }>;
type Text = Extract<Ask, { kind: 'text' }>;

export interface Edge {
  readonly fill: Fill;
  readonly what: string;
  readonly rank: 1 | 2 | 3;
  readonly each?: true;
}

const minute = 60n * ticksPerSecond;
const hour = 60n * minute;

export const needleOf = ({ test, needle }: Text): string => (test === 'regex' ? sampleOf(needle) : needle);

const branches = [0, 1, 2, 3, 4, 5];

const needlesOf = (ask: Text): readonly string[] =>
  ask.test === 'regex' ? [...new Set(branches.map((branch) => sampleOf(ask.needle, branch)))] : [ask.needle];

/** Distances from a bound, with their names. */
const stepsOf = (type: ScalarType): readonly (readonly [bigint, string])[] => {
  if (type !== 'datetime' && type !== 'timespan') return [[1n, 'one']];
  return [
    [1n, 'one tick'],
    [ticksPerMilli, '1 ms'],
    [ticksPerSecond, '1 s'],
    [5n * minute, '5 minutes'],
    [6n * hour, '6 hours'],
  ];
};

const shifted = ({ value, type }: Bound, by: bigint): Fill | null => {
  if (typeof value === 'bigint') return { value: value + by, type };
  if (typeof value === 'number') return { value: value + Number(by), type };
  const real = convert(value, type, 'real');
  return typeof real === 'number' ? { value: real + Number(by), type: 'real' } : null;
};

const nullOf = (type: ScalarType): Fill => ({ value: null, type });

const plainEdges = (bound: Bound): readonly Edge[] => {
  if (bound.type === 'bool')
    return [true, false, null].map((value) => ({ fill: { value, type: 'bool' as const }, what: String(value), rank: 1 as const }));
  const time = bound.type === 'datetime' || bound.type === 'timespan';
  const sides = stepsOf(bound.type).flatMap(([step, name], i) =>
    [-step, step].flatMap((by): readonly Edge[] => {
      const fill = shifted(bound, by);
      return fill
        ? [
            {
              fill,
              what: `${name} ${by < 0n ? (time ? 'before' : 'below') : time ? 'after' : 'above'} the bound`,
              rank: i === 0 || i === 3 ? 1 : 2,
            },
          ]
        : [];
    }),
  );
  const numbers: readonly Edge[] = time
    ? []
    : [0n, -1n].map((value) => ({
        fill: { value, type: 'long' as const },
        what: value === 0n ? 'zero' : 'a negative number',
        rank: 2 as const,
      }));
  const at: Edge = { fill: { value: bound.value, type: bound.type }, what: 'at the bound', rank: 1 };
  return [at, ...sides, ...numbers, { fill: nullOf(bound.type), what: 'null', rank: 1 }];
};

const edgesOfBound = (bound: Bound): readonly Edge[] => {
  if (bound.value === null) return [{ fill: nullOf(bound.type), what: 'null', rank: 1 }];
  if (
    bound.type === 'dynamic' ||
    bound.type === 'guid' ||
    typeof bound.value === 'string' ||
    isBag(bound.value) ||
    Array.isArray(bound.value)
  ) {
    const text = textOf(bound.value, bound.type);
    return textBoundaries(text, 'equals').map((one) => ({ fill: textFill(one.text), what: one.what, rank: one.rank }));
  }
  return plainEdges(bound);
};

const edge = (what: string, fill: Fill, rank: Edge['rank'] = 1): Edge => ({ fill, what, rank });

/** Inside a dynamic column a key may be missing, null, or hold a value of another type. */
const insideEdges: readonly Edge[] = [
  edge('the key missing', { value: null, type: 'dynamic', form: 'missing' }),
  edge('null under the key', { value: null, type: 'dynamic' }),
  edge('a number under the key', { value: 7n, type: 'dynamic' }, 2),
  edge('a boolean under the key', { value: true, type: 'dynamic' }, 2),
  edge('a bag under the key', { value: new Map([['inner', 'plain']]), type: 'dynamic' }, 2),
  edge('an array under the key', { value: ['plain'], type: 'dynamic' }, 2),
];

/** Numbers as text, and texts that only look like numbers. */
const numberTexts = ({ value }: Bound): readonly Edge[] =>
  typeof value !== 'bigint' && typeof value !== 'number'
    ? []
    : [`${value}`, `0${value}`, ` ${value}`, `${value}.0`, `${value}x`, ''].map((text) => edge('a number as text', textFill(text), 2));

/** Values on the bounds, the most telling first. */
export const edgesOf = (need: Need): readonly Edge[] => {
  const inside = need.slot.path.length > 0 ? insideEdges : [];
  return [...inside, ...ownEdges(need)];
};

const ownEdges = ({ ask }: Need): readonly Edge[] => {
  if (ask.kind === 'some') return ask.fills.map((fill) => ({ fill, what: 'a value that is asked for', rank: 2 }));
  if (ask.kind === 'bound') return [...edgesOfBound(ask), ...(isNumeric(ask.type) ? numberTexts(ask) : [])];
  const needle = needleOf(ask);
  const around = textBoundaries(needle, ask.test).map(({ text, ...one }) => ({ ...one, fill: textFill(text) }));
  return [edge('by itself', textFill(needle)), ...around];
};

const fitsBound = (bound: Bound): readonly Fill[] => {
  const own: Fill = { value: bound.value, type: bound.type };
  const far = bound.type === 'datetime' || bound.type === 'timespan' ? [5n * minute, 6n * hour, ticksPerSecond] : [1n, 10n];
  const shift = (sign: bigint): readonly Fill[] => far.flatMap((by) => shifted(bound, sign * by) ?? []);
  if (bound.value === null || bound.op === 'eq') return [own];
  if (bound.op === 'ne') return [...shift(1n), textFill('other')];
  return bound.op === 'lt' || bound.op === 'le' ? [...shift(-1n), own] : [...shift(1n), own];
};

const opposite = { eq: 'ne', ne: 'eq', lt: 'ge', le: 'gt', gt: 'le', ge: 'lt' } as const;

/** Values that likely make the test true, or false. */
export const fillsFor = ({ ask, wrap }: Need, holds: boolean): readonly Fill[] => {
  if (ask.kind === 'some') return [...ask.fills, textFill('elsewhere'), textFill('')].map(wrap);
  if (ask.kind === 'text') {
    const needle = needleOf(ask);
    const fits = needlesOf(ask).map(textFill);
    const misses = ['unrelated', '', needle.slice(0, -1), `q${needle}q`, needle.toUpperCase(), 'Zoe'].map(textFill);
    return (holds ? [...fits, textFill(`x ${needle} y`)] : misses).map(wrap);
  }
  const turned: Bound = holds ? ask : { ...ask, op: opposite[ask.op] };
  const blank: readonly Fill[] = holds ? [] : [nullOf(ask.type)];
  const truth: readonly Fill[] = ask.type === 'bool' ? [true, false].map((value) => ({ value, type: 'bool' as const })) : [];
  return [
    ...(ask.type === 'bool' && typeof ask.value === 'boolean'
      ? truth.filter(({ value }) => (value === ask.value) === (turned.op === 'eq'))
      : fitsBound(turned)),
    ...blank,
    ...truth,
  ].map(wrap);
};

/** One text that has all needles that are asked for in it, those of the start first and those of the end last; null when two ask for a whole text. */
export const together = (needs: readonly Need[]): Fill | null => {
  const texts = needs.flatMap((need) => (need.ask.kind === 'text' ? [{ ask: need.ask, need }] : []));
  const [one] = texts;
  if (!one) return null;
  const of = (...tests: readonly string[]): readonly string[] =>
    texts.filter(({ ask }) => tests.includes(ask.test)).map(({ ask }) => needleOf(ask));
  const [whole] = of('equals');
  if (whole !== undefined) return one.need.wrap(textFill(whole));
  const first = [...of('startsWith')].sort((a, b) => b.length - a.length).slice(0, 1);
  const last = [...of('endsWith')].sort((a, b) => b.length - a.length).slice(0, 1);
  const parts = [...first, ...of('contains', 'term', 'termPrefix', 'termSuffix', 'regex'), ...last];
  return one.need.wrap(textFill([...new Set(parts)].join(' ')));
};

export const asFill = (value: Value, type: ScalarType): Fill => ({ value, type });
