// The public queries of the shared data in; every literal regular expression in them out.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { AstExpr } from '../../src/frontend/ast/ast.ts';
import { parse } from '../../src/frontend/parse.ts';
import { shared } from './kusto.ts';

export { absence } from './corpus.ts';
export { shared } from './kusto.ts';

const files = [
  'corpora/rmm',
  'corpora/bertjanp',
  'corpora/reprise99',
  'corpora/m365d',
  'kql/doc-examples',
  'kql/kusto-loco',
  'kql/seed-like',
];

/** Which argument is a pattern. */
const functions = new Map([
  ['extract', 0],
  ['extract_all', 0],
  ['replace', 0],
  ['replace_regex', 1],
  ['indexof_regex', 1],
  ['trim', 0],
  ['trim_start', 0],
  ['trim_end', 0],
]);

const literalOf = (expr: AstExpr | undefined, lets: ReadonlyMap<string, string>): readonly string[] => {
  if (expr?.kind === 'literal' && expr.type === 'string') return [expr.value];
  const text = expr?.kind === 'name' ? lets.get(expr.ident.text) : undefined;
  return text === undefined ? [] : [text];
};

const isNode = (x: unknown): x is AstExpr => typeof x === 'object' && x !== null && 'kind' in x;

const collect = (x: unknown, lets: Map<string, string>, found: Set<string>): void => {
  if (typeof x !== 'object' || x === null || x instanceof Map) return;
  if (isNode(x)) {
    const node = x as AstExpr | { kind: 'let'; name: { text: string }; value: AstExpr };
    if (node.kind === 'let') for (const text of literalOf(node.value, lets)) lets.set(node.name.text, text);
    const argument = node.kind === 'call' ? functions.get(node.name.text) : undefined;
    if (node.kind === 'binary' && node.op === 'matches regex') for (const text of literalOf(node.right, lets)) found.add(text);
    if (node.kind === 'call' && argument !== undefined) for (const text of literalOf(node.args[argument]?.expr, lets)) found.add(text);
  }
  for (const value of Object.values(x)) collect(value, lets, found);
};

export const corpusPatterns = (): readonly string[] => {
  const found = new Set<string>();
  for (const file of shared === null ? [] : files) {
    const rows = readFileSync(path.join(shared ?? '', `${file}.jsonl`), 'utf8')
      .split('\n')
      .filter(Boolean);
    for (const row of rows) collect(parse((JSON.parse(row) as { query: string }).query).ast.statements, new Map(), found);
  }
  return [...found].sort();
};
