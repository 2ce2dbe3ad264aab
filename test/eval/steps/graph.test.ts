// Graphs: the answers are those of the pages named.
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

const connections = `let connections = datatable(from_station:string, to_station:string, line:string) [
  "Central", "North", "red", "North", "Central", "red", "Central", "South", "red", "South", "Central", "red",
  "South", "South-West", "red", "South-West", "South", "red", "South-West", "West", "red", "West", "South-West", "red",
  "Central", "East", "blue", "East", "Central", "blue", "Central", "West", "blue", "West", "Central", "blue"];
  connections | make-graph from_station --> to_station with_node_id=station`;

/** Three nodes in a circle, and one that leads into it. */
const circle = 'datatable(a:string, b:string, w:long) ["x","y",1, "y","z",2, "z","x",3, "q","x",4] | make-graph a --> b with_node_id=id';

const sorted = ([names = '', ...rows]: readonly string[]): readonly string[] => [names, ...[...rows].sort()];

describe('graph-match', () => {
  test('paths there and back, which use no edge twice (all() graph function)', () => {
    const query = `${connections}
      | graph-match (start)-[outward*1..5]->(destination)-[return*1..5]->(start)
        where start.station != destination.station and all(outward, line == "red") and all(return, line == "blue")
        project from = start.station, out = strcat_array(map(inner_nodes(outward), station), "->"), to = destination.station,
          back = strcat_array(map(inner_nodes(return), station), "->")`;
    expect(sorted(rowsOf(query))).toEqual([
      'from:string out:string to:string back:string',
      '"Central" | "North->Central->South->South-West" | "West" | ""',
      '"Central" | "North->Central->South->South-West" | "West" | "Central->East"',
      '"Central" | "South->South-West" | "West" | ""',
      '"Central" | "South->South-West" | "West" | "Central->East"',
      '"West" | "South-West->South" | "Central" | ""',
      '"West" | "South-West->South" | "Central" | "East->Central"',
      '"West" | "South-West->South->Central->North" | "Central" | ""',
      '"West" | "South-West->South->Central->North" | "Central" | "East->Central"',
    ]);
  });

  test('edges against their direction, and a property along the path (graph-match operator)', () => {
    const query = `let employees = datatable(name:string, age:long)
        ["Alice", 32, "Bob", 31, "Eve", 27, "Joe", 29, "Chris", 45, "Alex", 35, "Ben", 23, "Richard", 39];
      datatable(employee:string, manager:string)
        ["Bob","Alice", "Chris","Alice", "Eve","Bob", "Ben","Chris", "Joe","Alice", "Richard","Bob"]
      | make-graph employee --> manager with employees on name
      | graph-match (alice)<-[reports*1..5]-(employee)
        where alice.name == "Alice" and employee.age < 30
        project employee = employee.name, age = employee.age, reportingPath = reports.manager`;
    expect(sorted(rowsOf(query))).toEqual([
      'employee:string age:long reportingPath:dynamic',
      '"Ben" | 23 | ["Alice","Chris"]',
      '"Eve" | 27 | ["Alice","Bob"]',
      '"Joe" | 29 | ["Alice"]',
    ]);
  });

  test('a condition on a property of a path holds at each of its edges', () => {
    expect(rowsOf(`${circle} | graph-match (p)-[e*1..4]->(q) where e.w < 3 project p.id, q.id, e.w`)).toEqual([
      'p_id:string q_id:string e_w:dynamic',
      '"x" | "y" | [1]',
      '"x" | "z" | [1,2]',
      '"y" | "z" | [2]',
    ]);
  });

  test('degrees of nodes; labels are for graph models', () => {
    const query = `${circle} | graph-match (p)-->(x) where p.id == "q" project node_degree_in(x), node_degree_out(p), labels(x)`;
    expect(rowsOf(query)).toEqual(['Column1:long Column2:long Column3:dynamic', '2 | 1 | []']);
  });

  test('no way back with cycles=none', () => {
    expect(rowsOf(`${circle} | graph-match cycles=none (p)-[*3..3]->(x) where p.id == "x" project x.id`)).toEqual(['x_id:string']);
    expect(rowsOf(`${circle} | graph-match (p)-[*3..3]->(x) where p.id == "x" project x.id`)).toEqual(['x_id:string', '"x"']);
  });

  test('a graph for each value of a column', () => {
    const edges = 'datatable(a:string, b:string, t:string) ["x","y","A", "y","z","A", "y","z","B"] | make-graph a --> b with_node_id=id';
    expect(rowsOf(`${edges} partitioned-by t (graph-match (p)-->(m)-->(q) project p.id, q.id)`)).toEqual([
      'p_id:string q_id:string',
      '"x" | "z"',
    ]);
  });

  test('where sequences meet in a way that no page settles, the query is refused', () => {
    expect(refusalOf(`${circle} | graph-match (p)-->(q), (p)--(r) project q.id, r.id`)).toBe(
      'RMMC7001 `cycles=unique_edges` where sequences of a pattern share an edge or close a circle is not evaluated',
    );
  });
});

describe('graph-shortest-paths', () => {
  test('one for each pair of nodes (all() graph function)', () => {
    const query = `${connections}
      | graph-shortest-paths (start)-[connections*1..5]->(destination)
        where all(inner_nodes(connections), station != "West") and start.station == "North"
        project stations = strcat_array(map(inner_nodes(connections), station), "->"), to = destination.station`;
    expect(sorted(rowsOf(query))).toEqual([
      'stations:string to:string',
      '"" | "Central"',
      '"Central" | "East"',
      '"Central" | "South"',
      '"Central" | "West"',
      '"Central->South" | "South-West"',
    ]);
  });

  test('a shorter path than the pattern allows', () => {
    expect(refusalOf(`${circle} | graph-shortest-paths (p)-[e*2..4]->(q) project p.id, q.id`)).toBe(
      'RMMC7001 a shortest path that is shorter than the pattern allows is not evaluated',
    );
  });
});

test('the greatest common ancestor of each family (graph-mark-components operator)', () => {
  const query = `datatable(child:string, parent:string) ["Alice","Bob", "Carol","Alice", "Carol","Dave", "Greg","Alice", "Greg","Dave",
      "Howard","Alice", "Howard","Dave", "Eve","Frank", "Frank","Mallory", "Eve","Kirk"]
    | make-graph child --> parent with_node_id=name
    | graph-mark-components with_component_id = family
    | graph-match (descendant)-[childOf*1..5]->(ancestor)
      project name = ancestor.name, lineage = map(childOf, child), family = ancestor.family
    | summarize (generations, name) = arg_max(array_length(lineage), name) by family`;
  expect(sorted(rowsOf(query))).toEqual(['family:long generations:long name:string', '0 | 2 | "Bob"', '1 | 2 | "Mallory"']);
});

test('strong components: each node is reached from each', () => {
  expect(rowsOf(`${circle} | graph-mark-components kind=strong | graph-to-table nodes`)).toEqual([
    'id:string ComponentId:long',
    '"x" | 0',
    '"y" | 0',
    '"z" | 0',
    '"q" | 1',
  ]);
});

test('nodes that only an edge names, and the hash of a node (graph-to-table operator)', () => {
  const query = `datatable(source:string, destination:string) ["Alice","Mallory"]
    | make-graph source --> destination with (datatable(name:string, age:long) ["Alice", 23]) on name
    | graph-to-table nodes with_node_id=NodeId`;
  expect(rowsOf(query)).toEqual([
    'NodeId:long name:string age:long',
    '-3122868243544336885 | "Alice" | 23',
    '3855580634910899594 | "Mallory" | null',
  ]);
});
