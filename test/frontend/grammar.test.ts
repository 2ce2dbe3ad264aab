// What the parser makes of each construct: one per test, the whole tree as text.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AstQuery } from '../../src/frontend/ast/ast.ts';
import { Grammar } from '../../src/frontend/grammar/grammar.ts';
import { parse } from '../../src/frontend/parse.ts';
import { astText } from '../support/ast-text.ts';

const clean = (text: string): AstQuery => {
  const { ast, diagnostics } = parse(text);
  expect(diagnostics).toEqual([]);
  return ast;
};

const statementsOf = (text: string): string => astText(clean(text).statements);

const operatorOf = (text: string): string => {
  const statement = clean(`T | ${text}`).statements[0];
  return statement?.kind === 'expression' && statement.expr.kind === 'pipe' ? astText(statement.expr.operators[0]) : 'none';
};

/** The condition of a `where`, built even where it is a fault. */
const expressionOf = (text: string): string => {
  const statement = parse(`T | where ${text}`).ast.statements[0];
  const operator = statement?.kind === 'expression' && statement.expr.kind === 'pipe' ? statement.expr.operators[0] : undefined;
  return operator?.kind === 'where' ? astText(operator.predicate) : 'none';
};

describe('operators over columns and rows', () => {
  it.each([
    ['where a == 1', 'where{predicate: binary{op: "==", left: name a, right: long 1n}}'],
    ['filter a', 'where{predicate: name a}'],
    [
      'extend a = 1, b, (c, d) = f(x)',
      'extend{columns: [{names: [a], expr: long 1n}, {expr: name b}, {names: [c, d], expr: call{name: f, args: [{expr: name x}]}}]}',
    ],
    ['project a, b = 2', 'project{columns: [{expr: name a}, {names: [b], expr: long 2n}]}'],
    ['project-away *Time, a', 'project-away{patterns: [wildcard{pattern: "*Time"}, name a]}'],
    ['project-keep a', 'project-keep{patterns: [name a]}'],
    ['project-rename a = b', 'project-rename{columns: [{names: [a], expr: name b}]}'],
    [
      'project-reorder a*, b granny-desc',
      'project-reorder{patterns: [{expr: wildcard{pattern: "a*"}}, {expr: name b, order: "granny-desc"}]}',
    ],
    ['project-by-names dynamic(["a"])', 'project-by-names{args: [dynamic ["a"]]}'],
    [
      'summarize hint.strategy=shuffle n = count(), max(x) by a, b = bin(t, 1h)',
      'summarize{measures: [{names: [n], expr: call{name: count}}, {expr: call{name: max, args: [{expr: name x}]}}], by: [{expr: name a}, {names: [b], expr: call{name: bin, args: [{expr: name t}, {expr: timespan 36000000000n}]}}], parameters: [{name: "hint.strategy", value: name shuffle}]}',
    ],
    ['summarize by a', 'summarize{by: [{expr: name a}]}'],
    ['summarize count() by t bin=1h', 'summarize{measures: [{expr: call{name: count}}], by: [{expr: name t}], bin: timespan 36000000000n}'],
    ['distinct *', 'distinct{columns: [{expr: wildcard{pattern: "*"}}]}'],
    [
      'sort by a asc, b nulls first, c desc nulls last',
      'sort{keys: [{expr: name a, order: "asc"}, {expr: name b, nulls: "first"}, {expr: name c, order: "desc", nulls: "last"}]}',
    ],
    ['order by a', 'sort{keys: [{expr: name a}]}'],
    ['top 5 by a desc', 'top{count: long 5n, by: {expr: name a, order: "desc"}}'],
    [
      'top-nested 3 of a with others = "x" by sum(b) desc, top-nested of c by d',
      'top-nested{levels: [{count: long 3n, of: {expr: name a}, others: string "x", by: {expr: call{name: sum, args: [{expr: name b}]}}, order: "desc"}, {of: {expr: name c}, by: {expr: name d}}]}',
    ],
    ['top-hitters 5 of a by b', 'top-hitters{count: long 5n, of: {expr: name a}, by: {expr: name b}}'],
    ['take 5', 'take{count: long 5n}'],
    ['limit 5', 'take{count: long 5n}'],
    ['sample 5', 'sample{count: long 5n}'],
    ['sample-distinct 5 of a', 'sample-distinct{count: long 5n, of: name a}'],
    ['count', 'count{}'],
    ['count as n', 'count{as: n}'],
    ['serialize n = row_number()', 'serialize{columns: [{names: [n], expr: call{name: row_number}}]}'],
    ['getschema', 'getschema{}'],
    ['as hint.materialized=true X', 'as{name: X, parameters: [{name: "hint.materialized", value: bool true}]}'],
    ['assert-schema (a: string)', 'assert-schema{columns: [{name: a, type: "string"}]}'],
    ['consume', 'consume{}'],
    ['__executeAndCache', 'execute-and-cache{}'],
  ])('%s', (text, tree) => expect(operatorOf(text)).toBe(tree));
});

