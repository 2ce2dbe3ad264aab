// Every function, aggregate and plugin that Microsoft's package lists: our tables against its lists, and calls of each against its binder.
import { describe, expect, test } from 'vitest';
import { bind } from '../../src/frontend/bind/bind.ts';
import { sugar } from '../../src/frontend/bind/functions.ts';
import { parse } from '../../src/frontend/parse.ts';
import { builtinSchema } from '../../src/frontend/schema/schema.ts';
import { isAggregateName } from '../../src/frontend/vocabulary/aggregate-names.ts';
import { scalarAliases, untranslated } from '../../src/frontend/vocabulary/aliases.ts';
import { plugins } from '../../src/frontend/vocabulary/plugins.ts';
import { signatureOf } from '../../src/frontend/vocabulary/signatures.ts';
import { aggFns, wideAggs } from '../../src/ir/aggregates.ts';
import { isScalarFn, scalarFns, scalarRow } from '../../src/ir/functions.ts';
import { isTupleFn, tupleFns, tupleRow } from '../../src/ir/tuples.ts';
import type { ScalarType } from '../../src/ir/types.ts';
import { wideFns } from '../../src/ir/wide-functions.ts';
import { analyze, makeGlobals } from '../support/kusto.ts';
import {
  type Builtin,
  builtinAggregates,
  builtinFunctions,
  builtinPlugins,
  type Form,
  formText,
  type Parameter,
} from '../support/kusto-builtins.ts';

const own: Readonly<Record<string, ScalarType>> = {
  A: 'long',
  B: 'string',
  C: 'datetime',
  D: 'dynamic',
  E: 'real',
  F: 'bool',
  G: 'guid',
  H: 'timespan',
  I: 'int',
  J: 'decimal',
};
const other: Readonly<Record<string, ScalarType>> = { A: 'long', P: 'dynamic', Q: 'string' };
const globals = makeGlobals({ T: own, U: other });
const columnsOf = (columns: Readonly<Record<string, ScalarType>>) => Object.entries(columns).map(([name, type]) => ({ name, type }));
const schema = builtinSchema().withTables(
  new Map([
    ['T', { columns: columnsOf(own), timeColumn: null }],
    ['U', { columns: columnsOf(other), timeColumn: null }],
  ]),
);

const joined = (columns: readonly { readonly name: string; readonly type: string }[]): string =>
  columns.map((column) => `${column.name}:${column.type}`).join(' ');

/** The columns that our binder gives, or its errors. */
const ours = (query: string): string => {
  const parsed = parse(query);
  const bound = bind(parsed.ast, schema);
  const errors = [...parsed.diagnostics, ...bound.diagnostics].filter((d) => d.severity === 'error');
  return bound.query && errors.length === 0 ? joined(bound.query.frame.columns) : errors.map((d) => `${d.code} ${d.message}`).join('; ');
};

/** How many of the queries Microsoft's binder takes, and those of them for which ours gives something else. */
const compared = (queries: readonly string[]): { readonly accepted: number; readonly different: readonly string[] } => {
  const results = [...new Set(queries)].map((query) => ({ query, theirs: analyze(query, globals) })).filter(({ theirs }) => theirs.ok);
  const different = results.flatMap(({ query, theirs }) => {
    const [a, z] = [ours(query), joined(theirs.columns ?? [])];
    return a === z ? [] : [`${query}: ${a} / ${z}`];
  });
  return { accepted: results.length, different };
};

/** An argument that fits; every kind of parameter has one. */
const samples: ReadonlyMap<string, string> = new Map(
  Object.entries({
    scalar: 'B',
    any: 'B',
    commonScalar: 'A',
    commonScalarOrDynamic: 'A',
    commonOrderable: 'A',
    orderable: 'A',
    notDynamic: 'A',
    notRealOrBool: 'A',
    integer: 'A',
    integerOrArray: 'A',
    number: 'I',
    numberOrBool: 'F',
    summable: 'I',
    stringOrDynamic: 'B',
    stringOrArray: 'B',
    dynamicArray: 'D',
    dynamicBag: 'D',
    dynamic: 'D',
    bool: 'F',
    string: 'B',
    long: 'A',
    int: 'I',
    real: 'E',
    decimal: 'J',
    datetime: 'C',
    timespan: 'H',
    guid: 'G',
    type: 'typeof(long)',
    tabular: 'U',
  }),
);

