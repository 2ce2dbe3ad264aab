// String operators and list operators (`has`, `startswith`, `in`, `has_any` …): AST in, text tests and memberships out.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr, TextTest } from '../../ir/expr.ts';
import { foldExpr } from '../../ir/fold.ts';
import { asText, convertText, elementsOf, literalOfDynamic } from '../../ir/literals.ts';
import type { Pipeline } from '../../ir/pipeline.ts';
import { isNumeric } from '../../ir/types.ts';
import type { AstExpr, BinaryOp, ListOp, StringOp } from '../ast/ast.ts';
import { anyColumn } from './any-column.ts';
import { checkPattern } from './pattern.ts';
import { respanPipeline, sizeOf } from './respan.ts';
import { type Binder, poison, type Scope } from './scope.ts';
import { typeNames } from './types.ts';

type BinaryNode = Extract<AstExpr, { kind: 'binary' }>;
type ListNode = Extract<AstExpr, { kind: 'list' }>;

interface Test {
  readonly test: TextTest;
  readonly caseless: boolean;
  readonly negated: boolean;
}

/** `like` and its siblings have no documented meaning, so they are left out. */
type PlainOp = Exclude<StringOp, 'like' | 'notlike' | 'likecs' | 'notlikecs'>;

const row = (test: TextTest, caseless: boolean, negated: boolean): Test => ({ test, caseless, negated });

const tests = {
  '=~': row('equals', true, false),
  '!~': row('equals', true, true),
  has: row('term', true, false),
  '!has': row('term', true, true),
  has_cs: row('term', false, false),
  '!has_cs': row('term', false, true),
  hasprefix: row('termPrefix', true, false),
  '!hasprefix': row('termPrefix', true, true),
  hasprefix_cs: row('termPrefix', false, false),
  '!hasprefix_cs': row('termPrefix', false, true),
  hassuffix: row('termSuffix', true, false),
  '!hassuffix': row('termSuffix', true, true),
  hassuffix_cs: row('termSuffix', false, false),
  '!hassuffix_cs': row('termSuffix', false, true),
  contains: row('contains', true, false),
  '!contains': row('contains', true, true),
  contains_cs: row('contains', false, false),
  '!contains_cs': row('contains', false, true),
  startswith: row('startsWith', true, false),
  '!startswith': row('startsWith', true, true),
  startswith_cs: row('startsWith', false, false),
  '!startswith_cs': row('startsWith', false, true),
  endswith: row('endsWith', true, false),
  '!endswith': row('endsWith', true, true),
  endswith_cs: row('endsWith', false, false),
  '!endswith_cs': row('endsWith', false, true),
  'matches regex': row('regex', false, false),
} as const satisfies Record<PlainOp, Test>;

export const isTextOp = (op: BinaryOp): op is PlainOp => Object.hasOwn(tests, op);

const negate = (operand: Expr, negated: boolean): Expr => (negated ? { kind: 'not', span: operand.span, type: 'bool', operand } : operand);

const takesText = (expr: Expr): boolean => expr.type === 'string' || expr.type === 'dynamic' || expr.type === 'unknown';

const refused = (span: Span): Expr => ({ ...poison(span), type: 'bool' });

/** The IR of `left op right` for strings. Other types on either side are an error, as in KQL. */
export const bindText = (b: Binder, ast: BinaryNode, op: PlainOp, scope: Scope): Expr => {
  const { test, caseless, negated } = tests[op];
  const right = b.expr(ast.right, scope);
  if (test === 'regex') checkPattern(b, right);
  const make = (subject: Expr): Expr => {
    const { span } = ast;
    const node: Expr = {
      kind: 'text',
      span,
      type: 'bool',
      test,
      caseless,
      subject: asText(subject),
      patterns: [asText(right)],
      require: 'any',
    };
    return negate(node, negated);
  };
  if (ast.left.kind === 'wildcard' && takesText(right)) return anyColumn(b, ast.span, scope, make);
  const left = b.expr(ast.left, scope);
  if (takesText(left) && takesText(right)) return make(left);
  b.report('RMMC2005', ast.span, { operator: ast.op, types: `${left.type} and ${right.type}` });
  return refused(ast.span);
};

interface ListTest extends Test {
  readonly require: 'any' | 'all';
  /** `has_any`, `has_all`: elements are read as text. */
  readonly textOnly: boolean;
}

const listTests: Readonly<Record<ListOp, ListTest>> = {
  in: { ...row('equals', false, false), require: 'any', textOnly: false },
  '!in': { ...row('equals', false, true), require: 'any', textOnly: false },
  'in~': { ...row('equals', true, false), require: 'any', textOnly: true },
  '!in~': { ...row('equals', true, true), require: 'any', textOnly: true },
  has_any: { ...row('term', true, false), require: 'any', textOnly: true },
  has_all: { ...row('term', true, false), require: 'all', textOnly: true },
};

/** Arrays among the elements count as their elements; nulls equal nothing. */
const flatten = (items: readonly Expr[]): readonly Expr[] =>
  items.flatMap((item) => {
    const elements = elementsOf(item);
    if (elements) return elements.filter((element) => element !== null).map((element) => literalOfDynamic(element, item.span));
    return item.kind === 'literal' && item.type === 'dynamic' && item.value !== null ? [literalOfDynamic(item.value, item.span)] : [item];
  });

