// A KQL query over constant rows in; its rows by the reference evaluator and those of its SPL by the evaluator of Splunk's documented rules out, both as text.
import { evaluate } from '../../../src/eval/evaluate.ts';
import { stillWorld } from '../../../src/eval/still-world.ts';
import { textOf } from '../../../src/eval/values/text.ts';
import { bind } from '../../../src/frontend/bind/bind.ts';
import { parse } from '../../../src/frontend/parse.ts';
import { builtinSchema } from '../../../src/frontend/schema/schema.ts';
import { parseSpl } from '../../../src/spl/parse.ts';
import { type Cell, runSearch } from '../../../src/spl/run/run.ts';
import { regexEngine } from '../../support/pcre2.ts';
import { spl } from './spl.ts';

/** @throws when the query does not bind */
const kqlRows = (kql: string): { readonly names: readonly string[]; readonly lines: readonly string[] } => {
  const { query, diagnostics } = bind(parse(kql).ast, builtinSchema());
  if (!query) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const { columns, rows } = evaluate(query, stillWorld(new Map(), 0n));
  const lines = rows.map((row) => row.map((cell, i) => (cell === null ? '-' : textOf(cell, columns[i]?.type ?? 'dynamic'))).join(' | '));
  return { names: columns.map(({ name }) => name), lines };
};

const shown = (cell: Cell | undefined): string =>
  cell === null || cell === undefined ? '-' : typeof cell === 'string' ? cell : JSON.stringify(cell);

/** `columns`: those of KQL, which a search without `table` has under the same names. */
const splRows = (kql: string, columns: readonly string[]): readonly string[] => {
  const text = spl(kql);
  const parsed = parseSpl(text);
  if (!parsed.ok) return [`${parsed.error.message}\n${text}`];
  const outcome = runSearch(parsed.value, [], { regex: regexEngine, now: 0 });
  if (outcome.kind !== 'rows') return [`${outcome.reason}\n${text}`];
  const names = / table (.*)\n$/.exec(text)?.[1]?.match(/"[^"]*"|\S+/g) ?? columns;
  return outcome.rows.map((row) => names.map((name) => shown(row[outcome.columns.indexOf(name.replace(/"/g, ''))])).join(' | '));
};

/** In no order. */
export const answers = (kql: string): { readonly kql: readonly string[]; readonly spl: readonly string[] } => {
  const { names, lines } = kqlRows(kql);
  return { kql: [...lines].sort(), spl: [...splRows(kql, names)].sort() };
};
