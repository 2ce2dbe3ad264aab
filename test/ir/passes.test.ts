// The normal form, pass by pass.
import { describe, expect, test } from 'vitest';
import { normal, normalCondition } from '../support/binding.ts';

describe('logic', () => {
  test('nested lists are flat', () => {
    expect(normalCondition('(A == "x" and (B == 1 and F)) and (A == "y" or (A == "z" or B == 2))')).toMatchInlineSnapshot(
      `"(filter (and (text equals A "x") (eq B 1) F (or (text equals A "y") (text equals A "z") (eq B 2))))"`,
    );
  });
  test('not goes to the leaves', () => {
    expect(normalCondition('not(A == "x" and (B > 5 or B == 6 or not(F)))')).toMatchInlineSnapshot(
      `"(filter (or (not (text equals A "x")) (and (le B 5) (ne B 6) F)))"`,
    );
  });
  test('not of order on reals stays', () => {
    expect(normalCondition('not(R > 5) and not(R == 5)')).toMatchInlineSnapshot(`"(filter (and (not (gt R 5)) (ne R 5)))"`);
  });
  test('double negation', () => {
    expect(normalCondition('not(not(A has "x"))')).toMatchInlineSnapshot(`"(filter (text term ~ A "x"))"`);
  });
  test('not of between', () => {
    expect(normalCondition('B !between (1 .. 5)')).toMatchInlineSnapshot(`"(filter (or (lt B 1) (gt B 5)))"`);
  });
  test('not of isnull', () => {
    expect(normalCondition('not(isnull(B)) and not(isnotnull(B))')).toMatchInlineSnapshot(`"(filter (and (isnotnull B) (isnull B)))"`);
  });
  test('true and false vanish', () => {
    expect(normalCondition('(A == "x" and true) or false')).toMatchInlineSnapshot(`"(filter (text equals A "x"))"`);
  });
});

describe('filters', () => {
  test('neighbours are merged in order', () => {
    expect(normal('T | where A == "x" | where B == 1 and F | where R > 1')).toMatchInlineSnapshot(`
      "(table T)
      (filter (and (text equals A "x") (eq B 1) F (gt R 1)))"
    `);
  });
  test('others are not', () => {
    expect(normal('T | where A == "x" | extend B = 2 | where B == 1')).toMatchInlineSnapshot(`
      "(table T)
      (filter (text equals A "x"))
      (extend (= B 2))
      (filter (eq B 1))"
    `);
  });
  test('one that looks at other rows sees what those before it have left', () => {
    expect(normal('T | sort by B asc | where A == "x" | where prev(B) == 1 | where F')).toMatchInlineSnapshot(`
      "(table T)
      (sort (asc B nulls-first))
      (filter (text equals A "x"))
      (filter (and (eq (prev B) 1) F))"
    `);
  });
  test('one that is always true goes', () => {
    expect(normal('T | where true | where A contains ""')).toMatchInlineSnapshot(`"(table T)"`);
  });
  test('one that is never true says so', () => {
    expect(normal('T | where A == "x" and 1 == 2')).toMatchInlineSnapshot(`
      "(table T)
      (filter false)"
    `);
  });
  test('null counts as false', () => {
    expect(normal('T | where A == "x" and int(null) > 1')).toMatchInlineSnapshot(`
      "(table T)
      (filter false)"
    `);
  });
});

describe('empty and null', () => {
  test('strings', () => {
    expect(normalCondition('isempty(A) or isnotempty(A)')).toMatchInlineSnapshot(
      `"(filter (or (text equals A "") (not (text equals A ""))))"`,
    );
  });
  test('numbers', () => {
    expect(normalCondition('isempty(B) or isnotempty(B)')).toMatchInlineSnapshot(`"(filter (or (isnull B) (isnotnull B)))"`);
  });
  test('dynamic values', () => {
    expect(normalCondition('isempty(D.x)')).toMatchInlineSnapshot(`"(filter (text equals (tostring (path D "x")) ""))"`);
  });
  test('a string is never null', () => {
    expect(normalCondition('isnull(A) or F')).toMatchInlineSnapshot(`"(filter F)"`);
  });
  test('not empty', () => {
    expect(normalCondition('not(isempty(A))')).toMatchInlineSnapshot(`"(filter (not (text equals A "")))"`);
  });
});

