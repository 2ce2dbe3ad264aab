// Scalar expressions: AST and scope in, typed IR out. What cannot be bound is reported and becomes a node that fits everywhere.
import { match, P } from 'ts-pattern';
import type { Span } from '../../diagnostics/span.ts';
import type { ArithOp, Expr } from '../../ir/expr.ts';
import type { Frame, ScalarType } from '../../ir/types.ts';
import type { ArithmeticOp, AstExpr, LiteralNode } from '../ast/ast.ts';
import { bindComparison } from './compare.ts';
import { bindCall } from './functions.ts';
import { suggest } from './names.ts';
import { respanExpr } from './respan.ts';
import { type Binder, columnIn, letNames, lookup, poison, type Scope, sameButCase } from './scope.ts';
import { bindList, bindText, isTextOp } from './text.ts';
import { canOrder, typeNames, typeOfArith } from './types.ts';

type Of<K extends AstExpr['kind']> = Extract<AstExpr, { kind: K }>;

const arithOps: Readonly<Record<ArithmeticOp, ArithOp>> = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '%': 'mod' };

const bindLiteral = (ast: LiteralNode): Expr => ({
  kind: 'literal',
  span: ast.span,
  type: ast.type,
  value: ast.value,
  ...(ast.type === 'string' && ast.hidden ? { hidden: true as const } : {}),
});

/** The two names of the time column: one in Defender, one in Sentinel. */
const timeTwins: ReadonlyMap<string, string> = new Map([
  ['Timestamp', 'TimeGenerated'],
  ['TimeGenerated', 'Timestamp'],
]);

const unknownName = (b: Binder, name: string, span: Span, scope: Scope): Expr => {
  const candidates = [...(scope.rows?.frame.columns.map((column) => column.name) ?? []), ...letNames(scope.lets)];
  const twin = timeTwins.get(name);
  const suggestion = twin !== undefined && candidates.includes(twin) ? twin : suggest(name, candidates);
  const suggested = suggestion === undefined ? {} : { suggestion };
  if (scope.rows?.soft) {
    const column = sameButCase(scope.rows.frame, name);
    if (column) {
      b.report('RMMC2022', span, { name, table: scope.rows.table ?? 'its tables', column: column.name });
      return { kind: 'column', span, name: column.name, type: column.type, declared: true };
    }
    b.report('RMMC2001', span, { name, table: scope.rows.table ?? 'its tables', ...suggested });
    return { kind: 'column', span, name, type: 'unknown', declared: false };
  }
  b.report('RMMC2002', span, { name, ...suggested });
  return poison(span);
};

const suffixes: ReadonlyMap<string, ScalarType> = new Map([
  ['s', 'string'],
  ['d', 'real'],
  ['b', 'bool'],
  ['t', 'datetime'],
  ['g', 'string'],
]);

/** In tables of a workspace's own (`x_CL`) the end of a column's name says its type. Source: Azure Monitor, HTTP Data Collector API. */
const customType = (b: Binder, name: string): ScalarType => {
  const suffix = /_([sdbtg])$/.exec(name)?.[1];
  const custom = suffix !== undefined && [...b.usedNames].some((used) => used.endsWith('_CL'));
  return (custom ? suffixes.get(suffix) : undefined) ?? 'unknown';
};

/** Columns hide `let`s of the same name. */
const bindName = (b: Binder, ast: Of<'name'>, scope: Scope): Expr => {
  const { text: name, span } = ast.ident;
  const column = scope.rows ? columnIn(scope.rows.frame, name) : undefined;
  if (column) return { kind: 'column', span, name, type: column.type, declared: true };
  const binding = lookup(scope.lets, name);
  if (binding?.kind === 'scalar') return b.spend(binding.size, span) ? respanExpr(binding.expr, span) : poison(span);
  if (binding?.kind === 'function' && binding.node.parameters.length === 0 && !b.isTabular(ast, scope))
    return b.callScalar(binding, { kind: 'call', span, name: ast.ident, args: [] }, scope);
  if (binding && !scope.rows?.frame.open) {
    b.report('RMMC2013', span, { name, found: binding.kind === 'tabular' ? 'a query' : 'a function', expected: 'a value' });
    return poison(span);
  }
  if (scope.rows?.frame.open) return { kind: 'column', span, name, type: customType(b, name), declared: false };
  if (name.startsWith('$')) {
    b.report('RMMC2012', span, { what: `\`${name}\`` });
    return poison(span);
  }
  return unknownName(b, name, span, scope);
};

