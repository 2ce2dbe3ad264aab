// Tests of a text against literal needles: one leaf in, the exact eval condition and the base-search prefilter out, so that the two cannot drift apart.
import type { TextTest } from '../../../ir/expr.ts';
import { binary, both, call, type Eval, either, type Pattern, type Piece, regex, type Term, text } from '../ast.ts';
import { isPlain } from '../quote.ts';
import { asciiCaselessPattern, guarded, guardsOf, literalPattern } from './pcre.ts';

export type NeedleTest = Exclude<TextTest, 'regex'>;

export interface Needles {
  readonly test: NeedleTest;
  readonly caseless: boolean;
  readonly needles: readonly string[];
  readonly require: 'any' | 'all';
}

const foldAscii = (value: string): string => value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
const isAscii = (value: string): boolean => /^[\u0000-\u007f]*$/.test(value);
const hasLetters = (value: string): boolean => /[A-Za-z]/.test(value);

/** True when Splunk might compare a text as a number: then `==` is not a comparison of texts. */
export const looksNumeric = (value: string): boolean =>
  /^\s*[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|0x[0-9a-f]+|nan|inf(inity)?)\s*$/i.test(value);

const bodyOf = (leaf: Needles, needle: string): string =>
  leaf.caseless && !isAscii(needle) ? asciiCaselessPattern(needle) : literalPattern(needle);

/** The pattern of one test over several alternatives that share their anchors or guards. */
const patternOf = (leaf: Needles, needles: readonly string[]): string => {
  const [first = ''] = needles;
  const bodies = needles.map((needle) => bodyOf(leaf, needle));
  const body = bodies.length === 1 ? (bodies[0] ?? '') : `(?:${bodies.join('|')})`;
  const flag = leaf.caseless && isAscii(first) && needles.some(hasLetters) ? '(?i)' : '';
  const { test } = leaf;
  if (test === 'equals') return `${flag}^${body}\\z`;
  if (test === 'startsWith') return `${flag}^${body}`;
  if (test === 'endsWith') return `${flag}${body}\\z`;
  if (test === 'contains') return `${flag}${body}`;
  return `${flag}${guarded(body, guardsOf(first, test))}`;
};

/** Needles that may stand in one alternation: same guards, same way to ignore case. */
const groupKey = (leaf: Needles, needle: string): string => {
  const guards = leaf.test === 'term' || leaf.test === 'termPrefix' || leaf.test === 'termSuffix' ? guardsOf(needle, leaf.test) : null;
  return `${isAscii(needle)} ${guards?.left} ${guards?.right}`;
};

const grouped = (leaf: Needles, needles: readonly string[]): readonly (readonly string[])[] => {
  const groups = new Map<string, string[]>();
  for (const needle of needles) {
    const key = groupKey(leaf, needle);
    groups.set(key, [...(groups.get(key) ?? []), needle]);
  }
  return [...groups.values()];
};

const matches = (subject: Eval, leaf: Needles, needles: readonly string[]): Eval => call('match', subject, regex(patternOf(leaf, needles)));

/** Equality by `==` or `in()` for what is surely compared as text, by an anchored pattern for the rest; `in()` is documented for a field only. */
const equality = (subject: Eval, leaf: Needles): Eval => {
  const plain = leaf.needles.filter((needle) => isPlain(needle) && !looksNumeric(needle) && (!leaf.caseless || isAscii(needle)));
  const folds = leaf.caseless && plain.some(hasLetters);
  const simple = plain.length > 1 && (folds || subject.kind !== 'field') ? [] : plain;
  const rest = leaf.needles.filter((needle) => !simple.includes(needle));
  const values = simple.map((needle) => text(leaf.caseless ? foldAscii(needle) : needle));
  const [only] = values;
  const tests: Eval[] = [];
  if (values.length === 1 && only) tests.push(binary('==', folds ? call('lower', subject) : subject, only));
  if (values.length > 1) tests.push(call('in', subject, ...values));
  for (const group of grouped(leaf, rest)) tests.push(matches(subject, leaf, group));
  return either(...tests);
};

