// The predicate of `search` and `find`: AST in; the same with each term spelt out as a test of all columns, or bound as a tree of tests, out.
import type { Expr } from '../../ir/expr.ts';
import type { SearchTest } from '../../ir/pipeline.ts';
import type { AstExpr, StringOp } from '../ast/ast.ts';
import { bindCondition } from './expr.ts';
import type { Binder, Scope } from './scope.ts';

type BinaryNode = Extract<AstExpr, { kind: 'binary' }>;

const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

interface Term {
  readonly op: 'has' | 'hasprefix' | 'hassuffix' | 'contains' | 'matches regex';
  readonly value: string;
}

/** `err` is a term, `err*`, `*err` and `*err*` are parts of one, `a*b` has anything between; null: anything at all. */
const termOf = (text: string, strict: boolean): Term | null => {
  const value = text.replace(/^\*+|\*+$/g, '');
  if (value === '' && text !== '') return null;
  const [open, shut] = [text.startsWith('*'), text.endsWith('*')];
  if (!value.includes('*')) return { op: open ? (shut ? 'contains' : 'hassuffix') : shut ? 'hasprefix' : 'has', value };
  const middle = value.split(/\*+/).map(escapeRegex).join('.*');
  return { op: 'matches regex', value: `${strict ? '' : '(?i)'}${open ? '' : '\\b'}${middle}${shut ? '' : '\\b'}` };
};

const strictOps: ReadonlySet<string> = new Set(['has', 'hasprefix', 'hassuffix', 'contains', 'startswith', 'endswith']);

/** `kind=case_sensitive`: `has` is `has_cs`. What asks for no regard to case by name (`=~`, `in~`) stays. */
const strictOp = (op: BinaryNode['op'], strict: boolean): BinaryNode['op'] =>
  strict && strictOps.has(op.replace('!', '')) ? (`${op}_cs` as StringOp) : op;

const always = (ast: AstExpr): AstExpr => ({ kind: 'literal', span: ast.span, type: 'bool', value: true });

const testOfTerm = (
  left: AstExpr,
  text: AstExpr & { kind: 'literal'; type: 'string' },
  span: AstExpr['span'],
  strict: boolean,
): AstExpr => {
  const term = termOf(text.value, strict);
  if (!term) return always(text);
  return { kind: 'binary', span, opSpan: span, op: strictOp(term.op, strict), left, right: { ...text, value: term.value } };
};

const everything = (ast: AstExpr): AstExpr => ({ kind: 'wildcard', span: ast.span, pattern: '*' });

/** A text that stands alone is looked for in every column: `* has "text"`; behind a colon (`Column : "te*"`) in that one. */
export const asTests = (ast: AstExpr, strict: boolean): AstExpr => {
  if (ast.kind === 'paren') return { ...ast, inner: asTests(ast.inner, strict) };
  if (ast.kind === 'binary' && (ast.op === 'and' || ast.op === 'or'))
    return { ...ast, left: asTests(ast.left, strict), right: asTests(ast.right, strict) };
  if (ast.kind === 'call' && ast.name.text === 'not')
    return { ...ast, args: ast.args.map((arg) => ({ ...arg, expr: asTests(arg.expr, strict) })) };
  if (ast.kind === 'wildcard' && ast.pattern === '*') return always(ast);
  if (ast.kind === 'literal' && ast.type === 'string') return testOfTerm(everything(ast), ast, ast.span, strict);
  if (ast.kind !== 'binary') return ast;
  const isColon = ast.op === 'has' && ast.opSpan.end - ast.opSpan.start === 1;
  if (isColon && ast.right.kind === 'literal' && ast.right.type === 'string') return testOfTerm(ast.left, ast.right, ast.span, strict);
  return { ...ast, op: strictOp(ast.op, strict) };
};

const isStar = (ast: AstExpr): boolean => ast.kind === 'wildcard' && ast.pattern === '*';

/** True when a test of all columns stands in it. */
export const testsAnywhere = (ast: AstExpr): boolean => {
  if (ast.kind === 'paren') return testsAnywhere(ast.inner);
  if (ast.kind === 'binary') return isStar(ast.left) || testsAnywhere(ast.left) || testsAnywhere(ast.right);
  if (ast.kind === 'list') return isStar(ast.subject);
  return ast.kind === 'call' && ast.args.some((arg) => testsAnywhere(arg.expr));
};

/** The test of a text that stands for any column. */
const anywhere = (expr: Expr, negated: boolean): SearchTest | null => {
  if (expr.kind === 'not') return anywhere(expr.operand, !negated);
  if (expr.kind !== 'text') return null;
  const { span, test, caseless, patterns, require } = expr;
  return { kind: 'anywhere', span, test, caseless, patterns, require, negated };
};

/** A predicate whose terms are spelt out, over the columns of `scope`. */
export const bindTests = (b: Binder, ast: AstExpr, scope: Scope, operator: string): SearchTest => {
  const { span } = ast;
  if (!testsAnywhere(ast)) return { kind: 'holds', span, condition: bindCondition(b, ast, scope, `\`${operator}\``, false) };
  if (ast.kind === 'paren') return bindTests(b, ast.inner, scope, operator);
  if (ast.kind === 'binary' && (ast.op === 'and' || ast.op === 'or'))
    return {
      kind: ast.op === 'and' ? 'every' : 'some',
      span,
      tests: [bindTests(b, ast.left, scope, operator), bindTests(b, ast.right, scope, operator)],
    };
  const [arg] = ast.kind === 'call' ? ast.args : [];
  if (ast.kind === 'call' && ast.name.text === 'not' && arg) return { kind: 'fails', span, test: bindTests(b, arg.expr, scope, operator) };
  const anyText: AstExpr = { kind: 'literal', span, type: 'string', value: '' };
  const plain: AstExpr = ast.kind === 'binary' ? { ...ast, left: anyText } : ast.kind === 'list' ? { ...ast, subject: anyText } : ast;
  const found = isStar(ast.kind === 'binary' ? ast.left : ast.kind === 'list' ? ast.subject : ast)
    ? anywhere(b.expr(plain, scope), false)
    : null;
  if (found) return found;
  b.report('RMMC2012', span, { what: `this test of all columns (\`*\`) in \`${operator}\`` });
  return { kind: 'some', span, tests: [] };
};
