// A regular expression in; a short text that it fits (assertions aside) out.
import { match } from 'ts-pattern';
import type { ClassItem, Regex } from '../../src/ir/regex/ast.ts';
import { parseRegex } from '../../src/ir/regex/parse.ts';

const perl = { d: '7', w: 'w', s: ' ' } as const;

/** A character of a class; of a negated one a character that is rarely named. */
const ofClass = (items: readonly ClassItem[], negated: boolean): string => {
  if (negated) return '~';
  const [first] = items;
  if (!first) return '';
  if (first.kind === 'range') return String.fromCodePoint(first.from);
  return first.kind === 'perl' && !first.negated ? perl[first.name] : '~';
};

const sample = (regex: Regex): string =>
  match(regex)
    .with({ kind: 'char' }, ({ code }) => String.fromCodePoint(code))
    .with({ kind: 'class' }, ({ items, negated }) => ofClass(items, negated))
    .with({ kind: 'any' }, () => 'z')
    .with({ kind: 'assert' }, () => '')
    .with({ kind: 'group' }, ({ body }) => sample(body))
    .with({ kind: 'repeat' }, ({ body, least, most }) => sample(body).repeat(Math.min(Math.max(least, most === 0 ? 0 : 1), 12)))
    .with({ kind: 'sequence' }, ({ parts }) => parts.map(sample).join(''))
    .with({ kind: 'choice' }, ({ branches }) => branches.slice(0, 1).map(sample).join(''))
    .exhaustive();

/** The pattern itself where it cannot be read. */
export const sampleOf = (pattern: string): string => {
  const parsed = parseRegex(pattern);
  return parsed.ok ? sample(parsed.regex) : pattern;
};