const pathOf = (b: Binder, base: Expr, key: Expr, span: Span): Expr => {
  if (base.type === 'dynamic' || base.type === 'unknown') return { kind: 'path', span, type: 'dynamic', base, key };
  if (base.type === 'string' && base.kind === 'column') {
    b.report('RMMC2021', base.span, { name: base.name });
    return {
      kind: 'path',
      span,
      type: 'dynamic',
      base: { kind: 'call', span: base.span, type: 'dynamic', fn: 'parse_json', args: [base] },
      key,
    };
  }
  b.report('RMMC2007', base.span, { found: base.type, expected: 'dynamic', where: 'the left side of `.` or `[]` (parse_json makes it)' });
  return poison(span);
};

/** `s1.x` inside `scan`: the column of a state, with its type. */
const bindState = (b: Binder, ast: Of<'member'>, stage: string, frame: Frame): Expr => {
  const { text: name, span } = ast.name;
  const column = columnIn(frame, name);
  if (!column && !frame.open) b.report('RMMC2002', span, { name: `${stage}.${name}` });
  const base: Expr = { kind: 'column', span: ast.object.span, name: stage, type: 'dynamic', declared: true };
  const key: Expr = { kind: 'literal', span, type: 'string', value: name };
  return { kind: 'path', span: ast.span, type: column?.type ?? 'unknown', base, key };
};

const bindMember = (b: Binder, ast: Of<'member'>, scope: Scope): Expr => {
  if (ast.object.kind === 'name' && ast.object.ident.text.startsWith('$') && scope.rows) {
    b.report('RMMC2012', ast.span, { what: `\`${ast.object.ident.text}\`` });
    return poison(ast.span);
  }
  const stage = ast.object.kind === 'name' ? ast.object.ident.text : '';
  const state = scope.states?.get(stage);
  if (state) return bindState(b, ast, stage, state);
  const key: Expr = { kind: 'literal', span: ast.name.span, type: 'string', value: ast.name.text };
  return pathOf(b, b.expr(ast.object, scope), key, ast.span);
};

const bindIndex = (b: Binder, ast: Of<'index'>, scope: Scope): Expr => {
  const key = b.expr(ast.index, scope);
  const base = b.expr(ast.object, scope);
  const fits: readonly ScalarType[] = ['string', 'int', 'long', 'unknown', 'dynamic'];
  if (!fits.includes(key.type)) b.report('RMMC2007', key.span, { found: key.type, expected: 'string or long', where: 'the index in `[]`' });
  return pathOf(b, base, key, ast.span);
};

/** A condition: bool; dynamic values are converted where KQL does that (under `and` and `or`). */
export const bindCondition = (b: Binder, ast: AstExpr, scope: Scope, where: string, dynamicToo: boolean): Expr => {
  const expr = b.expr(ast, scope);
  if (expr.type === 'bool') return expr;
  if (expr.type === 'unknown' || (expr.type === 'dynamic' && dynamicToo)) {
    if (expr.kind === 'column' && expr.name === '') return { ...expr, type: 'bool' };
    return { kind: 'call', span: expr.span, type: 'bool', fn: 'tobool', args: [expr] };
  }
  b.report('RMMC2007', expr.span, { found: expr.type, expected: 'bool', where });
  return { ...poison(expr.span), type: 'bool' };
};

const bare = (ast: AstExpr): AstExpr => {
  let at = ast;
  while (at.kind === 'paren') at = at.inner;
  return at;
};

/** The operands of a run of the same operator, left to right, without recursion: rules with thousands of `or` exist. */
const operandsOf = (ast: Of<'binary'>): readonly AstExpr[] => {
  const found: AstExpr[] = [];
  const stack: AstExpr[] = [ast];
  for (let at = stack.pop(); at; at = stack.pop()) {
    const inner = bare(at);
    if (inner.kind === 'binary' && inner.op === ast.op) stack.push(inner.right, inner.left);
    else found.push(at);
  }
  return found;
};

const bindLogical = (b: Binder, ast: Of<'binary'>, op: 'and' | 'or', scope: Scope): Expr => {
  const operands = operandsOf(ast).map((operand) => bindCondition(b, operand, scope, `an operand of \`${op}\``, true));
  return { kind: op, span: ast.span, type: 'bool', operands };
};

