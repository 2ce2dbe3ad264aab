// Query text in, what the binder makes of it as short text out: for tests of the binder and the passes.
import { bind } from '../../src/frontend/bind/bind.ts';
import { parse } from '../../src/frontend/parse.ts';
import { builtinSchema, type Schema, type UserTables } from '../../src/frontend/schema/schema.ts';
import { dumpQuery } from '../../src/ir/dump.ts';
import { normalize } from '../../src/ir/normalize.ts';
import type { Query } from '../../src/ir/pipeline.ts';
import type { ScalarType } from '../../src/ir/types.ts';

const table = (columns: Readonly<Record<string, ScalarType>>, timeColumn: string | null) => ({
  columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
  timeColumn,
});

/** `T` has a column of every type; `U` shares some of its names with other types. */
const tables: UserTables = new Map([
  [
    'T',
    table(
      { A: 'string', B: 'long', I: 'int', R: 'real', D: 'dynamic', Timestamp: 'datetime', S: 'timespan', G: 'guid', F: 'bool' },
      'Timestamp',
    ),
  ],
  ['U', table({ A: 'string', B: 'string', E: 'real' }, null)],
]);

export const testSchema: Schema = builtinSchema().withTables(tables);

const run = (text: string) => {
  const parsed = parse(text);
  const bound = bind(parsed.ast, testSchema);
  return { query: bound.query, diagnostics: [...parsed.diagnostics, ...bound.diagnostics] };
};

/** `RMMC2001 warning: message [source text] (help)`, one line each. */
export const problems = (text: string): string =>
  run(text)
    .diagnostics.map((d) => `${d.code} ${d.severity}: ${d.message} [${text.slice(d.span.start, d.span.end)}] (${d.help ?? ''})`)
    .join('\n');

/** The bound query; throws with the diagnostics when there is none. */
export const boundQuery = (text: string): Query => {
  const { query } = run(text);
  if (!query) throw new Error(problems(text));
  return query;
};

export const ir = (text: string): string => dumpQuery(boundQuery(text));
export const normal = (text: string): string => dumpQuery(normalize(boundQuery(text)));
/** Names and types of the result. */
export const columns = (text: string): string =>
  boundQuery(text)
    .frame.columns.map((column) => `${column.name}:${column.type}`)
    .join(' ');
/** The IR of a condition over `T`. */
export const condition = (text: string): string => ir(`T | where ${text}`).split('\n').slice(1).join('\n');
/** The normal form of a condition over `T`. */
export const normalCondition = (text: string): string => normal(`T | where ${text}`).split('\n').slice(1).join('\n');
