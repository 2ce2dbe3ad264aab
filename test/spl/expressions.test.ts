// Expressions of eval and where in, their trees out: one construct per row.
import { describe, expect, test } from 'vitest';
import { splExpr } from '../support/spl-tree.ts';

const rows: readonly (readonly [title: string, text: string, tree: string])[] = [
  ['AND before OR before XOR', 'a=1 XOR b=2 OR c=3 AND d=4', '(xor (= a 1) (or (= b 2) (and (= c 3) (= d 4))))'],
  ['NOT over a comparison', 'NOT a=1 AND b=2', '(and (not (= a 1)) (= b 2))'],
  ['operators in lower case', 'not a=1 and b=2 or c=3', '(or (and (not (= a 1)) (= b 2)) (= c 3))'],
  ['a bare null', 'if(a=1, b, null)', '(if (= a 1) b null)'],
  ['NOT twice', 'NOT NOT isnull(a)', '(not (not (isnull a)))'],
  ['two equal signs', 'a==1', '(= a 1)'],
  ['orders', 'a<1 OR a<=1 OR a>1 OR a>=1 OR a!=1', '(or (< a 1) (<= a 1) (> a 1) (>= a 1) (!= a 1))'],
  ['products before sums', 'a+b*c-d/e%f', '(- (+ a (* b c)) (% (/ d e) f))'],
  ['left to right', 'a-b-c', '(- (- a b) c)'],
  ['concatenation', '"$".tostring(a)."x"', '(. (. "$" (tostring a)) "x")'],
  ['a dot is no part of a name', 'a.b', '(. a b)'],
  ['a dot between numbers', '1 . 2', '(. 1 2)'],
  ['a decimal', '1.20*.5', '(* 1.20 .5)'],
  ['signs', '-a+-2- -3', '(- (+ (neg a) -2) -3)'],
  ['no blanks around minus', 'a-1', '(- a 1)'],
  ['parentheses', '(a+b)*c', '(* (+ a b) c)'],
  ['a string', '"a b"', '"a b"'],
  ['escapes in a string', String.raw`"q\" b\\ \d \t"`, String.raw`"q\" b\\ \\d \\t"`],
  ['a quoted field', "'a.b c'", 'a.b c'],
  ['LIKE', 'a LIKE "x%" OR a like "y_"', '(or (like a "x%") (like a "y_"))'],
  ['the function like', 'like(a, "x%")', '(like a "x%")'],
  ['IN', 'a IN ("x", 2) OR "y" in(b, c)', '(or (in a "x" 2) (in "y" b c))'],
  ['the function in', 'in(a, "x", "y")', '(in a "x" "y")'],
  ['a call', 'if(a=1, "x", null())', '(if (= a 1) "x" (null))'],
  ['a call in upper case', 'IF (isnull(a), 1, 2)', '(if (isnull a) 1 2)'],
  ['nested calls', 'mvindex(split(a, "@"), -1)', '(mvindex (split a "@") -1)'],
  ['a macro', '`m(a)` AND b=1', '(and (macro m "a") (= b 1))'],
  ['a subsearch', 'a=[search b=1 | return $c]', '(= a {(search term=(= b 1)) | (return count=1 items=[(value name="c" field="c")])})'],
  ['a comment', 'a + ```plus``` b', '(+ a b)'],
  ['words that only start like operators', 'ORDER=1 AND inner=2 AND NOTE=3', '(and (= ORDER 1) (= inner 2) (= NOTE 3))'],
  ['a dot beside a sum in parentheses', '(b . c) + d', '(+ (. b c) d)'],
];

describe('expressions of eval and where', () => {
  test.each(rows)('%s', (_, text, tree) => {
    expect(splExpr(text)).toBe(tree);
  });
});
