// A regular expression of KQL as a tree in, the same in the part of PCRE that Sigma admits out: no flags inside, no classes by name, no look-around,
// no lazy repeats, no groups that do not capture.
import { match, P } from 'ts-pattern';
import { type ClassItem, type Regex, visitRegex } from '../../../ir/regex/ast.ts';
import { classChar, regexChar } from '../quote.ts';

/** `what`: ends the sentence "regular expressions in Sigma have no …". */
export type PrintedRegex =
  | { readonly ok: true; readonly text: string; readonly caseless: boolean; readonly endsText: boolean }
  | { readonly ok: false; readonly what: string };

/** Thrown and caught in this file only. */
class Unsaid extends Error {}
const unsaid = (what: string): never => {
  throw new Unsaid(what);
};

const char = (code: number): string => String.fromCodePoint(code);
const isAsciiLetter = (code: number): boolean => /^[A-Za-z]$/.test(char(code));
const folds = (code: number): boolean => char(code).toLowerCase() !== char(code).toUpperCase();

const perlSets = { d: '0-9', w: '0-9A-Za-z_', s: '\\t\\n\\f\\r ' } as const;

const itemText = (item: ClassItem): string =>
  match(item)
    .with({ kind: 'range' }, ({ from, to }) => (from === to ? classChar(char(from)) : `${classChar(char(from))}-${classChar(char(to))}`))
    .with({ kind: 'perl' }, (n) => (n.negated ? unsaid(`negated class \`\\${n.name.toUpperCase()}\` inside brackets`) : perlSets[n.name]))
    .with({ kind: 'property' }, (n) => unsaid(`Unicode class \`${n.name}\``))
    .exhaustive();

/** The letters of a range in the other case, for classes that fold under a pattern that does not. */
const otherCase = (item: ClassItem): string => {
  if (item.kind !== 'range') return '';
  if (item.to > 0x7f) return unsaid('mixed case folding outside ASCII');
  const codes = Array.from({ length: item.to - item.from + 1 }, (_, i) => item.from + i).filter(isAsciiLetter);
  return codes.map((code) => char(code ^ 0x20)).join('');
};

/** `all`: the whole pattern folds case, which the modifier `i` says. */
interface Mode {
  readonly all: boolean;
}

const classText = (n: Extract<Regex, { kind: 'class' }>, mode: Mode): string => {
  const [only] = n.items;
  if (n.items.length === 0) return unsaid('empty class');
  if (n.items.length === 1 && only?.kind === 'perl') return `[${only.negated !== n.negated ? '^' : ''}${perlSets[only.name]}]`;
  const extra = n.caseless && !mode.all ? n.items.map(otherCase).join('') : '';
  return `[${n.negated ? '^' : ''}${n.items.map(itemText).join('')}${extra}]`;
};

const charText = (n: Extract<Regex, { kind: 'char' }>, mode: Mode): string => {
  if (!n.caseless || mode.all || !folds(n.code)) return regexChar(char(n.code));
  if (!isAsciiLetter(n.code)) return unsaid('mixed case folding outside ASCII');
  return `[${char(n.code & ~0x20)}${char(n.code | 0x20)}]`;
};

const assertText = (at: Extract<Regex, { kind: 'assert' }>['at']): string =>
  match(at)
    .with('textStart', () => '^')
    .with('textEnd', () => '$')
    .with(P.union('lineStart', 'lineEnd'), () => unsaid('anchors of lines'))
    .with(P.union('word', 'notWord'), () => unsaid('word boundary `\\b` in this place'))
    .exhaustive();

const countText = (least: number, most: number | null): string => {
  if (least === 0 && most === null) return '*';
  if (least === 1 && most === null) return '+';
  if (least === 0 && most === 1) return '?';
  return most === null ? `{${least},}` : least === most ? `{${least}}` : `{${least},${most}}`;
};

const isAtom = (regex: Regex): boolean =>
  regex.kind === 'char' || regex.kind === 'class' || regex.kind === 'group' || (regex.kind === 'any' && !regex.newline);

const text = (regex: Regex, mode: Mode): string =>
  match(regex)
    .returnType<string>()
    .with({ kind: 'char' }, (n) => charText(n, mode))
    .with({ kind: 'class' }, (n) => classText(n, mode))
    .with({ kind: 'any' }, (n) => (n.newline ? '(.|\\n)' : '.'))
    .with({ kind: 'assert' }, (n) => assertText(n.at))
    .with({ kind: 'group' }, (n) => `(${text(n.body, mode)})`)
    .with({ kind: 'repeat' }, (n) => `${isAtom(n.body) ? text(n.body, mode) : `(${text(n.body, mode)})`}${countText(n.least, n.most)}`)
    .with({ kind: 'sequence' }, (n) =>
      n.parts.map((part) => (part.kind === 'choice' ? `(${text(part, mode)})` : text(part, mode))).join(''),
    )
    .with({ kind: 'choice' }, (n) => n.branches.map((branch) => text(branch, mode)).join('|'))
    .exhaustive();

const isWordChar = (regex: Regex | undefined): boolean => regex?.kind === 'char' && /^[0-9A-Za-z_]$/.test(char(regex.code));

/** `\b` at either end of a branch, next to a letter, a digit or `_`, is the edge of the text or another character. */
const edgeText = (regex: Regex, mode: Mode): string => {
  if (regex.kind === 'choice') return regex.branches.map((branch) => edgeText(branch, mode)).join('|');
  if (regex.kind !== 'sequence') return text(regex, mode);
  const parts = [...regex.parts];
  const [first, last] = [parts[0], parts.at(-1)];
  const left = first?.kind === 'assert' && first.at === 'word' && isWordChar(parts[1]);
  const right = parts.length > 2 && last?.kind === 'assert' && last.at === 'word' && isWordChar(parts.at(-2));
  const inner = parts.slice(left ? 1 : 0, right ? -1 : undefined);
  return `${left ? '(^|[^0-9A-Za-z_])' : ''}${text({ kind: 'sequence', parts: inner }, mode)}${right ? '([^0-9A-Za-z_]|$)' : ''}`;
};

/** True when the pattern fits the empty text; then a missing field, which is `""` in KQL, fits too. */
export const fitsEmpty = (regex: Regex): boolean =>
  match(regex)
    .with({ kind: P.union('char', 'class', 'any') }, () => false)
    .with({ kind: 'assert' }, (n) => n.at !== 'word')
    .with({ kind: 'group' }, (n) => fitsEmpty(n.body))
    .with({ kind: 'repeat' }, (n) => n.least === 0 || fitsEmpty(n.body))
    .with({ kind: 'sequence' }, (n) => n.parts.every(fitsEmpty))
    .with({ kind: 'choice' }, (n) => n.branches.some(fitsEmpty))
    .exhaustive();

export const printRegex = (regex: Regex): PrintedRegex => {
  const cases = new Set<boolean>();
  let endsText = false;
  visitRegex(regex, (node) => {
    if (node.kind === 'char' && folds(node.code)) cases.add(node.caseless);
    if (node.kind === 'class') cases.add(node.caseless);
    if (node.kind === 'assert' && node.at === 'textEnd') endsText = true;
  });
  const all = cases.has(true) && !cases.has(false);
  try {
    return { ok: true, text: edgeText(regex, { all }), caseless: all, endsText };
  } catch (error) {
    if (error instanceof Unsaid) return { ok: false, what: error.message };
    throw error;
  }
};
