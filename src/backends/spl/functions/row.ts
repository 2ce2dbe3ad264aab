// The shape of an answer to a scalar function, and small helpers that the answers share.
import type { Expr, ExprOf } from '../../../ir/expr.ts';
import { call, type Eval } from '../ast.ts';
import { asNumber, type Lowering, refused, type Value } from '../context.ts';
import { textOf } from '../values.ts';

export type Call = ExprOf<'call'>;

export type FunctionRow =
  | { readonly as: 'native'; readonly lower: (e: Call, l: Lowering) => Value }
  /** `why` ends the sentence "Splunk SPL has no way to say `f()`: …". */
  | { readonly as: 'refuse'; readonly why: string };

/** Why what stands in the wide vocabulary is refused. */
export const onlyKql = 'only KQL has this function';

export const native = (lower: (e: Call, l: Lowering) => Value): FunctionRow => ({ as: 'native', lower });
export const no = (why: string): FunctionRow => ({ as: 'refuse', why });

/** The n-th argument; the arity was checked when the query was bound. */
export const arg = (e: Call, index: number): Expr => e.args[index] ?? { kind: 'literal', span: e.span, type: 'string', value: '' };

export const textArg = (e: Call, index: number, l: Lowering): Eval => textOf(l.value(arg(e, index)), l, arg(e, index));

/** A number; texts and dynamic values are read as one, and are null when they are none. */
export const numberArg = (e: Call, index: number, l: Lowering): Value => {
  const value = l.value(arg(e, index));
  return value.rep === 'text' || value.rep === 'json' || value.rep === 'bool' ? asNumber(call('tonumber', value.eval), true) : value;
};

/** The text of a constant argument, null when it is not one. */
export const constantText = (e: Call, index: number): string | null => {
  const found = e.args[index];
  return found?.kind === 'literal' && typeof found.value === 'string' ? found.value : null;
};

/** The whole number of a constant argument, null when it is not one. */
export const constantInt = (e: Call, index: number): bigint | null => {
  const found = e.args[index];
  return found?.kind === 'literal' && typeof found.value === 'bigint' ? found.value : null;
};

export const needsConstant = (e: Call, l: Lowering, which: string): Value =>
  refused(l, e.span, `\`${e.fn}()\` with ${which} that is not a constant`, 'it has to be known when the rule is translated');
