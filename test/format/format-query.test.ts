// The house layout, one construct per test.
import { describe, expect, it } from 'vitest';
import { formatQuery } from '../../src/format/format-query.ts';

const laidOut = (text: string): string => {
  const done = formatQuery(text, { width: 60 });
  return 'text' in done ? done.text : done.diagnostics.map((d) => d.code).join(' ');
};

const lines = (...all: readonly string[]): string => all.join('\n');

describe('layout', () => {
  it.each([
    ['one operator per line', 'T|where a==1|take 5', lines('T', '| where a == 1', '| take 5')],
    ['a table alone', '  T  ', 'T'],
    ['statements', 'let a=1;let b = 2;\n\n\n\nT', lines('let a = 1;', 'let b = 2;', '', 'T')],
    ['a query in a let', 'let a=T|where b|take 1;a', lines('let a =', '    T', '    | where b', '    | take 1;', 'a')],
    [
      'materialize',
      'let a=materialize(T|where b|take 1);a',
      lines('let a = materialize(', '    T', '    | where b', '    | take 1', ');', 'a'),
    ],
    [
      'functions',
      'let f=(a:long=1){a+1};let g=(){T|where b|take 1};g',
      lines('let f = (a:long = 1) { a + 1 };', 'let g = () {', '    T', '    | where b', '    | take 1', '};', 'g'),
    ],
    ['a short condition', 'T|where (a==1 and b)or c', lines('T', '| where (a == 1 and b) or c')],
    [
      'a long condition',
      'T|where FirstColumn=="first value" or SecondColumn has "second value" and Third',
      lines('T', '| where FirstColumn == "first value"', '    or SecondColumn has "second value" and Third'),
    ],
    [
      'a long group',
      'T|where FirstColumn and (SecondColumn=="second value" or ThirdColumn=="third value")',
      lines(
        'T',
        '| where FirstColumn',
        '    and (',
        '        SecondColumn == "second value"',
        '        or ThirdColumn == "third value"',
        '    )',
      ),
    ],
    [
      'a long list',
      'T|where a in ("a long first value","a long second value","third")',
      lines('T', '| where a in (', '    "a long first value",', '    "a long second value",', '    "third"', ')'),
    ],
    [
      'case',
      'print case(aaaaaaaaaaaaaaa,"aaaaaaaaaa",bbbbbbbbbbbbbbb,"bbbbbbbbb","else")',
      lines('print case(', '    aaaaaaaaaaaaaaa, "aaaaaaaaaa",', '    bbbbbbbbbbbbbbb, "bbbbbbbbb",', '    "else"', ')'),
    ],
    ['summarize', 'T|summarize count(),b=max(c) by d', lines('T', '| summarize count(), b = max(c) by d')],
    [
      'a long summarize',
      'T|summarize First=min(Timestamp),Last=max(Timestamp) by DeviceName,bin(Timestamp,1h)',
      lines('T', '| summarize', '    First = min(Timestamp),', '    Last = max(Timestamp)', '    by DeviceName, bin(Timestamp, 1h)'),
    ],
    [
      'a long project',
      'T|project FirstColumnName,SecondColumnName,ThirdColumnName,d=1',
      lines('T', '| project', '    FirstColumnName,', '    SecondColumnName,', '    ThirdColumnName,', '    d = 1'),
    ],
    [
      'a joined query',
      'T|join kind=inner (U|where a|take 1) on $left.a==$right.b',
      lines('T', '| join kind=inner (', '    U', '    | where a', '    | take 1', ') on $left.a == $right.b'),
    ],
    ['a short query in brackets', 'T|where a in (U|project b)', lines('T', '| where a in (U | project b)')],
    [
      'rows',
      'datatable(a:string,b:long)["a first long value",1,"another long value",-2]',
      lines('datatable(a:string, b:long) [', '    "a first long value", 1,', '    "another long value", -2', ']'),
    ],
    [
      'steps of scan',
      'T|scan with(step a:b==1;step c:d=>e=1;)',
      lines('T', '| scan with (', '    step a: b == 1;', '    step c: d => e = 1;', ')'),
    ],
    [
      'graphs',
      'T|make-graph a-->b with(N|where c)on n,M on m|graph-match(x)-[e*1..3]->(y)<--(z)where x.c==1 project x.n|take 1',
      lines(
        'T',
        '| make-graph a --> b with (N | where c) on n, M on m',
        '| graph-match (x)-[e*1..3]->(y)<--(z) where x.c == 1 project x.n',
        '| take 1',
      ),
    ],
    ['signs, ranges, paths', 'T|where -a.b [0]between(1..- 2)and*has"x"', lines('T', '| where -a.b[0] between (1 .. -2) and * has "x"')],
    ['strings as they are', 'print @"C:\\",h\'x\' "y",```a\n  b```', 'print @"C:\\", h\'x\' "y", ```a\n  b```'],
  ])('%s', (_, text, expected) => {
    expect(laidOut(text)).toBe(expected);
    expect(laidOut(expected)).toBe(expected);
  });
});

describe('operators that are not read', () => {
  it.each([
    [
      'stay as they are',
      'T|where a==1|graph-where-nodes  b-->c|take 1',
      lines('T', '| where a == 1', '| graph-where-nodes  b-->c', '| take 1'),
    ],
    [
      'in a let, in lines',
      'let g=(){T|graph-where-nodes a-->b  \n  with n on id // c\n|where d==1};g',
      lines('let g = () {', '    T', '    | graph-where-nodes a-->b', '  with n on id // c', '    | where d == 1', '};', 'g'),
    ],
    [
      'one behind the other',
      'T|graph-where-nodes a-->b|graph-where-edges (x)-[e]->(y)|take 1;unread0',
      lines('T', '| graph-where-nodes a-->b', '| graph-where-edges (x)-[e]->(y)', '| take 1;', 'unread0'),
    ],
  ])('%s', (_, text, expected) => {
    expect(laidOut(text)).toBe(expected);
    expect(laidOut(expected)).toBe(expected);
  });

  it('give their error when something else is wrong, too', () => {
    expect(laidOut('T|graph-where-nodes a-->b|wher c')).toBe('RMMC1122 RMMC1123');
  });
});

describe('comments', () => {
  it.each([
    ['above', '// a\n\n\n// b\nT', '// a\n\n// b\nT'],
    ['behind an operator', 'T // a\n|where b//c\n|take 1', 'T // a\n| where b //c\n| take 1'],
    ['between operators', 'T\n// a\n|take 1', 'T\n// a\n| take 1'],
    ['in a condition', 'T|where a // b\nand c', 'T\n| where a // b\n    and c'],
    ['in a list', 'T|where a in (// b\n1,// c\n2\n// d\n)', 'T\n| where a in ( // b\n    1, // c\n    2\n    // d\n)'],
    ['at the end', 'T\n\n// a\n// b', 'T\n\n// a\n// b'],
    ['alone', '// a', '// a'],
  ])('%s', (_, text, expected) => {
    expect(laidOut(text)).toBe(expected);
    expect(laidOut(expected)).toBe(expected);
  });
});

it('gives the errors of a broken query', () => {
  expect(laidOut('T | wher a')).toBe('RMMC1123');
});
