// Scalar expressions: the IR of each construct.
import { describe, expect, test } from 'vitest';
import { condition, ir } from '../support/binding.ts';

describe('comparisons', () => {
  test('equality of strings is a text test', () => {
    expect(condition('A == "x"')).toMatchInlineSnapshot(`"(filter (text equals A "x"))"`);
  });
  test('the constant is the pattern', () => {
    expect(condition('"x" == A')).toMatchInlineSnapshot(`"(filter (text equals A "x"))"`);
  });
  test('inequality is its negation', () => {
    expect(condition('A != "x"')).toMatchInlineSnapshot(`"(filter (not (text equals A "x")))"`);
  });
  test('=~ folds case', () => {
    expect(condition('A =~ "x"')).toMatchInlineSnapshot(`"(filter (text equals ~ A "x"))"`);
  });
  test('numbers compare', () => {
    expect(condition('B == 5')).toMatchInlineSnapshot(`"(filter (eq B 5))"`);
  });
  test('a number written as text is read as a number', () => {
    expect(condition('B == "5"')).toMatchInlineSnapshot(`"(filter (eq B 5))"`);
  });
  test('a truth value written as text', () => {
    expect(condition('F == "true"')).toMatchInlineSnapshot(`"(filter (eq F true))"`);
  });
  test('a truth value written as a number', () => {
    expect(condition('F == 1')).toMatchInlineSnapshot(`"(filter (eq F true))"`);
  });
  test('a guid written as text is lower-cased', () => {
    expect(condition('G == "0A0B0C0D-0000-0000-0000-000000000001"')).toMatchInlineSnapshot(
      `"(filter (eq G guid(0a0b0c0d-0000-0000-0000-000000000001)))"`,
    );
  });
  test('a time written as text', () => {
    expect(condition('Timestamp == "2024-01-01"')).toMatchInlineSnapshot(
      `"(filter (eq Timestamp datetime(2024-01-01T00:00:00.0000000Z)))"`,
    );
  });
  test('a string column against a number is compared as text', () => {
    expect(condition('A == 5')).toMatchInlineSnapshot(`"(filter (text equals A "5"))"`);
  });
  test('dynamic against text is read as text', () => {
    expect(condition('D.x == "y"')).toMatchInlineSnapshot(`"(filter (text equals (tostring (path D "x")) "y"))"`);
  });
  test('dynamic against a number', () => {
    expect(condition('D.x == 5')).toMatchInlineSnapshot(`"(filter (eq (path D "x") 5))"`);
  });
  test('order', () => {
    expect(condition('B > 5 and Timestamp <= now()')).toMatchInlineSnapshot(`"(filter (and (gt B 5) (le Timestamp (now))))"`);
  });
  test('two columns', () => {
    expect(condition('A == tostring(B)')).toMatchInlineSnapshot(`"(filter (text equals A (tostring B)))"`);
  });
});

describe('string operators', () => {
  test('has', () => {
    expect(condition('A has "x"')).toMatchInlineSnapshot(`"(filter (text term ~ A "x"))"`);
  });
  test('!has_cs', () => {
    expect(condition('A !has_cs "x"')).toMatchInlineSnapshot(`"(filter (not (text term A "x")))"`);
  });
  test('hasprefix', () => {
    expect(condition('A hasprefix "x"')).toMatchInlineSnapshot(`"(filter (text termPrefix ~ A "x"))"`);
  });
  test('!hassuffix_cs', () => {
    expect(condition('A !hassuffix_cs "x"')).toMatchInlineSnapshot(`"(filter (not (text termSuffix A "x")))"`);
  });
  test('contains', () => {
    expect(condition('A contains "x"')).toMatchInlineSnapshot(`"(filter (text contains ~ A "x"))"`);
  });
  test('!contains_cs', () => {
    expect(condition('A !contains_cs "x"')).toMatchInlineSnapshot(`"(filter (not (text contains A "x")))"`);
  });
  test('startswith', () => {
    expect(condition('A startswith "x"')).toMatchInlineSnapshot(`"(filter (text startsWith ~ A "x"))"`);
  });
  test('endswith_cs', () => {
    expect(condition('A endswith_cs "x"')).toMatchInlineSnapshot(`"(filter (text endsWith A "x"))"`);
  });
  test('matches regex', () => {
    expect(condition('A matches regex "a.b"')).toMatchInlineSnapshot(`"(filter (text regex A "a.b"))"`);
  });
  test('a dynamic subject is read as text', () => {
    expect(condition('D.x has "y"')).toMatchInlineSnapshot(`"(filter (text term ~ (tostring (path D "x")) "y"))"`);
  });
  test('any column', () => {
    expect(condition('* has "x"')).toMatchInlineSnapshot(
      `"(filter (or (text term ~ A "x") (text term ~ (tostring B) "x") (text term ~ (tostring I) "x") (text term ~ (tostring R) "x") (text term ~ (tostring D) "x") (text term ~ (tostring Timestamp) "x") (text term ~ (tostring S) "x") (text term ~ (tostring G) "x") (text term ~ (tostring F) "x")))"`,
    );
  });
});

