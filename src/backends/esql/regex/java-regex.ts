// The tree of a KQL regular expression in; the same in Java's language (the engine's REPLACE) out, without flags and without Java's own line ends.
import { match } from 'ts-pattern';
import type { Assertion, Regex } from '../../../ir/regex/ast.ts';
import { parseRegex } from '../../../ir/regex/parse.ts';
import { anySet, type CodeSet, charSet, classSet, complement } from './code-sets.ts';
import { canBeEmpty, NoForm, noForm } from './regex-edges.ts';

const printCode = (code: number): string =>
  /^[0-9A-Za-z _/:=,;!%'"<>@#~`-]$/.test(String.fromCodePoint(code))
    ? String.fromCodePoint(code)
    : code < 0x80 && code > 0x20
      ? `\\${String.fromCodePoint(code)}`
      : `\\x{${code.toString(16)}}`;

const inClass = (code: number): string =>
  /^[0-9A-Za-z]$/.test(String.fromCodePoint(code)) ? String.fromCodePoint(code) : `\\x{${code.toString(16)}}`;

const printSet = (set: CodeSet | null): string => {
  if (set === null) return noForm('Unicode classes differ between KQL and Java');
  const [first] = set;
  if (!first) return noForm('a class fits no character');
  if (set.length === 1 && first.from === first.to) return printCode(first.from);
  const negated = set.at(-1)?.to === 0x10ffff;
  const shown = negated ? complement(set) : set;
  if (shown.length === 0) return '[\\x{0}-\\x{10ffff}]';
  const body = shown.map(({ from, to }) => (from === to ? inClass(from) : `${inClass(from)}-${inClass(to)}`)).join('');
  return `[${negated ? '^' : ''}${body}]`;
};

const assertions: Readonly<Record<Assertion, string>> = {
  textStart: '\\A',
  textEnd: '\\z',
  lineStart: '(?<![^\\x{a}])',
  lineEnd: '(?![^\\x{a}])',
  word: '(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))',
  notWord: '(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))',
};

const counts = (least: number, most: number | null): string => {
  if (most === null) return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`;
  if (least === 0 && most === 1) return '?';
  return least === most ? `{${least}}` : `{${least},${most}}`;
};

const printNode = (regex: Regex): string =>
  match(regex)
    .with({ kind: 'char' }, (n) => printSet(charSet(n.code, n.caseless)))
    .with({ kind: 'class' }, (n) => printSet(classSet(n)))
    .with({ kind: 'any' }, (n) => printSet(anySet(n.newline)))
    .with({ kind: 'assert' }, (n) => assertions[n.at])
    .with({ kind: 'group' }, (n) => (n.capture === null ? `(?:${printNode(n.body)})` : `(${printNode(n.body)})`))
    .with({ kind: 'repeat' }, (n) => {
      const simple = n.body.kind === 'char' || n.body.kind === 'class' || n.body.kind === 'any' || n.body.kind === 'group';
      const body = simple ? printNode(n.body) : `(?:${printNode(n.body)})`;
      return `${body}${counts(n.least, n.most)}${n.lazy ? '?' : ''}`;
    })
    .with({ kind: 'sequence' }, (n) =>
      n.parts.map((part) => (part.kind === 'choice' ? `(?:${printNode(part)})` : printNode(part))).join(''),
    )
    .with({ kind: 'choice' }, (n) => n.branches.map(printNode).join('|'))
    .exhaustive();

export type JavaRegex =
  | { readonly ok: true; readonly regex: Regex; readonly pattern: string; readonly captures: number; readonly fitsEmpty: boolean }
  | { readonly ok: false; readonly why: string };

/** The pattern, to be wrapped in a group before anything is put beside it. `changed`: what to say in place of the pattern. */
export const javaRegex = (source: string, changed: (regex: Regex) => Regex = (regex) => regex): JavaRegex => {
  const parsed = parseRegex(source);
  if (!parsed.ok) return { ok: false, why: `the pattern is not valid: ${parsed.why}` };
  try {
    const regex = changed(parsed.regex);
    return { ok: true, regex, pattern: printNode(regex), captures: parsed.captures, fitsEmpty: canBeEmpty(regex) };
  } catch (error) {
    if (error instanceof NoForm) return { ok: false, why: error.message };
    throw error;
  }
};

/** A literal text as a Java pattern. */
export const javaLiteral = (text: string): string => [...text].map((c) => printCode(c.codePointAt(0) ?? 0)).join('');

/** A literal text as a Java replacement. */
export const javaReplacement = (text: string): string => text.replace(/[\\$]/g, '\\$&');
