// A regular expression as KQL writes it in; a matcher of linear time out. ASCII text is matched by the pattern as it stands, other text by its Unicode form.
import { type Matcher, RE2JS, RE2JSException } from 're2js';
import type { Span } from '../diagnostics/span.ts';
import { failed, unsupported } from './refusal.ts';
import { type RegexForms, regexForms } from './regex-forms.ts';

export interface Regex {
  readonly groups: number;
  /** Numbers of the named groups. */
  readonly names: ReadonlyMap<string, number>;
  /** Whether it is found anywhere in the text. */
  readonly test: (text: string) => boolean;
  readonly matcher: (text: string) => Matcher;
}

const foreign = /[^\x00-\x7f]/;
const foreignWord = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\u200c\u200d]/u;

const hasForeignWord = (text: string): boolean => foreign.test(text) && foreignWord.test(text.replace(/[\x00-\x7f]+/g, ''));

/** What no dialect of KQL's takes; other complaints may be limits of this matcher alone. */
const brokenForm = /missing|unexpected|trailing|unsupported Perl syntax/;

const compileAs = (pattern: string, form: string, span: Span): RE2JS => {
  try {
    return RE2JS.compile(form);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return brokenForm.test(error.message)
      ? failed(`\`${pattern}\` is no regular expression (${error.message})`, span)
      : unsupported(`the regular expression \`${pattern}\` (${error.message})`, span);
  }
};

const chooser = (pattern: string, forms: RegexForms, span: Span): ((text: string) => RE2JS) => {
  const ascii = compileAs(pattern, forms.ascii, span);
  const { unicode } = forms;
  let wide: RE2JS | null = forms.ascii === unicode() ? ascii : null;
  return (text) => {
    if (wide === ascii && !forms.boundary) return ascii;
    if (!foreign.test(text)) return ascii;
    if (forms.boundary && hasForeignWord(text)) return unsupported(`a word boundary (\`${pattern}\`) in text beyond ASCII`, span);
    wide ??= compileAs(pattern, unicode(), span);
    return wide;
  };
};

const prepare = (pattern: string, span: Span): Regex => {
  const forms = regexForms(pattern);
  if (forms.foreign !== null) return unsupported(`\`${forms.foreign}\` in the regular expression \`${pattern}\``, span);
  const choose = chooser(pattern, forms, span);
  const plain = choose('');
  return {
    groups: plain.groupCount(),
    names: new Map(Object.entries(plain.namedGroups())),
    test: (text) => choose(text).test(text),
    matcher: (text) => choose(text).matcher(text),
  };
};

const known = new Map<string, Regex>();

/** Ends the evaluation where the pattern is no regular expression, or one that is not read here. */
export const regexOf = (pattern: string, span: Span): Regex => {
  const found = known.get(pattern);
  if (found) return found;
  const regex = prepare(pattern, span);
  if (known.size < 10_000) known.set(pattern, regex);
  return regex;
};

/** The matches from left to right, none overlapping another; an empty one does not stand where another has just ended. The matcher is the same each time. */
export function* matchesIn(regex: Regex, text: string): Generator<Matcher> {
  const matcher = regex.matcher(text);
  let last = -1;
  let from = 0;
  while (from <= text.length && matcher.find(from)) {
    const [start, end] = [matcher.start(), matcher.end()];
    if (start === end && start === last) {
      from = start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
    } else {
      last = end;
      from = end;
      yield matcher;
    }
  }
}