describe('lists', () => {
  test('in', () => {
    expect(condition('A in ("x", "y")')).toMatchInlineSnapshot(`"(filter (text equals A "x" "y"))"`);
  });
  test('!in~', () => {
    expect(condition('A !in~ ("x")')).toMatchInlineSnapshot(`"(filter (not (text equals ~ A "x")))"`);
  });
  test('has_any', () => {
    expect(condition('A has_any ("x", "y")')).toMatchInlineSnapshot(`"(filter (text term ~ A "x" "y"))"`);
  });
  test('has_all', () => {
    expect(condition('A has_all ("x", "y")')).toMatchInlineSnapshot(`"(filter (text term ~ all A "x" "y"))"`);
  });
  test('numbers', () => {
    expect(condition('B in (1, 2)')).toMatchInlineSnapshot(`"(filter (member B 1 2))"`);
  });
  test('numbers written as text', () => {
    expect(condition('B in ("1", "2")')).toMatchInlineSnapshot(`"(filter (member B 1 2))"`);
  });
  test('a dynamic array counts as its elements', () => {
    expect(condition('A in (dynamic(["x", "y"]), "z")')).toMatchInlineSnapshot(`"(filter (text equals A "x" "y" "z"))"`);
  });
  test('pack_array of constants', () => {
    expect(condition('A has_any (pack_array("x", "y"))')).toMatchInlineSnapshot(`"(filter (text term ~ A "x" "y"))"`);
  });
  test('an array that is data', () => {
    expect(condition('A in (D.x)')).toMatchInlineSnapshot(
      `"(filter (or (coalesce (set_has_element (path D "x") A) false) (text equals A (tostring (path D "x")))))"`,
    );
  });
  test('a query', () => {
    expect(condition('A in ((U | project A))')).toMatchInlineSnapshot(`"(filter (textQuery equals A (query (table U) (project A))))"`);
  });
  test('a table', () => {
    expect(condition('A has_any (U)')).toMatchInlineSnapshot(`"(filter (textQuery term ~ A (query (table U))))"`);
  });
  test('a query for numbers', () => {
    expect(condition('B !in ((T | project B))')).toMatchInlineSnapshot(`"(filter (not (memberQuery B (query (table T) (project B)))))"`);
  });
  test('the set of a query', () => {
    expect(condition('A in~ (toscalar(U | summarize make_set(A)))')).toMatchInlineSnapshot(
      `"(filter (textQuery equals ~ A (query (table U) (project (= set_A A)))))"`,
    );
  });
});

