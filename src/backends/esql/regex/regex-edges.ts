// A regular expression in; its branches without alternatives around assertions, and what may stand at the edges of a part, out.
import { match } from 'ts-pattern';
import type { Assertion, Regex } from '../../../ir/regex/ast.ts';
import { anySet, type CodeSet, charSet, classSet, complement, intersect, wordSet } from './code-sets.ts';

/** A part that holds no assertion, or an assertion. */
export type Flat = readonly Regex[];

/** More branches than this are not written out. */
const mostBranches = 300;

/** Raised inside the regex printers only; the message ends "…: " of a refusal. */
export class NoForm extends Error {}

export const noForm = (why: string): never => {
  throw new NoForm(why);
};

const hasAssertion = (regex: Regex): boolean =>
  match(regex)
    .with({ kind: 'assert' }, () => true)
    .with({ kind: 'group' }, { kind: 'repeat' }, (n) => hasAssertion(n.body))
    .with({ kind: 'sequence' }, (n) => n.parts.some(hasAssertion))
    .with({ kind: 'choice' }, (n) => n.branches.some(hasAssertion))
    .with({ kind: 'char' }, { kind: 'class' }, { kind: 'any' }, () => false)
    .exhaustive();

const product = (lists: readonly (readonly Flat[])[]): readonly Flat[] =>
  lists.reduce<readonly Flat[]>(
    (sofar, list) => {
      const next = sofar.flatMap((head) => list.map((tail) => [...head, ...tail]));
      return next.length > mostBranches ? noForm('it has too many alternatives around anchors or word boundaries') : next;
    },
    [[]],
  );

/** Branches in which assertions stand at the top level only. */
export const flatten = (regex: Regex): readonly Flat[] => {
  if (regex.kind === 'sequence') return product(regex.parts.map(flatten));
  if (regex.kind === 'group' && hasAssertion(regex.body)) return flatten(regex.body);
  if (!hasAssertion(regex) || regex.kind === 'assert') return [[regex]];
  if (regex.kind === 'choice') return regex.branches.flatMap(flatten);
  if (regex.kind === 'repeat' && regex.most === 1) return [...(regex.least === 0 ? [[]] : []), ...flatten(regex.body)];
  return noForm('an anchor or a word boundary is repeated');
};

/** The characters that can stand first or last in a part; `empty`: the part may be empty. */
interface Edge {
  readonly word: boolean;
  readonly other: boolean;
  readonly empty: boolean;
}

const edgeOfSet = (set: CodeSet | null): Edge => ({
  word: set === null || intersect(set, wordSet).length > 0,
  other: set === null || intersect(set, complement(wordSet)).length > 0,
  empty: false,
});

const joinEdges = (edges: readonly Edge[]): Edge => {
  let out: Edge = { word: false, other: false, empty: true };
  for (const edge of edges) {
    out = { word: out.word || edge.word, other: out.other || edge.other, empty: edge.empty };
    if (!edge.empty) break;
  }
  return out;
};

/** Both ends of a part are looked at by the same code: `parts` come in reading order from that end. */
export const edgeOf = (regex: Regex, side: 'first' | 'last'): Edge =>
  match(regex)
    .returnType<Edge>()
    .with({ kind: 'char' }, (n) => edgeOfSet(charSet(n.code, n.caseless)))
    .with({ kind: 'class' }, (n) => edgeOfSet(classSet(n)))
    .with({ kind: 'any' }, (n) => edgeOfSet(anySet(n.newline)))
    .with({ kind: 'assert' }, () => ({ word: false, other: false, empty: true }))
    .with({ kind: 'group' }, (n) => edgeOf(n.body, side))
    .with({ kind: 'repeat' }, (n) => {
      const edge = edgeOf(n.body, side);
      return n.least === 0 ? { ...edge, empty: true } : edge;
    })
    .with({ kind: 'sequence' }, (n) => joinEdges((side === 'first' ? n.parts : n.parts.toReversed()).map((part) => edgeOf(part, side))))
    .with({ kind: 'choice' }, (n) => {
      const edges = n.branches.map((branch) => edgeOf(branch, side));
      return { word: edges.some((e) => e.word), other: edges.some((e) => e.other), empty: edges.some((e) => e.empty) };
    })
    .exhaustive();

export const canBeEmpty = (regex: Regex): boolean => edgeOf(regex, 'first').empty;

const classOf = (set: CodeSet): Regex => ({
  kind: 'class',
  items: set.map((range) => ({ kind: 'range', ...range })),
  negated: false,
  caseless: false,
});

const splitSet = (set: CodeSet | null): readonly Flat[] =>
  set === null
    ? noForm('a Unicode class stands at a word boundary')
    : [intersect(set, wordSet), intersect(set, complement(wordSet))].filter((half) => half.length > 0).map((half) => [classOf(half)]);

const splitRepeat = (n: Extract<Regex, { kind: 'repeat' }>, side: 'first' | 'last'): readonly Flat[] => {
  if (n.most === 0) return [[]];
  const rest: Regex = { ...n, least: Math.max(0, n.least - 1), most: n.most === null ? null : n.most - 1 };
  const some = side === 'first' ? [n.body, rest] : [rest, n.body];
  return n.least === 0 ? [[], some] : [some];
};

/** The part as branches whose edge says more clearly whether a word character stands there. */
export const splitEdge = (regex: Regex, side: 'first' | 'last'): readonly Flat[] =>
  match(regex)
    .returnType<readonly Flat[]>()
    .with({ kind: 'char' }, (n) => splitSet(charSet(n.code, n.caseless)))
    .with({ kind: 'class' }, (n) => splitSet(classSet(n)))
    .with({ kind: 'any' }, (n) => splitSet(anySet(n.newline)))
    .with({ kind: 'assert' }, (n) => [[n]])
    .with({ kind: 'group' }, (n) => [[n.body]])
    .with({ kind: 'repeat' }, (n) => splitRepeat(n, side))
    .with({ kind: 'sequence' }, (n) => [n.parts])
    .with({ kind: 'choice' }, (n) => n.branches.map((branch) => [branch]))
    .exhaustive();

/** Assertions that hold in the empty text. */
export const holdsOnEmpty = (at: Assertion): boolean => at !== 'word';
