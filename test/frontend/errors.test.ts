// What is said about a broken query: the query with the places marked, and each message with its next step. One mistake per test.
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { AstOperator } from '../../src/frontend/ast/ast.ts';
import { parse } from '../../src/frontend/parse.ts';
import { marked } from '../support/marks.ts';

/** What the parser says, and what it leaves to the binder to say. */
const faultsOf = (text: string): readonly Diagnostic[] => {
  const { ast, diagnostics } = parse(text);
  return [...diagnostics, ...ast.faults].sort((a, b) => a.span.start - b.span.start);
};

describe('steps', () => {
  it.each([
    [
      'T | summarise count() by a',
      ['T | ⟦summarise⟧ count() by a', 'RMMC1123 `summarise` is no query operator / did you mean `summarize`?'],
    ],
    ['T | wher a == 1', ['T | ⟦wher⟧ a == 1', 'RMMC1123 `wher` is no query operator / did you mean `where`?']],
    ['T | Where a == 1', ['T | ⟦Where⟧ a == 1', 'RMMC1123 `Where` is no query operator / did you mean `where`?']],
    [
      'T | Sha1 in ("a", "b")',
      ['T | ⟦Sha1⟧ in ("a", "b")', 'RMMC1123 found `Sha1` after `|`, expected a query operator / did you mean `where Sha1 …`?'],
    ],
    [
      'T | isempty(a)',
      ['T | ⟦isempty⟧(a)', 'RMMC1123 found `isempty` after `|`, expected a query operator / did you mean `where isempty …`?'],
    ],
    ['T | select a', ['T | ⟦select⟧ a', 'RMMC1123 `select` is no query operator / did you mean `project`?']],
    ['T | project away a', ['T | ⟦project away⟧ a', 'RMMC1123 `project away` is no query operator / did you mean `project-away`?']],
    [
      'T | | count',
      ['T ⟦|⟧ | count', 'RMMC1121 no operator follows this `|` / remove the `|`, or write an operator such as `where` after it'],
    ],
    [
      'T | count |',
      ['T | count ⟦|⟧', 'RMMC1121 no operator follows this `|` / remove the `|`, or write an operator such as `where` after it'],
    ],
    ['T where a == 1', ['T ⟦where⟧ a == 1', 'RMMC1124 found `where` without `|` before it / write `| where`']],
    ['| where a == 1', ['⟦|⟧ where a == 1', 'RMMC1120 the query begins with `|` / put a table before it, as in `DeviceProcessEvents | …`']],
    [
      'T | graph-where-nodes a == 1',
      ['T | ⟦graph-where-nodes⟧ a == 1', 'RMMC1122 the operator `graph-where-nodes` is not supported / rewrite the query without it'],
    ],
    ['.show tables', ['⟦.⟧show tables', 'RMMC1135 `.show` is a control command, not a query / give a query']],
  ])('%s', (text, said) => expect(marked(text, faultsOf(text))).toEqual(said));
});

