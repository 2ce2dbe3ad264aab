// Regular expressions in Perl's dialect: a parsed KQL pattern or a literal needle in, pattern text out (not yet quoted).
import { match } from 'ts-pattern';
import type { Assertion, ClassItem, Regex } from '../../../ir/regex/ast.ts';
import { visitRegex } from '../../../ir/regex/ast.ts';

const isLetter = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
const isControl = (code: number): boolean =>
  code < 0x20 || (code >= 0x7f && code <= 0x9f) || code === 0x60 || code === 0x2028 || code === 0x2029;

const codeText = (code: number, special: RegExp): string => {
  if (isControl(code)) return `\\x{${code.toString(16).toUpperCase()}}`;
  const character = String.fromCodePoint(code);
  return special.test(character) ? `\\${character}` : character;
};

const outside = /[\\^$.|?*+()[\]{}]/;
const inside = /[\\\]^[-]/;

/** A text as a pattern that fits exactly that text. */
export const literalPattern = (value: string): string =>
  [...value].map((character) => codeText(character.codePointAt(0) ?? 0, outside)).join('');

/** A text as a pattern that fits it in any ASCII case and exactly in the rest: `[Kk][Rr]ä`. */
export const asciiCaselessPattern = (value: string): string =>
  [...value]
    .map((character) =>
      isLetter(character.codePointAt(0) ?? 0) ? `[${character.toUpperCase()}${character.toLowerCase()}]` : literalPattern(character),
    )
    .join('');

const assertions = { textStart: '^', textEnd: '\\z', lineStart: '(?m:^)', lineEnd: '(?m:$)', word: '\\b', notWord: '\\B' } satisfies Record<
  Assertion,
  string
>;

const itemText = (item: ClassItem): string =>
  match(item)
    .with({ kind: 'range' }, (r) => (r.from === r.to ? codeText(r.from, inside) : `${codeText(r.from, inside)}-${codeText(r.to, inside)}`))
    .with({ kind: 'perl' }, (p) => `\\${p.negated ? p.name.toUpperCase() : p.name}`)
    .with({ kind: 'property' }, (p) => `\\${p.negated ? 'P' : 'p'}{${p.name}}`)
    .exhaustive();

const classText = (node: Extract<Regex, { kind: 'class' }>): string => {
  const [only] = node.items;
  if (!node.negated && node.items.length === 1 && only && only.kind !== 'range') return itemText(only);
  return `[${node.negated ? '^' : ''}${node.items.map(itemText).join('')}]`;
};

const hasCase = (node: Regex): boolean =>
  (node.kind === 'char' && String.fromCodePoint(node.code).toLowerCase() !== String.fromCodePoint(node.code).toUpperCase()) ||
  node.kind === 'class';

/** True when every node that knows case ignores it, so that one flag in front says it. */
const allCaseless = (regex: Regex): boolean => {
  let some = false;
  let all = true;
  visitRegex(regex, (node) => {
    if ((node.kind !== 'char' && node.kind !== 'class') || !hasCase(node)) return;
    some = true;
    all &&= node.caseless;
  });
  return some && all;
};

const counts = (least: number, most: number | null): string => {
  if (most === null) return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`;
  if (least === 0 && most === 1) return '?';
  return least === most ? `{${least}}` : `{${least},${most}}`;
};

const print = (regex: Regex, flagged: boolean): string => {
  const own = (pattern: string, caseless: boolean): string => (caseless && !flagged ? `(?i:${pattern})` : pattern);
  return match(regex)
    .with({ kind: 'char' }, (n) => own(codeText(n.code, outside), n.caseless && hasCase(n)))
    .with({ kind: 'class' }, (n) => own(classText(n), n.caseless))
    .with({ kind: 'any' }, (n) => (n.newline ? '(?s:.)' : '.'))
    .with({ kind: 'assert' }, (n) => assertions[n.at])
    .with({ kind: 'group' }, (n) => `${n.capture === null ? '(?:' : '('}${print(n.body, flagged)})`)
    .with({ kind: 'repeat' }, (n) => {
      const body = print(n.body, flagged);
      const whole = n.body.kind === 'sequence' || n.body.kind === 'choice' || n.body.kind === 'repeat' ? `(?:${body})` : body;
      return `${whole}${counts(n.least, n.most)}${n.lazy ? '?' : ''}`;
    })
    .with({ kind: 'sequence' }, (n) =>
      n.parts.map((part) => (part.kind === 'choice' ? `(?:${print(part, flagged)})` : print(part, flagged))).join(''),
    )
    .with({ kind: 'choice' }, (n) => n.branches.map((branch) => print(branch, flagged)).join('|'))
    .exhaustive();
};

/** A parsed KQL pattern in Perl's dialect. */
export const pcre = (regex: Regex): string => (allCaseless(regex) ? `(?i)${print(regex, true)}` : print(regex, false));

/** True when a pattern repeats without end what itself repeats without end: Perl's engine may give up on it. */
export const mayGiveUp = (regex: Regex): boolean => {
  let found = false;
  visitRegex(regex, (node) => {
    if (node.kind !== 'repeat' || node.most !== null) return;
    visitRegex(node.body, (inner) => {
      if (inner.kind === 'repeat' && inner.most === null) found = true;
    });
  });
  return found;
};

/** The texts that every find contains, as far as the pattern shows them: runs of single characters that nothing makes optional. */
export const requiredRuns = (regex: Regex): readonly string[] =>
  match(regex)
    .returnType<readonly string[]>()
    .with({ kind: 'char' }, (n) => [String.fromCodePoint(n.code)])
    .with({ kind: 'group' }, (n) => requiredRuns(n.body))
    .with({ kind: 'repeat' }, (n) => (n.least > 0 ? requiredRuns(n.body) : []))
    .with({ kind: 'sequence' }, (n) => {
      const runs = [''];
      for (const part of n.parts) {
        if (part.kind === 'char') runs.push(`${runs.pop() ?? ''}${String.fromCodePoint(part.code)}`);
        else if (part.kind !== 'assert') runs.push(...requiredRuns(part), '');
      }
      return runs.filter((run) => run !== '');
    })
    .with({ kind: 'class' }, { kind: 'any' }, { kind: 'assert' }, { kind: 'choice' }, () => [])
    .exhaustive();

export type Guards = { readonly left: boolean; readonly right: boolean };

const isTermCharacter = (character: string | undefined): boolean => character !== undefined && /[0-9A-Za-z]/.test(character);

/** Where a term test guards a needle: only on a side where the needle itself ends in a letter or digit. */
export const guardsOf = (needle: string, test: 'term' | 'termPrefix' | 'termSuffix'): Guards => ({
  left: test !== 'termSuffix' && isTermCharacter(needle[0]),
  right: test !== 'termPrefix' && isTermCharacter(needle.at(-1)),
});

export const guarded = (body: string, guards: Guards): string =>
  `${guards.left ? '(?<![0-9A-Za-z])' : ''}${body}${guards.right ? '(?![0-9A-Za-z])' : ''}`;
