// Rule files of each kind: only the queries change, in the line ends and the indentation of the file.
import { describe, expect, it } from 'vitest';
import { formatFile } from '../../src/format/format-file.ts';
import { readUnits } from '../../src/units.ts';

const laidOut = (file: string, text: string) => {
  const { text: after, broken, kept } = formatFile(text, (own) => readUnits(own, { file }));
  return { text: after, broken: broken.map((d) => `${d.line}:${d.column} ${d.code}`), kept };
};

describe('KQL', () => {
  it('ends in one line break', () => {
    expect(laidOut('a.kql', '\n\n  T|take 1\n\n')).toEqual({ text: '\n\nT\n| take 1\n', broken: [], kept: [] });
  });

  it('keeps CRLF and a byte order mark', () => {
    expect(laidOut('a.kql', '\uFEFFlet a=1;\r\nT|take a')).toEqual({ text: '\uFEFFlet a = 1;\r\nT\r\n| take a\r\n', broken: [], kept: [] });
  });

  it('lays out each of several queries', () => {
    expect(laidOut('a.kql', 'T|take 1\n\nU|take 2\n').text).toBe('T\n| take 1\n\nU\n| take 2\n');
  });

  it('leaves a broken query alone', () => {
    expect(laidOut('a.kql', 'T|wher a\n')).toEqual({ text: 'T|wher a\n', broken: ['1:3 RMMC1123'], kept: [] });
  });
});

describe('YAML', () => {
  it('keeps the indentation of a block', () => {
    const text = 'id: x\nquery: |\n    T|where a\n\n    // b\n    |take 1\nname: y\n';
    expect(laidOut('a.yaml', text)).toEqual({
      text: 'id: x\nquery: |\n    T\n    | where a\n\n    // b\n    | take 1\nname: y\n',
      broken: [],
      kept: [],
    });
  });

  it('keeps CRLF', () => {
    expect(laidOut('a.yaml', 'query: |\r\n  T|take 1\r\nname: y\r\n').text).toBe('query: |\r\n  T\r\n  | take 1\r\nname: y\r\n');
  });

  it('keeps lines of a string', () => {
    expect(laidOut('a.yaml', 'query: |\n  print ```a\n    b\n\n  c```,2\n').text).toBe('query: |\n  print ```a\n    b\n\n  c```, 2\n');
  });

  it.each(["'T|take 1'", '>\n  T\n  |take 1', 'T|take 1'])('leaves other scalars alone: %s', (scalar) => {
    const text = `query: ${scalar}\nname: y\n`;
    expect(laidOut('a.yaml', text)).toEqual({ text, broken: [], kept: ['a'] });
  });
});

describe('Markdown', () => {
  it('lays out fences, indented ones too', () => {
    const text = '# A\n```kql\nT|take 1\n```\n- b\n  ```kusto\n  U|take 2\n  ```\n';
    expect(laidOut('a.md', text).text).toBe('# A\n```kql\nT\n| take 1\n```\n- b\n  ```kusto\n  U\n  | take 2\n  ```\n');
  });
});

it('leaves JSON alone', () => {
  const text = '{"properties":{"query":"T|take 1","displayName":"a"}}';
  expect(laidOut('a.json', text).text).toBe(text);
});
