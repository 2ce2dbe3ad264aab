// Places of texts in texts: positions, counts, parts between delimiters. Each function by its KQL name; a call in, how to compute it for a row out.
import { failed, unsupported } from '../refusal.ts';
import { matchesIn, regexOf } from '../regex.ts';
import type { Call, Fn } from '../scope.ts';
import { hasTerm, needlesIn } from '../text-test.ts';
import { lengthOf, pointsBefore, unitsBefore } from '../values/code-points.ts';
import { foldCase, textOf } from '../values/text.ts';
import { strict, text, whole } from './shapes.ts';

/** How often the text stands there; the next place may lie inside the last. */
const countOfPlain = (source: string, sought: string): number => {
  let count = 0;
  for (let at = source.indexOf(sought); at >= 0; at = source.indexOf(sought, at + 1)) count += 1;
  return count;
};

export interface Range {
  /** In UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** Counts from 1. */
  readonly occurrence: number;
}

/** The optional arguments `start`, `length` (in characters) and `occurrence`; null where they make the result null. */
export const rangeOf = (source: string, start: number, length: bigint, occurrence: bigint, call: Call): Range | null => {
  if (occurrence < 0n || length < -1n) return null;
  if (start < 0 || occurrence === 0n)
    return unsupported(`\`${call.name}()\` with a start before the text or an occurrence of 0`, call.span);
  const from = unitsBefore(source, start);
  const to = length < 0n ? source.length : unitsBefore(source, start + Number(length));
  return { from, to, occurrence: Number(occurrence) };
};

/** The search for the next occurrence starts `step` behind the last, and the length is counted from there again (the page's example). */
const nthPlace = (source: string, sought: string, range: Range, step: number): number => {
  const length = range.to - range.from;
  let from = range.from;
  for (let left = range.occurrence; left > 0; left -= 1) {
    const place = source.slice(0, from + length).indexOf(sought, from);
    if (place < 0 || left === 1) return place;
    from = place + step;
  }
  return -1;
};

const indexOf: Fn = (call) =>
  strict([text, text, whole, whole, whole], (source, sought, start = 0n, length = -1n, occurrence = 1n) => {
    const from = start < 0n ? lengthOf(source) + Number(start) : Number(start);
    const range = rangeOf(source, from, length, occurrence, call);
    if (range === null) return null;
    if (from > lengthOf(source)) return -1n;
    const place = nthPlace(source, sought, range, 1);
    if (place !== nthPlace(source, sought, range, Math.max(1, sought.length))) {
      return unsupported(`\`${call.name}()\` of a text that overlaps itself`, call.span);
    }
    return place < 0 ? -1n : BigInt(pointsBefore(source, place));
  })(call);

const countOf: Fn = (call) =>
  strict([text, text, text], (source, sought, kind = 'normal') => {
    if (kind === 'regex') return BigInt([...matchesIn(regexOf(sought, call.span), source)].length);
    if (kind !== 'normal') return failed(`\`countof()\` has no kind \`${kind}\``, call.span);
    if (sought === '') return unsupported('`countof()` of the empty text', call.span);
    return BigInt(countOfPlain(source, sought));
  })(call);

const split: Fn = (call) =>
  strict([text, text, whole], (source, delimiter, index?: bigint) => {
    if (delimiter === '' || (index !== undefined && index < 0n)) {
      return unsupported('`split()` with an empty delimiter or a negative index', call.span);
    }
    const parts = source.split(delimiter);
    return index === undefined ? parts : parts.slice(Number(index), Number(index) + 1);
  })(call);

const hasAnyIndex: Fn = ({ args: [source, values], span, name }) => {
  if (!source || !values) return unsupported(`\`${name}()\` without arguments`, span);
  return (row) => {
    const subject = foldCase(textOf(source.get(row), source.type));
    const needles = needlesIn(values.get(row), values.type, span);
    return BigInt(needles.findIndex((needle) => hasTerm(subject, foldCase(needle), true, true)));
  };
};

export const searchFunctions = {
  indexof: indexOf,
  countof: countOf,
  split,
  has_any_index: hasAnyIndex,
} as const satisfies Readonly<Record<string, Fn>>;