describe('conditions', () => {
  it.each([
    ['T | where a = 5', ['T | where a ⟦=⟧ 5', 'RMMC1107 found `=` in a condition, expected `==` / write `==` to compare']],
    [
      'T | where a == 1 and b = 2',
      ['T | where a == 1 and b ⟦=⟧ 2', 'RMMC1107 found `=` in a condition, expected `==` / write `==` to compare'],
    ],
    [
      'T | where a == b == c',
      ['T | where a == b ⟦==⟧ c', 'RMMC1106 comparisons do not chain / put one of them in parentheses, or join two comparisons with `and`'],
    ],
    [
      'T | where a has_all has_any ("x")',
      ['T | where a ⟦has_all has_any⟧ ("x")', 'RMMC1127 two operators in a row: `has_all` and `has_any` / keep one of them'],
    ],
    [
      'T | where a startwith "x"',
      ['T | where a ⟦startwith⟧ "x"', 'RMMC1128 `startwith` is no operator of KQL / did you mean `startswith`?'],
    ],
    ['T | where a not in ("x")', ['T | where a ⟦not in⟧ ("x")', 'RMMC1128 `not in` is no operator of KQL / did you mean `!in`?']],
    ['T | where a matches "x"', ['T | where a ⟦matches⟧ "x"', 'RMMC1128 `matches` is no operator of KQL / did you mean `matches regex`?']],
    ['T | where a == 1 || b == 2', ['T | where a == 1 ⟦||⟧ b == 2', 'RMMC1128 `||` is no operator of KQL / did you mean `or`?']],
    ['T | where a == 1 && b == 2', ['T | where a == 1 ⟦&&⟧ b == 2', 'RMMC1101 `&` is no character of KQL here / write `and`']],
    ['T | where !a', ['T | where ⟦!⟧a', 'RMMC1101 `!` is no character of KQL here / write `not(…)`, `!=` or `!has`']],
    [
      'T | where a in "x"',
      ['T | where a in ⟦"x"⟧', 'RMMC1131 found `"x"` after `in`, expected a list in parentheses / write `in (value, …)`'],
    ],
    [
      'T | where a between 1 and 5',
      [
        'T | where a between ⟦1⟧ and 5',
        'RMMC1131 found `1` after `between`, expected a list in parentheses / write `between (low .. high)`',
      ],
    ],
    [
      'T | where (a == 1 b == 2)',
      [
        'T | where (a == 1 ⟦b⟧ == 2)',
        'RMMC1100 found `b`, expected an operator such as `and`, or `)` / put an operator between the two values, or close the list',
      ],
    ],
    ['T | where', ['T | where⟦⟧', 'RMMC1100 found the end of the query, expected an expression / write an expression here']],
    ['T | where a ==', ['T | where a ==⟦⟧', 'RMMC1100 found the end of the query, expected an expression / write an expression here']],
    [
      'T | where a == 1 +',
      ['T | where a == 1 +⟦⟧', 'RMMC1100 found the end of the query, expected an expression / write an expression here'],
    ],
    [
      'T | where title == 1',
      ['T | where ⟦title⟧ == 1', "RMMC1108 `title` is a reserved word of KQL / write ['title'] to use it as a name"],
    ],
    [
      'T | where *',
      [
        'T | where ⟦*⟧',
        'RMMC1134 `*` may not stand here / it stands for all columns before `==` and text operators, in `count(*)`, `distinct *` and `search *`; to keep all columns, leave out `project`',
      ],
    ],
  ])('%s', (text, said) => expect(marked(text, faultsOf(text))).toEqual(said));
});

describe('lists and brackets', () => {
  it.each([
    ['T | where a in ("x", "y", )', ['T | where a in ("x", "y"⟦,⟧ )', 'RMMC1125 nothing follows this comma before `)` / remove the comma']],
    ['T | project a, | take 5', ['T | project a⟦,⟧ | take 5', 'RMMC1125 nothing follows this comma before `|` / remove the comma']],
    ['T | project a,, b', ['T | project a,⟦,⟧ b', 'RMMC1126 found `,` where a value belongs / remove one comma']],
    [
      'T | where (a == 1 | take 5',
      ['T | where ⟦(⟧a == 1 | take 5', 'RMMC1129 this `(` is never closed / close it with `)` before the step ends'],
    ],
    ['T | where f(a | take 5', ['T | where f⟦(⟧a | take 5', 'RMMC1129 this `(` is never closed / close it with `)` before the step ends']],
    ['T | where a == 1) | take 5', ['T | where a == 1⟦)⟧ | take 5', 'RMMC1130 this `)` closes nothing / remove it, or open it before']],
    [
      'T | extend a = iff(b, 1, | take 5',
      ['T | extend a = iff⟦(⟧b, 1, | take 5', 'RMMC1129 this `(` is never closed / close it with `)` before the step ends'],
    ],
    [
      'T | extend a = (b, c)',
      [
        'T | extend a = ⟦(b, c)⟧',
        'RMMC1115 found `,` in a group, expected `)` / names in parentheses stand only before `=`, as in `(a, b) = f(x)`; a list of values needs `in`, `has_any` or `has_all` before it',
      ],
    ],
    [
      'T | where a in ("x", "y"\n;\nU | count',
      ['T | where a in ⟦(⟧"x", "y"\n;\nU | count', 'RMMC1129 this `(` is never closed / close it with `)` before the step ends'],
    ],
    [
      'datatable(a: strin)["x"]',
      [
        'datatable(a: ⟦strin⟧)["x"]',
        'RMMC1109 `strin` is no type of KQL / the types are bool, int, long, real, decimal, string, datetime, timespan, guid and dynamic',
      ],
    ],
    [
      'datatable(a: string)[now()]',
      [
        'datatable(a: string)[⟦now()⟧]',
        'RMMC1116 a cell of datatable must be a literal / write the value itself, such as "text", 5 or datetime(2024-01-31)',
      ],
    ],
    ['externaldata(a: string) b', ['externaldata(a: string) ⟦b⟧', 'RMMC1100 found `b`, expected `[` / put `[` before `b`']],
  ])('%s', (text, said) => expect(marked(text, faultsOf(text))).toEqual(said));
});