describe('operators with other tables or queries inside', () => {
  it.each([
    [
      'join kind=inner hint.strategy=broadcast (U | take 1) on $left.a == $right.b, c',
      'join{right: paren{inner: pipe{source: name U, operators: [take{count: long 1n}]}}, on: [binary{op: "==", left: member{object: name $left, name: a}, right: member{object: name $right, name: b}}, name c], parameters: [{name: "kind", value: name inner}, {name: "hint.strategy", value: name broadcast}]}',
    ],
    ['join U where a == b', 'join{right: name U, where: binary{op: "==", left: name a, right: name b}}'],
    ['lookup kind=leftouter U on a', 'lookup{right: name U, on: [name a], parameters: [{name: "kind", value: name leftouter}]}'],
    [
      'union kind=outer withsource=S U*, (V | count), database("d").W',
      'union{branches: [wildcard{pattern: "U*"}, paren{inner: pipe{source: name V, operators: [count{}]}}, member{object: call{name: database, args: [{expr: string "d"}]}, name: W}], parameters: [{name: "kind", value: name outer}, {name: "withsource", value: name S}]}',
    ],
    [
      'mv-expand bagexpansion=array a, b = c to typeof(long) limit 5',
      'mv-expand{columns: [{expr: name a}, {name: b, expr: name c, type: "long"}], limit: long 5n, parameters: [{name: "bagexpansion", value: name array}]}',
    ],
    ['mvexpand a', 'mv-expand{columns: [{expr: name a}]}'],
    [
      'mv-apply with_itemindex=i a to typeof(long), b limit 5 id y on (top 1 by a | project b)',
      'mv-apply{columns: [{expr: name a, type: "long"}, {expr: name b}], limit: long 5n, idColumn: y, body: pipe{operators: [top{count: long 1n, by: {expr: name a}}, project{columns: [{expr: name b}]}]}, parameters: [{name: "with_itemindex", value: name i}]}',
    ],
    [
      'partition hint.strategy=native by a in f(x) (top 1 by b | count)',
      'partition{by: name a, scope: call{name: f, args: [{expr: name x}]}, body: pipe{operators: [top{count: long 1n, by: {expr: name b}}, count{}]}, parameters: [{name: "hint.strategy", value: name native}]}',
    ],
    ['partition by a { U | count }', 'partition{by: name a, own: true, body: pipe{source: name U, operators: [count{}]}}'],
    [
      'fork (count) x=(take 5)',
      'fork{branches: [{body: pipe{operators: [count{}]}}, {name: x, body: pipe{operators: [take{count: long 5n}]}}]}',
    ],
    ['facet by a, b with (count)', 'facet{by: [name a, name b], body: pipe{operators: [count{}]}}'],
    ['facet by a with count', 'facet{by: [name a], body: pipe{operators: [count{}]}}'],
    [
      'evaluate hint.distribution=single pivot(a, *) : (*, b: long)',
      'evaluate{call: call{name: pivot, args: [{expr: name a}, {expr: wildcard{pattern: "*"}}]}, schema: typeof{columns: [{name: b, type: "long"}], open: true}, parameters: [{name: "hint.distribution", value: name single}]}',
    ],
    ['invoke f(x).g(y)', 'invoke{call: call{name: g, args: [{expr: name y}], on: call{name: f, args: [{expr: name x}]}}}'],
  ])('%s', (text, tree) => expect(operatorOf(text)).toBe(tree));
});

