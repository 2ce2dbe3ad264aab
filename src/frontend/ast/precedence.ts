// A flat run of operands and operators in, one tree out, by KQL's precedence and without recursion.
// `or` < `and` < equality, lists and between < order < sum < product < text operators; equality, order and text operators do not chain.
import { cover, type Span } from '../../diagnostics/span.ts';
import type { AstExpr, BinaryOp } from './ast.ts';
import { type Build, complain } from './build-context.ts';

/** What follows an operand: an infix operator with its right side, or a list or range that closes over what stands left of it. */
export type Tail =
  | { readonly kind: 'infix'; readonly op: BinaryOp; readonly opSpan: Span; readonly right: AstExpr }
  | { readonly kind: 'postfix'; readonly opSpan: Span; readonly apply: (subject: AstExpr) => AstExpr };

type Infix = Extract<Tail, { kind: 'infix' }>;

const equality = 1;
const order = 2;
const sum = 3;
const product = 4;
const textual = 5;

/** Sums and products lean left; more of them in one run than this would overflow whoever walks the tree. */
export const runLimit = 400;

const levels = new Map<string, number>([
  ['==', equality],
  ['!=', equality],
  ['<', order],
  ['<=', order],
  ['>', order],
  ['>=', order],
  ['+', sum],
  ['-', sum],
  ['*', product],
  ['/', product],
  ['%', product],
]);

const levelOf = (op: BinaryOp): number => levels.get(op) ?? textual;
const chains = (level: number): boolean => level === sum || level === product;

const binary = (op: BinaryOp, opSpan: Span, left: AstExpr, right: AstExpr): AstExpr => ({
  kind: 'binary',
  span: cover(left.span, right.span),
  op,
  opSpan,
  left,
  right,
});

interface Stack {
  readonly values: AstExpr[];
  readonly operators: Infix[];
}

/** `*` stands for all columns, and only before `==` and text operators. */
const checkStar = (build: Build, { op }: Infix, left: AstExpr, right: AstExpr): void => {
  if (right.kind === 'wildcard') complain(build, 'RMMC1134', right.span, {});
  if (left.kind === 'wildcard' && op !== '==' && levelOf(op) !== textual) complain(build, 'RMMC1134', left.span, {});
};

const reduceDownTo = (build: Build, stack: Stack, level: number): void => {
  for (;;) {
    const top = stack.operators[stack.operators.length - 1];
    if (top === undefined || levelOf(top.op) < level) return;
    stack.operators.pop();
    const right = stack.values.pop();
    const left = stack.values.pop();
    if (left === undefined || right === undefined) throw new Error('an operator without operands');
    checkStar(build, top, left, right);
    stack.values.push(binary(top.op, top.opSpan, left, right));
  }
};

/** Everything between two `and`/`or`: at most one comparison, with sums and text operators in it. */
const comparison = (build: Build, first: AstExpr, tails: readonly Tail[]): AstExpr => {
  if (tails.length > runLimit) {
    complain(build, 'RMMC1113', cover(first.span, tails[tails.length - 1]?.opSpan ?? first.span), { count: tails.length, limit: runLimit });
    return { kind: 'error', span: first.span };
  }
  const stack: Stack = { values: [first], operators: [] };
  let last: Tail | undefined;
  for (const tail of tails) {
    const level = tail.kind === 'postfix' ? equality : levelOf(tail.op);
    const isAfterList = last?.kind === 'postfix' && level !== equality;
    if (isAfterList || (!chains(level) && repeats(stack, level, tail, tails))) complain(build, 'RMMC1106', tail.opSpan, {});
    last = tail;
    reduceDownTo(build, stack, level);
    if (tail.kind === 'postfix') stack.values.push(tail.apply(stack.values.pop() ?? first));
    else {
      stack.operators.push(tail);
      stack.values.push(tail.right);
    }
  }
  reduceDownTo(build, stack, 0);
  return stack.values[0] ?? first;
};

/** Whether an operator of a level that does not chain stands right behind another one of its level. */
const repeats = (stack: Stack, level: number, tail: Tail, tails: readonly Tail[]): boolean => {
  if (level === equality)
    return tails.some((t) => (t.kind === 'postfix' || levelOf(t.op) === equality) && t.opSpan.start < tail.opSpan.start);
  return stack.operators.some((o) => levelOf(o.op) === level);
};

/** A balanced tree over `and` or `or`: 2,000 terms are 11 levels deep. */
const balanced = (op: 'and' | 'or', terms: readonly AstExpr[], opSpans: readonly Span[], from = 0, to = terms.length): AstExpr => {
  const only = terms[from];
  if (only === undefined) throw new Error('a junction without terms');
  if (to - from === 1) return only;
  const middle = (from + to) >> 1;
  const opSpan = opSpans[middle - 1] ?? only.span;
  return binary(op, opSpan, balanced(op, terms, opSpans, from, middle), balanced(op, terms, opSpans, middle, to));
};

interface Run {
  readonly first: AstExpr;
  readonly tails: readonly Tail[];
}

const isJunction = (tail: Tail, op: 'and' | 'or'): tail is Infix => tail.kind === 'infix' && tail.op === op;

const junction = (op: 'and' | 'or', run: Run, build: (part: Run) => AstExpr, refuse: (term: AstExpr) => void): AstExpr => {
  const terms: AstExpr[] = [];
  const opSpans: Span[] = [];
  let first = run.first;
  let start = 0;
  run.tails.forEach((tail, i) => {
    if (!isJunction(tail, op)) return;
    terms.push(build({ first, tails: run.tails.slice(start, i) }));
    opSpans.push(tail.opSpan);
    first = tail.right;
    start = i + 1;
  });
  terms.push(build({ first, tails: run.tails.slice(start) }));
  if (terms.length > 1) terms.forEach(refuse);
  return balanced(op, terms, opSpans);
};

/** Builds the tree of `first` and what follows it. */
export const climb = (build: Build, first: AstExpr, tails: readonly Tail[]): AstExpr => {
  const refuse = (term: AstExpr): void => {
    if (term.kind === 'wildcard') complain(build, 'RMMC1134', term.span, {});
  };
  const comparisons = (run: Run): AstExpr => comparison(build, run.first, run.tails);
  return junction('or', { first, tails }, (or) => junction('and', or, comparisons, refuse), refuse);
};
