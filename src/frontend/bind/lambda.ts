// Functions that a query defines (`let f = (x:string) { … }`): a call in, the body with the arguments in place out.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import { isNumeric } from '../../ir/types.ts';
import type { AstExpr, AstFunctionParameter } from '../ast/ast.ts';
import { respanExpr, respanPipeline, sizeOf } from './respan.ts';
import {
  type Binder,
  type Binding,
  type Block,
  type Bound,
  type CallNode,
  define,
  newBlock,
  poison,
  type Scope,
  unknownBound,
} from './scope.ts';

type FunctionBinding = Binding & { kind: 'function' };

/** A call costs at least this many nodes, so that nested calls cannot multiply without end. */
const callCost = 20;

const argumentFor = (parameter: AstFunctionParameter, call: CallNode, position: number): AstExpr | null => {
  const named = call.args.find((arg) => arg.names[0]?.text === parameter.name.text);
  const positional = position >= 0 ? call.args[position] : undefined;
  return named?.expr ?? (positional && positional.names.length === 0 ? positional.expr : parameter.defaultValue);
};

const wrongArguments = (b: Binder, fn: FunctionBinding, call: CallNode): null => {
  const forms = fn.node.parameters.map((p) => `${p.name.text}: ${typeof p.type === 'string' ? p.type : 'rows'}`).join(', ');
  b.report('RMMC2006', call.span, { name: call.name.text, found: `${call.args.length} arguments`, forms });
  return null;
};

const scalarFits = (expr: Expr, type: string): boolean =>
  expr.type === type ||
  expr.type === 'unknown' ||
  expr.type === 'dynamic' ||
  type === 'dynamic' ||
  (isNumeric(expr.type) && ['int', 'long', 'real', 'decimal'].includes(type));

/** The block in which the body sees its parameters; null when the arguments do not fit (reported). */
const bindParameters = (b: Binder, fn: FunctionBinding, call: CallNode, scope: Scope, piped: Bound | null): Block | null => {
  const { parameters } = fn.node;
  if (call.args.length + (piped ? 1 : 0) > parameters.length) return wrongArguments(b, fn, call);
  let block = newBlock(fn.scope.lets);
  for (const [i, parameter] of parameters.entries()) {
    const { text: name } = parameter.name;
    const ast = argumentFor(parameter, call, piped ? i - 1 : i);
    if (typeof parameter.type !== 'string') {
      const bound = piped && i === 0 ? piped : ast && b.tabular(ast, scope);
      if (!bound) return wrongArguments(b, fn, call);
      block = define(block, name, { kind: 'tabular', bound, size: 1, use: () => undefined });
    } else {
      if (!ast || (piped && i === 0)) return wrongArguments(b, fn, call);
      const expr = b.expr(ast, scope);
      if (!scalarFits(expr, parameter.type))
        b.report('RMMC2007', ast.span, {
          found: expr.type,
          expected: parameter.type,
          where: `the parameter \`${name}\` of \`${call.name.text}\``,
        });
      block = define(block, name, { kind: 'scalar', expr, size: sizeOf(expr) });
    }
  }
  return block;
};

const bindBody = <T>(b: Binder, fn: FunctionBinding, block: Block, bind: (body: AstExpr, scope: Scope) => T): T | null => {
  if (!fn.node.body) return null;
  let inner = newBlock(block);
  for (const statement of fn.node.statements) inner = b.statement(statement, inner);
  return bind(fn.node.body, { lets: inner, rows: null });
};

const noBody = (b: Binder, call: CallNode, span: Span): void =>
  b.report('RMMC2012', span, { what: `the function \`${call.name.text}\` without a result` });

/** A call in a scalar position; every node of the result lies on the call. */
export const bindScalarLambda = (b: Binder, fn: FunctionBinding, call: CallNode, scope: Scope): Expr => {
  if (!b.spend(callCost, call.span)) return poison(call.span);
  const block = bindParameters(b, fn, call, scope, null);
  if (!block) return poison(call.span);
  const expr = bindBody(b, fn, block, (body, inner) => b.expr(body, inner));
  if (!expr) noBody(b, call, call.span);
  return expr && b.spend(sizeOf(expr), call.span) ? respanExpr(expr, call.span) : poison(call.span);
};

/** A call that makes rows. `piped`: the rows before `invoke`, which become the first argument and keep their spans. */
export const bindTabularLambda = (b: Binder, fn: FunctionBinding, call: CallNode, scope: Scope, piped: Bound | null): Bound => {
  if (!b.spend(callCost, call.span)) return unknownBound(call.span);
  const block = bindParameters(b, fn, call, scope, piped);
  if (!block) return unknownBound(call.span);
  const bound = bindBody(b, fn, block, (body, inner) => b.tabular(body, inner));
  if (!bound) noBody(b, call, call.span);
  if (!bound || !b.spend(sizeOf(bound.pipeline), call.span)) return unknownBound(call.span);
  return { ...bound, pipeline: respanBody(bound, call.span, piped) };
};

/** Steps that stood before the call keep their own spans. */
const respanBody = (bound: Bound, span: Span, piped: Bound | null): Bound['pipeline'] => {
  const kept = piped && bound.pipeline.source === piped.pipeline.source ? piped.pipeline : null;
  const moved = respanPipeline(bound.pipeline, span);
  return kept ? { source: kept.source, steps: [...kept.steps, ...moved.steps.slice(kept.steps.length)] } : moved;
};