describe('parse, series, scan, render', () => {
  it.each([
    [
      'parse kind=regex flags=Ui a with * "x" \'y\' b: long "z" *',
      'parse{subject: name a, pattern: [skip{}, text{value: "xy"}, capture{name: b, type: "long"}, text{value: "z"}, skip{}], parameters: [{name: "kind", value: name regex}, {name: "flags", value: name Ui}]}',
    ],
    ['parse-where a with "x" b', 'parse{where: true, subject: name a, pattern: [text{value: "x"}, capture{name: b}]}'],
    [
      'parse-kv a as (b: string, c: long) with (pair_delimiter=";", greedy=true)',
      'parse-kv{subject: name a, columns: [{name: b, type: "string"}, {name: c, type: "long"}], properties: [{name: "pair_delimiter", value: string ";"}, {name: "greedy", value: bool true}]}',
    ],
    [
      'make-series n = count() default=0, m = avg(x) on t from ago(1d) to now() step 1h by a',
      'make-series{measures: [{column: {names: [n], expr: call{name: count}}, defaultValue: long 0n}, {column: {names: [m], expr: call{name: avg, args: [{expr: name x}]}}}], on: {expr: name t}, from: call{name: ago, args: [{expr: timespan 864000000000n}]}, to: call{name: now}, step: timespan 36000000000n, by: [{expr: name a}]}',
    ],
    [
      'make-series count() on t in range(1, 2, 3)',
      'make-series{measures: [{column: {expr: call{name: count}}}], on: {expr: name t}, range: [long 1n, long 2n, long 3n]}',
    ],
    [
      'scan with_match_id=m order by a partition by b declare (s: long = 0) with (step x optional output=last: a == 1 => s = 2; step y: true;)',
      'scan{orderBy: [{expr: name a}], partitionBy: [name b], declare: [{name: s, type: "long", defaultValue: long 0n}], steps: [{name: x, optional: true, output: "last", condition: binary{op: "==", left: name a, right: long 1n}, assignments: [{names: [s], expr: long 2n}]}, {name: y, condition: bool true}], parameters: [{name: "with_match_id", value: name m}]}',
    ],
    ['reduce by a with threshold=0.5', 'reduce{by: name a, with: [{name: "threshold", value: real 0.5}]}'],
    ['render timechart', 'render{chart: "timechart"}'],
    [
      'render timechart kind=stacked with (title="x", ycolumns=a, b, series=c)',
      'render{chart: "timechart", properties: [{name: "kind", value: name stacked}, {name: "title", value: string "x"}, {name: "ycolumns", value: name a}, {name: "ycolumns", value: name b}, {name: "series", value: name c}]}',
    ],
  ])('%s', (text, tree) => expect(operatorOf(text)).toBe(tree));
});

describe('sources', () => {
  it.each([
    ['T', '[expression{expr: name T}]'],
    ['print a = 1, 2', '[expression{expr: pipe{operators: [print{columns: [{names: [a], expr: long 1n}, {expr: long 2n}]}]}}]'],
    ['range x from 1 to 5 step 1', '[expression{expr: pipe{operators: [range{column: x, from: long 1n, to: long 5n, step: long 1n}]}}]'],
    ['union T, U', '[expression{expr: pipe{operators: [union{branches: [name T, name U]}]}}]'],
    [
      'search kind=case_sensitive in (T, D*) "x" and a:"y"',
      '[expression{expr: pipe{operators: [search{in: [name T, wildcard{pattern: "D*"}], predicate: binary{op: "and", left: string "x", right: binary{op: "has", left: name a, right: string "y"}}, parameters: [{name: "kind", value: name case_sensitive}]}]}}]',
    ],
    ['search *', '[expression{expr: pipe{operators: [search{predicate: wildcard{pattern: "*"}}]}}]'],
    [
      'find withsource=S in (T) where a == 1 project a, b: string, pack(*)',
      '[expression{expr: pipe{operators: [find{in: [name T], predicate: binary{op: "==", left: name a, right: long 1n}, projectKind: "project", columns: [name a, typeof{columns: [{name: b, type: "string"}]}, call{name: pack, args: [{expr: wildcard{pattern: "*"}}]}], parameters: [{name: "withsource", value: name S}]}]}}]',
    ],
    [
      'find a has "x" project-smart',
      '[expression{expr: pipe{operators: [find{predicate: binary{op: "has", left: name a, right: string "x"}, projectKind: "project-smart"}]}}]',
    ],
    ['evaluate f(x)', '[expression{expr: pipe{operators: [evaluate{call: call{name: f, args: [{expr: name x}]}}]}}]'],
    [
      'datatable(a: string, b: long)["x", -1,]',
      '[expression{expr: datatable{columns: [{name: a, type: "string"}, {name: b, type: "long"}], cells: [string "x", long -1n]}}]',
    ],
    [
      'externaldata(a: string)[@"https://x"] with (format="csv", ignoreFirstRecord=true)',
      '[expression{expr: externaldata{columns: [{name: a, type: "string"}], urls: [string "https://x"], properties: [{name: "format", value: string "csv"}, {name: "ignoreFirstRecord", value: bool true}]}}]',
    ],
    ['(T | count)', '[expression{expr: paren{inner: pipe{source: name T, operators: [count{}]}}}]'],
    [
      'cluster("c").database("d").T',
      '[expression{expr: member{object: call{name: database, args: [{expr: string "d"}], on: call{name: cluster, args: [{expr: string "c"}]}}, name: T}}]',
    ],
    ['f(1) | count', '[expression{expr: pipe{source: call{name: f, args: [{expr: long 1n}]}, operators: [count{}]}}]'],
    ["['a b'] | count", '[expression{expr: pipe{source: name [a b], operators: [count{}]}}]'],
  ])('%s', (text, tree) => expect(statementsOf(text)).toBe(tree));
});

