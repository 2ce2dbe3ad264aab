// An expression of eval and where: NOT, AND, OR, XOR from tight to loose, below them one comparison, then sums, products, signs.
import type { Span } from '../diagnostics/span.ts';
import { cover } from '../diagnostics/span.ts';
import type { ArithmeticOp, CompareOp, Expr } from './ast.ts';
import { type Cursor, expected, fail, look, need, skipBlank, spanFrom, take, takeMacro, takeQuoted, takeText } from './cursor.ts';
import { evalFunctions } from './eval-functions.ts';

const wordEnd = '(?![A-Za-z0-9_])';
/** The manual asks for capitals; published searches that run write them small, too. */
const boolean = /(?:AND|OR|XOR|NOT)(?![A-Za-z0-9_])/iy;

const flat = (kind: 'and' | 'or' | 'xor', operands: readonly Expr[]): Expr => {
  const [first, ...rest] = operands as readonly [Expr, ...Expr[]];
  return rest.length === 0 ? first : { kind, operands, span: rest.reduce((span: Span, one) => cover(span, one.span), first.span) };
};

const chain = (kind: 'and' | 'or' | 'xor', below: (c: Cursor) => Expr) => {
  const word = new RegExp(`${kind}${wordEnd}`, 'iy');
  return (c: Cursor): Expr => {
    const operands = [below(c)];
    while (take(c, word)) operands.push(below(c));
    return flat(kind, operands);
  };
};

const readNot = (c: Cursor): Expr => {
  skipBlank(c);
  const start = c.at;
  if (!take(c, /NOT(?![A-Za-z0-9_])/iy)) return readComparison(c);
  const operand = readNot(c);
  return { kind: 'not', operand, span: spanFrom(c, start) };
};

/** An expression from the cursor to where no operator follows. */
export const readExpr: (c: Cursor) => Expr = chain('xor', chain('or', chain('and', readNot)));

/** The expressions of `( a, b )` from the opening parenthesis on. */
const readList = (c: Cursor): readonly Expr[] => {
  need(c, '(');
  const list: Expr[] = [];
  if (takeText(c, ')')) return list;
  do list.push(readExpr(c));
  while (takeText(c, ','));
  need(c, ')');
  return list;
};

const compareOps: Readonly<Record<string, CompareOp>> = { '=': '=', '==': '=', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };

const readComparison = (c: Cursor): Expr => {
  const left = readSum(c);
  if (take(c, /like(?![A-Za-z0-9_])/iy)) {
    const pattern = readSum(c);
    return { kind: 'like', subject: left, pattern, span: cover(left.span, pattern.span) };
  }
  if (take(c, /in(?=\s*\()/iy)) {
    const options = readList(c);
    if (options.length === 0) fail('IN has no values', spanFrom(c, left.span.start));
    return { kind: 'in', subject: left, options, span: spanFrom(c, left.span.start) };
  }
  const symbol = take(c, /==|=|!=|<=|>=|<(?!>)|>/y)?.[0];
  const op = symbol === undefined ? undefined : compareOps[symbol];
  if (!op) return left;
  const right = readSum(c);
  if (look(c, /==|=|!=|<=|>=|<|>/y)) expected(c, 'The end of a comparison (comparisons do not chain)');
  return { kind: 'compare', op, left, right, span: cover(left.span, right.span) };
};

const leftToRight =
  (below: (c: Cursor) => Expr, symbols: RegExp, mixes: (one: string, other: string) => boolean) =>
  (c: Cursor): Expr => {
    let left = below(c);
    let before: string | null = null;
    for (let found = take(c, symbols); found; found = take(c, symbols)) {
      const [op] = found;
      if (before !== null && !mixes(before, op))
        fail(`The order of '${before}' and '${op}' is not settled: parentheses say it`, { start: c.at - 1, end: c.at });
      before = op;
      const right = below(c);
      left = { kind: 'arithmetic', op: op as ArithmeticOp, left, right, span: cover(left.span, right.span) };
    }
    return left;
  };

const readSign = (c: Cursor): Expr => {
  skipBlank(c);
  const start = c.at;
  if (takeText(c, '+')) return readSign(c);
  if (!takeText(c, '-')) return readPrimary(c);
  const operand = readSign(c);
  const span = spanFrom(c, start);
  return operand.kind === 'number'
    ? { ...operand, value: -operand.value, text: `-${operand.text}`, span }
    : { kind: 'negate', operand, span };
};

const readProduct = leftToRight(readSign, /[*/%]/y, () => true);

/** The documentation says of `.` that it joins texts, not how tightly it binds beside a sum. */
const readSum = leftToRight(readProduct, /[+\-.]/y, (one, other) => (one === '.') === (other === '.'));

const readNumber = (c: Cursor): Expr | null => {
  const start = c.at;
  const found = take(c, /\d+(?:\.\d+)?|\.\d+/y);
  if (!found) return null;
  const span = spanFrom(c, start);
  if (/[A-Za-z_]/.test(c.text[c.at] ?? '')) fail('A field name that starts with a digit stands in single quotes', span);
  return { kind: 'number', value: Number(found[0]), text: found[0], span };
};

/** A word that is followed by `(`. */
const readCall = (c: Cursor, start: number, written: string): Expr => {
  const name = written.toLowerCase();
  const args = readList(c);
  const span = spanFrom(c, start);
  const arity = evalFunctions.get(name);
  if (!arity) return fail(`Unknown function '${written}'`, { start, end: start + written.length });
  const { least, most, even } = arity;
  if (args.length < least || args.length > most || (even && args.length % 2 === 1)) {
    const count = most === least ? `${least}` : most === Number.POSITIVE_INFINITY ? `${least} or more` : `${least} to ${most}`;
    fail(
      `The function '${name}' takes ${count} ${count === '1' ? 'argument' : 'arguments'}${even ? ' in pairs' : ''}, not ${args.length}`,
      span,
    );
  }
  const [first, second] = args;
  if (name === 'in' && first) return { kind: 'in', subject: first, options: args.slice(1), span };
  if (name === 'like' && first && second) return { kind: 'like', subject: first, pattern: second, span };
  return { kind: 'call', name, args, span };
};

/**
 * A word: a call or a field. Bare `true` and `false` are literals on one page and fields on others; a bare `null` is NULL as a literal and as a field that is
 * not there.
 */
const readName = (c: Cursor): Expr | null => {
  const start = c.at;
  if (look(c, boolean)) return expected(c, 'A value');
  const found = take(c, /[A-Za-z_][A-Za-z0-9_]*/y);
  if (!found) return null;
  const [name] = found;
  if (look(c, /\(/y)) return readCall(c, start, name);
  const span = { start, end: start + name.length };
  if (/^(?:true|false)$/i.test(name)) fail(`A bare '${name}' is not settled: '${name.toLowerCase()}()' or '${name}' in quotes`, span);
  return { kind: 'field', name, span };
};

const readPrimary = (c: Cursor): Expr => {
  skipBlank(c);
  const start = c.at;
  const quoted = takeQuoted(c);
  if (quoted?.quote === '"') return { kind: 'string', value: quoted.text, raw: quoted.raw, span: quoted.span };
  if (quoted) return { kind: 'field', name: quoted.text, span: quoted.span };
  if (takeText(c, '(')) {
    const inner = readExpr(c);
    need(c, ')');
    return { ...inner, span: spanFrom(c, start) };
  }
  if (c.text[c.at] === '[') {
    const search = c.subsearch(c);
    return { kind: 'subsearch', search, span: spanFrom(c, start) };
  }
  return takeMacro(c) ?? readNumber(c) ?? readName(c) ?? expected(c, 'A value');
};