describe('constants', () => {
  test('arithmetic', () => {
    expect(normalCondition('B > 2 * 3 + 7 / 2 and R > 1.5 * 2 and S > 2 * 1d')).toMatchInlineSnapshot(
      `"(filter (and (gt B 9) (gt R 3.0) (gt S 2.00:00:00)))"`,
    );
  });
  test('a needle of no characters', () => {
    expect(normalCondition('A startswith "" or A has_any ("x", "")')).toMatchInlineSnapshot(`""`);
  });
  test('an empty list', () => {
    expect(normalCondition('A in (dynamic([])) or B == 1')).toMatchInlineSnapshot(`"(filter (eq B 1))"`);
  });
  test('repeated patterns', () => {
    expect(normalCondition('A in~ ("x", "X", "y") and B in (1, 1, 2)')).toMatchInlineSnapshot(
      `"(filter (and (text equals ~ A "x" "y") (member B 1 2)))"`,
    );
  });
  test('text of constants', () => {
    expect(normalCondition('A == strcat("a", 1, tolower("B"))')).toMatchInlineSnapshot(`"(filter (text equals A "a1b"))"`);
  });
  test('a test of a constant', () => {
    expect(normalCondition('"abc" has "b" or "a-b" has "B"')).toMatchInlineSnapshot(`""`);
  });
  test('equality with a null is null for a null', () => {
    expect(normalCondition('B != int(null)')).toMatchInlineSnapshot(`"(filter (isnotnull B))"`);
    expect(normalCondition('not(B == int(null))')).toMatchInlineSnapshot(`"(filter (isnotnull B))"`);
    expect(normalCondition('not(B != int(null))')).toMatchInlineSnapshot(`"(filter false)"`);
    expect(normalCondition('B == int(null) or A == "x"')).toMatchInlineSnapshot(`"(filter (text equals A "x"))"`);
  });
  test('case with a constant condition', () => {
    expect(normalCondition('case(1 == 2, A == "x", B == 1, F, A == "z")')).toMatchInlineSnapshot(
      `"(filter (case (when (eq B 1) F) (text equals A "z")))"`,
    );
  });
  test('parts of a constant bag', () => {
    expect(normalCondition('A == tostring(dynamic({"k": ["x", "y"]}).k[1])')).toMatchInlineSnapshot(`"(filter (text equals A "y"))"`);
  });
  test('a division by zero stays', () => {
    expect(normalCondition('B > 1 / 0')).toMatchInlineSnapshot(`"(filter (gt B (div 1 0)))"`);
  });
});

describe('times', () => {
  test('now with an offset', () => {
    expect(normalCondition('Timestamp > now(-5d)')).toMatchInlineSnapshot(`"(filter (gt Timestamp (ago 5.00:00:00)))"`);
  });
  test('now minus a span', () => {
    expect(normalCondition('Timestamp > now() - 5d')).toMatchInlineSnapshot(`"(filter (gt Timestamp (ago 5.00:00:00)))"`);
  });
  test('a span plus now', () => {
    expect(normalCondition('Timestamp < 1h + now()')).toMatchInlineSnapshot(`"(filter (lt Timestamp (ago -01:00:00)))"`);
  });
  test('ago of a sum', () => {
    expect(normalCondition('Timestamp > ago(1d + 2h)')).toMatchInlineSnapshot(`"(filter (gt Timestamp (ago 1.02:00:00)))"`);
  });
  test('ago shifted', () => {
    expect(normalCondition('Timestamp > ago(1d) - 2h')).toMatchInlineSnapshot(`"(filter (gt Timestamp (ago 1.02:00:00)))"`);
  });
  test('now stays', () => {
    expect(normalCondition('Timestamp < now()')).toMatchInlineSnapshot(`"(filter (lt Timestamp (now)))"`);
  });
  test('between with a span', () => {
    expect(normalCondition('Timestamp between (ago(2d) .. 1d)')).toMatchInlineSnapshot(
      `"(filter (and (ge Timestamp (ago 2.00:00:00)) (le Timestamp (ago 1.00:00:00))))"`,
    );
  });
  test('a datetime with a span', () => {
    expect(normalCondition('Timestamp > datetime(2024-01-02) - 1d')).toMatchInlineSnapshot(
      `"(filter (gt Timestamp datetime(2024-01-01T00:00:00.0000000Z)))"`,
    );
  });
  test('todatetime of a constant', () => {
    expect(normalCondition('Timestamp > todatetime("2024-01-01 10:00")')).toMatchInlineSnapshot(
      `"(filter (gt Timestamp datetime(2024-01-01T10:00:00.0000000Z)))"`,
    );
  });
});

