// A rule's query in; small events out that its own literals say must match or must not. Reads the query's text, nothing of the compiler.
import { holdsTerm, lower, upper } from './ascii.ts';

/** A conjunct `Column has 'x'` or `Column has_any ('x', 'y')`. */
export interface TermTest {
  readonly column: string;
  readonly needles: readonly string[];
}

export type Row = Readonly<Record<string, string>>;

export interface Witnesses {
  readonly tests: readonly TermTest[];
  /** Must match. */
  readonly hits: readonly Row[];
  /** Must not match, whether a term test is kept exact or widened to a substring test. */
  readonly misses: readonly Row[];
  /** The needle stands inside a longer word: KQL does not match; a substring test would. */
  readonly glued: readonly Row[];
}

const quoted = /'[^'\\]*'|"[^"\\]*"/g;
const conjunct = /(\w+)\s+(?:has_any|has)\s*(\((?:\s*(?:'[^'\\]*'|"[^"\\]*")\s*,?)*\s*\)|'[^'\\]*'|"[^"\\]*")/g;
const body = /\|\s*where Timestamp between \(Time_start\s*\.\.\s*Time_end\)\s*\|\s*where\s(.*?)\|\s*summarize/s;

/** The conjuncts, or null when the query is more than a chain of them. */
const termTests = (query: string): readonly TermTest[] | null => {
  const where = body.exec(query.replace(/^\s*\/\/.*$/gm, ''))?.[1];
  if (where === undefined) return null;
  if (!/^@(?:and@|\|where@)*$/.test(where.replace(conjunct, '@').replace(/\s+/g, ''))) return null;
  return [...where.matchAll(conjunct)].map(([, column = '', list = '']) => ({
    column,
    needles: [...list.matchAll(quoted)].map(([literal]) => literal.slice(1, -1)),
  }));
};

const rowOf = (tests: readonly TermTest[], value: (test: TermTest, at: number) => string | undefined): Row =>
  Object.fromEntries(
    tests.flatMap((test, at) => {
      const own = value(test, at);
      return own === undefined ? [] : [[test.column, own]];
    }),
  );

const wrong = 'Zq Vvv';
const holds = (value: string, { needles }: TermTest): boolean => needles.some((needle) => lower(value).includes(lower(needle)));
const asTerm = (value: string, { needles }: TermTest): boolean => needles.some((needle) => holdsTerm(lower(value), lower(needle)));

/** Null when the query is more than a chain of term tests on columns. */
export const witnessesOf = (query: string): Witnesses | null => {
  const tests = termTests(query);
  if (!tests || new Set(tests.map(({ column }) => column)).size < tests.length) return null;
  const longest = Math.max(...tests.map(({ needles }) => needles.length));
  const rounds = Array.from({ length: longest }, (_, round) => round);
  const needle = (test: TermTest, round: number): string => test.needles[round % test.needles.length] ?? '';
  return {
    tests,
    hits: rounds.flatMap((round) => [
      rowOf(tests, (test) => needle(test, round)),
      rowOf(tests, (test) => `a.${needle(test, round)}-b`),
      rowOf(tests, (test) => upper(needle(test, round))),
    ]),
    misses: tests.flatMap((spoiled) =>
      [undefined, '', wrong, needle(spoiled, 0).slice(0, -1)]
        .filter((value) => value === undefined || !holds(value, spoiled))
        .map((value) => rowOf(tests, (test) => (test === spoiled ? value : needle(test, 0)))),
    ),
    glued: tests
      .filter((spoiled) => !asTerm(`q${needle(spoiled, 0)}q`, spoiled))
      .map((spoiled) => rowOf(tests, (test) => (test === spoiled ? `q${needle(test, 0)}q` : needle(test, 0)))),
  };
};
