// The text of a KQL regular expression (RE2) in, its tree out. Look-around, back-references and whatever KQL engines read differently are errors.
import type { ParsedRegex, Regex } from './ast.ts';
import { eatClass } from './class.ts';
import { atEnd, type Cursor, eat, eatMatch, fail, looksAt, nextCode, RegexError } from './cursor.ts';
import { eatCharEscape, eatClassEscape } from './escape.ts';

/** `i` caseless, `m` line anchors, `s` dot fits newlines, `U` swaps lazy and greedy, `x` blanks are layout. */
interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
  readonly x: boolean;
}

interface State {
  readonly c: Cursor;
  captures: number;
}

/** RE2 accepts no greater repeat count. */
const greatestRepeat = 1000;
/** Deeper nesting than any rule needs; keeps the recursion bounded. */
const deepest = 200;

const char = (code: number, flags: Flags): Regex => ({ kind: 'char', code, caseless: flags.i });

const withFlags = (flags: Flags, letters: string, at: number): Flags => {
  let on = true;
  let next = flags;
  for (const letter of letters) {
    if (letter === '-') on = false;
    else if (letter === 'i' || letter === 'm' || letter === 's' || letter === 'U' || letter === 'x') next = { ...next, [letter]: on };
    else return fail(at, `the flag \`${letter}\` does not exist in KQL`);
  }
  return next;
};

const skipLayout = (s: State, flags: Flags): void => {
  if (flags.x) while (eatMatch(s.c, /\s+|#[^\n]*/y));
};

const eatRepeatCounts = (c: Cursor): { least: number; most: number | null } | undefined => {
  if (eat(c, '*')) return { least: 0, most: null };
  if (eat(c, '+')) return { least: 1, most: null };
  if (eat(c, '?')) return { least: 0, most: 1 };
  const start = c.at;
  const found = eatMatch(c, /\{(\d+)(?:(,)(\d*))?\}/y);
  if (!found) return undefined;
  const least = Number(found[1]);
  const most = found[2] === undefined ? least : found[3] === '' ? null : Number(found[3]);
  if (least > greatestRepeat || (most ?? 0) > greatestRepeat) return fail(start, `a repeat count is greater than ${greatestRepeat}`);
  if (most !== null && most < least) return fail(start, 'a repeat goes backwards');
  return { least, most };
};

const repeated = (s: State, body: Regex, flags: Flags): Regex => {
  skipLayout(s, flags);
  const counts = eatRepeatCounts(s.c);
  if (!counts) return body;
  if (body.kind === 'assert') return fail(s.c.at - 1, 'an assertion cannot be repeated');
  const lazy = eat(s.c, '?') !== flags.U;
  skipLayout(s, flags);
  const start = s.c.at;
  if (eatRepeatCounts(s.c)) return fail(start, 'a repeat follows a repeat');
  return { kind: 'repeat', body, ...counts, lazy };
};

const eatGroup = (s: State, flags: Flags, depth: number): { node: Regex | undefined; flags: Flags } => {
  const start = s.c.at - 1;
  const close = (node: Regex): { node: Regex; flags: Flags } => (eat(s.c, ')') ? { node, flags } : fail(start, 'a group is not closed'));
  if (!looksAt(s.c, '?')) {
    s.captures += 1;
    const capture = s.captures;
    return close({ kind: 'group', capture, name: null, body: eatChoice(s, flags, depth + 1) });
  }
  const name = eatMatch(s.c, /\?P?<([A-Za-z_][A-Za-z0-9_]*)>/y);
  if (name) {
    s.captures += 1;
    const capture = s.captures;
    return close({ kind: 'group', capture, name: name[1] ?? null, body: eatChoice(s, flags, depth + 1) });
  }
  if (eatMatch(s.c, /\?<?[=!]/y)) return fail(start, 'look-around does not exist in KQL');
  const letters = eatMatch(s.c, /\?([A-Za-z-]*)([:)])/y) ?? fail(start, 'this kind of group does not exist in KQL');
  const inner = withFlags(flags, letters[1] ?? '', start);
  if (letters[2] === ')') return { node: undefined, flags: inner };
  return close({ kind: 'group', capture: null, name: null, body: eatChoice(s, inner, depth + 1) });
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
  if (['*', '+', '?'].some((sign) => looksAt(c, sign))) return fail(c.at, 'nothing stands before a repeat');
  return char(nextCode(c), flags);
};

const sequence = (parts: readonly Regex[]): Regex => (parts.length === 1 && parts[0] ? parts[0] : { kind: 'sequence', parts });

const eatChoice = (s: State, outer: Flags, depth: number): Regex => {
  if (depth > deepest) return fail(s.c.at, 'groups are nested too deeply');
  let flags = outer;
  const branches: Regex[] = [];
  let parts: Regex[] = [];
  for (;;) {
    skipLayout(s, flags);
    if (atEnd(s.c) || looksAt(s.c, ')')) break;
    if (eat(s.c, '|')) {
      branches.push(sequence(parts));
      parts = [];
    } else if (eat(s.c, '(')) {
      const group = eatGroup(s, flags, depth);
      flags = group.flags;
      if (group.node) parts.push(repeated(s, group.node, flags));
    } else {
      const atom = eatAtom(s, flags);
      // A quoted run stands for its characters: a repeat behind it takes the last one.
      const run = atom.kind === 'sequence' ? atom.parts : [atom];
      const last = run.at(-1);
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
  const state: State = { c: { text, at: 0 }, captures: 0 };
  try {
    const regex = eatChoice(state, { i: false, m: false, s: false, U: false, x: false }, 0);
    if (!atEnd(state.c)) return { ok: false, at: state.c.at, why: 'a parenthesis is closed that was never opened' };
    return { ok: true, regex, captures: state.captures };
  } catch (error) {
    if (error instanceof RegexError) return { ok: false, at: error.at, why: error.message };
    throw error;
  }
};
