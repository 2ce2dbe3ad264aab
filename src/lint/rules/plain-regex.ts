// RMMC6004 and RMMC6005: tests with `matches regex` in; patterns that hold plain text only, and `.*` that does nothing, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { Lint, LintInput } from '../rule.ts';
import { quoted, type Test } from '../tests.ts';

/** The text that a pattern without special characters stands for; null for any other. */
const plainText = (pattern: string): string | null => {
  let text = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (char === '\\' && /[^A-Za-z0-9]/.test(next)) {
      text += next;
      at += 1;
    } else if (/[\\^$.|?*+()[\]{}]/.test(char)) return null;
    else text += char;
  }
  return text === '' ? null : text;
};

interface Operators {
  readonly whole: string;
  readonly start: string;
  readonly end: string;
  readonly inside: string;
}

const caseful: Operators = { whole: '==', start: 'startswith_cs', end: 'endswith_cs', inside: 'contains_cs' };
const caseless: Operators = { whole: '=~', start: 'startswith', end: 'endswith', inside: 'contains' };

const literal = (text: string): string => (/["\\]/.test(text) ? `@"${text.replaceAll('"', '""')}"` : `"${text}"`);

/** `^foo` is `startswith_cs "foo"`; null when the pattern says more than plain text. */
export const stringTest = (pattern: string): string | null => {
  const flagged = pattern.startsWith('(?i)');
  const body = flagged ? pattern.slice(4) : pattern;
  const start = body.startsWith('^');
  const end = /(?<!\\)(?:\\\\)*\$$/.test(body);
  const text = plainText(body.slice(start ? 1 : 0, end ? -1 : undefined));
  if (text === null || !/^[\x20-\x7e]+$/.test(text)) return null;
  const operators = flagged ? caseless : caseful;
  const operator = start ? (end ? operators.whole : operators.start) : end ? operators.end : operators.inside;
  return `${operator} ${literal(text)}`;
};

const patternOf = (test: Test): string | null => (test.node.test === 'regex' ? (test.needles?.[0] ?? null) : null);

const findPlain = ({ tests }: LintInput): readonly Diagnostic[] =>
  tests.flatMap((test) => {
    const pattern = patternOf(test);
    const better = pattern === null ? null : stringTest(pattern);
    if (pattern === null || better === null) return [];
    const diagnostic = report('RMMC6004', test.node.span, { pattern: quoted([pattern]), better });
    const { written } = test;
    if (written?.kind !== 'binary' || written.right.kind !== 'literal') return [diagnostic];
    return [{ ...diagnostic, fix: { span: { start: written.opSpan.start, end: written.right.span.end }, text: better } }];
  });

/** Without `.*` at its ends; null when there is none, or when it means something (`^.*` stays on the first line). */
export const trimmed = (pattern: string): string | null => {
  const flags = /^\(\?[a-z]+\)/.exec(pattern)?.[0] ?? '';
  const body = pattern.slice(flags.length);
  if (/[|]/.test(body.replace(/\([^()]*\)/g, ''))) return null;
  const short = body.replace(/^(?:\.\*\??)+/, '').replace(/(?<!\\)(?:\.\*\??)+$/, '');
  return short === body || short === '' ? null : flags + short;
};

const findPadding = ({ tests }: LintInput): readonly Diagnostic[] =>
  tests.flatMap((test) => {
    const pattern = patternOf(test);
    const better = pattern === null ? null : trimmed(pattern);
    return pattern === null || better === null
      ? []
      : [report('RMMC6005', test.node.span, { pattern: quoted([pattern]), better: literal(better) })];
  });

export const plainRegex: Lint = {
  title: 'a regular expression that holds plain text',
  why: 'A string operator says the same and is far cheaper: a regular expression has to be run over every value.',
  find: findPlain,
};

export const paddedRegex: Lint = {
  title: '`.*` at the end of a regular expression',
  why: '`matches regex` finds the pattern anywhere in the value, so that `.*` in front of it or behind it changes nothing and makes the search longer.',
  find: findPadding,
};