/** Where a constant is needed. */
const constants: ReadonlyMap<string, string> = new Map(
  Object.entries({ string: '"x"', scalar: '"B"', bool: 'true', long: '2', integer: '2', number: '2', real: '2.0', int: '2' }),
);

const argument = (parameter: Parameter): string => {
  const [word] = parameter.values;
  if (word !== undefined) return `"${word}"`;
  const fixed = ['Constant', 'Literal', 'LiteralNotEmpty'].includes(parameter.argument) ? constants.get(parameter.kind) : undefined;
  if (parameter.argument === 'StarOnly') return '*';
  return fixed ?? samples.get(parameter.kind) ?? `<${parameter.kind}>`;
};

/** Calls with as few and with all arguments, repeated ones once and twice. */
const callsOf = ({ name, forms }: Builtin): readonly string[] => {
  const calls = forms.flatMap((form) => {
    const least = form.parameters.flatMap((p) => Array.from({ length: p.least }, () => argument(p)));
    const once = form.parameters.map(argument);
    const last = form.parameters.at(-1);
    return [least, once, last && last.most > 1 ? [...once, argument(last)] : once].filter((args) => args.length >= form.least);
  });
  return [...new Set(calls.map((args) => `${name}(${args.join(', ')})`))];
};

const isInternal = (name: string): boolean => name.startsWith('__');

const resultText = (result: string): string => (result === 'p0' || result === 'widest' || result === 'common' ? 'same' : result);
const isTyped = (form: Form): boolean => form.result === 'ParameterNLiteral';

