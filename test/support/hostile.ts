// Values made to break quoting, and the string operators of KQL with their meaning in plain JavaScript; used against every target.
import { holdsTerm, lower, upper } from './ascii.ts';

/** Characters that mean something to a shell, a template, a regex, a wildcard or a quote in one of the targets. */
export const hostileValues: readonly string[] = [
  '"',
  "'",
  '\\',
  '|',
  '*',
  '?',
  'a\nb',
  '`id`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder is the hostile value
  '${jndi:x}',
  '{{x}}',
  'a"b',
  "a'b",
  'C:\\temp\\',
  '\\\\host\\c$',
  'a\\"b',
  'a\\*b',
  'a\\?b',
  'a*b?c',
  '"""',
  "'''",
  '" | delete | "',
  "') or true //",
  '$result.x$',
  '[a-z]+.(x)^$',
  '%(x)s %',
  'a: b # c',
  '- a',
  '{a: 1}',
  '\ttab',
  'trailing\\',
  ' blank ',
  '<b>&amp;',
  'NULL',
  'true',
  '0x10',
  '/*x*/',
  '\u00e4\u00f6',
  '\u{1F600}',
];

export const kqlString = (value: string): string => `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t')}"`;

export interface StringOperator {
  readonly name: string;
  readonly kql: (column: string, value: string) => string;
  readonly holds: (subject: string, value: string) => boolean;
}

const tests: Readonly<Record<string, (subject: string, value: string) => boolean>> = {
  contains: (subject, value) => subject.includes(value),
  startswith: (subject, value) => subject.startsWith(value),
  endswith: (subject, value) => subject.endsWith(value),
  has: (subject, value) => holdsTerm(subject, value, 'both'),
  hasprefix: (subject, value) => holdsTerm(subject, value, 'start'),
  hassuffix: (subject, value) => holdsTerm(subject, value, 'end'),
};

const caseless =
  (test: (subject: string, value: string) => boolean) =>
  (subject: string, value: string): boolean =>
    test(lower(subject), lower(value));
const negated =
  (test: (subject: string, value: string) => boolean) =>
  (subject: string, value: string): boolean =>
    !test(subject, value);
const infix =
  (operator: string) =>
  (column: string, value: string): string =>
    `${column} ${operator} ${kqlString(value)}`;
const listed =
  (operator: string, other = 'zzz') =>
  (column: string, value: string): string =>
    `${column} ${operator} (${kqlString(value)}, ${kqlString(other)})`;
const same = (subject: string, value: string): boolean => subject === value;

export const stringOperators: readonly StringOperator[] = [
  { name: '==', kql: infix('=='), holds: same },
  { name: '!=', kql: infix('!='), holds: negated(same) },
  { name: '=~', kql: infix('=~'), holds: caseless(same) },
  { name: '!~', kql: infix('!~'), holds: negated(caseless(same)) },
  { name: 'in', kql: listed('in'), holds: (s, v) => s === v || s === 'zzz' },
  { name: '!in~', kql: listed('!in~'), holds: (s, v) => !caseless(same)(s, v) && lower(s) !== 'zzz' },
  { name: 'has_any', kql: listed('has_any'), holds: (s, v) => caseless(tests.has ?? same)(s, v) || caseless(tests.has ?? same)(s, 'zzz') },
  {
    name: 'has_all',
    kql: listed('has_all', 'x'),
    holds: (s, v) => caseless(tests.has ?? same)(s, v) && caseless(tests.has ?? same)(s, 'x'),
  },
  ...Object.entries(tests).flatMap(([name, test]): StringOperator[] => [
    { name, kql: infix(name), holds: caseless(test) },
    { name: `!${name}`, kql: infix(`!${name}`), holds: negated(caseless(test)) },
    { name: `${name}_cs`, kql: infix(`${name}_cs`), holds: test },
    { name: `!${name}_cs`, kql: infix(`!${name}_cs`), holds: negated(test) },
  ]),
];

/** Field values around a value: itself, inside of other text, and what a wildcard or a lost backslash would take for it. */
export const subjectsAround = (value: string): readonly string[] =>
  [
    ...new Set([
      value,
      upper(value),
      lower(value),
      `x${value}`,
      `${value}x`,
      `x${value}x`,
      `x ${value} y`,
      `-${value}-`,
      'zzz',
      'plain',
      '',
      value.slice(0, -1),
      value.slice(1),
      value.replace(/[*?.]/g, 'Q'),
      value.replace(/\*/g, ''),
      value.replace(/\\/g, ''),
      value.replace(/\\/g, '\\\\'),
      value.replace(/["'`$]/g, ''),
      value.replace(/\s/g, ''),
    ]),
  ].filter((subject) => !/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/.test(subject));
