// Operators: the IR of each, and the columns behind it.
import { describe, expect, test } from 'vitest';
import { columns, ir } from '../support/binding.ts';

describe('IR', () => {
  test('where', () => {
    expect(ir('T | where A == "x" | where B == 1')).toMatchInlineSnapshot(`
      "(table T)
      (filter (text equals A "x"))
      (filter (eq B 1))"
    `);
  });
  test('extend', () => {
    expect(ir('T | extend x = A, B = B + 1')).toMatchInlineSnapshot(`
      "(table T)
      (extend (= x A) (= B (add B 1)))"
    `);
  });
  test('project', () => {
    expect(ir('T | project A, x = B')).toMatchInlineSnapshot(`
      "(table T)
      (project A (= x B))"
    `);
  });
  test('project-away with a pattern', () => {
    expect(ir('T | project-away A, S*')).toMatchInlineSnapshot(`
      "(table T)
      (drop A S)"
    `);
  });
  test('project-keep keeps the order of the table', () => {
    expect(ir('T | project-keep B, A')).toMatchInlineSnapshot(`
      "(table T)
      (project A B)"
    `);
  });
  test('project-rename', () => {
    expect(ir('T | project-rename x = A')).toMatchInlineSnapshot(`
      "(table T)
      (rename (= x A))"
    `);
  });
  test('project-reorder', () => {
    expect(ir('T | project-reorder B, A*')).toMatchInlineSnapshot(`
      "(table T)
      (reorder B A)"
    `);
  });
  test('project-reorder sorts', () => {
    expect(ir('T | project-reorder * desc')).toMatchInlineSnapshot(`
      "(table T)
      (reorder Timestamp S R I G F D B A)"
    `);
  });
  test('distinct', () => {
    expect(ir('T | distinct A, B')).toMatchInlineSnapshot(`
      "(table T)
      (aggregate (by A B))"
    `);
  });

  test('distinct with names', () => {
    expect(ir('T | distinct A, L = tolower(B)')).toMatchInlineSnapshot(`
      "(table T)
      (aggregate (by A (= L (tolower B))))"
    `);
  });
  test('sort spells out the order of nulls', () => {
    expect(ir('T | sort by A, B asc, R nulls first')).toMatchInlineSnapshot(`
      "(table T)
      (sort (desc A nulls-last) (asc B nulls-first) (desc R nulls-first))"
    `);
  });
  test('top', () => {
    expect(ir('T | top 3 by B')).toMatchInlineSnapshot(`
      "(table T)
      (sort (desc B nulls-last))
      (limit 3)"
    `);
  });
  test('take', () => {
    expect(ir('T | take 5')).toMatchInlineSnapshot(`
      "(table T)
      (limit 5)"
    `);
  });
  test('a count from a let', () => {
    expect(ir('let n = 2 + 3; T | take n')).toMatchInlineSnapshot(`
      "(table T)
      (limit 5)"
    `);
  });
  test('count', () => {
    expect(ir('T | count')).toMatchInlineSnapshot(`
      "(table T)
      (aggregate (by) (= Count (count)))"
    `);
  });
  test('count as', () => {
    expect(ir('T | count as n')).toMatchInlineSnapshot(`
      "(table T)
      (aggregate (by) (= n (count)))"
    `);
  });
  test('serialize with columns', () => {
    expect(ir('T | serialize n = row_number()')).toMatchInlineSnapshot(`
      "(table T)
      (present "serialize")
      (extend (= n (row_number)))"
    `);
  });
  test('render and as are kept as text', () => {
    expect(ir('T | as X | render timechart with (title="a \\"b\\"", kind=stacked)')).toMatchInlineSnapshot(`
      "(table T)
      (present "as X")
      (present "render timechart with (title=\\"a \\\\\\"b\\\\\\"\\", kind=stacked)")"
    `);
  });
  test('print', () => {
    expect(ir('print 1, x = "a"')).toMatchInlineSnapshot(`"(rows (columns print_0:long x:string) (row 1 "a"))"`);
  });
  test('range', () => {
    expect(ir('range n from 1 to 5 step 2')).toMatchInlineSnapshot(`"(rows (columns n:long) (row 1) (row 3) (row 5))"`);
  });
  test('datatable', () => {
    expect(ir('datatable(a:string, b:long)["x", 1, "y", 2]')).toMatchInlineSnapshot(
      `"(rows (columns a:string b:long) (row "x" 1) (row "y" 2))"`,
    );
  });
  test('summarize', () => {
    expect(ir('T | summarize count(), dcount(A), n = countif(F) by A, bin(Timestamp, 1h)')).toMatchInlineSnapshot(`
      "(table T)
      (aggregate (by A (= Timestamp (bin Timestamp 01:00:00))) (= count_ (count)) (= dcount_A (dcount A)) (= n (count (where F))))"
    `);
  });
  test('conditional aggregates', () => {
    expect(ir('T | summarize sumif(B, F), make_set_if(A, F, 5), dcountif(A, F)')).toMatchInlineSnapshot(`
      "(table T)
      (aggregate (by) (= sumif_B (sum B (where F))) (= set_A (make_set A 5 (where F))) (= dcountif_A (dcount A (where F))))"
    `);
  });
  test('makeset keeps its cap', () => {
    expect(ir('T | summarize makeset(A), makelist(A, 3)')).toMatchInlineSnapshot(`
      "(table T)
      (aggregate (by) (= set_A (make_set A 128)) (= list_A (make_list A 3)))"
    `);
  });
  test('arg_max of all columns', () => {
    expect(ir('U | summarize arg_max(E, *) by A')).toMatchInlineSnapshot(`
      "(table U)
      (aggregate (by A) (pick-max (key E) * B))"
    `);
  });
  test('take_any', () => {
    expect(ir('U | summarize take_any(B) by A')).toMatchInlineSnapshot(`
      "(table U)
      (aggregate (by A) (pick-any B))"
    `);
  });
  test('percentiles', () => {
    expect(ir('T | summarize percentiles(B, 50, 99.9)')).toMatchInlineSnapshot(`
      "(table T)
      (aggregate (by) (= percentile_B_50 (percentile B 50)) (= percentile_B_99_9 (percentile B 99.9)))"
    `);
  });
  test('an expression over aggregates', () => {
    expect(ir('T | summarize x = round(avg(B), 1), count() by A')).toMatchInlineSnapshot(`
      "(table T)
      (aggregate (by A) (= _agg1 (avg B)) (= count_ (count)))
      (project A (= x (round _agg1 1)) count_)"
    `);
  });
  test('union', () => {
    expect(ir('union T, U | where A == "x"')).toMatchInlineSnapshot(`
      "(union-outer (query (table T) (rename (= B_long B))) (query (table U) (rename (= B_string B))))
      (filter (text equals A "x"))"
    `);
  });
  test('a piped union', () => {
    expect(ir('U | union (U | where E > 1)')).toMatchInlineSnapshot(
      `"(union-outer (query (table U)) (query (table U) (filter (gt E 1))))"`,
    );
  });
  test('union with a tag', () => {
    expect(ir('union withsource=Src U, (U | project A)')).toMatchInlineSnapshot(
      `"(union-outer (tag Src) (query (table U)) (query (table U) (project A)))"`,
    );
  });
  test('inner union', () => {
    expect(ir('union kind=inner U, (U | project A, E)')).toMatchInlineSnapshot(
      `"(union-inner (query (table U)) (query (table U) (project A E)))"`,
    );
  });
  test('invoke of a function of the query', () => {
    expect(ir('let f = (r:(*), x:string) { r | where A == x }; U | invoke f("y")')).toMatchInlineSnapshot(`
      "(table U)
      (filter (text equals A "y"))"
    `);
  });
});