describe('scalar functions', () => {
  test('each one is known, or left out for a reason', () => {
    const isKnown = (name: string): boolean => isScalarFn(name) || isTupleFn(name) || sugar.has(name);
    const unknown = builtinFunctions.filter(({ name }) => !isInternal(name) && !isKnown(scalarAliases.get(name) ?? name));
    expect(unknown.map(({ name }) => `${name}: ${untranslated.get(name) ?? 'forgotten'}`)).toMatchInlineSnapshot(`
      [
        "cluster: rows, not a value",
        "database: rows, not a value",
        "table: rows, not a value",
        "external_table: rows, not a value",
        "materialized_view: rows, not a value",
        "entity_group: rows, not a value",
        "stored_query_result: rows, not a value",
        "graph: rows, not a value",
        "bin_auto: the setting \`query_bin_auto_size\`",
        "all: a place in a graph",
        "any: a place in a graph",
        "map: a place in a graph",
        "inner_nodes: a place in a graph",
        "node_id: a place in a graph",
        "node_degree_in: a place in a graph",
        "node_degree_out: a place in a graph",
        "labels: a place in a graph",
      ]
    `);
  });

  test('none is invented', () => {
    const names = new Set(builtinFunctions.map((fn) => fn.name));
    const all = [...Object.keys(scalarFns), ...Object.keys(wideFns), ...Object.keys(tupleFns), ...scalarAliases.keys()];
    expect(all.filter((name) => !names.has(name))).toEqual([]);
  });

  test('an obsolete name is an alias of its alternative', () => {
    const wrong = builtinFunctions.flatMap(({ name, alternative }) => {
      const canonical = scalarAliases.get(name) ?? name;
      return alternative === null || canonical === (scalarAliases.get(alternative) ?? alternative)
        ? []
        : [`${name}: ${canonical}, ${alternative}`];
    });
    expect(wrong).toMatchInlineSnapshot(`
      [
        "replace: replace, replace_regex' or 'replace_string",
        "array_sum: array_sum, series_sum",
      ]
    `);
  });

  test('forms and naming are those of the package', () => {
    const wrong = builtinFunctions.flatMap(({ name, naming, forms }) => {
      const canonical = scalarAliases.get(name) ?? name;
      if (!isScalarFn(canonical)) return [];
      const [a, z] = [signatureOf(canonical).join('; '), [naming, ...forms.filter((form) => !isTyped(form)).map(formText)].join('; ')];
      return a === z ? [] : [`${name}: ${a} / ${z}`];
    });
    expect(wrong).toMatchInlineSnapshot(`
      [
        "todynamic: first; stringOrDynamic -> dynamic / first; string -> dynamic",
        "toobject: first; stringOrDynamic -> dynamic / first; string -> dynamic",
        "make_timespan: only; integer, integer, integer, number -> timespan; integer, integer, number? -> timespan; scalar -> timespan / only; integer, integer, integer, integer -> timespan; integer, integer, integer? -> timespan; scalar -> timespan",
        "pack_array: ; scalar* -> dynamic / ; scalar* -> dynamic; scalar -> dynamic",
      ]
    `);
  });

  test('the rows of the IR have the number of arguments and the result of the package', () => {
    const wrong = builtinFunctions.flatMap(({ name, forms }) => {
      if (!isScalarFn(name)) return [];
      const plain = forms.filter((form) => !isTyped(form));
      const { arity, returns } = scalarRow(name);
      const [least, most] = [Math.min(...plain.map((f) => f.least)), Math.max(...plain.map((f) => f.most))];
      const results = new Set(plain.map((form) => resultText(form.result)));
      const fits = arity[0] === least && arity[1] === (most >= 64 ? Number.POSITIVE_INFINITY : most) && results.has(returns);
      return fits ? [] : [`${name}: ${arity} ${returns} / ${least},${most} ${[...results]}`];
    });
    expect(wrong).toMatchInlineSnapshot(`
      [
        "column_ifexists: 2,2 same / 2,2 p1",
      ]
    `);
  });

  test('tuple functions take what they take in the package', () => {
    const wrong = builtinFunctions.filter(({ name, forms }) => {
      if (!isTupleFn(name)) return false;
      const [least, most] = tupleRow(name).arity;
      return forms[0]?.least !== least || forms[0].most !== most;
    });
    expect(wrong).toEqual([]);
  });

  test('calls give the columns that Microsoft’s binder gives', { timeout: 120_000 }, () => {
    const calls = builtinFunctions.filter(({ name }) => !isInternal(name) && !untranslated.has(name)).flatMap(callsOf);
    expect(compared(calls.map((call) => `T | project ${call}`))).toMatchInlineSnapshot(`
      {
        "accepted": 546,
        "different": [
          "T | project columnifexists("x", B): x:string / Column1:string",
          "T | project column_ifexists("x", B): x:string / Column1:string",
          "T | project around(B, B, B): RMMC2006 \`around\` does not take (string, string, string) / Column1:bool",
        ],
      }
    `);
  });
});

describe('aggregates', () => {
  test('each one is known, and none is invented', () => {
    expect(builtinAggregates.filter(({ name }) => !isAggregateName(name))).toEqual([]);
    const names = new Set(builtinAggregates.map((fn) => fn.name));
    expect([...Object.keys(aggFns), ...Object.keys(wideAggs)].filter((name) => !names.has(name))).toEqual([]);
  });

  test('calls give the columns that Microsoft’s binder gives', { timeout: 120_000 }, () => {
    const calls = builtinAggregates.flatMap(callsOf);
    const typed = builtinAggregates.flatMap(({ name }) =>
      Object.keys(own).flatMap((column) => [`${name}(${column})`, `${name}(${column}, F)`]),
    );
    expect(compared([...calls, ...typed].map((call) => `T | summarize ${call} by X = B`))).toMatchInlineSnapshot(`
      {
        "accepted": 442,
        "different": [
          "T | summarize count(F) by X = B: RMMC2006 \`count\` does not take (bool) / X:string count_F:long",
        ],
      }
    `);
  });
});

