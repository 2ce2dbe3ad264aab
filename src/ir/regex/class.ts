// Bracket classes: the text behind `[` in, a class node out.
import type { ClassItem, Regex } from './ast.ts';
import { atEnd, type Cursor, eat, eatMatch, fail, leave, looksAt, nextCode } from './cursor.ts';
import { eatCharEscape, eatClassEscape } from './escape.ts';

type Pairs = readonly (readonly [string, string])[];

const posix: ReadonlyMap<string, Pairs> = new Map<string, Pairs>([
  [
    'alnum',
    [
      ['0', '9'],
      ['A', 'Z'],
      ['a', 'z'],
    ],
  ],
  [
    'alpha',
    [
      ['A', 'Z'],
      ['a', 'z'],
    ],
  ],
  ['ascii', [['\0', '\x7f']]],
  [
    'blank',
    [
      ['\t', '\t'],
      [' ', ' '],
    ],
  ],
  [
    'cntrl',
    [
      ['\0', '\x1f'],
      ['\x7f', '\x7f'],
    ],
  ],
  ['digit', [['0', '9']]],
  ['graph', [['!', '~']]],
  ['lower', [['a', 'z']]],
  ['print', [[' ', '~']]],
  [
    'punct',
    [
      ['!', '/'],
      [':', '@'],
      ['[', '`'],
      ['{', '~'],
    ],
  ],
  [
    'space',
    [
      ['\t', '\r'],
      [' ', ' '],
    ],
  ],
  ['upper', [['A', 'Z']]],
  [
    'word',
    [
      ['0', '9'],
      ['A', 'Z'],
      ['_', '_'],
      ['a', 'z'],
    ],
  ],
  [
    'xdigit',
    [
      ['0', '9'],
      ['A', 'F'],
      ['a', 'f'],
    ],
  ],
]);

const range = (from: number, to: number): ClassItem => ({ kind: 'range', from, to });

/** What sorted, disjoint ranges leave out of Unicode. */
const complement = (ranges: Pairs): readonly ClassItem[] => {
  const gaps: ClassItem[] = [];
  let next = 0;
  for (const [from, to] of ranges) {
    if (from.charCodeAt(0) > next) gaps.push(range(next, from.charCodeAt(0) - 1));
    next = to.charCodeAt(0) + 1;
  }
  return [...gaps, range(next, 0x10ffff)];
};

const eatPosix = (c: Cursor): readonly ClassItem[] | undefined => {
  const start = c.at;
  const found = eatMatch(c, /\[:(\^?)([a-z]+):\]/y);
  if (!found) return undefined;
  const pairs =
    posix.get(found[2] ?? '') ??
    fail(
      start,
      `the class \`${found[0]}\` does not exist`,
      'the classes are alnum, alpha, ascii, blank, cntrl, digit, graph, lower, print, punct, space, upper, word and xdigit',
      found[0].length,
    );
  return found[1] ? complement(pairs) : pairs.map(([from, to]) => range(from.charCodeAt(0), to.charCodeAt(0)));
};

const eatBound = (c: Cursor): number => (eat(c, '\\') ? eatCharEscape(c) : nextCode(c));

/** In the dialect that nests classes the inner one and the outer one both end; where the rest has no two brackets for it, `[` is a character or an error. */
const mayNest = (c: Cursor): boolean => c.text.slice(c.at + 1).split(']').length > 2;

const eatItem = (c: Cursor): readonly ClassItem[] => {
  const start = c.at;
  const named = eatPosix(c);
  if (named) return named;
  if (looksAt(c, '[') && mayNest(c))
    return leave(c.at, 'an unescaped `[` inside a class means different things to different KQL engines; write `\\[`');
  if (['&&', '--', '~~'].some((operator) => looksAt(c, operator))) return leave(c.at, 'set operations inside a class are not supported');
  if (eat(c, '\\')) {
    const item = eatClassEscape(c);
    if (item) return [item];
    c.at = start;
  }
  const from = eatBound(c);
  if (!looksAt(c, '-') || looksAt(c, '-]')) return [range(from, from)];
  c.at += 1;
  const to = eatBound(c);
  return to < from
    ? fail(start, 'a range in a class goes backwards', 'write the lower end first, or `\\-` for the character', c.at - start)
    : [range(from, to)];
};

/** Reads a class to its closing bracket; the cursor stands behind the opening one. */
export const eatClass = (c: Cursor, caseless: boolean): Regex => {
  const open = c.at - 1;
  const negated = eat(c, '^');
  const items: ClassItem[] = [];
  if (eat(c, ']')) items.push(range(0x5d, 0x5d));
  while (!eat(c, ']')) {
    if (atEnd(c)) return fail(open, 'a class is not closed', 'close it with `]`, or write `\\[` for the character');
    items.push(...eatItem(c));
  }
  return { kind: 'class', items, negated, caseless };
};
