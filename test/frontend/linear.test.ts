// What may be repeated in a query, and what may be broken over and over: four times as much of it takes about four times as long.
import { describe, expect, it } from 'vitest';
import { bind } from '../../src/frontend/bind/bind.ts';
import { parse } from '../../src/frontend/parse.ts';
import { builtinSchema } from '../../src/frontend/schema/schema.ts';
import { normalize } from '../../src/ir/normalize.ts';

const schema = builtinSchema();

const frontEnd = (text: string): void => {
  const { ast, diagnostics } = parse(text);
  if (diagnostics.length > 0) return;
  const { query } = bind(ast, schema);
  if (query !== null) normalize(query);
};

/** Processor time, which does not count what else the machine does: the least of three runs, in milliseconds. */
const costOf = (text: string): number =>
  Math.min(
    ...[1, 2, 3].map(() => {
      const start = process.cpuUsage();
      frontEnd(text);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    }),
  );

/** Quadratic work would make it 16. What is too quick to measure counts as 2 ms. */
const limit = 10;
const growth = (shape: (count: number) => string, count: number): number => costOf(shape(4 * count)) / Math.max(2, costOf(shape(count)));

/** The least of up to four tries, as a garbage collection may fall into one. */
const leastGrowth = (shape: (count: number) => string, count: number): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let left = 4; left > 0 && least >= limit; left--) least = Math.min(least, growth(shape, count));
  return least;
};

const times = (count: number, item: string, between = ''): string => Array.from({ length: count }, () => item).join(between);
const where = (condition: string): string => `DeviceProcessEvents | where ${condition}`;

type Shape = readonly [name: string, shape: (count: number) => string];

const whole: readonly Shape[] = [
  ['or', (n) => where(times(n, 'FileName has "a"', ' or '))],
  ['and', (n) => where(times(n, 'FileName has "a"', ' and '))],
  ['and within or', (n) => where(times(n, 'FileName has "a" and ProcessId == 1', ' or '))],
  ['steps', (n) => `DeviceProcessEvents ${times(n, '| where ProcessId == 1 ')}`],
  ['a list', (n) => where(`FileName in (${times(n, '"a"', ', ')})`)],
  ['arguments', (n) => `print strcat(${times(n, '"a"', ', ')})`],
  ['groups', (n) => where(times(n, '(((ProcessId == 1)))', ' or '))],
  ['lets', (n) => `${Array.from({ length: n }, (_, i) => `let x${i} = 1; `).join('')}print x0`],
  ['comments', (n) => `DeviceProcessEvents ${times(n, '// a "b\n')}`],
  ['escapes', (n) => where(`FileName == "${times(n, '\\\\\\"')}"`)],
  ['doubled quotes', (n) => where(`FileName == @"${times(n, '""')}"`)],
  ['adjacent texts', (n) => where(`FileName == ${times(n, '"a" ')}`)],
  ['cells', (n) => `datatable(a: long)[${times(n, '1', ', ')}]`],
  ['dynamic', (n) => `print dynamic([${times(n, '{"a": 1}', ', ')}])`],
  ['patterns', (n) => `DeviceProcessEvents | project-away ${times(n, 'x*', ', ')}`],
  ['columns', (n) => `DeviceProcessEvents | extend ${Array.from({ length: n }, (_, i) => `x${i} = 1`).join(', ')}`],
  ['tables', (n) => `union ${times(n, 'DeviceProcessEvents', ', ')}`],
];

const broken: readonly Shape[] = [
  ['open groups', (n) => where(times(n, '('))],
  ['open calls', (n) => where(times(n, 'f(a | '))],
  ['closers', (n) => where(times(n, ')'))],
  ['broken steps', (n) => `T ${times(n, '| wher a == 1 ')}`],
  ['one broken step', (n) => `T ${times(n, '| where a == 1 ')}| wher b`],
  ['broken lets', (n) => `${times(n, 'let x = = 1; ')}T`],
  ['open lets', (n) => times(n, 'let a = f(1; ')],
  ['no semicolons', (n) => `${times(n, 'let x = 1\n')}T`],
  ['prose', (n) => `T | count\n${times(n, 'the hash of the file. ')}`],
  ['open texts', (n) => times(n, 'T | where a == "x\n')],
  ['bad escapes', (n) => where(times(n, '"\\q" '))],
  ['an open text', (n) => where(`a == "${times(n, 'x\\')}`)],
  ['an open text of many lines', (n) => where(`a == \`\`\`${times(n, '`x\n')}`)],
  ['stray characters', (n) => where(times(n, '\u00e9'))],
  ['curly quotes', (n) => where(times(n, '\u201cx\u201d or '))],
  ['directives', (n) => `T\n${times(n, '#x\n')}`],
  ['semicolons', (n) => times(n, ';')],
  ['pipes', (n) => times(n, '|')],
  ['commas', (n) => `T | project ${times(n, ',')}`],
  ['mixed nonsense', (n) => times(n, 'a | ( " \\ @ %% ;; { ')],
];

describe('queries', { timeout: 120_000 }, () => {
  it.each(whole)('%s', (_, shape) => expect(leastGrowth(shape, 1000)).toBeLessThan(limit));
});

describe('broken queries', { timeout: 120_000 }, () => {
  it.each(broken)('%s', (_, shape) => expect(leastGrowth(shape, 2000)).toBeLessThan(limit));
});

describe('digits', () => {
  it('of a number and a span', () => {
    expect(leastGrowth((n) => where(`a == ${times(n, '1')}`), 100_000)).toBeLessThan(limit);
    expect(leastGrowth((n) => where(`a == 0.${times(n, '1')}d`), 100_000)).toBeLessThan(limit);
  });
});
