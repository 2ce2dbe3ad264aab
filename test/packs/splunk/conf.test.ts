// The reader of .conf text: one rule of the documented grammar per test; and what cannot be written and read back is found.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { confValue, misread, readConf } from '../../../src/packs/splunk/conf.ts';
import { confStanzas } from '../../support/splunk-conf.ts';

const read = (text: string) => {
  const { stanzas, problems } = readConf(text);
  return { stanzas: [...stanzas].map(([name, keys]) => [name, ...keys]), problems };
};

describe('reads', () => {
  test.each([
    ['a value', '[a]\nx = 1\n', [['a', ['x', '1']]]],
    ['a value with = in it', '[a]\nx=b=c\n', [['a', ['x', 'b=c']]]],
    ['an empty value', '[a]\nx =\n', [['a', ['x', '']]]],
    ['a continued value', '[a]\nx = 1 \\\n| 2\n', [['a', ['x', '1 \n| 2']]]],
    ['a continued line that begins with #', '[a]\nx = 1\\\n# 2\n', [['a', ['x', '1\n# 2']]]],
    ['comments', '# a\n[a]\n  ; b\nx = 1\n', [['a', ['x', '1']]]],
    ['no comment behind a value', '[a]\nx = 1 # 2\n', [['a', ['x', '1 # 2']]]],
    ['the mark of an encoding inside of a value', '[a]\nx = 1\ufeff2\n', [['a', ['x', '1\ufeff2']]]],
    ['quotes as they are', '[a]\nx = "1"\n', [['a', ['x', '"1"']]]],
    ['a name up to the last bracket', '[a]b]\nx = 1\n', [['a]b', ['x', '1']]]],
  ])('%s', (_, text, stanzas) => {
    expect(read(text)).toEqual({ stanzas, problems: [] });
  });

  test.each([
    ['a lost continuation', '[a]\nx = 1\n| stats count\n', 'a line that is neither a stanza nor a value: | stats count'],
    ['a blank behind a continuation', '[a]\nx = 1\\ \n', 'a blank behind a backslash at the end of a line'],
    ['a continuation at the end', '[a]\nx = 1\\\n', 'the last line ends with a backslash'],
    ['a stanza twice', '[a]\n[a]\n', 'the stanza [a] twice'],
    ['a key twice', '[a]\nx = 1\nx = 2\n', '`x` twice'],
    ['a value in front', 'x = 1\n', '`x` in front of every stanza'],
    ['a stanza that is open', '[a\nx = 1\n', 'a stanza without `]`'],
    ['no end', '[a]\nx = 1', 'the last line has no end'],
    ['a control character', '[a]\nx = 1\r2\n', 'the character U+000D, which readers of .conf files take in different ways'],
    ['a separator of lines', '[a]\nx = 1\u20282\n', 'the character U+2028, which readers of .conf files take in different ways'],
  ])('finds %s', (_, text, problem) => {
    expect(read(text).problems).toContain(problem);
  });
});

describe('a value is read back or refused', () => {
  const stanza = (value: string): string => `[a]\nx = ${confValue(value)}\ny = 1\n`;

  test.each([
    ['a backslash at its end', 'a\\'],
    ['a backslash at the end of a line', 'a\\\nb'],
    ['a blank at its end', 'a '],
    ['a line break at its end', 'a\n'],
    ['a carriage return', 'a\r\nb'],
    ['NUL', 'a\0b'],
  ])('refused: %s', (_, value) => {
    expect(
      misread(
        stanza(value),
        'a',
        new Map([
          ['x', value],
          ['y', '1'],
        ]),
        true,
      ),
    ).not.toBe(null);
  });

  test.each([
    ['a line that begins with #', 'a\n# b'],
    ['a line that looks like a stanza', 'a\n[b]'],
    ['a line that looks like a value', 'a\ny = 2'],
    ['an empty line', 'a\n\nb'],
    ['a blank at the end of a line', 'a \nb'],
    ['a backslash and a blank at the end of a line', 'a\\ \nb'],
    ['a backslash', 'a\\b'],
    ['quotes', '"a\'b'],
  ])('read back: %s', (_, value) => {
    expect(
      misread(
        stanza(value),
        'a',
        new Map([
          ['x', value],
          ['y', '1'],
        ]),
        true,
      ),
    ).toBe(null);
  });

  test('whatever is taken is read alike by another reader', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '\\', '\n', '#', ';', '[', ']', '=', '"', '\t', '\r', '\u0085', '\u2028', 'é'),
    });
    let taken = 0;
    fc.assert(
      fc.property(text, (value) => {
        if (
          misread(
            stanza(value),
            'a',
            new Map([
              ['x', value],
              ['y', '1'],
            ]),
            true,
          ) !== null
        )
          return;
        taken += 1;
        expect([...(confStanzas(stanza(value)).get('a') ?? [])]).toEqual([
          ['x', value],
          ['y', '1'],
        ]);
      }),
      { numRuns: 2000, seed: 7 },
    );
    expect(taken).toBeGreaterThan(200);
  });
});

describe('a template of the user', () => {
  const meant = new Map([
    ['search', 'index=a'],
    ['description', 'b'],
  ]);

  test.each([
    ['may add keys', '[a]\nsearch = index=a\nmine = 1\ndescription = b\n', null],
    ['may leave keys out', '[a]\nsearch = index=a\n', null],
    ['may not leave the search out', '[a]\ndescription = b\n', '`search` reads as nothing'],
    ['may not say something else', '[a]\nsearch = index=a\ndescription = c\n', '`description` reads as `c`'],
    ['may not write a second stanza', '[a]\nsearch = index=a\n[b]\n', 'the stanza [a] is not there alone'],
  ])('%s', (_, text, wrong) => {
    expect(misread(text, 'a', meant, false)).toBe(wrong);
  });
});
