// Texts made to break a parser and a binder: random characters, random tokens, broken queries, deep and long ones, things never closed.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Dice, edited, randomQuery, randomToken } from './kql-arbitrary.ts';
import { shared } from './kusto.ts';

/** The public queries of up to so many characters; none where the shared data is absent. */
export const publicQueries = (longest: number): readonly string[] =>
  shared === null
    ? []
    : ['rmm', 'bertjanp', 'reprise99', 'm365d'].flatMap((name) =>
        readFileSync(path.join(shared ?? '', `corpora/${name}.jsonl`), 'utf8')
          .split('\n')
          .filter(Boolean)
          .map((line) => (JSON.parse(line) as { query: string }).query)
          .filter((query) => query.length < longest),
      );

const characters = ' \n\t|()[]{},;=.:-+*/%<>!~"\'`\\@#$&?^_aAzZ019\u0000\u007f\u00a0\u00e9\u200b\u2028\ufeff\ud800\udc00\u{1f600}';

const randomText = (roll: Dice): string => Array.from({ length: roll(80) }, () => characters.charAt(roll(characters.length))).join('');

const randomTokens = (roll: Dice): string => Array.from({ length: 1 + roll(25) }, () => randomToken(roll)).join(roll(3) === 0 ? '' : ' ');

const openers = [
  '(',
  '[',
  '{',
  'f(',
  'not(',
  'x[',
  '-',
  'toscalar(',
  'T | where (',
  'in (',
  'dynamic([',
  '{"a":',
  'let f = () {',
  '(T | join (',
  '"',
  "'",
  '@"',
  '```',
  '//',
  'datetime(',
  'case(a, ',
];

/** One thing opened many times, or several in turn, and perhaps closed again. */
const nested = (roll: Dice): string => {
  const some = Array.from({ length: 1 + roll(2) }, () => openers[roll(openers.length)] ?? '(');
  const depth = 1 + roll(300);
  return `T | where ${some.join('').repeat(depth)}a${roll(2) === 0 ? ')'.repeat(depth * some.length) : ''}`;
};

/** Table and columns that the built-in schema knows, so that binding goes on behind the first name. */
const named = (text: string): string =>
  text
    .replace(/\bT\b/g, 'DeviceProcessEvents')
    .replace(/\ba\b/g, 'FileName')
    .replace(/\bb\b/g, 'ProcessId')
    .replace(/\bAccount\b/g, 'Timestamp');

/** One of these texts. */
export const hostileText = (roll: Dice, queries: readonly string[]): string => {
  const kind = roll(12);
  if (kind === 0) return randomText(roll);
  if (kind === 1) return randomTokens(roll);
  if (kind === 2) return nested(roll);
  if (kind < 5) return named(randomQuery(roll));
  if (kind < 8) return named(edited(roll, randomQuery(roll)));
  const query = queries[roll(Math.max(1, queries.length))];
  return query === undefined ? named(edited(roll, randomQuery(roll))) : edited(roll, query);
};