describe('statements', () => {
  it.each([
    ['let a = 1; T', '[let{name: a, value: long 1n}, expression{expr: name T}]'],
    [
      'let f = (a: string, b: long = 5, T: (*), U: (x: int)) { let c = 1; T | where x == a }; f("x")',
      '[let{name: f, value: function{parameters: [{name: a, type: "string"}, {name: b, type: "long", defaultValue: long 5n}, {name: T, type: {open: true}}, {name: U, type: {columns: [{name: x, type: "int"}]}}], statements: [let{name: c, value: long 1n}], body: pipe{source: name T, operators: [where{predicate: binary{op: "==", left: name x, right: name a}}]}}}, expression{expr: call{name: f, args: [{expr: string "x"}]}}]',
    ],
    ['let f = view () { T; }; f', '[let{name: f, value: function{view: true, body: name T}}, expression{expr: name f}]'],
    [
      'let x = materialize(T | take 1); x',
      '[let{name: x, value: call{name: materialize, args: [{expr: pipe{source: name T, operators: [take{count: long 1n}]}}]}}, expression{expr: name x}]',
    ],
    ['set a; set b = 1; T', '[set{name: a}, set{name: b, value: long 1n}, expression{expr: name T}]'],
    [
      'declare query_parameters(a: string = "x"); T',
      '[declare-parameters{parameters: [{name: a, type: "string", defaultValue: string "x"}]}, expression{expr: name T}]',
    ],
    ['declare pattern P; T', '[pattern{name: P}, expression{expr: name T}]'],
    [
      'alias database d = cluster("a").database("b"); T',
      '[alias-database{name: d, target: call{name: database, args: [{expr: string "b"}], on: call{name: cluster, args: [{expr: string "a"}]}}}, expression{expr: name T}]',
    ],
    ['restrict access to (T, U*); T', '[restrict{targets: [name T, wildcard{pattern: "U*"}]}, expression{expr: name T}]'],
    ['T; U;', '[expression{expr: name T}, expression{expr: name U}]'],
  ])('%s', (text, tree) => expect(statementsOf(text)).toBe(tree));
});