describe('names of columns', () => {
  test('repeated aggregates get numbers', () => {
    expect(
      columns('T | summarize count(), count(), dcount(A), percentile(B, 95), countif(F), take_any(A), any(A), make_bag(D)'),
    ).toMatchInlineSnapshot(
      `"count_:long count_1:long dcount_A:long percentile_B_95:long countif_F:long A:string any_A:string bag_D:dynamic"`,
    );
  });
  test('an expression gives no name', () => {
    expect(columns('T | summarize max(B + 1), dcount(tolower(A)) by strcat(A, "x")')).toMatchInlineSnapshot(
      `"Column1:string max_:long dcount_:long"`,
    );
  });
  test('group keys', () => {
    expect(columns('T | summarize by bin(Timestamp, 1h), tostring(D.x), tolower(A)')).toMatchInlineSnapshot(
      `"Timestamp:datetime D_x:string Column1:string"`,
    );
  });
  test('names that arguments bring', () => {
    expect(
      columns('T | summarize make_set(M = A), percentiles(P = B, 5) by bin(X = Timestamp, 1h), tostring(Y = D.x), tolower(Z = A)'),
    ).toMatchInlineSnapshot(`"X:datetime Y:string Column1:string set_M:dynamic percentile_P_5:long"`);
  });
  test('arg_max', () => {
    expect(columns('T | summarize arg_max(Timestamp, A, x = B, tolower(A)) by bin(Timestamp, 1h)')).toMatchInlineSnapshot(
      `"Timestamp:datetime Timestamp1:datetime A:string x:long max_Timestamp1_arg3:string"`,
    );
  });
  test('arg_max beside other measures', () => {
    expect(columns('U | summarize E = count(), arg_max(E, *) by A')).toMatchInlineSnapshot(`"A:string E:long E1:real B:string"`);
  });
  test('argmax', () => {
    expect(columns('U | summarize argmax(E, *) by A')).toMatchInlineSnapshot(`"A:string max_E:real max_E_B:string"`);
  });
  test('extend without a name replaces a converted column', () => {
    expect(columns('T | project A, D | extend tostring(A), tolower(A), D.a.b, split(A, ",")[0]')).toMatchInlineSnapshot(
      `"A:string D:dynamic Column1:string D_a_b:dynamic A_0:dynamic"`,
    );
  });
  test('numbers of unnamed columns go on', () => {
    expect(columns('T | project tolower(A), toupper(A) | extend strcat(Column1)')).toMatchInlineSnapshot(
      `"Column1:string Column2:string Column3:string"`,
    );
  });
  test('clashing types in a union', () => {
    expect(columns('union T, U')).toMatchInlineSnapshot(
      `"A:string B_long:long B_string:string I:int R:real D:dynamic Timestamp:datetime S:timespan G:guid F:bool E:real"`,
    );
  });
  test('a clashing name that is taken gets a number', () => {
    expect(columns('union (U | project B), (T | project B, B_string = R)')).toBe('B_string1:string B_long:long B_string:real');
  });
  test('types of arithmetic', () => {
    expect(
      columns(
        'T | project a = I + 1, b = I / I, c = B * 1.0, d = Timestamp - Timestamp, e = S / 1h, f = S * 2, g = -I, h = Timestamp + 1h',
      ),
    ).toMatchInlineSnapshot(`"a:long b:long c:real d:timespan e:real f:timespan g:long h:datetime"`);
  });
  test('types of functions', () => {
    expect(
      columns(
        'T | project a = bin(B, 0.5), b = iff(F, 1, 2.5), c = coalesce(A, "x"), d = case(F, D.x, D.y), e = iff(F, "a", 1), f = abs(I)',
      ),
    ).toMatchInlineSnapshot(`"a:real b:real c:string d:dynamic e:dynamic f:long"`);
  });
});
