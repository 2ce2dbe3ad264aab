// The text of a KQL regular expression (RE2) in, its tree out. Look-around, back-references and whatever KQL engines read differently are errors.
import type { ParsedRegex, Regex } from './ast.ts';
import { eatClass } from './class.ts';
import { atEnd, type Cursor, eat, eatMatch, fail, leave, looksAt, nextCode, RegexError } from './cursor.ts';
import { eatCharEscape, eatClassEscape } from './escape.ts';
import { eatFlags, type Flags, noFlags } from './flags.ts';

interface State {
  readonly c: Cursor;
  captures: number;
  readonly names: Set<string>;
}

/** RE2 accepts no greater repeat count, nor a greater product of counts that nest. */
const greatestRepeat = 1000;
/** Deeper nesting than any rule needs; keeps the recursion bounded. */
const deepest = 200;

const char = (code: number, flags: Flags): Regex => ({ kind: 'char', code, caseless: flags.i });

const skipLayout = (s: State, flags: Flags): void => {
  if (flags.x) while (eatMatch(s.c, /\s+|#[^\n]*/y));
};

interface Counts {
  readonly least: number;
  readonly most: number | null;
}

const eatRepeatCounts = (c: Cursor): Counts | undefined => {
  if (eat(c, '*')) return { least: 0, most: null };
  if (eat(c, '+')) return { least: 1, most: null };
  if (eat(c, '?')) return { least: 0, most: 1 };
  const start = c.at;
  const found = eatMatch(c, /\{(\d+)(?:(,)(\d*))?\}/y);
  if (!found) return undefined;
  const least = Number(found[1]);
  const most = found[2] === undefined ? least : found[3] === '' ? null : Number(found[3]);
  const { length } = found[0];
  if (least > greatestRepeat || (most ?? 0) > greatestRepeat)
    return fail(start, `a repeat count is greater than ${greatestRepeat}`, 'use a smaller count, or `*`', length);
  if (most !== null && most < least) return fail(start, 'a repeat goes backwards', 'write the lower count first', length);
  return { least, most };
};

const costs = new WeakMap<Regex, number>();

/** The greatest product of the counts that nest in a node. */
const costOf = (node: Regex): number => {
  const known = costs.get(node);
  if (known !== undefined) return known;
  const own = node.kind === 'repeat' ? Math.max(1, node.most ?? node.least) : 1;
  const below = node.kind === 'sequence' ? node.parts : node.kind === 'choice' ? node.branches : 'body' in node ? [node.body] : [];
  const cost = node.kind === 'repeat' && node.most === 0 ? 1 : own * below.reduce((most, inner) => Math.max(most, costOf(inner)), 1);
  costs.set(node, cost);
  return cost;
};

const repeated = (s: State, body: Regex, flags: Flags): Regex => {
  skipLayout(s, flags);
  const at = s.c.at;
  const counts = eatRepeatCounts(s.c);
  if (!counts) return body;
  const lazy = eat(s.c, '?') !== flags.U;
  const { length } = s.c.text.slice(at, s.c.at);
  skipLayout(s, flags);
  const start = s.c.at;
  if (eatRepeatCounts(s.c))
    return fail(start, 'a repeat follows a repeat', 'keep one of them; possessive repeats do not exist in KQL', s.c.at - start);
  if (body.kind === 'assert') return leave(at, 'an assertion cannot be repeated');
  const node: Regex = { kind: 'repeat', body, ...counts, lazy };
  if ((counts.least > 1 || (counts.most ?? 0) > 1) && costOf(node) > greatestRepeat)
    return fail(at, `repeats within repeats come to more than ${greatestRepeat}`, 'use smaller counts, or `*`', length);
  return node;
};

/** The name behind `?P<` or `?<`. */
const eatName = (s: State): string | undefined => {
  const start = s.c.at;
  const found = eatMatch(s.c, /\?P?<(?![=!])([^>)]*)>/y);
  if (!found) return undefined;
  const name = found[1] ?? '';
  if (!/^[\p{L}\p{N}_.[\]]+$/u.test(name))
    return fail(start, `\`${name}\` is no name of a group`, 'write letters, digits and `_`', found[0].length);
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return leave(start, `\`${name}\` is not a group name to all KQL engines`);
  if (s.names.has(name)) return fail(start, `two groups are called \`${name}\``, 'give one of them another name', found[0].length);
  s.names.add(name);
  return name;
};

/** The kinds of groups that other engines have. */
const foreignGroups: readonly (readonly [RegExp, string, string])[] = [
  [/\?=/y, 'look-ahead does not exist in KQL', 'match what follows too, or test for it in a second condition (`and … matches regex …`)'],
  [/\?!/y, 'negative look-ahead does not exist in KQL', 'test for what may not follow in a second condition: `and not(… matches regex …)`'],
  [
    /\?<=/y,
    'look-behind does not exist in KQL',
    'match what stands before too, or test for it in a second condition (`and … matches regex …`)',
  ],
  [
    /\?<!/y,
    'negative look-behind does not exist in KQL',
    'test for what may not stand before in a second condition: `and not(… matches regex …)`',
  ],
  [/\?>/y, 'atomic groups do not exist in KQL', 'write `(?:` instead: KQL never searches back'],
  [/\?#/y, 'comments do not exist in patterns of KQL', 'leave the comment out'],
  [/\?P=|\?P>|\?&|\?R|\?[+-]?\d/y, 'back-references and recursion do not exist in KQL', 'take the parts with extract(…) and compare them'],
];

const eatForeignGroup = (c: Cursor): never => {
  const start = c.at - 1;
  for (const [form, why, next] of foreignGroups) {
    const found = eatMatch(c, form);
    if (found) return fail(start, why, next, found[0].length + 1);
  }
  return fail(start, 'this kind of group does not exist in KQL', 'write `(…)`, `(?:…)`, `(?P<name>…)` or flags such as `(?i)`', 2);
};

const eatGroup = (s: State, flags: Flags, depth: number): { node: Regex | undefined; flags: Flags } => {
  const start = s.c.at - 1;
  const close = (node: Regex): { node: Regex; flags: Flags } =>
    eat(s.c, ')') ? { node, flags } : fail(start, 'a group is not closed', 'close it with `)`, or write `\\(` for the character');
  const capture = (name: string | null): { node: Regex; flags: Flags } => {
    s.captures += 1;
    return close({ kind: 'group', capture: s.captures, name, body: eatChoice(s, flags, depth + 1) });
  };
  if (!looksAt(s.c, '?')) return capture(null);
  const name = eatName(s);
  if (name !== undefined) return capture(name);
  const found = eatFlags(s.c, flags) ?? eatForeignGroup(s.c);
  if (found.end === ')') return { node: undefined, flags: found.flags };
  return close({ kind: 'group', capture: null, name: null, body: eatChoice(s, found.flags, depth + 1) });
};

const eatAssertionEscape = (s: State, flags: Flags): Regex | undefined => {
  if (eatMatch(s.c, /A/y)) return { kind: 'assert', at: 'textStart' };
  if (eatMatch(s.c, /z/y)) return { kind: 'assert', at: 'textEnd' };
  if (eatMatch(s.c, /b(?!\{)/y)) return { kind: 'assert', at: 'word' };
  if (eatMatch(s.c, /B(?!\{)/y)) return { kind: 'assert', at: 'notWord' };
  const quoted = eatMatch(s.c, /Q([\s\S]*?)(?:\\E|$)/y);
  return quoted && { kind: 'sequence', parts: [...(quoted[1] ?? '')].map((text) => char(text.codePointAt(0) ?? 0, flags)) };
};

const eatEscape = (s: State, flags: Flags): Regex => {
  const assertion = eatAssertionEscape(s, flags);
  if (assertion) return assertion;
  const item = eatClassEscape(s.c);
  if (item) return { kind: 'class', items: [item], negated: false, caseless: flags.i };
  return char(eatCharEscape(s.c), flags);
};

const eatAtom = (s: State, flags: Flags): Regex => {
  const { c } = s;
  if (eat(c, '\\')) return eatEscape(s, flags);
  if (eat(c, '[')) return eatClass(c, flags.i);
  if (eat(c, '.')) return { kind: 'any', newline: flags.s };
  if (eat(c, '^')) return { kind: 'assert', at: flags.m ? 'lineStart' : 'textStart' };
  if (eat(c, '$')) return { kind: 'assert', at: flags.m ? 'lineEnd' : 'textEnd' };
  const start = c.at;
  if (eatRepeatCounts(c))
    return fail(start, 'nothing stands before a repeat', `write \`\\${c.text[start]}\` for the character`, c.at - start);
  return char(nextCode(c), flags);
};

const sequence = (parts: readonly Regex[]): Regex => (parts.length === 1 && parts[0] ? parts[0] : { kind: 'sequence', parts });

const eatChoice = (s: State, outer: Flags, depth: number): Regex => {
  if (depth > deepest) return leave(s.c.at, 'groups are nested too deeply');
  let flags = outer;
  const branches: Regex[] = [];
  let parts: Regex[] = [];
  let behindNothing = false;
  for (;;) {
    skipLayout(s, flags);
    if (atEnd(s.c) || looksAt(s.c, ')')) break;
    if (behindNothing && parts.length > 0 && /[*+?]|\{\d+,?\d*\}/y.test(s.c.text.slice(s.c.at)))
      return leave(s.c.at, 'a repeat stands behind something that is no part of a text');
    behindNothing = false;
    if (eat(s.c, '|')) {
      branches.push(sequence(parts));
      parts = [];
    } else if (eat(s.c, '(')) {
      const group = eatGroup(s, flags, depth);
      flags = group.flags;
      if (group.node) parts.push(repeated(s, group.node, flags));
      else behindNothing = true;
    } else {
      const atom = eatAtom(s, flags);
      // A quoted run stands for its characters: a repeat behind it takes the last one.
      const run = atom.kind === 'sequence' ? atom.parts : [atom];
      const last = run.at(-1);
      behindNothing = last === undefined;
      parts.push(...run.slice(0, -1), ...(last ? [repeated(s, last, flags)] : []));
    }
  }
  branches.push(sequence(parts));
  const [only] = branches;
  return branches.length === 1 && only ? only : { kind: 'choice', branches };
};

/**
 * Parses a KQL regular expression.
 * @example parseRegex('(?i)a+') // { ok: true, captures: 0, regex: { kind: 'repeat', … } }
 */
export const parseRegex = (text: string): ParsedRegex => {
  const state: State = { c: { text, at: 0 }, captures: 0, names: new Set() };
  try {
    const regex = eatChoice(state, noFlags, 0);
    if (!atEnd(state.c))
      return fail(state.c.at, 'a parenthesis is closed that was never opened', 'open it before, or write `\\)` for the character');
    return { ok: true, regex, captures: state.captures };
  } catch (error) {
    if (error instanceof RegexError) return error.fault;
    throw error;
  }
};
