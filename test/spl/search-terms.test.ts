// Conditions of the search command in, their trees out: one construct per row.
import { describe, expect, test } from 'vitest';
import { splTerms } from '../support/spl-tree.ts';

const rows: readonly (readonly [title: string, text: string, tree: string])[] = [
  ['a blank is AND', 'a b', '(and a b)'],
  ['OR binds tighter than AND', 'a=1 AND b=2 OR c=3', '(and (= a 1) (or (= b 2) (= c 3)))'],
  ['a blank is AND below OR as well', 'a=1 b=2 OR c=3 d=4', '(and (= a 1) (or (= b 2) (= c 3)) (= d 4))'],
  ['NOT binds tightest', 'NOT a=1 OR b=2 c=3', '(and (or (not (= a 1)) (= b 2)) (= c 3))'],
  ['NOT over NOT', 'NOT NOT a', '(not (not a))'],
  ['NOT over a group', 'NOT (a=1 OR b=2)', '(not (or (= a 1) (= b 2)))'],
  ['parentheses', '(a=1 b=2) OR c=3', '(or (and (= a 1) (= b 2)) (= c 3))'],
  ['lower-case words are terms', 'a or b not c', '(and a or b not c)'],
  ['unequal', 'a!=1', '(!= a 1)'],
  ['orders', 'a<1 b<=2 c>3 d>=4', '(and (< a 1) (<= b 2) (> c 3) (>= d 4))'],
  ['blanks around an operator', 'a = b c > 4', '(and (= a b) (> c 4))'],
  ['wildcards', 'host=web*1 *raw*', '(and (= host web*1) *raw*)'],
  ['a quoted phrase', '"failed login"', '"failed login"'],
  ['a quoted value', 'a="b c"', '(= a "b c")'],
  ['a quoted field', '"a b"=c', '(= a b c)'],
  ['escapes in quotes', String.raw`a="q\" b\\ p\| s\s"`, String.raw`(= a "q\" b\\ p| s\\s")`],
  ['escapes in a word', String.raw`D:\\Digital\\RTFM a\|b`, String.raw`(and D:\Digital\RTFM a|b)`],
  ['pipes and brackets in quotes', 'a="x|y]z"', '(= a "x|y]z")'],
  ['IN', 'a IN (1, "b c", d*)', '(in a 1 "b c" d*)'],
  ['IN without commas', 'a IN ( x y )', '(in a x y)'],
  ['NOT IN', 'NOT a IN (1)', '(not (in a 1))'],
  ['CASE', 'CASE(Error) host=CASE(WebServer01)', '(and case:Error (= host case:WebServer01))'],
  ['TERM', 'TERM(10.0.0.1) src=TERM( "10.8.2.33" )', '(and term:10.0.0.1 (= src term:"10.8.2.33"))'],
  ['a network', 'ip=10.0.0.0/8 ip="2001:db8::/32" path=a/8', '(and (= ip 10.0.0.0/8~cidr) (= ip "2001:db8::/32"~cidr) (= path a/8))'],
  ['a time range', 'earliest=-24h@h latest=now', '(and (time name="earliest" value=-24h@h) (time name="latest" value=(now)))'],
  [
    'an epoch',
    'earliest=1 latest="1700000000.5"',
    '(and (time name="earliest" value=(epoch seconds=1)) (time name="latest" value=(epoch seconds=1700000000.5)))',
  ],
  ['a date', 'earliest="11/20/2026:10:05:00"', '(time name="earliest" value=(absolute parts=[11 20 2026 10 5 0]))'],
  ['a field named like a bound in an order', 'earliest>5', '(> earliest 5)'],
  ['a subsearch', '[search a=1 | fields b] c', '(and {(search term=(= a 1)) | (fields mode="keep" fields=[b])} c)'],
  ['a macro', '`m` OR `n(1, "x, y")`', '(or (macro m) (macro n "1" "x, y"))'],
  ['a comment', 'a ```not | b``` c', '(and a c)'],
  ['an exclamation mark in a word', 'hello! a', '(and hello! a)'],
  ['a single quote in a word', "don't", "don't"],
];

describe('conditions of the search command', () => {
  test.each(rows)('%s', (_, text, tree) => {
    expect(splTerms(text)).toBe(tree);
  });
});
