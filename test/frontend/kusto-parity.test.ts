// This parser against Microsoft's: the same queries accepted and rejected, errors in the same gap, the same shape of conditions.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AstExpr } from '../../src/frontend/ast/ast.ts';
import { tokenize } from '../../src/frontend/lexer/lexer.ts';
import { parse } from '../../src/frontend/parse.ts';
import { children, kindName, parse as kusto, type OracleParse, shared } from '../support/kusto.ts';
import { kustoShape, shapeOf } from '../support/shape.ts';

interface Row {
  readonly id: string;
  readonly query: string;
  readonly official_parse: string;
}

const rowsOf = (file: string): readonly Row[] =>
  shared === null
    ? []
    : readFileSync(path.join(shared, file), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Row);

interface Disagreement {
  readonly reason: string;
  /** Documented examples that show it. */
  readonly examples: readonly string[];
  /** Other queries that show it. */
  readonly queries?: readonly string[];
  /** The codes that this parser gives for them. */
  readonly codes: string;
}
const disagreements = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'kusto-disagreements.json'), 'utf8'),
) as readonly Disagreement[];

const corpora = ['rmm', 'bertjanp', 'reprise99', 'm365d'].flatMap((name) => rowsOf(`corpora/${name}.jsonl`));
const examples = ['doc-examples', 'kusto-loco', 'seed-like'].flatMap((name) => rowsOf(`kql/${name}.jsonl`));

/** Codes of the errors this parser gives where Microsoft's gives none, by query. */
const stricter = (rows: readonly Row[]): Record<string, string> =>
  Object.fromEntries(
    rows
      .filter((row) => row.official_parse === 'ok')
      .map((row) => [row.id, [...new Set(parse(row.query).diagnostics.map((d) => d.code))].join(' ')] as const)
      .filter(([, codes]) => codes !== ''),
  );

const laxer = (rows: readonly Row[]): readonly string[] =>
  rows.filter((row) => row.official_parse !== 'ok' && parse(row.query).diagnostics.length === 0).map((row) => row.id);

/** The number of tokens that end at or before an offset: two places with the same number lie in one gap or on one token. */
const gapOf = (query: string, offset: number): number =>
  tokenize(query).tokens.filter((t) => t.startOffset + t.image.length <= offset).length;
const lineOf = (query: string, offset: number): number => query.slice(0, offset).split('\n').length;

const isAsGood = (query: string): boolean => {
  const theirs = kusto(query).diagnostics[0];
  if (theirs === undefined) return true;
  return parse(query).diagnostics.some(
    (d) =>
      lineOf(query, d.span.start) === lineOf(query, theirs.start) || Math.abs(gapOf(query, d.span.start) - gapOf(query, theirs.start)) <= 1,
  );
};

type Node = OracleParse['root'];
const nodesOf = (node: Node, kind: string): Node[] => [
  ...(kindName(node) === kind ? [node] : []),
  ...children(node).flatMap((c) => nodesOf(c, kind)),
];

const isNode = (x: unknown): x is { kind: string; span: { start: number }; predicate?: AstExpr } =>
  typeof x === 'object' && x !== null && 'kind' in x && 'span' in x;

const conditionsOf = (tree: unknown): { start: number; predicate: AstExpr }[] => {
  if (typeof tree !== 'object' || tree === null) return [];
  const here = isNode(tree) && tree.kind === 'where' && tree.predicate ? [{ start: tree.span.start, predicate: tree.predicate }] : [];
  return [...here, ...Object.values(tree).flatMap(conditionsOf)];
};

const ours = (query: string): readonly string[] =>
  conditionsOf(parse(query).ast.statements)
    .sort((a, b) => a.start - b.start)
    .map((c) => shapeOf(query, c.predicate));

const theirs = (query: string): readonly string[] =>
  nodesOf(kusto(query).root, 'FilterOperator').map((f) => kustoShape(children(f).at(-1) ?? f));

describe.skipIf(shared === null)('shared corpora of public queries', { timeout: 120_000 }, () => {
  it('accepts what Microsoft accepts', () => {
    expect(stricter(corpora)).toEqual({});
  });

  it('rejects what Microsoft rejects', () => {
    expect(laxer(corpora)).toEqual([]);
  });

  it('points at the same line or gap, or at the opener of an unclosed group', () => {
    expect(corpora.filter((row) => row.official_parse !== 'ok' && !isAsGood(row.query)).map((row) => row.id)).toMatchInlineSnapshot(`
      [
        "rmm/RMM/JumpCloud/RMM_AHQ_JumpCloud.md#1",
      ]
    `);
  });

  it('reads the examples of the documentation but for the disagreements listed, and each of these still is one', () => {
    const listed = disagreements.flatMap(({ examples: ids, codes }) => ids.map((id) => [id, codes] as const));
    expect(stricter(examples)).toEqual(Object.fromEntries(listed));
  });

  it('gives every tenth query the same conditions', () => {
    const sample = corpora.filter((row, i) => i % 10 === 0 && row.official_parse === 'ok' && parse(row.query).diagnostics.length === 0);
    expect(sample.map((row) => ours(row.query))).toEqual(sample.map((row) => theirs(row.query)));
  });
});

describe('deliberate disagreements', () => {
  it.each(disagreements.flatMap(({ queries = [], codes }) => queries.map((query) => [query, codes] as const)))('%s', (query, codes) => {
    const given = parse(query).diagnostics.map((d) => d.code);
    expect({ theirs: kusto(query).ok, ours: given.join(' ') }).toEqual({ theirs: true, ours: codes });
  });
});

describe('precedence', () => {
  const conditions = [
    'a or b and c',
    'a and b or c and d',
    'a + b * c - d',
    'a - b - c',
    'a / b % c * d',
    'x has "a" == true',
    '-a between (b .. c)',
    'a =~ "x" + "y"',
    'a < b == c < d',
    'a + b in (1, 2) and c',
    'a has "x" + 1 > 2',
    '-a.b[0] * 2',
    'a == b and not(c) or d in~ ("x")',
    'a contains "x" * 2 < 3 or b !between (1 .. 2)',
  ];
  it.each(conditions)('%s', (condition) => {
    const query = `T | where ${condition}`;
    expect(ours(query)).toEqual(theirs(query));
  });

  it('agrees on any run of operators: accepted or not, and how it groups', () => {
    const operator = fc.constantFrom(
      'and',
      'or',
      '==',
      '!=',
      '<',
      '>=',
      '+',
      '-',
      '*',
      '%',
      'has',
      '=~',
      '!contains',
      'in (1)',
      '!in~ (2, 3)',
      'between (1 .. 2)',
    );
    const operand = fc.constantFrom('a', '-b', '1', '"s"', 'f(x)', '(c or d)', 'e.f');
    const run = fc.array(fc.tuple(operand, operator), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(run, operand, (pairs, last) => {
        const words = pairs.flatMap(([left, op], i) => (op.endsWith(')') ? [left, op, i % 3 === 2 ? '+' : 'and'] : [left, op]));
        const query = `T | where ${[...words, last].join(' ')}`;
        const accepted = kusto(query).ok;
        expect(parse(query).diagnostics.length === 0).toBe(accepted);
        if (accepted) expect(ours(query)).toEqual(theirs(query));
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});
