// Joins with constant rows: the rewritten query, and the reference evaluator before and after it.
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/eval/evaluate.ts';
import { stillWorld } from '../../src/eval/still-world.ts';
import { withoutConstantJoins } from '../../src/ir/constant-joins.ts';
import { dumpQuery } from '../../src/ir/dump.ts';
import type { Query } from '../../src/ir/pipeline.ts';
import { boundQuery } from '../support/binding.ts';
import { linesOf } from '../support/stages.ts';

const names =
  'datatable(K: string, Name: string, Rank: long, At: datetime) ["a", "x", 1, datetime(2024-01-01), "b", "", long(null), datetime(null)]';
const numbers = 'datatable(N: long, I: int, Word: string) [1, 10, "one", 2, 20, "two", long(null), 30, "none"]';
// the events: a union is no constant rows, but the evaluator knows what it holds
const events =
  'union (datatable(K: string, N: long, V: string) ["a", 1, "p", "a", 2, "", "A", 1, "q", "", long(null), "r", "b", 3, "s"]), (datatable(K: string, N: long, V: string) ["c", 1, "t"])';

const lists = 'datatable(K: string, Allowed: dynamic) ["a", dynamic(["p", "x"]), "b", dynamic([]), "", dynamic(["r"])]';

const linesFrom = (query: Query): readonly string[] => [...linesOf(evaluate(query, stillWorld(new Map(), 0n)))];

const cases = [
  `${events} | join kind=inner (${names}) on K`,
  `${events} | join kind=leftouter (${names}) on K`,
  `${events} | join kind=leftsemi (${names}) on K`,
  `${events} | join kind=inner (${names} | project K, Rank | extend V = strcat(K, "!")) on K`,
  `${events} | lookup (${names}) on K`,
  `${events} | lookup kind=inner (${names}) on K`,
  `${events} | join kind=inner (${numbers}) on N`,
  `${events} | join kind=leftouter (${numbers}) on N`,
  `${events} | join kind=inner (${names}) on $left.V == $right.K`,
  `${events} | join kind=inner (${names} | where K == "none") on K`,
  `${events} | join kind=leftouter (${names} | where K == "none") on K`,
  `${events} | join kind=inner (datatable(K: string, N: long, W: string) ["a", 1, "w", "b", 3, "z"]) on K, N`,
  `${events} | join kind=leftouter (datatable(K: string, N: long, W: string) ["a", 1, "w", "b", 3, "z"]) on K, N`,
  `${names} | join kind=inner (${events}) on K`,
  `${names} | join (${events}) on K`,
  `${names} | where K == "a" | join (${events}) on $left.K == $right.V`,
  `${events} | lookup kind=inner (${lists}) on K | where not(set_has_element(Allowed, V))`,
  `${events} | lookup (${lists}) on K | where set_has_element(Allowed, V) or N == 3`,
  `${events} | lookup (${lists}) on K | extend V = strcat(V, "x") | where not(set_has_element(Allowed, V)) | project K, V`,
  `${events} | lookup (${lists}) on K | extend K = "b" | where not(set_has_element(Allowed, V)) | project K, V`,
  `${events} | join kind=inner (${numbers}) on N | extend A = case(K == "a", dynamic(["p"]), dynamic(null)), K = "b" | where set_has_element(A, V)`,
  `${numbers} | join kind=inner (${events}) on N | where Word != "two" | project Word, K, N, N1`,
];

describe('the same rows', () => {
  test.each(cases)('case %#', (kql) => {
    const query = boundQuery(kql);
    const after = withoutConstantJoins(query);
    expect(dumpQuery(after)).not.toContain('(join');
    expect([...linesFrom(after)].sort()).toEqual([...linesFrom(query)].sort());
  });
});

test('an array that the key chooses is looked through in the words of the key', () => {
  const query = withoutConstantJoins(boundQuery(`${events} | lookup kind=inner (${lists}) on K | where not(set_has_element(Allowed, V))`));
  expect(dumpQuery(query).split('\n').at(-1)).toMatchInlineSnapshot(
    `"(filter (or (and (text equals K "a") (not (text equals V "p" "x"))) (text equals K "b") (and (text equals K "") (not (text equals V "r")))))"`,
  );
});

describe('a join that stays', () => {
  test.each([
    ['a key that stands twice', `${events} | join kind=inner (datatable(K: string) ["a", "a"]) on K`],
    ['one row of each key', `${events} | join (${names}) on K`],
    ['rows without a partner', `${events} | join kind=fullouter (${names}) on K`],
  ])('%s', (_, kql) => {
    expect(dumpQuery(withoutConstantJoins(boundQuery(kql)))).toContain('(join');
  });
});