describe('constant subqueries', () => {
  test('distinct', () => {
    expect(
      normal('let x = datatable(a:string, b:long)["p", 1, "q", 2, "p", 3]; T | where A has_any ((x | distinct a))'),
    ).toMatchInlineSnapshot(`
      "(table T)
      (filter (text term ~ A "p" "q"))"
    `);
  });
  test('filter and project', () => {
    expect(
      normal('let x = datatable(a:string, b:long)["p", 1, "q", 2]; T | where A in ((x | where b > 1 | project c = strcat(a, "!")))'),
    ).toMatchInlineSnapshot(`
      "(table T)
      (filter (text equals A "q!"))"
    `);
  });
  test('numbers', () => {
    expect(normal('let x = datatable(a:string, b:long)["p", 1, "q", 2]; T | where B !in ((x | project b))')).toMatchInlineSnapshot(`
      "(table T)
      (filter (not (member B 1 2)))"
    `);
  });
  test('one value', () => {
    expect(normal('let x = toscalar(datatable(a:string)["p"]); T | where A == x')).toMatchInlineSnapshot(`
      "(table T)
      (filter (text equals A "p"))"
    `);
  });
  test('no rows', () => {
    expect(normal('let x = datatable(a:string)[]; T | where A in (x)')).toMatchInlineSnapshot(`
      "(table T)
      (filter false)"
    `);
  });
  test('what cannot be computed stays', () => {
    expect(normal('let x = datatable(a:string)["p", "q"]; T | where A in ((x | top 1 by a))')).toMatchInlineSnapshot(`
      "(table T)
      (filter (textQuery equals A (query (rows (columns a:string) (row "p") (row "q")) (sort (desc a nulls-last)) (limit 1))))"
    `);
  });
});

describe('constants from functions', () => {
  test('arrays are joined', () => {
    expect(normalCondition('A in~ (array_concat(dynamic(["a", "b"]), split("c,d", ",")))')).toMatchInlineSnapshot(
      `"(filter (text equals ~ A "a" "b" "c" "d"))"`,
    );
    expect(normalCondition('A has_any (set_union(dynamic(["a", "b"]), dynamic(["b"])))')).toMatchInlineSnapshot(
      `"(filter (text term ~ A "a" "b"))"`,
    );
    expect(normalCondition('B == array_length(dynamic([1, 2])) and A == strcat_array(dynamic(["x", "y"]), "-")')).toMatchInlineSnapshot(
      `"(filter (and (eq B 2) (text equals A "x-y")))"`,
    );
  });
  test('a conversion to the type at hand is none', () => {
    expect(normalCondition('tolong(B) == 1 and tostring(A) == "x" and todatetime(N1) > ago(1d)')).toMatchInlineSnapshot(
      `"(filter (and (eq B 1) (text equals A "x") (gt (todatetime N1?) (ago 1.00:00:00))))"`,
    );
  });
  test('the distance of two times from the clock', () => {
    expect(normalCondition('When > ago((now() - ago(7d)) * 2)')).toMatchInlineSnapshot(`"(filter (gt When? (ago 14.00:00:00)))"`);
  });
});
