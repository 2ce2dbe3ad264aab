// Documented searches with rows in and rows out: how they are read, and how the evaluator's rows compare with them.
import { readFileSync } from 'node:fs';
import { parseSpl } from '../../src/spl/parse.ts';
import { type Cell, type JsonObject, type LookupTable, type Outcome, type RunOptions, runSearch } from '../../src/spl/run/run.ts';
import type { Json } from '../../src/spl/run/value.ts';
import { regexEngine } from '../support/pcre2.ts';

type Rows = readonly (readonly Json[])[];
/** `compare`: how cells compare; by default numbers by their value, everything else as text. */
export interface Example {
  readonly id: string;
  readonly source: string;
  readonly trust: 'vendor' | 'implementation' | 'community';
  readonly confidence: 'normal' | 'low';
  readonly spl: string;
  readonly input: readonly JsonObject[];
  readonly tables?: Readonly<Record<string, readonly JsonObject[]>> | null;
  readonly expected: { readonly columns: readonly string[]; readonly rows: Rows } | { readonly error: string };
  readonly accept?: Rows | null;
  readonly absent?: readonly string[] | null;
  readonly exact_columns?: readonly string[] | boolean | null;
  readonly ordered: boolean;
  readonly compare?: 'exact-text' | 'numeric' | 'json' | 'canonical-text' | null;
  readonly tz?: string | null;
}

/** Lookup definitions that an example names in words: columns that hold subnets. */
const subnets: ReadonlyMap<string, readonly string[]> = new Map([['ipv6test', ['ip']]]);

/** Each wins over those behind it where they disagree. */
export const trusts = ['vendor', 'implementation', 'community'] as const;

export const readExamples = (file: string): readonly Example[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Example);

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

const canonical = (text: string): string => (number.test(text) ? String(Number(text)) : text);

const sameText = (got: string, wanted: string, compare: Example['compare']): boolean => {
  if (compare === 'exact-text') return got === wanted;
  if (compare === 'json') {
    try {
      return JSON.stringify(JSON.parse(got)) === JSON.stringify(JSON.parse(wanted));
    } catch {
      return got === wanted;
    }
  }
  if (compare === 'numeric' && number.test(got) && number.test(wanted)) {
    const [a, b] = [Number(got), Number(wanted)];
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
  }
  return canonical(got) === canonical(wanted);
};

const textsOf = (cell: Cell | Json | undefined): readonly string[] => {
  if (cell === null || cell === undefined) return [];
  return Array.isArray(cell) ? cell.map(String) : [String(cell)];
};

const sameCell = (got: Cell | undefined, wanted: Json | undefined, compare: Example['compare']): boolean => {
  const [a, b] = [textsOf(got), textsOf(wanted)];
  return a.length === b.length && a.every((text, at) => sameText(text, b[at] ?? '', compare));
};

const sameRows = (got: readonly (readonly (Cell | undefined)[])[], wanted: Rows, { ordered, compare }: Example): boolean => {
  if (got.length !== wanted.length) return false;
  const sameRow = (row: readonly (Cell | undefined)[], other: readonly Json[]): boolean =>
    row.every((cell, at) => sameCell(cell, other[at], compare));
  if (ordered) return got.every((row, at) => sameRow(row, wanted[at] ?? []));
  const left = [...wanted];
  return got.every((row) => {
    const at = left.findIndex((other) => sameRow(row, other));
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
};

const lookupsOf = ({ tables }: Example): ReadonlyMap<string, LookupTable> =>
  new Map(Object.entries(tables ?? {}).map(([name, rows]): [string, LookupTable] => [name, { rows, cidr: subnets.get(name) ?? [] }]));

/** 2024-02-14 11:59:30 UTC. */
const now = 1_707_911_970;

export const outcomeOf = (example: Example, options: Partial<RunOptions> = {}): Outcome => {
  const parsed = parseSpl(example.spl);
  if (!parsed.ok) return { kind: 'error', reason: parsed.error.message };
  return runSearch(parsed.value, example.input, {
    regex: regexEngine,
    now,
    ...(!example.tz ? {} : { tz: example.tz }),
    lookups: lookupsOf(example),
    ...options,
  });
};

/** `same`; `refused` with the reason; `differs` with both sides. */
export type Verdict = { readonly kind: 'same' } | { readonly kind: 'refused' | 'differs'; readonly why: string };

const differs = (why: string): Verdict => ({ kind: 'differs', why });

export const judged = (example: Example, outcome: Outcome): Verdict => {
  const { expected } = example;
  if (outcome.kind === 'refused') return { kind: 'refused', why: outcome.reason };
  if ('error' in expected) return outcome.kind === 'error' ? { kind: 'same' } : differs(`rows instead of the error: ${expected.error}`);
  if (outcome.kind === 'error') return differs(`error: ${outcome.reason}`);
  const place = new Map(outcome.columns.map((name, at) => [name, at]));
  const got = outcome.rows.map((row) => expected.columns.map((name) => row[place.get(name) ?? -1]));
  const present = (example.absent ?? []).filter((name) => outcome.rows.some((row) => textsOf(row[place.get(name) ?? -1]).length > 0));
  if (present.length > 0) return differs(`there are columns ${present.join(', ')}`);
  const isSame = [expected.rows, ...(example.accept ?? []).map((row) => [row])].some((rows) => sameRows(got, rows, example));
  return isSame ? { kind: 'same' } : differs(`got ${JSON.stringify(got)}, expected ${JSON.stringify(expected.rows)}`);
};
