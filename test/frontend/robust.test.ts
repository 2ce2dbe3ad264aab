// Texts made to break the front end: it reads them or says why not, and no defect of its own shows. RMMC_RANDOM=100000 tries so many.
import { describe, expect, it } from 'vitest';
import { frontEnd } from '../../src/compile.ts';
import { bind } from '../../src/frontend/bind/bind.ts';
import { parse } from '../../src/frontend/parse.ts';
import { builtinSchema } from '../../src/frontend/schema/schema.ts';
import { readUnits } from '../../src/units.ts';
import { dice } from '../support/kql-arbitrary.ts';
import { hostileText, publicQueries } from '../support/kql-hostile.ts';

const rounds = Number(process.env.RMMC_RANDOM ?? 3000);
const seed = process.env.RMMC_RANDOM === undefined ? 1 : Date.now();
const schema = builtinSchema();

/** What went wrong that is no diagnostic: a throw on the whole way, or while binding what is left of a broken query. */
const defectOf = (text: string): string | null => {
  try {
    const { ast } = parse(text);
    bind(ast, schema);
    const unit = { format: 'kql' as const, file: 'a.kql' };
    const defects = readUnits(text, unit).units.flatMap((u) => frontEnd(u, unit).diagnostics.filter(({ code }) => code === 'RMMC9001'));
    return defects[0]?.message ?? null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
};

describe('random and broken texts', { timeout: 3_600_000 }, () => {
  it('give diagnostics or a query, and never a defect', () => {
    const queries = publicQueries(4000);
    for (let round = 0; round < rounds; round++) {
      const text = hostileText(dice(seed + round), queries);
      expect({ text, defect: defectOf(text) }).toEqual({ text, defect: null });
    }
  });
});

const many = 10_000;
const long = 1_000_000;

const extremes: readonly (readonly [name: string, text: string])[] = [
  ['10,000 `or`', `T | where ${Array(many).fill('a == 1').join(' or ')}`],
  ['10,000 `and`', `T | where ${Array(many).fill('a == 1').join(' and ')}`],
  ['10,000 sums', `T | where ${Array(many).fill('1').join(' + ')} == 1`],
  ['10,000 signs', `T | where ${'-'.repeat(many)}1`],
  ['10,000 indexes', `T | where a${'[0]'.repeat(many)}`],
  ['10,000 steps', `T ${'| where a == 1'.repeat(many)}`],
  ['10,000 `let`', `${'let x = 1; '.repeat(many)}T`],
  ['10,000 `;`', ';'.repeat(many)],
  ['10,000 commas', `T | project ${','.repeat(many)}`],
  ...['(', '[', '{', 'f(', 'toscalar(', 'x in (', 'x between (', 'dynamic([', '{"a":', 'case(', 'T | join (', 'T | fork ('].map(
    (open) => [`10,000 of ${open}`, `T | where ${open.repeat(many)}`] as const,
  ),
  ['150 functions in functions', 'let f = () { '.repeat(150)],
  ['a text of 1 MB', `T | where a == "${'x'.repeat(long)}"`],
  ['a text of 1 MB of escapes', `T | where a == "${'\\\\'.repeat(long / 2)}"`],
  ['an open text of 1 MB', `T | where a == "${'x'.repeat(long)}`],
  ['an open text of 1 MB of escapes', `T | where a == "${'\\q'.repeat(long / 2)}`],
  ['an open verbatim text of 1 MB', `T | where a == @"${'""'.repeat(long / 2)}`],
  ['an open text of many lines', `T | where a == \`\`\`${'x\n'.repeat(long / 2)}`],
  ['an open literal of 1 MB', `T | where a > datetime(${'x'.repeat(long)}`],
  ['a number of 1 MB', `T | where a == ${'1'.repeat(long)}`],
  ['a span of 1 MB', `T | where a == 0.${'1'.repeat(long)}d`],
  ['a word of 1 MB', `T | where ${'a'.repeat(long)}`],
  ['a comment of 1 MB', `T // ${'x'.repeat(long)}`],
  ['1 MB of blanks', `T${' '.repeat(long)}| count`],
  ['1 MB of stray characters', '\u00e9'.repeat(long)],
];

describe('long and deep texts', { timeout: 60_000 }, () => {
  it.each(extremes)('%s', (_, text) => expect(defectOf(text)).toBe(null));
});