describe('expressions', () => {
  it.each([
    [
      'a.b["c"].d[0].[1]',
      'index{object: index{object: member{object: index{object: member{object: name a, name: b}, index: string "c"}, name: d}, index: long 0n}, index: long 1n}',
    ],
    ['-a + +b', 'binary{op: "+", left: unary{op: "-", operand: name a}, right: unary{op: "+", operand: name b}}'],
    [
      'a between (1 .. 2) and b !between (c..d)',
      'binary{op: "and", left: between{subject: name a, low: long 1n, high: long 2n}, right: between{negated: true, subject: name b, low: name c, high: name d}}',
    ],
    [
      'a in ("x", "y") or b !in~ (T | project c)',
      'binary{op: "or", left: list{op: "in", subject: name a, items: [string "x", string "y"]}, right: list{op: "!in~", subject: name b, items: [pipe{source: name T, operators: [project{columns: [{expr: name c}]}]}]}}',
    ],
    ['a has_any (dynamic(["x"]))', 'list{op: "has_any", subject: name a, items: [dynamic ["x"]]}'],
    ['f(a, b = 1, *)', 'call{name: f, args: [{expr: name a}, {names: [b], expr: long 1n}, {expr: wildcard{pattern: "*"}}]}'],
    ['* has "x"', 'binary{op: "has", left: wildcard{pattern: "*"}, right: string "x"}'],
    ['toscalar(T | count)', 'call{name: toscalar, args: [{expr: pipe{source: name T, operators: [count{}]}}]}'],
    ['typeof(string)', 'typeof{type: "string"}'],
    ['(a, b)', 'paren{inner: name a}'],
    ['"a" \'b\'', 'string "ab"'],
    [
      'a or b or c or d',
      'binary{op: "or", left: binary{op: "or", left: name a, right: name b}, right: binary{op: "or", left: name c, right: name d}}',
    ],
    ['a and b and c', 'binary{op: "and", left: name a, right: binary{op: "and", left: name b, right: name c}}'],
    ['a <> b', 'binary{op: "!=", left: name a, right: name b}'],
    [
      'a notcontains "x" and b containscs "y"',
      'binary{op: "and", left: binary{op: "!contains", left: name a, right: string "x"}, right: binary{op: "contains_cs", left: name b, right: string "y"}}',
    ],
    ['a matches regex "x"', 'binary{op: "matches regex", left: name a, right: string "x"}'],
    ['a:"x"', 'binary{op: "has", left: name a, right: string "x"}'],
    ['{x}', 'name {x}'],
    ['@', 'name @'],
    ['count()', 'call{name: count}'],
    ['kind == 1', 'binary{op: "==", left: name kind, right: long 1n}'],
    ['a - b - c', 'binary{op: "-", left: binary{op: "-", left: name a, right: name b}, right: name c}'],
    ['x.f(1)', 'call{name: f, args: [{expr: long 1n}], on: name x}'],
  ])('%s', (text, tree) => expect(expressionOf(text)).toBe(tree));
});

const depthOf = (tree: unknown): number =>
  typeof tree === 'object' && tree !== null ? 1 + Math.max(0, ...Object.values(tree).map(depthOf)) : 0;

describe('long and deep queries', () => {
  it('builds 2,000 terms of `or` as a tree of few levels', () => {
    const text = `T | where ${Array.from({ length: 2000 }, (_, i) => `a == ${i}`).join(' or ')}`;
    expect(depthOf(clean(text).statements)).toBe(20);
  });

  it('reads 150 nested groups and refuses 10,000 at once', () => {
    const nested = (n: number): string => `print ${'('.repeat(n)}1${')'.repeat(n)}`;
    expect(parse(nested(150)).diagnostics).toEqual([]);
    expect(parse(nested(10_000)).diagnostics.map((d) => d.code)).toEqual(['RMMC1132']);
  });

  it('refuses a sum or a path that goes on and on', () => {
    expect(parse(`print ${'1 + '.repeat(5000)}1`).diagnostics.map((d) => d.code)).toEqual(['RMMC1113']);
    expect(parse(`print a${'.b'.repeat(5000)}`).diagnostics.map((d) => d.code)).toEqual(['RMMC1113']);
  });
});

describe('spans', () => {
  it('an expression covers its text', () => {
    const text = 'T | where  a == f(1) and b in ("x")';
    const spans: string[] = [];
    const visit = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      if ('kind' in node && 'span' in node) {
        const { start, end } = node.span as { start: number; end: number };
        spans.push(text.slice(start, end));
      }
      Object.values(node).forEach(visit);
    };
    visit(parse(text).ast.statements[0]);
    expect(spans).toEqual([
      text,
      text,
      'T',
      'where  a == f(1) and b in ("x")',
      'a == f(1) and b in ("x")',
      'a == f(1)',
      'a',
      'f(1)',
      '1',
      'b in ("x")',
      'b',
      '"x"',
    ]);
  });
});

describe('the grammar itself', () => {
  it('is free of ambiguities', () => expect(() => new Grammar(true)).not.toThrow());

  it('has the tree types that are committed', () => {
    const root = new URL('../../', import.meta.url);
    const printed = execFileSync(process.execPath, ['scripts/generate-cst-types.mjs', '--print'], { cwd: root, encoding: 'utf8' });
    expect(readFileSync(new URL('src/frontend/grammar/cst.generated.ts', root), 'utf8')).toBe(printed);
  });
});
