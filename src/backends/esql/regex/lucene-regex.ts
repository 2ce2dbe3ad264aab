// The tree of a KQL regular expression in; a pattern for `RLIKE` out: the whole value in Lucene's language, which has no anchors, flags or boundaries.
import { match } from 'ts-pattern';
import type { Assertion, Regex } from '../../../ir/regex/ast.ts';
import { parseRegex } from '../../../ir/regex/parse.ts';
import { anySet, type CodeSet, charSet, classSet, complement } from './code-sets.ts';
import { escapeLucene } from './lucene-needles.ts';
import { canBeEmpty, edgeOf, type Flat, flatten, holdsOnEmpty, NoForm, noForm, splitEdge } from './regex-edges.ts';

const printCode = (code: number): string => {
  if (code >= 0xd800 && code <= 0xdfff) return noForm('it names half of a character');
  const text = String.fromCodePoint(code);
  return /[!-/:-@[-`{-~]/.test(text) && text !== '_' ? `\\${text}` : text;
};

const printRange = (from: number, to: number): string => {
  if (from === to) return printCode(from);
  return to === from + 1 ? `${printCode(from)}${printCode(to)}` : `${printCode(from)}-${printCode(to)}`;
};

const printSet = (set: CodeSet | null): string => {
  if (set === null) return noForm('Unicode classes such as \\p{L} do not exist in Lucene');
  const [first] = set;
  if (!first) return noForm('a class fits no character');
  if (set.length === 1 && first.from === first.to) return escapeLucene(String.fromCodePoint(first.from));
  const rest = complement(set);
  if (rest.length === 0) return '.';
  const negated = set.at(-1)?.to === 0x10ffff;
  return `[${negated ? '^' : ''}${(negated ? rest : set).map((range) => printRange(range.from, range.to)).join('')}]`;
};

const counts = (least: number, most: number | null): string => {
  if (most === null) return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`;
  if (least === 0 && most === 1) return '?';
  return least === most ? `{${least}}` : `{${least},${most}}`;
};

/** Longer chains are too large an automaton for the engine. */
const mostRepeats = 300;

const printRepeat = (n: Extract<Regex, { kind: 'repeat' }>): string => {
  if (Math.max(n.least, n.most ?? 0) > mostRepeats) return noForm(`a repeat count is greater than ${mostRepeats}`);
  if (n.most === 0) return '()';
  const body = printPart(n.body);
  const whole = n.body.kind === 'sequence' || n.body.kind === 'choice' || n.body.kind === 'repeat' ? `(${body})` : body;
  return n.least === 1 && n.most === 1 ? whole : `${whole}${counts(n.least, n.most)}`;
};

/** A part without assertions. */
const printPart = (regex: Regex): string =>
  match(regex)
    .with({ kind: 'char' }, (n) => printSet(charSet(n.code, n.caseless)))
    .with({ kind: 'class' }, (n) => printSet(classSet(n)))
    .with({ kind: 'any' }, (n) => printSet(anySet(n.newline)))
    .with({ kind: 'assert' }, () => noForm('an anchor stands where Lucene has none'))
    .with({ kind: 'group' }, (n) => `(${printPart(n.body)})`)
    .with({ kind: 'repeat' }, printRepeat)
    .with({ kind: 'sequence' }, (n) => n.parts.map((part) => (part.kind === 'choice' ? `(${printPart(part)})` : printPart(part))).join(''))
    .with({ kind: 'choice' }, (n) => n.branches.map((branch) => printPart(branch) || '()').join('|'))
    .exhaustive();

/** A branch: `parts[i]` stands between `gaps[i]` and `gaps[i + 1]`. */
interface Branch {
  readonly parts: readonly Regex[];
  readonly gaps: readonly (readonly Assertion[])[];
}

const branchOf = (flat: Flat): Branch => {
  const parts: Regex[] = [];
  const gaps: Assertion[][] = [[]];
  for (const part of flat) {
    if (part.kind === 'assert') gaps.at(-1)?.push(part.at);
    else {
      parts.push(part);
      gaps.push([]);
    }
  }
  return { parts, gaps };
};

const isWordTest = (at: Assertion): boolean => at === 'word' || at === 'notWord';

/** Splits parts beside a word boundary until it is clear what stands there; null when it is clear already. */
const clearer = (flat: Flat): readonly Flat[] | null => {
  for (const [at, part] of flat.entries()) {
    if (part.kind === 'assert') continue;
    for (const side of ['first', 'last'] as const) {
      const neighbour = flat[side === 'first' ? at - 1 : at + 1];
      if (neighbour?.kind !== 'assert' || !isWordTest(neighbour.at)) continue;
      const edge = edgeOf(part, side);
      if (edge.empty || (edge.word && edge.other))
        return splitEdge(part, side).map((middle) => [...flat.slice(0, at), ...middle, ...flat.slice(at + 1)]);
    }
  }
  return null;
};

const clear = (flats: readonly Flat[], budget = 2000): readonly Flat[] => {
  const done: Flat[] = [];
  const todo = [...flats];
  for (let steps = 0; todo.length > 0; steps += 1) {
    if (steps > budget || done.length > 300) return noForm('a word boundary stands beside too many alternatives');
    const flat = todo.shift() ?? [];
    const split = clearer(flat);
    if (split) todo.unshift(...split);
    else done.push(flat);
  }
  return done;
};

const nonWord = '[^0-9A-Za-z_]';
const word = '[0-9A-Za-z_]';

/** What stands outside of the match on one side. `mirror` turns the text around for the end. */
const outside = (gap: readonly Assertion[], edge: { word: boolean } | null, side: 'first' | 'last'): string | null => {
  const text = gap.includes(side === 'first' ? 'textStart' : 'textEnd');
  const line = gap.includes(side === 'first' ? 'lineStart' : 'lineEnd');
  const wrong: readonly Assertion[] = side === 'first' ? ['textEnd', 'lineEnd'] : ['textStart', 'lineStart'];
  if (gap.some((at) => wrong.includes(at))) return noForm('an anchor stands on the wrong side');
  const wants = new Set(
    gap.filter(isWordTest).map((at) => (edge ? (at === 'word') !== edge.word : noForm('a word boundary stands alone'))),
  );
  if (wants.size > 1) return null;
  const join = (neighbour: string): string => (side === 'first' ? `.*${neighbour}` : `${neighbour}.*`);
  const [wantsWord] = wants;
  if (text || line) return wantsWord ? null : text ? '' : `(${join('\n')})?`;
  if (wantsWord === undefined) return '.*';
  return wantsWord ? join(word) : `(${join(nonWord)})?`;
};

/** True when the boundary tests between two parts hold, false when they never do. */
const holdsBetween = (gap: readonly Assertion[], left: Regex, right: Regex): boolean => {
  if (gap.length === 0) return true;
  if (gap.some((at) => !isWordTest(at))) {
    return canBeEmpty(left) || canBeEmpty(right) || gap.some((at) => at === 'lineStart' || at === 'lineEnd')
      ? noForm('an anchor stands in the middle')
      : false;
  }
  const differs = edgeOf(left, 'last').word !== edgeOf(right, 'first').word;
  return gap.every((at) => (at === 'word') === differs);
};

/** Parts that may be left out at an open end say nothing. */
const trimmed = (flat: Flat): Flat => {
  const { parts, gaps } = branchOf(flat);
  if (gaps.some((gap) => gap.length > 0)) return flat;
  let from = 0;
  let to = parts.length;
  const optional = (part: Regex | undefined): boolean => part?.kind === 'repeat' && canBeEmpty(part);
  while (from < to && optional(parts[from])) from += 1;
  while (to > from && optional(parts[to - 1])) to -= 1;
  return parts.slice(from, to);
};

interface Printed {
  readonly before: string;
  readonly body: string;
  readonly after: string;
}

const printBranch = (flat: Flat): Printed | null => {
  const { parts, gaps } = branchOf(trimmed(flat));
  const first = parts[0];
  const last = parts.at(-1);
  if (!first || !last) {
    const all = gaps.flat();
    if (all.some((at) => at !== 'textStart' && at !== 'textEnd')) return noForm('only anchors or boundaries of lines or words are left');
    return { before: all.includes('textStart') && all.includes('textEnd') ? '' : '.*', body: '', after: '' };
  }
  for (const [at, part] of parts.entries()) {
    const next = parts[at + 1];
    if (next && !holdsBetween(gaps[at + 1] ?? [], part, next)) return null;
  }
  const before = outside(gaps[0] ?? [], edgeOf(first, 'first'), 'first');
  const after = outside(gaps.at(-1) ?? [], edgeOf(last, 'last'), 'last');
  if (before === null || after === null) return null;
  return { before, body: printPart({ kind: 'sequence', parts }), after };
};

const joinBranches = (branches: readonly Printed[]): string => {
  const groups = new Map<string, { readonly before: string; readonly after: string; readonly bodies: string[] }>();
  for (const { before, body, after } of branches) {
    const key = `${before}\n\n${after}`;
    const group = groups.get(key) ?? { before, after, bodies: [] };
    groups.set(key, group);
    group.bodies.push(body);
  }
  const joined = [...groups.values()].map(({ before, bodies, after }) => {
    const body = bodies.length > 1 ? `(${bodies.map((one) => one || '()').join('|')})` : (bodies[0] ?? '');
    return `${before}${body}${after}`;
  });
  // an alternative of nothing is read as no alternative
  return joined.length > 1 ? joined.map((one) => one || '()').join('|') : joined.join('');
};

export type LuceneRegex =
  /** `pattern` null: no text at all fits. `empty`: the empty text fits. */
  | { readonly ok: true; readonly regex: Regex; readonly pattern: string | null; readonly empty: boolean }
  | { readonly ok: false; readonly why: string };

/**
 * The pattern that fits exactly the texts in which KQL finds the regular expression.
 * @example luceneRegex('^a.c$') // { ok: true, regex: …, pattern: 'a[^\n]c', empty: false }
 */
export const luceneRegex = (source: string): LuceneRegex => {
  const parsed = parseRegex(source);
  if (!parsed.ok) return { ok: false, why: `the pattern is not valid: ${parsed.why}` };
  try {
    const flats = flatten(parsed.regex);
    const empty = flats.some((flat) => flat.every((part) => (part.kind === 'assert' ? holdsOnEmpty(part.at) : canBeEmpty(part))));
    const branches = clear(flats)
      .map(printBranch)
      .filter((branch) => branch !== null);
    return { ok: true, regex: parsed.regex, pattern: branches.length === 0 ? null : joinBranches(branches), empty };
  } catch (error) {
    if (error instanceof NoForm) return { ok: false, why: error.message };
    throw error;
  }
};
