// Calls of scalar functions: AST in, IR out. Aliases are resolved, `not`, `iff`, `case`, `toscalar` become what the IR has for them.
import type { Expr } from '../../ir/expr.ts';
import { isScalarFn, type ScalarFn, scalarFns } from '../../ir/functions.ts';
import { isGraphFn } from '../../ir/graph.ts';
import { asText, nullLiteral } from '../../ir/literals.ts';
import { isTupleFn } from '../../ir/tuples.ts';
import type { ScalarType } from '../../ir/types.ts';
import { wideFns } from '../../ir/wide-functions.ts';
import { isAggregateName } from '../vocabulary/aggregate-names.ts';
import { isUntranslatedFunction, scalarAliases } from '../vocabulary/aliases.ts';
import { bindGraphCall } from './graph-calls.ts';
import { suggest } from './names.ts';
import { checkCallPatterns } from './pattern.ts';
import { portalTime } from './portal-times.ts';
import { respanPipeline, sizeOf } from './respan.ts';
import { type Binder, type CallNode, letNames, lookup, poison, type Scope } from './scope.ts';
import { bindArguments, bindAround, bindColumnIfExists, bindColumnNames, bindIsColumn } from './special.ts';
import { commonType, isTextParameter, typeNames, typeOfCall } from './types.ts';

const casts: Readonly<Partial<Record<ScalarType, ScalarFn>>> = {
  bool: 'tobool',
  int: 'toint',
  long: 'tolong',
  real: 'toreal',
  decimal: 'todecimal',
  datetime: 'todatetime',
  timespan: 'totimespan',
  guid: 'toguid',
};

/** A value as one of `type`: dynamic values are converted, null literals take the type, others stay. */
const coerce = (expr: Expr, type: ScalarType): Expr => {
  if (expr.type !== 'dynamic' || type === 'dynamic' || type === 'unknown') return expr;
  if (expr.kind === 'literal' && expr.value === null) return nullLiteral(type, expr.span);
  if (type === 'string') return asText(expr);
  const fn = casts[type];
  return fn ? { kind: 'call', span: expr.span, type, fn, args: [expr] } : expr;
};

const checkCount = (b: Binder, call: CallNode, fits: boolean, forms: string): boolean => {
  if (!fits) b.report('RMMC2006', call.span, { name: call.name.text, found: `${call.args.length} arguments`, forms });
  return fits;
};

const asCondition = (b: Binder, expr: Expr, where: string): Expr => {
  if (expr.type === 'bool') return expr;
  if (expr.kind === 'column' && expr.name === '') return { ...expr, type: 'bool' };
  if (expr.type === 'unknown') return { kind: 'call', span: expr.span, type: 'bool', fn: 'tobool', args: [expr] };
  b.report('RMMC2007', expr.span, { found: expr.type, expected: 'bool', where });
  return { ...poison(expr.span), type: 'bool' };
};

const bindNot = (b: Binder, call: CallNode, args: readonly Expr[]): Expr => {
  const [operand] = args;
  if (!operand || !checkCount(b, call, args.length === 1, 'bool')) return { ...poison(call.span), type: 'bool' };
  return { kind: 'not', span: call.span, type: 'bool', operand: asCondition(b, operand, '`not`') };
};

/** `iff(c, a, b)` and `case(c1, a1, …, otherwise)`. */
const bindCase = (b: Binder, call: CallNode, args: readonly Expr[]): Expr => {
  const fits = args.length >= 3 && args.length % 2 === 1 && (call.name.text === 'case' || args.length === 3);
  const otherwise = args.at(-1);
  if (
    !checkCount(b, call, fits, call.name.text === 'case' ? 'condition, value, …, otherwise' : 'condition, value, otherwise') ||
    !otherwise
  )
    return poison(call.span);
  const values = args.filter((_, i) => i % 2 === 1 || i === args.length - 1);
  const type = commonType(
    values.map((value) => value.type),
    true,
  );
  const arms = args.slice(0, -1).flatMap((when, i) => {
    const then = args[i + 1];
    return i % 2 === 0 && then ? [{ when: asCondition(b, when, `a condition of \`${call.name.text}\``), then: coerce(then, type) }] : [];
  });
  return { kind: 'case', span: call.span, type, arms, otherwise: coerce(otherwise, type) };
};

const bindToscalar = (b: Binder, call: CallNode, scope: Scope): Expr => {
  const [first] = call.args;
  if (!first || !checkCount(b, call, call.args.length === 1, 'a query')) return poison(call.span);
  const inner: Scope = { lets: scope.lets, rows: null };
  if (!b.isTabular(first.expr, inner)) return b.expr(first.expr, inner);
  const { pipeline, rows } = b.tabular(first.expr, inner);
  if (!b.spend(sizeOf(pipeline), call.span)) return poison(call.span);
  return {
    kind: 'scalarQuery',
    span: call.span,
    type: rows.frame.columns[0]?.type ?? 'unknown',
    query: respanPipeline(pipeline, call.span),
  };
};

