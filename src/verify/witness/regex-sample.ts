// A regular expression in; a short text that it fits (assertions aside) out.
import { match } from 'ts-pattern';
import type { ClassItem, Regex } from '../../ir/regex/ast.ts';
import { parseRegex } from '../../ir/regex/parse.ts';

const perl = { d: '7', w: 'w', s: ' ' } as const;

/** A character of a class; of a negated one a character that is rarely named. */
const ofClass = (items: readonly ClassItem[], negated: boolean): string => {
  if (negated) return '~';
  const [first] = items;
  if (!first) return '';
  if (first.kind === 'range') return String.fromCodePoint(first.from);
  return first.kind === 'perl' && !first.negated ? perl[first.name] : '~';
};

/** `branch`: which of several branches; `group`: a capture group that is filled with a given text. */
interface Choice {
  readonly branch: number;
  readonly group: number;
  readonly text: string;
}

const sample = (regex: Regex, choice: Choice): string =>
  match(regex)
    .with({ kind: 'char' }, ({ code }) => String.fromCodePoint(code))
    .with({ kind: 'class' }, ({ items, negated }) => ofClass(items, negated))
    .with({ kind: 'any' }, () => 'z')
    .with({ kind: 'assert' }, () => '')
    .with({ kind: 'group' }, ({ body, capture }) => (capture === choice.group ? choice.text : sample(body, choice)))
    .with({ kind: 'repeat' }, ({ body, least, most }) => sample(body, choice).repeat(Math.min(Math.max(least, most === 0 ? 0 : 1), 12)))
    .with({ kind: 'sequence' }, ({ parts }) => parts.map((part) => sample(part, choice)).join(''))
    .with({ kind: 'choice' }, ({ branches }) => {
      const chosen = branches[choice.branch % branches.length];
      return chosen ? sample(chosen, choice) : '';
    })
    .exhaustive();

const sampled = (pattern: string, choice: Choice): string => {
  const parsed = parseRegex(pattern);
  return parsed.ok ? sample(parsed.regex, choice) : pattern;
};

/** The pattern itself where it cannot be read. `branch`: which of several alternatives. */
export const sampleOf = (pattern: string, branch = 0): string => sampled(pattern, { branch, group: -1, text: '' });

/** A text that the pattern fits with a given text in one of its groups (0: the whole match). */
export const sampleWith = (pattern: string, group: number, text: string): string =>
  group === 0 ? text : sampled(pattern, { branch: 0, group, text });
