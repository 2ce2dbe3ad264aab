// Rows of two tables made to break searches: texts to search in (`A`) and texts that are searched for (`B`, `C`), by key and number.
import type { joinedTables } from './esql-joins.ts';

const where = [
  'abc a.b c',
  'xa.bx',
  'A.B',
  'a.b.c',
  'zz a.b9 a.b',
  'path\\E\\Q*x',
  'a|b (c) [d] {e} $1 \\1 ^',
  'ä.key',
  'äkeyä KEY',
  'K',
  'k_eys',
  '\u212a',
  'line1\nk\nline3',
  '\u{1f600}k',
  'Ä',
  '%{x}|"q" `*?',
  '',
  ' ',
  null,
] as const;

const what = [
  'a.b',
  'K',
  'key',
  '\\E',
  '*',
  '(c)',
  '|',
  '[d] {e}',
  '$1',
  '\\1',
  '^',
  'ä',
  'Äx',
  '\u{1f600}',
  '\n',
  'a',
  '"q"',
  '_',
  'x',
] as const;

/** Keys of `B` tell which values are searched for together; `none` has the empty text and a missing one, `zero` no row. */
const groups: ReadonlyMap<string, readonly (string | null)[]> = new Map<string, readonly (string | null)[]>([
  ...what.map((text, at) => [`n${at}`, [text]] as const),
  ['two', ['a.b', 'zz', 'a.b']],
  ['all', ['c', 'A']],
  ['empty', ['', 'zz']],
  ['missing', [null]],
  ['hard', ['a|b', '(c', '[', '{e}', '.*', '\\']],
]);

export const searchGroups: readonly string[] = [...groups.keys(), 'zero'];

type Tables = ReturnType<typeof joinedTables>;

const time = '2026-01-01T00:00:00Z';

/** Columns: Timestamp, K, L, N, V, G, R. */
export const searchTables: Tables = new Map([
  ['A', [...where, ...where.slice(0, 3)].map((text, at) => [time, text, at % 2 === 0 ? 'even' : 'odd', at, (at % 5) + 1, null, null])],
  ['B', [...groups].flatMap(([key, texts]) => texts.map((text, at) => [time, text, key, at === 0 ? 9 : null, 1, null, null]))],
  ['C', [[time, 'a.b', 'c', 1, 2, null, null]]],
]);

const of = (group: string): string => `(B | where L == "${group}" | project K)`;

/** Searches in `A`; each shows which rows it found. */
export const searches: readonly string[] = [
  ...searchGroups.flatMap((group) => [
    `A | where K has_any (${of(group)}) | project K, N`,
    `A | where not(K has_any (${of(group)})) | project K, N`,
    `A | where K has_all (${of(group)}) | project K, N`,
  ]),
  `A | where not(K has_all (${of('all')})) | project K, N`,
  'A | where K has_any ((B | where L == "two" | summarize make_set(K))) | project K, N',
  'A | where K has_any (toscalar(B | where L == "two" | summarize make_list(K))) | project K, N',
  'A | where K has_any ((B | where L startswith "two" | distinct L, K | project K)) | project K, N',
  'A | where K has_any ((B | where V > 3 | distinct K)) | project K, N',
  'A | where V > 2 and K has_any ((B | where L == "two" | project tolower(K))) | project K, N',
  'A | where K has_any ((B | where isnotnull(N) | project N)) | project K, N',
  `A | where tolower(K) has_any (${of('all')}) or V == 1 | project K, N, V`,
  `A | where K has_any (${of('two')}) | summarize c = count(), m = max(V) by L`,
  `A | where K has_any (${of('two')}) | summarize c = count() by K`,
  `A | where K has_any (${of('zero')}) | summarize c = count()`,
  `A | extend hit = K has_any (${of('two')}), all = K has_all (${of('all')}) | project N, hit, all`,
  `A | extend hit = iff(K has_any (${of('empty')}), "y", "n") | summarize c = count() by hit`,
  `A | where K has_any (${of('two')}) and K has_any (${of('all')}) and K !in ((C | project K)) | project K, N`,
  `A | where K has_any (${of('two')}) | join kind=inner (B | where L == "two" | project V, L) on V | project K, N, L1`,
  `A | join kind=inner (C | project V, X = K) on V | where K has_any (${of('two')}) | project K, N, X`,
  `A | where V == 1 and L in ((A | where K has_any (${of('two')}) | project L)) | project K, N`,
  `A | where K has_any ((C | where K has_any (${of('two')}) | project K)) | project K, N`,
  `union (A | where K has_any (${of('two')}) | project K, N), (A | where K has_any (${of('all')}) | project K, N)`,
  `A | summarize s = max(N) by K | where K has_any (${of('two')}) | project K, s`,
  ...['has', 'has_cs', 'hasprefix', 'hassuffix_cs'].map(
    (test) => `A | join kind=inner (B | project V, P = K) on V | where K ${test} P and not(P ${test} K) | project K, N, P`,
  ),
  ...['in~', '!in~'].flatMap((test) =>
    ['tolower(K)', 'toupper(K)'].map((fold) => `A | where K ${test} ((B | project ${fold})) | project K, N`),
  ),
  ...['=~', 'contains', 'startswith', 'endswith'].flatMap((test) =>
    ['K', 'toupper(K)', 'tolower(K)'].map(
      (fold) =>
        `A | join kind=inner (B | project V, P = ${fold}) on V | extend f = K ${test} P | where f or K ${test} "x" | project K, N, P, f`,
    ),
  ),
  'A | extend U = toupper(K), L = tolower(K) | project N, same = U =~ L, upper = K =~ U, lower = K =~ L, part = K contains U',
];
