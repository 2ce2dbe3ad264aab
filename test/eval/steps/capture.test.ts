// `parse`, `parse-where`, `parse-kv`, after the pages parse-operator, parse-where-operator and parse-kv-operator.
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

const text = (...values: readonly string[]): string => `datatable(s:string) [${values.map((value) => JSON.stringify(value)).join(', ')}]`;

describe('parse', () => {
  test('a text column takes the shortest piece, a number its digits', () => {
    expect(rowsOf(`${text('id=7, name=a, b', 'id=-12 x, name=c')} | parse s with "id=" id:long * ", name=" name`)).toEqual([
      's:string id:long name:string',
      '"id=7, name=a, b" | 7 | "a, b"',
      '"id=-12 x, name=c" | -12 | "c"',
    ]);
  });

  test('the pattern begins at the start of the text; `*` skips', () => {
    expect(rowsOf(`${text('x a=1')} | parse s with "a=" v`)).toEqual(['s:string v:string', '"x a=1" | ""']);
    expect(rowsOf(`${text('x a=1')} | parse s with * "a=" v`)).toEqual(['s:string v:string', '"x a=1" | "1"']);
  });

  test('one column that does not convert blanks all, and in parse-where drops the row', () => {
    const rows = text('n=x;t=a', 'n=1;t=b');
    expect(rowsOf(`${rows} | parse s with "n=" n:datetime ";t=" t`)).toEqual([
      's:string n:datetime t:string',
      '"n=x;t=a" | null | ""',
      '"n=1;t=b" | null | ""',
    ]);
    expect(rowsOf(`${rows} | parse-where s with "n=" n:long ";t=" t`)).toEqual(['s:string n:long t:string', '"n=1;t=b" | 1 | "b"']);
  });

  test('relaxed blanks that column only', () => {
    expect(rowsOf(`${text('n=x;t=a', 'n=1;t=b')} | parse kind=relaxed s with "n=" n:long ";t=" t`)).toEqual([
      's:string n:long t:string',
      '"n=x;t=a" | null | "a"',
      '"n=1;t=b" | 1 | "b"',
    ]);
  });

  test('regex is greedy unless a flag says otherwise', () => {
    const rows = text('k=a,b,c');
    expect(rowsOf(`${rows} | parse kind=regex s with * "k=" v "," *`)).toEqual(['s:string v:string', '"k=a,b,c" | "a,b"']);
    expect(rowsOf(`${rows} | parse kind=regex flags=Ui s with * "K=" v "," *`)).toEqual(['s:string v:string', '"k=a,b,c" | "a"']);
  });

  test('groups of the regex itself are not counted', () => {
    expect(rowsOf(`${text('aab1')} | parse kind=regex s with "(a+)(b)" v:long`)).toEqual(['s:string v:long', '"aab1" | 1']);
  });

  test('characters that mean something in a regex stand for themselves', () => {
    expect(rowsOf(`${text('a.(b)|x')} | parse s with "a.(" v ")|" w`)).toEqual(['s:string v:string w:string', '"a.(b)|x" | "b" | "x"']);
    expect(rowsOf(`${text('aX(b)|x')} | parse s with "a.(" v ")|" w`)).toEqual(['s:string v:string w:string', '"aX(b)|x" | "" | ""']);
  });

  test('a line break is part of the text', () => {
    expect(rowsOf(`${text('a=1\n2;b')} | parse s with "a=" v ";" *`)).toEqual(['s:string v:string', '"a=1\\n2;b" | "1\\n2"']);
  });

  test('an existing column is replaced where it stands', () => {
    expect(rowsOf(`datatable(v:string, s:string) ["old","a=1"] | parse s with "a=" v`)).toEqual(['v:string s:string', '"1" | "a=1"']);
  });

  test('a text that goes on behind the pattern is refused: the reference does not say', () => {
    expect(refusalOf(`${text('a=1; more')} | parse s with "a=" v ";"`)).toBe(
      'RMMC7001 `parse` of a text that goes on where the pattern ends is not evaluated',
    );
  });
});

describe('parse-kv', () => {
  const kv = (value: string, columns: string, properties: string): readonly string[] =>
    rowsOf(`${text(value)} | parse-kv s as (${columns})${properties} | project-away s`);

  test('delimiters', () => {
    expect(
      kv(
        'ThreadId:458745723, Machine:Node001, Text: The service is up, Level: Info',
        'Text:string, ThreadId:long, Machine:string',
        ' with (pair_delimiter=",", kv_delimiter=":")',
      ),
    ).toEqual(['Text:string ThreadId:long Machine:string', '"The service is up" | 458745723 | "Node001"']);
  });

  test('the first appearance of a key counts; one that is absent is blank', () => {
    expect(kv('a=1;a=2', 'a:long, b:long, c:string', ' with (pair_delimiter=";", kv_delimiter="=")')).toEqual([
      'a:long b:long c:string',
      '1 | null | ""',
    ]);
  });

  test('quotes hold delimiters, escapes hold quotes', () => {
    expect(kv('a="x y \\"z\\"" b=2', 'a:string, b:long', ` with (pair_delimiter=" ", kv_delimiter="=", quote='"', escape="\\\\")`)).toEqual(
      ['a:string b:long', '"x y \\"z\\"" | 2'],
    );
    expect(kv('a=(x y) (c d)=3', "a:string, ['c d']:long", ` with (pair_delimiter=" ", kv_delimiter="=", quote="()")`)).toEqual([
      'a:string c d:long',
      '"x y" | 3',
    ]);
  });

  test('greedy: a value goes on until the next key', () => {
    const value = 'name=John Doe phone=555 5555 city=New York';
    const columns = 'name:string, phone:string, city:string';
    expect(kv(value, columns, ' with (pair_delimiter=" ", kv_delimiter="=")')).toEqual([
      'name:string phone:string city:string',
      '"John" | "555" | "New"',
    ]);
    expect(kv(value, columns, ' with (pair_delimiter=" ", kv_delimiter="=", greedy=true)')).toEqual([
      'name:string phone:string city:string',
      '"John Doe" | "555 5555" | "New York"',
    ]);
  });

  test('without delimiters any character that is not alphanumeric is one', () => {
    expect(kv('[INFO] ThreadId:458745723, Machine:Node001, Text: Started', 'Text:string, ThreadId:long, Machine:string', '')).toEqual([
      'Text:string ThreadId:long Machine:string',
      '"Started" | 458745723 | "Node001"',
    ]);
  });

  test('by regex', () => {
    expect(kv('["url: https://x/?h=1", "id: 7"]', 'url:string, id:long', ` with (regex=@'"([\\w ]+)\\s*:\\s*([^"]*)"')`)).toEqual([
      'url:string id:long',
      '"https://x/?h=1" | 7',
    ]);
  });
});
