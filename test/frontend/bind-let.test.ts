// `let`: constants, queries and functions are written out where they are used.
import { describe, expect, test } from 'vitest';
import { ir } from '../support/binding.ts';

describe('let', () => {
  test('a constant', () => {
    expect(ir('let x = "a"; T | where A == x')).toMatchInlineSnapshot(`
      "(table T)
      (filter (text equals A "a"))"
    `);
  });
  test('a list', () => {
    expect(ir('let x = dynamic(["a", "b"]); T | where A in (x)')).toMatchInlineSnapshot(`
      "(table T)
      (filter (text equals A "a" "b"))"
    `);
  });
  test('a query in a list', () => {
    expect(ir('let x = U | project A; T | where A in (x)')).toMatchInlineSnapshot(`
      "(table T)
      (filter (textQuery equals A (query (table U) (project A))))"
    `);
  });
  test('a query as a source', () => {
    expect(ir('let x = U | where E > 1; x | count')).toMatchInlineSnapshot(`
      "(table U)
      (filter (gt E 1))
      (aggregate (by) (= Count (count)))"
    `);
  });
  test('materialize goes', () => {
    expect(ir('let x = materialize(U | where E > 1); x | count')).toMatchInlineSnapshot(`
      "(table U)
      (filter (gt E 1))
      (aggregate (by) (= Count (count)))"
    `);
  });
  test('a name of a table', () => {
    expect(ir('let x = U; x | count')).toMatchInlineSnapshot(`
      "(table U)
      (aggregate (by) (= Count (count)))"
    `);
  });
  test('a scalar function', () => {
    expect(ir('let f = (s:string, n:long = 5) { strcat(s, n) }; T | project f(A), f(A, 3)')).toMatchInlineSnapshot(`
      "(table T)
      (project (= Column1 (strcat A 5)) (= Column2 (strcat A 3)))"
    `);
  });
  test('named arguments', () => {
    expect(ir('let f = (a:string, b:string) { strcat(a, b) }; print f(b = "x", a = "y")')).toMatchInlineSnapshot(
      `"(rows (columns print_0:string) (row (strcat "y" "x")))"`,
    );
  });
  test('a tabular function', () => {
    expect(ir('let f = (s:string) { U | where A == s }; f("x") | count')).toMatchInlineSnapshot(`
      "(table U)
      (filter (text equals A "x"))
      (aggregate (by) (= Count (count)))"
    `);
  });
  test('a view', () => {
    expect(ir('let f = view () { U }; f')).toMatchInlineSnapshot(`"(table U)"`);
  });
  test('a let inside a function', () => {
    expect(ir('let f = (s:string) { let t = toupper(s); strcat(t, t) }; T | project x = f(A)')).toMatchInlineSnapshot(`
      "(table T)
      (project (= x (strcat (toupper A) (toupper A))))"
    `);
  });
  test('a function sees what was defined before it', () => {
    expect(ir('let x = 1; let f = () { x }; print f()')).toMatchInlineSnapshot(`"(rows (columns print_0:long) (row 1))"`);
  });
  test('a function without parameters needs no parentheses', () => {
    expect(ir('let x = () { 1 }; print x')).toBe('(rows (columns print_0:long) (row 1))');
  });
  test('columns hide lets', () => {
    expect(ir('let A = "x"; T | project z = A')).toMatchInlineSnapshot(`
      "(table T)
      (project (= z A))"
    `);
  });
  test('`as` names the rows so far', () => {
    expect(ir('U | as X | union (X | where E > 1)')).toMatchInlineSnapshot(
      `"(union-outer (query (table U) (present "as X")) (query (table U) (present "as X") (filter (gt E 1))))"`,
    );
  });
});
