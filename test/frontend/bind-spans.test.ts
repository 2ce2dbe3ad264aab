// Where the parts of a query lie: a node that comes from a `let` lies on its use; a query that a pipeline starts with keeps its own places.
import { expect, test } from 'vitest';
import type { Expr } from '../../src/ir/expr.ts';
import { visitPipeline } from '../../src/ir/traverse.ts';
import { boundQuery } from '../support/binding.ts';

/** The source text under each node of a kind. */
const places = (text: string, kind: Expr['kind']): readonly string[] => {
  const found: string[] = [];
  visitPipeline(boundQuery(text).pipeline, {
    expr: (expr) => {
      if (expr.kind === kind) found.push(text.slice(expr.span.start, expr.span.end));
    },
  });
  return found;
};

test('a constant lies on its use', () => {
  expect(places('let x = "a"; T | where A == x', 'literal')).toEqual(['x']);
});

test('the elements of a list lie on its use', () => {
  expect(places('let xs = dynamic(["a", "b"]); T | where A in (xs)', 'literal')).toEqual(['xs', 'xs']);
});

test('a query in a list lies on its use', () => {
  expect(places('let q = U | where E > 1; T | where A in (q)', 'compare')).toEqual(['q']);
});

test('a query that a pipeline starts with keeps its places', () => {
  expect(places('let q = U | where E > 1; q | where A == "x"', 'compare')).toEqual(['E > 1']);
});

test('the body of a function lies on the call', () => {
  expect(places('let f = (s:string) { s == "a" }; T | where f(A)', 'text')).toEqual(['f(A)']);
});

test('rows before `invoke` keep their places, the body lies on the call', () => {
  expect(places('let f = (r:(*)) { r | where E < 2 }; U | where E > 1 | invoke f()', 'compare')).toEqual(['E > 1', 'f()']);
});

test('a column and its test', () => {
  expect(places('T | where A has "x" and B == 1', 'text')).toEqual(['A has "x"']);
});
