// Each quoting function against values made to break out of its place.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assignedField,
  evalField,
  evalString,
  indexValue,
  isFieldName,
  listedField,
  regexString,
  searchField,
  searchValue,
} from '../../../src/backends/spl/quote.ts';

/** Reads strings, `urldecode("…")` and ` . ` as eval does; null when the text is anything else. */
const readEval = (shown: string): string | null => {
  const part = /(?:urldecode\("((?:%[0-9A-F]{2})+)"\)|"((?:[^"\\]|\\["\\])*)")( \. |$)/y;
  let value = '';
  while (part.lastIndex < shown.length) {
    const found = part.exec(shown);
    if (!found) return null;
    value += found[1] === undefined ? (found[2] ?? '').replace(/\\(["\\])/g, '$1') : decodeURIComponent(found[1]);
  }
  return value;
};

describe('eval strings', () => {
  it('read back as the same text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        expect(readEval(evalString(value).text)).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });
  it('holds no backtick and no control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', '\n', '\t', '\0', '"', '\\', '$x$', '{{}}', '%0A', '|', 'ä') }), (value) => {
        expect(evalString(value).text).not.toMatch(/[`\n\t\0]/);
      }),
    );
  });
  it.each([
    ['a"b\\', '"a\\"b\\\\"'],
    ['a\nb`', '"a" . urldecode("%0A") . "b" . urldecode("%60")'],
    ['', '""'],
  ])('%j', (value, shown) => {
    expect(evalString(value).text).toBe(shown);
  });
});

describe('search values', () => {
  it('never leave their quotes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(searchValue([{ kind: 'text', text }])).toMatch(/^"(?:[^"\\`\n]|\\["\\])*"$/);
      }),
    );
  });
  it.each([
    ['defender_*', 'defender_*'],
    ['a b', '"a b"'],
  ])('index %s', (name, shown) => {
    expect(indexValue([{ kind: 'text', text: name }])).toBe(shown);
  });
});

describe('patterns', () => {
  it('get the string escapes on top of their own', () => {
    expect(regexString('C:\\\\x"`')).toBe('"C:\\\\\\\\x\\"\\\\x{60}"');
  });
});

describe('names', () => {
  it.each([
    ['DeviceName', 'DeviceName', 'DeviceName', 'DeviceName', 'DeviceName'],
    ['properties.DeviceName', "'properties.DeviceName'", '"properties.DeviceName"', 'properties.DeviceName', 'properties.DeviceName'],
    ['odd name', "'odd name'", '"odd name"', '"odd name"', '"odd name"'],
    ['by', "'by'", '"by"', '"by"', '"by"'],
    ['lower', "'lower'", 'lower', 'lower', 'lower'],
    ['x{}', "'x{}'", '"x{}"', 'x{}', 'x{}'],
  ])('%s in each place', (name, read, assigned, listed, searched) => {
    expect([evalField(name), assignedField(name), listedField(name), searchField(name)]).toEqual([read, assigned, listed, searched]);
  });
  it.each(["a'b", 'a"b', 'a*', 'a`b', 'a\\b', 'a|b', 'a[b]', 'a\nb', '$a$', ' a', ''])('%j is no field', (name) => {
    expect(isFieldName(name)).toBe(false);
  });
});