describe('plugins', () => {
  test('each one is known, and none is invented', () => {
    const names = builtinPlugins.map((plugin) => plugin.name);
    // `preview` gives two tables.
    expect(names.filter((name) => !plugins.has(name))).toEqual(['preview']);
    expect([...plugins.keys()].filter((name) => !names.includes(name))).toEqual([]);
  });

  test.each(
    `
    active_users_count(A, C, ago(9d), now(), 1d, 1d, 1, 1d, B, I)
    activity_counts_metrics(A, C, ago(9d), now(), 1d, B)
    activity_engagement(A, C, 1d, 7d)
    activity_engagement(A, C, ago(9d), now(), 1d, 7d, B)
    activity_metrics(A, C, ago(9d), now(), 1d, B, I)
    activity_metrics(A, C)
    ai_chat_completion(D, "x", dynamic({}), true)
    ai_chat_completion_prompt(B, "x")
    ai_chat_completion_prompt(strcat(B, "a"), "x", dynamic({}), true)
    ai_embed_text(B, "x")
    ai_embeddings(B, "x", dynamic({}), true)
    autocluster()
    autocluster(0.5)
    bag_unpack(D)
    bag_unpack(D, "x_")
    basket(0.1)
    csharp(typeof(z: long), "code")
    dcount_intersect(D, D)
    diffpatterns(B, "a", "b")
    estimate_rows_count()
    funnel_sequence(A, C, ago(9d), now(), 1d, 1d, B, dynamic(["a"]))
    funnel_sequence_completion(A, C, ago(9d), now(), 1d, B, dynamic(["a"]), dynamic([1]))
    geo_line_lookup(U, P, E, E, 100.0)
    geo_line_lookup(U, P, E, E, 100.0, return_lookup_key = true)
    geo_polygon_lookup(U, P, E, E)
    geo_polygon_lookup(U, P, E, E, return_lookup_key = true)
    geo_polygon_lookup(U, P, E, E, radius = 1.0, return_unmatched = true)
    identity()
    ipv4_lookup(U, B, Q)
    ipv4_lookup(U, B, Q, A, return_unmatched = true)
    ipv6_lookup(U, B, Q)
    narrow()
    new_activity_metrics(A, C, ago(9d), now(), 1d)
    new_activity_metrics(A, C, ago(9d), now(), 1d, B)
    new_activity_metrics(A, C, ago(9d), now(), 1d, ago(1d), B, U)
    pivot(B)
    pivot(B, count())
    pivot(B, sum(A), I)
    pivot(B, take_any(A))
    pivot(B, any(A), I)
    python(typeof(*, z: long), "code", dynamic({}))
    python(typeof(z: long), "code")
    r(typeof(*), "code")
    rolling_percentile(A, 50, C, 1d, 3, B)
    rolling_percentile(E, 50.5, C, 1d, 3)
    rows_near(A > 1, 3)
    rows_near(A > 1, 3, 2)
    sequence_detect(C, 1d, 2d, x = A > 1, y = A < 2, B)
    sequence_detect(C, 1d, 2d, F, B)
    session_count(A, C, ago(9d), now(), 1d, 1d, B)
    sliding_window_counts(A, C, ago(9d), now(), 1d, 1d, B)`
      .trim()
      .split('\n')
      .map((line) => [line.trim()]),
  )('%s', (call) => {
    const query = `T | evaluate ${call}`;
    const theirs = analyze(query, globals);
    expect(theirs.diagnostics).toEqual([]);
    expect(ours(query)).toBe(joined(theirs.columns ?? []));
  });

  test.each(
    [
      'azure_digital_twins_query_request("a", "b")',
      'cosmosdb_sql_request("a", "b")',
      'external_datatable()',
      'http_request("a")',
      'http_request_post("a")',
      'infer_storage_schema(dynamic({}))',
      'infer_storage_schema_with_suggestions(dynamic({}))',
      'mysql_request("a", "b")',
      'sql_request("a", "b")',
      'execute_query("a", "b")',
    ].map((call) => [call]),
  )('%s begins a query', (call) => {
    const query = `evaluate ${call}`;
    const theirs = analyze(query, globals);
    expect(theirs.diagnostics).toEqual([]);
    expect(ours(query)).toBe(joined(theirs.columns ?? []));
  });
});
