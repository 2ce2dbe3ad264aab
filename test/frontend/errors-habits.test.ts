// What is said about the mistakes that authors make most: the query with the places marked, and each message with its next step.
import { expect, it } from 'vitest';
import { parse } from '../../src/frontend/parse.ts';
import { marked } from '../support/marks.ts';

const said = (text: string): readonly string[] => {
  const { ast, diagnostics } = parse(text);
  return marked(
    text,
    [...diagnostics, ...ast.faults].sort((a, b) => a.span.start - b.span.start),
  );
};

it.each([
  [
    'a step without `where`',
    'T | where a == 1\n| Sha1 in ("a", "b")\n| count',
    [
      'T | where a == 1\n| ⟦Sha1⟧ in ("a", "b")\n| count',
      'RMMC1123 found `Sha1` after `|`, expected a query operator / did you mean `where Sha1 …`?',
    ],
  ],
  [
    'two list operators',
    'T\n| where a has_all has_any ("x")\n| count',
    ['T\n| where a ⟦has_all has_any⟧ ("x")\n| count', 'RMMC1127 two operators in a row: `has_all` and `has_any` / keep one of them'],
  ],
  [
    'a backslash before the closing quote',
    'T | where a == "C:\\x\\"\n| where b == "y"',
    [
      'T | where a == ⟦"C:\\x\\"⟧\n| where b == "y"',
      'RMMC1103 this text has no closing ": the backslash before a quote on this line escapes that quote / write the backslash twice (`\\\\`), or use a verbatim text: @"…"',
    ],
  ],
  [
    'an open quote in a list',
    "T | where a in ('x', \"y')\n| count",
    ["T | where a in ('x', ⟦\"y')⟧\n| count", 'RMMC1103 this text has no closing " / close the text with " on the same line'],
  ],
  [
    'an open group',
    'T | where (a == 1 and (b == 2)\n| project a',
    ['T | where ⟦(⟧a == 1 and (b == 2)\n| project a', 'RMMC1129 this `(` is never closed / close it with `)` before the step ends'],
  ],
  [
    'an open list',
    'T | where a in ("x", "y"\n| project a',
    ['T | where a in ⟦(⟧"x", "y"\n| project a', 'RMMC1129 this `(` is never closed / close it with `)` before the step ends'],
  ],
  [
    'a fragment',
    '| where a == 1\n| count',
    ['⟦|⟧ where a == 1\n| count', 'RMMC1120 the query begins with `|` / put a table before it, as in `DeviceProcessEvents | …`'],
  ],
  [
    '`;` before a pipe',
    'T | where a == 1;\n| count',
    ['T | where a == 1;\n⟦|⟧ count', 'RMMC1120 found `|` behind `;`, which ends the query / remove the `;` before it'],
  ],
  [
    'no `;` after `let`',
    'let x = 5\nlet y = 6\nT | count',
    [
      'let x = 5\n⟦let⟧ y = 6\n⟦T⟧ | count',
      'RMMC1118 found `let`, expected `;` or `|` after `let` / end each statement with `;`, put prose in a comment (`// …`), and begin each operator with `|`',
      'RMMC1118 found `T`, expected `;` or `|` after `let` / end each statement with `;`, put prose in a comment (`// …`), and begin each operator with `|`',
    ],
  ],
  [
    'no `;` after a function',
    'let f = (a: string) { T | where b == a }\nf("x")',
    [
      'let f = (a: string) { T | where b == a }\n⟦f⟧("x")',
      'RMMC1118 found `f`, expected `;` or `|` after `let` / end each statement with `;`, put prose in a comment (`// …`), and begin each operator with `|`',
    ],
  ],
  [
    'prose behind',
    'T | count\nThis query finds things.',
    [
      'T | count\n⟦This⟧ query finds things.',
      'RMMC1118 found `This`, expected `;` or `|` after the query / end each statement with `;`, put prose in a comment (`// …`), and begin each operator with `|`',
    ],
  ],
  [
    'prose before',
    'This query finds things.\nT | count',
    [
      'This ⟦query⟧ finds things.\nT | count',
      'RMMC1118 found `query`, expected `;` or `|` after the query / end each statement with `;`, put prose in a comment (`// …`), and begin each operator with `|`',
    ],
  ],
  [
    '`=` in conditions',
    'T | where a = 1 | where c == 2 and d = 3',
    [
      'T | where a ⟦=⟧ 1 | where c == 2 and d ⟦=⟧ 3',
      'RMMC1107 found `=` in a condition, expected `==` / write `==` to compare',
      'RMMC1107 found `=` in a condition, expected `==` / write `==` to compare',
    ],
  ],
  [
    '`=` in a join',
    'T | join (U) on $left.a = $right.b',
    ['T | join (U) on $left.a ⟦=⟧ $right.b', 'RMMC1107 found `=` in a condition, expected `==` / write `==` to compare'],
  ],
  [
    '`&&` and `||`',
    'T | where a == 1 && b == 2 || c == 3',
    [
      'T | where a == 1 ⟦&&⟧ b == 2 ⟦||⟧ c == 3',
      'RMMC1101 `&` is no character of KQL here / write `and`',
      'RMMC1128 `||` is no operator of KQL / did you mean `or`?',
    ],
  ],
  ['LIKE', 'T | where a LIKE "%x%"', ['T | where a ⟦LIKE⟧ "%x%"', 'RMMC1128 `LIKE` is no operator of KQL / did you mean `contains`?']],
  ['NOT IN', 'T | where a NOT IN ("x")', ['T | where a ⟦NOT IN⟧ ("x")', 'RMMC1128 `not IN` is no operator of KQL / did you mean `!in`?']],
  ['IN', 'T | where a IN ("x")', ['T | where a ⟦IN⟧ ("x")', 'RMMC1128 `IN` is no operator of KQL / did you mean `in`?']],
  ['AND', 'T | where a == 1 AND b == 2', ['T | where a == 1 ⟦AND⟧ b == 2', 'RMMC1128 `AND` is no operator of KQL / did you mean `and`?']],
  ['OR', 'T | where a == 1 OR b == 2', ['T | where a == 1 ⟦OR⟧ b == 2', 'RMMC1128 `OR` is no operator of KQL / did you mean `or`?']],
  ['NOT', 'T | where NOT a == 1', ['T | where ⟦NOT⟧ a == 1', 'RMMC1128 `NOT` is no operator of KQL / did you mean `not(…)`?']],
  ['not', 'T | where not a == 1', ['T | where ⟦not⟧ a == 1', 'RMMC1128 `not` is no operator of KQL / did you mean `not(…)`?']],
  ['is null', 'T | where a is null', ['T | where a ⟦is null⟧', 'RMMC1128 `is null` is no operator of KQL / did you mean `isnull(…)`?']],
  [
    'IS NOT NULL',
    'T | where a IS NOT NULL',
    ['T | where a ⟦IS NOT NULL⟧', 'RMMC1128 `is not null` is no operator of KQL / did you mean `isnotnull(…)`?'],
  ],
  [
    'SELECT',
    'SELECT * FROM T WHERE a = 1',
    ['⟦SELECT⟧ * FROM T WHERE a = 1', 'RMMC1123 `SELECT` is no query operator / did you mean `T | where … | project …`?'],
  ],
  [
    'curly quotes, doubled',
    'T | where a == “x” and b == “y”',
    [
      'T | where a == ⟦“⟧x⟦”⟧ and b == ⟦“⟧y⟦”⟧',
      'RMMC1101 `“` is no character of KQL here / use straight quotes: "…"',
      'RMMC1101 `”` is no character of KQL here / use straight quotes: "…"',
      'RMMC1101 `“` is no character of KQL here / use straight quotes: "…"',
      'RMMC1101 `”` is no character of KQL here / use straight quotes: "…"',
    ],
  ],
  [
    'curly quotes, single',
    'T | where a == ‘x’',
    [
      'T | where a == ⟦‘⟧x⟦’⟧',
      'RMMC1101 `‘` is no character of KQL here / use straight quotes: "…"',
      'RMMC1101 `’` is no character of KQL here / use straight quotes: "…"',
    ],
  ],
  [
    'a dash for a minus',
    'T | where a > ago(1d) – 1h',
    ['T | where a > ago(1d) ⟦–⟧ 1h', 'RMMC1101 `–` is no character of KQL here / use the plain minus sign'],
  ],
  ['===', 'T | where a === 1', ['T | where a ⟦===⟧ 1', 'RMMC1128 `===` is no operator of KQL / did you mean `==`?']],
  ['!==', 'T | where a !== 1', ['T | where a ⟦!==⟧ 1', 'RMMC1128 `!==` is no operator of KQL / did you mean `!=`?']],
  ['=>', 'T | where a => 1', ['T | where a ⟦=>⟧ 1', 'RMMC1128 `=>` is no operator of KQL / did you mean `>=`?']],
  ['=<', 'T | where a =< 1', ['T | where a ⟦=<⟧ 1', 'RMMC1128 `=<` is no operator of KQL / did you mean `<=`?']],
  [':=', 'T | extend a := 1', ['T | extend a ⟦:=⟧ 1', 'RMMC1128 `:=` is no operator of KQL / did you mean `=`?']],
  ['a comment of SQL', 'T | count -- all', ['T | count ⟦--⟧ all', 'RMMC1128 `--` is no operator of KQL / did you mean `//`?']],
  ['a comment of C', '/* all */ T | count', ['⟦/*⟧ all */ T | count', 'RMMC1128 `/*` is no operator of KQL / did you mean `//`?']],
  ['a comment of a shell', 'T | count # all', ['T | count ⟦#⟧ all', 'RMMC1101 `#` is no character of KQL here / comments begin with `//`']],
  [
    'contains_any',
    'T | where a contains_any ("x")',
    ['T | where a ⟦contains_any⟧ ("x")', 'RMMC1128 `contains_any` is no operator of KQL / did you mean `contains … or contains`?'],
  ],
  [
    'a list behind contains',
    'T | where a contains ("x", "y")',
    [
      'T | where a contains ⟦("x", "y")⟧',
      'RMMC1115 found `,` in a group, expected `)` / names in parentheses stand only before `=`, as in `(a, b) = f(x)`; a list of values needs `in`, `has_any` or `has_all` before it',
    ],
  ],
  [
    'a list without parentheses',
    'T | where a has_any "x", "y"',
    ['T | where a has_any ⟦"x"⟧, "y"', 'RMMC1131 found `"x"` after `has_any`, expected a list in parentheses / write `has_any (value, …)`'],
  ],
  [
    'a list in brackets',
    'T | where a in [1, 2]',
    ['T | where a in ⟦[⟧1, 2]', 'RMMC1131 found `[` after `in`, expected a list in parentheses / write `in (value, …)`'],
  ],
  [
    'an array',
    'T | extend a = [1, 2]',
    ['T | extend a = [1⟦,⟧ 2]', 'RMMC1100 found `,`, expected `]` / write `dynamic([…])` for an array, `dynamic({…})` for an object'],
  ],
  [
    'an object',
    'T | extend a = {"x": 1}',
    [
      'T | extend a = {⟦"x"⟧: 1}',
      'RMMC1100 found `"x"`, expected an expression / write `dynamic([…])` for an array, `dynamic({…})` for an object',
    ],
  ],
  ['project as', 'T | project a as b', ['T | project a ⟦as⟧ b', 'RMMC1128 `as` is no operator of KQL / did you mean `name = …`?']],
  [
    'project without a comma',
    'T | project a b',
    ['T | project a ⟦b⟧', 'RMMC1100 found `b`, expected `,`, `|` or `;` / put a comma between two columns'],
  ],
  [
    'summarize without a comma',
    'T | summarize x = count() y = sum(z) by w',
    ['T | summarize x = count() ⟦y⟧ = sum(z) by w', 'RMMC1100 found `y`, expected `,`, `|` or `;` / put a comma between two columns'],
  ],
  [
    'ascending',
    'T | sort by a ascending',
    ['T | sort by a ⟦ascending⟧', 'RMMC1128 `ascending` is no operator of KQL / did you mean `asc`?'],
  ],
  [
    'group by',
    'T | summarize count() group by a',
    ['T | summarize count() ⟦group⟧ by a', 'RMMC1128 `group` is no operator of KQL / did you mean `summarize … by`?'],
  ],
  [
    'between with `and`',
    'T | where a between (1 and 5)',
    [
      'T | where a between (1 and 5⟦)⟧',
      'RMMC1100 found `)`, expected `..` between the two bounds / put `..` between the two bounds before `)`',
    ],
  ],
  [
    'a blank in a span',
    'T | where a > ago(1 d)',
    [
      'T | where a > ago(1 ⟦d⟧)',
      'RMMC1100 found `d`, expected an operator, `,` or `)` / put an operator between the two values, or close the list',
    ],
  ],
  [
    'two pipes',
    'T || count',
    ['T |⟦|⟧ count', 'RMMC1121 no operator follows this `|` / remove the `|`, or write an operator such as `where` after it'],
  ],
  [
    'an arrow of F#',
    'T |> count',
    ['T |⟦>⟧ count', 'RMMC1123 `>` is no query operator / begin the step with an operator such as `where`, `extend` or `summarize`'],
  ],
  ['no pipe', 'T where a == 1', ['T ⟦where⟧ a == 1', 'RMMC1124 found `where` without `|` before it / write `| where`']],
  [
    'an escape in a path',
    'T | where a == "C:\\Users\\x"',
    [
      'T | where a == "C:⟦\\U⟧sers\\x"',
      'RMMC1104 `\\U` is no escape that KQL knows / write the backslash twice (`\\\\U`), or use a verbatim text: @"…"',
    ],
  ],
  [
    'an open literal',
    'T | where a > datetime(2024-01-01\n| count',
    [
      'T | where a > ⟦datetime(2024-01-01⟧\n| count',
      'RMMC1105 the literal datetime(… has no closing parenthesis on its line / close it with `)`',
    ],
  ],
  [
    'several at once',
    'let x = 5\nT | wher a = 1 | where b AND c == 2 | project d e | sort by f descending',
    [
      'let x = 5\n⟦T⟧ | ⟦wher⟧ a = 1 | where b ⟦AND⟧ c == 2 | project d ⟦e⟧ | sort by f ⟦descending⟧',
      'RMMC1118 found `T`, expected `;` or `|` after `let` / end each statement with `;`, put prose in a comment (`// …`), and begin each operator with `|`',
      'RMMC1123 `wher` is no query operator / did you mean `where`?',
      'RMMC1128 `AND` is no operator of KQL / did you mean `and`?',
      'RMMC1100 found `e`, expected `,`, `|` or `;` / put a comma between two columns',
      'RMMC1128 `descending` is no operator of KQL / did you mean `desc`?',
    ],
  ],
])('%s', (_, text, message) => expect(said(text)).toEqual(message));

it('blanks that do not break are blanks', () =>
  expect(said('T\u00a0| where\u00a0a == 1\u200b')).toEqual(['T\u00a0| where\u00a0a == 1\u200b']));