const memberOfNumbers = (b: Binder, ast: ListNode, subject: Expr, items: readonly Expr[]): Expr | null => {
  const converted = items.map((item) =>
    item.kind === 'literal' && item.type === 'string' && typeof item.value === 'string'
      ? convertText(item.value, subject.type, item.span)
      : item,
  );
  const values = converted.filter((value) => value !== null);
  if (values.length === converted.length) return { kind: 'member', span: ast.span, type: 'bool', subject, values };
  b.report('RMMC2015', ast.span, { left: subject.type, right: 'string' });
  return null;
};

/** The query behind `toscalar(… | summarize make_set(X))`: its values are those of the set. Caps would cut it, so they must be absent. */
const querySet = (expr: Expr): { query: Pipeline; type: Expr['type'] } | null => {
  if (expr.kind !== 'scalarQuery') return null;
  const last = expr.query.steps.at(-1);
  if (last?.kind !== 'aggregate' || last.by.length > 0 || last.measures.length !== 1) return null;
  const [measure] = last.measures;
  if (measure?.kind !== 'fold' || measure.args.length !== 1 || (measure.agg !== 'make_set' && measure.agg !== 'make_list')) return null;
  const [value] = measure.args;
  if (!value || measure.where || value.type === 'dynamic') return null;
  const columns = [{ name: measure.name, expr: value, span: measure.span }];
  return {
    query: { ...expr.query, steps: [...expr.query.steps.slice(0, -1), { kind: 'project', span: last.span, columns }] },
    type: value.type,
  };
};

/** `subject in (D.x)`: an element of the array, or the value itself when it is none. Both are false, not null, when there is nothing. */
const inComputed = (ast: ListNode, subject: Expr, list: Expr): Expr => {
  const { span } = ast;
  const has: Expr = { kind: 'call', span, type: 'bool', fn: 'set_has_element', args: [list, subject] };
  const no: Expr = { kind: 'literal', span, type: 'bool', value: false };
  const same: Expr =
    subject.type === 'string' || subject.type === 'unknown'
      ? { kind: 'text', span, type: 'bool', test: 'equals', caseless: false, subject, patterns: [asText(list)], require: 'any' }
      : { kind: 'compare', span, type: 'bool', op: 'eq', left: subject, right: list };
  return { kind: 'or', span, type: 'bool', operands: [{ kind: 'call', span, type: 'bool', fn: 'coalesce', args: [has, no] }, same] };
};

const bindValues = (b: Binder, ast: ListNode, subject: Expr, items: readonly Expr[]): Expr => {
  const { test, caseless, negated, require, textOnly } = listTests[ast.op];
  const computed = items.find((item) => item.type === 'dynamic');
  if (computed && items.length === 1 && (ast.op === 'in' || ast.op === '!in')) return negate(inComputed(ast, subject, computed), negated);
  if (computed && subject.type !== 'dynamic') {
    b.report('RMMC2012', computed.span, { what: `\`${ast.op}\` with a list that is computed from data` });
    return refused(ast.span);
  }
  const loose = subject.type === 'dynamic' || subject.type === 'unknown';
  const asStrings = textOnly || subject.type === 'string' || (loose && items.some((item) => item.type === 'string'));
  const member = asStrings ? null : memberOfNumbers(b, ast, subject, items);
  if (member) return negate(member, negated);
  const node: Expr = {
    kind: 'text',
    span: ast.span,
    type: 'bool',
    test,
    caseless,
    subject: asText(subject),
    patterns: items.map(asText),
    require,
  };
  return negate(node, negated);
};

const bindQuery = (ast: ListNode, subject: Expr, query: Pipeline, first: Expr['type']): Expr => {
  const { test, caseless, negated, require, textOnly } = listTests[ast.op];
  const { span } = ast;
  const isText = first === 'string' || (takesText(subject) && !(isNumeric(first) && !textOnly && subject.type !== 'string'));
  const node: Expr = isText
    ? { kind: 'textQuery', span, type: 'bool', test, caseless, subject: asText(subject), query, require }
    : { kind: 'memberQuery', span, type: 'bool', subject, query };
  return negate(node, negated);
};

/** The IR of `subject in (…)`, `has_any (…)` and so on; the list may be literals, dynamic arrays, or one query. */
export const bindList = (b: Binder, ast: ListNode, scope: Scope): Expr => {
  const subject = b.expr(ast.subject, scope);
  const [first] = ast.items;
  if (listTests[ast.op].textOnly && !takesText(subject)) {
    b.report('RMMC2005', ast.span, { operator: ast.op, types: typeNames([subject]) });
    return refused(ast.span);
  }
  if (first && ast.items.length === 1 && b.isTabular(first, scope)) {
    const { pipeline, rows } = b.tabular(first, { ...scope, rows: null });
    if (!b.spend(sizeOf(pipeline), first.span)) return refused(ast.span);
    return bindQuery(ast, subject, respanPipeline(pipeline, first.span), rows.frame.columns[0]?.type ?? 'unknown');
  }
  const bound = ast.items.map((item) => b.expr(item, scope));
  const only = bound[0] && bound.length === 1 ? querySet(bound[0]) : null;
  if (only) return bindQuery(ast, subject, only.query, only.type);
  const items = flatten(bound.map(foldExpr));
  return bindValues(b, ast, subject, items);
};