describe('texts and literals', () => {
  it.each([
    [
      'T | where a == "C:\\Windows"',
      [
        'T | where a == "C:⟦\\W⟧indows"',
        'RMMC1104 `\\W` is no escape that KQL knows / write the backslash twice (`\\\\W`), or use a verbatim text: @"…"',
      ],
    ],
    [
      'T | where a == "C:\\temp\\" and b == "x"',
      [
        'T | where a == "C:\\temp\\" and b == "x⟦"⟧',
        'RMMC1103 this text has no closing ": the backslash before a quote on this line escapes that quote / write the backslash twice (`\\\\`), or use a verbatim text: @"…"',
      ],
    ],
    ["T | where a == 'abc", ["T | where a == ⟦'abc⟧", "RMMC1103 this text has no closing ' / close the text with ' on the same line"]],
    ['T | where a == ```abc', ['T | where a == ⟦```abc⟧', 'RMMC1103 this text has no closing ``` / close the text with ```']],
    [
      'T | where a == “x”',
      [
        'T | where a == ⟦“⟧x⟦”⟧',
        'RMMC1101 `“` is no character of KQL here / use straight quotes: "…"',
        'RMMC1101 `”` is no character of KQL here / use straight quotes: "…"',
      ],
    ],
    [
      'T | where a > datetime(2024-13-01)',
      [
        'T | where a > ⟦datetime(2024-13-01)⟧',
        'RMMC1110 `datetime(2024-13-01)` is no value of its type / check the spelling; dates are written as in datetime(2024-01-31 10:00:00), spans as in 1d, 90m or timespan(1.02:03:04)',
      ],
    ],
    [
      'T | where a > datetime(2024-01-01\n| count',
      [
        'T | where a > ⟦datetime(2024-01-01⟧\n| count',
        'RMMC1105 the literal datetime(… has no closing parenthesis on its line / close it with `)`',
      ],
    ],
    [
      'T | where a == 74be27de-1e4e-49d9-b579-fe0b331d3642',
      [
        'T | where a == ⟦74be27de-1e4e-49d9-b579-fe0b331d3642⟧',
        'RMMC1111 a GUID may not stand without its type / write guid(74be27de-1e4e-49d9-b579-fe0b331d3642), or put it in quotes to compare it with text',
      ],
    ],
    [
      'print dynamic(abc)',
      [
        'print dynamic(⟦abc⟧)',
        'RMMC1112 `abc` is no value in dynamic(…) / dynamic(…) holds JSON: texts in quotes, numbers, true, false, null, [ … ] and { … }',
      ],
    ],
  ])('%s', (text, said) => expect(marked(text, faultsOf(text))).toEqual(said));
});

describe('statements', () => {
  it.each([
    ['', ['⟦⟧', 'RMMC1119 the query is empty / write at least a table name']],
    ['// nothing\n', ['⟦⟧// nothing\n', 'RMMC1119 the query is empty / write at least a table name']],
    [
      'let x = 5\nT | where a == x',
      [
        'let x = 5\n⟦T⟧ | where a == x',
        'RMMC1118 found `T`, expected `;` or `|` after `let` / end each statement with `;`, put prose in a comment (`// …`), and begin each operator with `|`',
      ],
    ],
    [
      'let x = 30d\nunion T',
      [
        'let x = 30d\n⟦union⟧ T',
        'RMMC1118 found `union`, expected `;` or `|` after `let` / end each statement with `;`, put prose in a comment (`// …`), and begin each operator with `|`',
      ],
    ],
    [
      'let a = T | where b == 1\na | count',
      [
        'let a = T | where b == 1\n⟦a⟧ | count',
        'RMMC1118 found `a`, expected `;` or `|` after `let` / end each statement with `;`, put prose in a comment (`// …`), and begin each operator with `|`',
      ],
    ],
    ['T;; U', ['T;⟦;⟧ U', 'RMMC1133 found `;` without a statement before it / remove it']],
    ['T | take 5 and that is all', ['T | take 5 and that ⟦is⟧ all', 'RMMC1128 `is` is no operator of KQL / did you mean `==`?']],
    [
      'T | where a == 1\nthe hash of the file.\n| take 5',
      [
        'T | where a == 1\n⟦the⟧ hash of the file.\n| take 5',
        'RMMC1118 found `the`, expected `;` or `|` after the query / end each statement with `;`, put prose in a comment (`// …`), and begin each operator with `|`',
      ],
    ],
    ['let = 5; T', ['let ⟦=⟧ 5; T', 'RMMC1100 found `=`, expected a name / write a name here']],
    ['let x 5; T', ['let x ⟦5⟧; T', 'RMMC1100 found `5`, expected `=` / put `=` before `5`']],
    ['T | sort a', ['T | sort ⟦a⟧', 'RMMC1100 found `a`, expected `by` / put `by` before `a`']],
    ['T | top 5 a', ['T | top 5 ⟦a⟧', 'RMMC1100 found `a`, expected `by` / put `by` before `a`']],
  ])('%s', (text, said) => expect(marked(text, faultsOf(text))).toEqual(said));
});