const typeArgument = (call: CallNode): ScalarType | null => {
  const last = call.args.at(-1)?.expr;
  return last?.kind === 'typeof' ? last.type : null;
};

const bindKnown = (b: Binder, call: CallNode, fn: ScalarFn, args: readonly Expr[]): Expr => {
  const result = typeOfCall(
    fn,
    args.map((arg) => arg.type),
  );
  if ('forms' in result) {
    b.report('RMMC2006', call.span, { name: call.name.text, found: typeNames(args), forms: result.forms });
    return poison(call.span);
  }
  checkCallPatterns(b, fn, args);
  const picked = fn === 'todatetime' ? portalTime(b, call.span, args[0]) : null;
  if (picked) return picked;
  const types = args.map((arg) => arg.type);
  const converted = args.map((arg, i) => (arg.type === 'dynamic' && isTextParameter(fn, i, types) ? asText(arg) : arg));
  return { kind: 'call', span: call.span, type: result.type, fn, args: converted };
};

/** `extract(regex, group, text, typeof(long))` is `tolong(extract(regex, group, text))`. */
const withTypeArgument = (b: Binder, call: CallNode, fn: ScalarFn, type: ScalarType, scope: Scope): Expr => {
  const args = call.args.slice(0, -1).map((arg) => b.expr(arg.expr, scope));
  const plain = bindKnown(b, call, fn, args);
  const cast = casts[type];
  if (type === 'string') return plain;
  if (cast) return { kind: 'call', span: call.span, type, fn: cast, args: [plain] };
  return { kind: 'call', span: call.span, type: 'dynamic', fn: 'parse_json', args: [plain] };
};

const unknownFunction = (b: Binder, call: CallNode, scope: Scope): Expr => {
  const { text: name, span } = call.name;
  if (isAggregateName(name)) b.report('RMMC2020', span, { name });
  else if (isUntranslatedFunction(name)) b.report('RMMC2011', span, { name });
  else if (isTupleFn(name)) b.report('RMMC2012', span, { what: `\`${name}\`, which gives several values, in place of one` });
  else {
    const suggestion = suggest(name, [
      ...letNames(scope.lets),
      ...Object.keys(scalarFns),
      ...Object.keys(wideFns),
      ...sugar,
      ...scalarAliases.keys(),
    ]);
    b.report('RMMC2004', span, { name, ...(suggestion === undefined ? {} : { suggestion }) });
  }
  if (scope.aggregate) return poison(call.span);
  for (const arg of call.args)
    if (arg.expr.kind !== 'wildcard' && arg.expr.kind !== 'typeof' && !b.isTabular(arg.expr, scope)) b.expr(arg.expr, scope);
  return poison(call.span);
};

/** Functions that become something else in the IR. */
export const sugar: ReadonlySet<string> = new Set(['not', 'iff', 'case', 'around', 'replace', 'column_names_of', 'toscalar']);

/** The IR of a call in a scalar position. */
export const bindCall = (b: Binder, call: CallNode, scope: Scope): Expr => {
  const { text: name } = call.name;
  if (scope.graph && isGraphFn(name)) return bindGraphCall(b, call, name, scope.graph, scope);
  const own = lookup(scope.lets, name);
  if (own?.kind === 'function') return b.callScalar(own, call, scope);
  if (scope.aggregate && isAggregateName(name)) return scope.aggregate(call);
  if (name === 'toscalar') return bindToscalar(b, call, scope);
  const canonical = scalarAliases.get(name) ?? name;
  const type = typeArgument(call);
  if (isScalarFn(canonical) && type !== null) return withTypeArgument(b, call, canonical, type, scope);
  if (canonical === 'column_names_of') return bindColumnNames(b, call, scope);
  if (!isScalarFn(canonical) && !sugar.has(canonical)) return unknownFunction(b, call, scope);
  const args = bindArguments(b, call, canonical, scope);
  if (canonical === 'not') return bindNot(b, call, args);
  if (canonical === 'iff' || canonical === 'case') return bindCase(b, call, args);
  if (canonical === 'around') return bindAround(b, call, args);
  if (canonical === 'column_ifexists') return bindColumnIfExists(b, call, scope, args);
  if (canonical === 'iscolumnexists') return bindIsColumn(b, call, scope, args);
  if (canonical === 'replace') {
    const [regex, rewrite, text] = args;
    return bindKnown(b, call, 'replace_regex', text && regex && rewrite ? [text, regex, rewrite] : args);
  }
  return isScalarFn(canonical) ? bindKnown(b, call, canonical, args) : poison(call.span);
};