const bindArith = (b: Binder, ast: Of<'binary'>, op: ArithOp, scope: Scope): Expr => {
  const left = b.expr(ast.left, scope);
  const right = b.expr(ast.right, scope);
  const type = typeOfArith(op, left.type, right.type);
  if (type === null) {
    b.report('RMMC2005', ast.span, { operator: ast.op, types: `${left.type} and ${right.type}` });
    return poison(ast.span);
  }
  return { kind: 'arith', span: ast.span, type, op, left, right };
};

const bindBinary = (b: Binder, ast: Of<'binary'>, scope: Scope): Expr =>
  match(ast.op)
    .returnType<Expr>()
    .with('and', 'or', (op) => bindLogical(b, ast, op, scope))
    .with('+', '-', '*', '/', '%', (op) => bindArith(b, ast, arithOps[op], scope))
    .with('==', '!=', '<', '<=', '>', '>=', (op) => bindComparison(b, ast, op, scope))
    .when(isTextOp, (op) => bindText(b, ast, op, scope))
    .otherwise((op) => {
      b.report('RMMC2012', ast.opSpan, { what: `the operator \`${op}\`` });
      return { ...poison(ast.span), type: 'bool' };
    });

const bindBetween = (b: Binder, ast: Of<'between'>, scope: Scope): Expr => {
  const subject = b.expr(ast.subject, scope);
  const low = b.expr(ast.low, scope);
  const top = b.expr(ast.high, scope);
  const shifted = subject.type === 'datetime' && top.type === 'timespan';
  const high: Expr = shifted ? { kind: 'arith', span: top.span, type: 'datetime', op: 'add', left: low, right: top } : top;
  if (!canOrder(subject.type, low.type) || !canOrder(subject.type, high.type)) {
    b.report('RMMC2005', ast.span, { operator: ast.negated ? '!between' : 'between', types: typeNames([subject, low, top]) });
    return { ...poison(ast.span), type: 'bool' };
  }
  const { span } = ast;
  const inside: Expr = {
    kind: 'and',
    span,
    type: 'bool',
    operands: [
      { kind: 'compare', span, type: 'bool', op: 'ge', left: subject, right: low },
      { kind: 'compare', span, type: 'bool', op: 'le', left: subject, right: high },
    ],
  };
  return ast.negated ? { kind: 'not', span, type: 'bool', operand: inside } : inside;
};

const bindUnary = (b: Binder, ast: Of<'unary'>, scope: Scope): Expr => {
  const operand = b.expr(ast.operand, scope);
  const numeric: readonly ScalarType[] = ['int', 'long', 'real', 'decimal', 'timespan', 'dynamic', 'unknown'];
  if (!numeric.includes(operand.type)) {
    b.report('RMMC2005', ast.span, { operator: ast.op, types: operand.type });
    return poison(ast.span);
  }
  const type = operand.type === 'int' ? 'long' : operand.type;
  return ast.op === '+' ? operand : { kind: 'negate', span: ast.span, type, operand };
};

const misplaced = (b: Binder, span: Span, what: string): Expr => {
  b.report('RMMC2013', span, { name: what, found: 'not a value', expected: 'a value' });
  return poison(span);
};

/** The IR of a scalar expression. */
export const bindExpr = (b: Binder, ast: AstExpr, scope: Scope): Expr =>
  match(ast)
    .returnType<Expr>()
    .with({ kind: 'literal' }, bindLiteral)
    .with({ kind: 'name' }, (n) => bindName(b, n, scope))
    .with({ kind: 'paren' }, (n) => b.expr(n.inner, scope))
    .with({ kind: 'call' }, (n) => bindCall(b, n, scope))
    .with({ kind: 'binary' }, (n) => bindBinary(b, n, scope))
    .with({ kind: 'list' }, (n) => bindList(b, n, scope))
    .with({ kind: 'between' }, (n) => bindBetween(b, n, scope))
    .with({ kind: 'member' }, (n) => bindMember(b, n, scope))
    .with({ kind: 'index' }, (n) => bindIndex(b, n, scope))
    .with({ kind: 'unary' }, (n) => bindUnary(b, n, scope))
    .with({ kind: 'error' }, (n) => {
      b.fail();
      return poison(n.span);
    })
    .with({ kind: 'wildcard' }, (n) => misplaced(b, n.span, n.pattern))
    .with({ kind: 'typeof' }, (n) => misplaced(b, n.span, 'typeof(…)'))
    .with({ kind: 'function' }, (n) => misplaced(b, n.span, 'a function'))
    .with({ kind: P.union('pipe', 'datatable', 'externaldata') }, (n) => misplaced(b, n.span, 'a query'))
    .exhaustive();