describe('logic and arithmetic', () => {
  test('a chain of or is one node', () => {
    expect(condition('A == "x" or A == "y" or B == 1')).toMatchInlineSnapshot(
      `"(filter (or (text equals A "x") (text equals A "y") (eq B 1)))"`,
    );
  });
  test('and binds tighter', () => {
    expect(condition('A == "x" or A == "y" and B == 1')).toMatchInlineSnapshot(
      `"(filter (or (text equals A "x") (and (text equals A "y") (eq B 1))))"`,
    );
  });
  test('not', () => {
    expect(condition('not(A == "x")')).toMatchInlineSnapshot(`"(filter (not (text equals A "x")))"`);
  });
  test('dynamic operands are converted', () => {
    expect(condition('F and D.x')).toMatchInlineSnapshot(`"(filter (and F (tobool (path D "x"))))"`);
  });
  test('between', () => {
    expect(condition('B between (1 .. 5)')).toMatchInlineSnapshot(`"(filter (and (ge B 1) (le B 5)))"`);
  });
  test('!between with a span', () => {
    expect(condition('Timestamp !between (ago(1d) .. 2h)')).toMatchInlineSnapshot(
      `"(filter (not (and (ge Timestamp (ago 1.00:00:00)) (le Timestamp (add (ago 1.00:00:00) 02:00:00)))))"`,
    );
  });
  test('arithmetic', () => {
    expect(condition('B + 1 * 2 > -B')).toMatchInlineSnapshot(`"(filter (gt (add B (mul 1 2)) (negate B)))"`);
  });
  test('times', () => {
    expect(condition('Timestamp - 1d > ago(2d)')).toMatchInlineSnapshot(`"(filter (gt (sub Timestamp 1.00:00:00) (ago 2.00:00:00)))"`);
  });
});

describe('functions', () => {
  test('iff', () => {
    expect(ir('T | extend x = iff(F, A, "y")')).toMatchInlineSnapshot(`
      "(table T)
      (extend (= x (case (when F A) "y")))"
    `);
  });
  test('case', () => {
    expect(ir('T | extend x = case(B > 1, "a", B > 0, "b", "c")')).toMatchInlineSnapshot(`
      "(table T)
      (extend (= x (case (when (gt B 1) "a") (when (gt B 0) "b") "c")))"
    `);
  });
  test('iff converts dynamic values', () => {
    expect(ir('T | extend x = iff(F, D.a, "y")')).toMatchInlineSnapshot(`
      "(table T)
      (extend (= x (case (when F (tostring (path D "a"))) "y")))"
    `);
  });
  test('deprecated names are resolved', () => {
    expect(ir('T | extend x = todynamic(A), y = iif(F, 1, 2), z = notempty(A), w = extractjson("$.a", A)')).toMatchInlineSnapshot(`
      "(table T)
      (extend (= x (parse_json A)) (= y (case (when F 1) 2)) (= z (isnotempty A)) (= w (extract_json "$.a" A)))"
    `);
  });
  test('replace changes the order of its arguments', () => {
    expect(ir('T | extend x = replace("a", "b", A)')).toMatchInlineSnapshot(`
      "(table T)
      (extend (= x (replace_regex A "a" "b")))"
    `);
  });
  test('extract with a type', () => {
    expect(ir('T | extend x = extract("a", 1, A, typeof(long))')).toMatchInlineSnapshot(`
      "(table T)
      (extend (= x (tolong (extract "a" 1 A))))"
    `);
  });
  test('dynamic arguments of text functions are read as text', () => {
    expect(ir('T | extend x = tolower(D.x), y = split(D.x, ",")')).toMatchInlineSnapshot(`
      "(table T)
      (extend (= x (tolower (tostring (path D "x")))) (= y (split (tostring (path D "x")) ",")))"
    `);
  });
  test('paths', () => {
    expect(ir('T | extend x = D.a["b c"][0], y = parse_json(A).z')).toMatchInlineSnapshot(`
      "(table T)
      (extend (= x (path (path (path D "a") "b c") 0)) (= y (path (parse_json A) "z")))"
    `);
  });
  test('column_ifexists of a column', () => {
    expect(ir('T | project x = column_ifexists("A", "")')).toMatchInlineSnapshot(`
      "(table T)
      (project (= x A))"
    `);
  });
  test('column_ifexists of none, when the columns are known', () => {
    expect(ir('T | project A | project x = column_ifexists("Q", "none")')).toMatchInlineSnapshot(`
      "(table T)
      (project A)
      (project (= x "none"))"
    `);
  });
  test('column_ifexists of none, when a schema may lack columns', () => {
    expect(ir('T | project x = column_ifexists("Q", "none")')).toMatchInlineSnapshot(`
      "(table T)
      (project (= x (column_ifexists "Q" "none")))"
    `);
  });
  test('toscalar', () => {
    expect(ir('T | where B > toscalar(T | summarize max(B))')).toMatchInlineSnapshot(`
      "(table T)
      (filter (gt B (scalarQuery (query (table T) (aggregate (by) (= max_B (max B)))))))"
    `);
  });
});
