// Character classes of the shared regex tree in; sets of code points (sorted, disjoint ranges) out.
import type { ClassItem, CodeRange, Regex } from '../../../ir/regex/ast.ts';

export type CodeSet = readonly CodeRange[];

const greatest = 0x10ffff;

const tidy = (ranges: readonly CodeRange[]): CodeSet => {
  const sorted = [...ranges].sort((a, b) => a.from - b.from);
  const out: { from: number; to: number }[] = [];
  for (const range of sorted) {
    const last = out.at(-1);
    if (last && range.from <= last.to + 1) last.to = Math.max(last.to, range.to);
    else out.push({ ...range });
  }
  return out;
};

export const complement = (set: CodeSet): CodeSet => {
  const gaps: CodeRange[] = [];
  let next = 0;
  for (const range of set) {
    if (range.from > next) gaps.push({ from: next, to: range.from - 1 });
    next = range.to + 1;
  }
  if (next <= greatest) gaps.push({ from: next, to: greatest });
  return gaps;
};

export const intersect = (a: CodeSet, b: CodeSet): CodeSet => complement(tidy([...complement(a), ...complement(b)]));

const span = (from: string, to: string): CodeRange => ({ from: from.charCodeAt(0), to: to.charCodeAt(0) });
const one = (code: number): CodeRange => ({ from: code, to: code });

/** What `\b` and `\w` call a word character. */
export const wordSet: CodeSet = tidy([span('0', '9'), span('A', 'Z'), one(0x5f), span('a', 'z')]);

const perl: Readonly<Record<'d' | 'w' | 's', CodeSet>> = {
  d: [span('0', '9')],
  w: wordSet,
  s: tidy([one(9), one(10), one(12), one(13), one(32)]),
};

/** ASCII letters that have a relative outside of ASCII: the Kelvin sign and the long s. */
const relatives: readonly (readonly [number, number, number])[] = [
  [0x4b, 0x6b, 0x212a],
  [0x53, 0x73, 0x17f],
];

const has = (set: CodeSet, code: number): boolean => set.some((range) => range.from <= code && code <= range.to);

/** Ranges longer than this are alphabets of scripts or the rest of Unicode, which hold both cases of what they hold. */
const foldedRange = 512;

const otherCases = (code: number): readonly CodeRange[] => {
  const text = String.fromCodePoint(code);
  return [text.toLowerCase(), text.toUpperCase()].flatMap((other) => ([...other].length === 1 ? [one(other.codePointAt(0) ?? code)] : []));
};

/** The set with the other case of each letter, as a caseless regular expression reads it. */
const folded = (set: CodeSet): CodeSet => {
  const more: CodeRange[] = [];
  for (const range of set) {
    if (range.to - range.from > foldedRange) continue;
    for (let code = range.from; code <= range.to; code += 1) if (code < 0xd800 || code > 0xdfff) more.push(...otherCases(code));
  }
  for (const kin of relatives) if (kin.some((code) => has(set, code))) more.push(...kin.map(one));
  return tidy([...set, ...more]);
};

const itemSet = (item: ClassItem): CodeSet | null => {
  if (item.kind === 'range') return [{ from: item.from, to: item.to }];
  if (item.kind === 'property') return null;
  return item.negated ? complement(perl[item.name]) : perl[item.name];
};

/** The characters of a class; null when it names a Unicode property, for which there is no table here. */
export const classSet = (node: Extract<Regex, { kind: 'class' }>): CodeSet | null => {
  const sets = node.items.map(itemSet);
  const known = sets.filter((set) => set !== null);
  if (known.length < sets.length) return null;
  const plain = tidy(known.flat());
  const set = node.caseless ? folded(plain) : plain;
  return node.negated ? complement(set) : set;
};

export const charSet = (code: number, caseless: boolean): CodeSet => (caseless ? folded([one(code)]) : [one(code)]);

/** Everything but a newline, or everything. */
export const anySet = (newline: boolean): CodeSet => (newline ? [{ from: 0, to: greatest }] : complement([one(10)]));
