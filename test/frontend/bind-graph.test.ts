// Graphs: the columns behind each operator are those of Microsoft's binder; what has no meaning there or none that is known is refused.
import { describe, expect, test } from 'vitest';
import { bind } from '../../src/frontend/bind/bind.ts';
import { parse } from '../../src/frontend/parse.ts';
import { builtinSchema } from '../../src/frontend/schema/schema.ts';
import { normalize } from '../../src/ir/normalize.ts';
import { verify, verifyNormal } from '../../src/ir/verify.ts';
import { analyze } from '../support/kusto.ts';

const lets = 'let E = datatable(s:string, d:string, w:long) ["a","b",1]; let N = datatable(n:string, x:bool) ["a",true]; ';
const graph = 'E | make-graph s --> d with N on n';

const bound = (text: string) => {
  const parsed = parse(lets + text);
  const { query, diagnostics } = bind(parsed.ast, builtinSchema('auto'));
  return { query, codes: [...parsed.diagnostics, ...diagnostics].map(({ code, message }) => `${code} ${message}`) };
};

describe('columns', () => {
  test.each([
    `${graph} | graph-match (a)-[e]->(b) where a.n == "x" project a.n, X = b.x, e.w, a.n`,
    `${graph} | graph-match cycles=none (a)-[e*1..3]->(b)--(c)<--(f), (a)<-[g]-(c) project e.w, m = map(e, w), node_degree_in(a)`,
    `${graph} | graph-match (a)-[e*1..2]->(b) where all(e, w == 1) or any(inner_nodes(e), x) project labels(a), map(inner_nodes(e), node_degree_out())`,
    `${graph} | graph-shortest-paths output=all (a)-[e*1..5]-(b) project a.n`,
    `${graph} | graph-mark-components | graph-to-table nodes with_node_id=h`,
    `${graph} | graph-mark-components kind=strong with_component_id=q | graph-to-table edges with_source_id=S with_target_id=T`,
    'E | make-graph s --> d with_node_id=k partitioned-by w (graph-match (a)-->(b) project a.k)',
    'let M = datatable(n:long, y:string) [1,"b"]; E | make-graph s --> d with N on n, M on y | graph-to-table nodes',
    `let G = ${graph}; G | graph-match (a)-->(b) project a.n | where a_n == "x"`,
  ])('%s', (text) => {
    const { query, codes } = bound(text);
    expect(codes).toEqual([]);
    expect(query?.frame.columns).toEqual(analyze(lets + text).columns);
    expect(query && [verify(query), verifyNormal(normalize(query))]).toEqual([[], []]);
  });
});

describe('refused', () => {
  test.each([
    [graph, 'RMMC2012 a graph as the result of a query is not translated yet'],
    [`${graph} | where 1 == 1`, 'RMMC2010 the operator `where (on a graph)` is not translated yet'],
    ['E | graph-to-table nodes', 'RMMC2012 `graph-to-table` on rows that are no graph is not translated yet'],
    ['E | make-graph s -- d | graph-to-table nodes', 'RMMC2012 `make-graph` with edges that have no direction is not translated yet'],
    [`${graph} | graph-match (a)-->(b) where a.n == "a"`, 'RMMC2012 a pattern in a graph without `project` is not translated yet'],
    [
      `${graph} | graph-match (a)-->(b), (c)-->(f) project a.n`,
      'RMMC2012 a pattern in a graph whose sequences share no node is not translated yet',
    ],
    [`${graph} | graph-match (a)-->(b) project a.nope`, 'RMMC2002 `a.nope` is not a column or `let` at this point of the query'],
    [`${graph} | graph-match cycles=some (a)-->(b) project a.n`, 'RMMC2012 `cycles=some` is not translated yet'],
    [`${graph} | graph-match (a)-[e*x..2]->(b) project a.n`, 'RMMC2002 `x` is not a column or `let` at this point of the query'],
    [`${graph} | graph-to-table nodes as A, edges as B`, 'RMMC2012 `graph-to-table` with several results is not translated yet'],
    [`${graph} | graph-match (a)- [e]->(b) project a.n`, 'RMMC1100 found `- [`, expected `-[` or `<-[`'],
  ])('%s', (text, code) => expect(bound(text).codes).toEqual([code]));
});