describe('several at once', () => {
  it.each([
    [
      'T | summarise count() | wher a | take 5',
      [
        'T | ⟦summarise⟧ count() | ⟦wher⟧ a | take 5',
        'RMMC1123 `summarise` is no query operator / did you mean `summarize`?',
        'RMMC1123 `wher` is no query operator / did you mean `where`?',
      ],
    ],
    [
      'let a = T | wher b; let c = U | where d = 1; a | count',
      [
        'let a = T | ⟦wher⟧ b; let c = U | where d ⟦=⟧ 1; a | count',
        'RMMC1123 `wher` is no query operator / did you mean `where`?',
        'RMMC1107 found `=` in a condition, expected `==` / write `==` to compare',
      ],
    ],
    [
      'let f = (a: string) { T | wher b == a; }; f("x") | summarise c',
      [
        'let f = (a: string) { T | ⟦wher⟧ b == a; }; f("x") | ⟦summarise⟧ c',
        'RMMC1123 `wher` is no query operator / did you mean `where`?',
        'RMMC1123 `summarise` is no query operator / did you mean `summarize`?',
      ],
    ],
    [
      'union (T | where a), (U | wher b) | wher c',
      [
        'union (T | where a), (U | ⟦wher⟧ b) | ⟦wher⟧ c',
        'RMMC1123 `wher` is no query operator / did you mean `where`?',
        'RMMC1123 `wher` is no query operator / did you mean `where`?',
      ],
    ],
  ])('%s', (text, said) => expect(marked(text, faultsOf(text))).toEqual(said));
});

describe('what is saved', () => {
  const kindsOf = (text: string): readonly string[] => {
    const statement = parse(text).ast.statements.at(-1);
    const operators: readonly AstOperator[] =
      statement?.kind === 'expression' && statement.expr.kind === 'pipe' ? statement.expr.operators : [];
    return operators.map((o) => o.kind);
  };

  it('keeps the operators around a broken one', () =>
    expect(kindsOf('T | where a == 1 | summarise count() | take 5')).toEqual(['where', 'broken', 'take']));

  it('keeps the statements around a broken one', () =>
    expect(parse('let a = 1; let b = T | wher c; let d = 2; T').ast.statements.map((s) => s.kind)).toEqual([
      'let',
      'let',
      'let',
      'expression',
    ]));

  it('keeps what follows an unclosed group', () =>
    expect(kindsOf('T | where (a == 1 | project b | take 5')).toEqual(['broken', 'project', 'take']));
});

describe('no query at all', () => {
  it('says little about binary data', () =>
    expect(parse('\u007fELF\u0002\u0001\u0000\u0003\u0000>\u0000\u0001\u0000'.repeat(50)).diagnostics.map((d) => d.code)).toEqual([
      'RMMC1101',
      'RMMC1101',
      'RMMC1101',
      'RMMC1102',
    ]));

  it('never says more than 20 things', () => expect(parse('T | x '.repeat(500)).diagnostics.length).toBe(20));

  it('never throws', () => {
    const pieces = [
      'T',
      '|',
      'where',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ',',
      ';',
      '=',
      '==',
      'let',
      'a',
      '"x',
      "'y'",
      '```',
      'in',
      'has',
      '..',
      '.',
      '*',
      'by',
      'datetime(',
      '\\',
      '\n',
      'dynamic(',
      '-',
      '1d',
      'union',
      'datatable',
      ':',
    ];
    let seed = 1;
    const next = (): number => {
      seed = (seed * 16807) % 2147483647;
      return seed;
    };
    for (let round = 0; round < 400; round++) {
      const text = Array.from({ length: next() % 25 }, () => pieces[next() % pieces.length]).join(next() % 2 === 0 ? ' ' : '');
      expect(() => parse(text), text).not.toThrow();
    }
  });
});