/** The exact condition over a subject that is a text and never null. */
export const exactCondition = (subject: Eval, leaf: Needles): Eval => {
  if (leaf.require === 'all' && leaf.needles.length > 1) {
    return both(...leaf.needles.map((needle) => exactCondition(subject, { ...leaf, needles: [needle] })));
  }
  if (leaf.test === 'equals') return equality(subject, leaf);
  return either(...grouped(leaf, leaf.needles).map((group) => matches(subject, leaf, group)));
};

/** KQL's meaning of the test, for constants. */
export const holds = (leaf: Needles, value: string): boolean => {
  const one = (needle: string): boolean => {
    const v = leaf.caseless ? foldAscii(value) : value;
    const n = leaf.caseless ? foldAscii(needle) : needle;
    if (leaf.test === 'equals') return v === n;
    if (leaf.test === 'startsWith') return v.startsWith(n);
    if (leaf.test === 'endsWith') return v.endsWith(n);
    if (leaf.test === 'contains') return v.includes(n);
    return new RegExp(guarded(n.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&'), guardsOf(n, leaf.test))).test(v);
  };
  return leaf.require === 'all' ? leaf.needles.every(one) : leaf.needles.some(one);
};

/**
 * What a needle may show to the index: its longest run of characters that JSON stores unchanged and that the base search takes literally (no `*`, quote,
 * backtick, control or non-ASCII character, no blanks at the edges or in a row). Null when nothing worth searching is left.
 */
const safeRun = (needle: string): string | null => {
  const runs = needle.match(/[!#-)+-_a-~]+(?: [!#-)+-_a-~]+)*/g) ?? [];
  const parts = runs.flatMap((run) => run.split(/(?<=[\\/]\.\.)(?=[\\/])/));
  const best = parts.reduce((a, b) => (b.length > a.length ? b : a), '');
  return best === needle || /[0-9A-Za-z]{2}/.test(best) ? best || null : null;
};

const any: Piece = { kind: 'any' };

const patternFor = (test: NeedleTest, run: string, whole: boolean): Pattern => {
  const piece: Piece = { kind: 'text', text: run };
  if (whole && test === 'equals') return [piece];
  if (whole && test === 'startsWith') return [piece, any];
  if (whole && test === 'endsWith') return [any, piece];
  return [any, piece, any];
};

/** A base-search test. `exact`: it is true for the same values, not only for more of them. */
export interface Prefilter {
  readonly term: Term;
  readonly exact: boolean;
}

const oneNeedle = (leaf: Needles, needle: string): { readonly pattern: Pattern; readonly exact: boolean } | null => {
  const run = safeRun(needle);
  if (run === null) return null;
  const whole = run === needle;
  const literal = leaf.test === 'equals' || leaf.test === 'contains' || leaf.test === 'startsWith' || leaf.test === 'endsWith';
  const sameCase = leaf.caseless || !hasLetters(needle);
  return {
    pattern: patternFor(leaf.test, run, whole),
    exact: whole && literal && sameCase && !(leaf.test === 'equals' && looksNumeric(needle)),
  };
};

/** A base-search test for the longest of some texts that a value is known to contain; null when none is worth searching. */
export const containing = (field: string, runs: readonly string[]): Term | null => {
  const safe = runs.map(safeRun).filter((run) => run !== null && run.length >= 3) as readonly string[];
  const best = safe.reduce((a, b) => (b.length > a.length ? b : a), '');
  return best === '' ? null : { kind: 'field', field, pattern: [any, { kind: 'text', text: best }, any] };
};

/** The superset of a leaf in the base search; null when there is none. `nullText` is what stands for a missing value in the raw event. */
export const prefilterOf = (field: string, leaf: Needles, nullText: string): Prefilter | null => {
  const found = leaf.needles.map((needle) => oneNeedle(leaf, needle));
  const usable = found.filter((one) => one !== null);
  const [first] = usable;
  if (!first || (leaf.require === 'any' && usable.length < found.length)) return null;
  const faithful = nullText === '' || holds(leaf, nullText) === holds(leaf, '');
  const exact = usable.length === found.length && usable.every((one) => one.exact) && faithful;
  const terms = usable.map((one): Term => ({ kind: 'field', field, pattern: one.pattern }));
  if (terms.length === 1 && terms[0]) return { term: terms[0], exact };
  if (leaf.require === 'all') return { term: { kind: 'and', terms }, exact };
  return { term: { kind: 'fieldIn', field, patterns: usable.map((one) => one.pattern) }, exact };
};
