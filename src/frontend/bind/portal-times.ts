// Blanks that the Sentinel portal fills in when a hunting query runs: the argument of `todatetime()` in, the time that it has before anyone touches the time picker out.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Binder } from './scope.ts';

const day = 864_000_000_000n;

const blank = /^\{\{\s*(StartTimeISO|EndTimeISO)\s*\}\}$/;

/** The last day; null: no blank. */
export const portalTime = (b: Binder, span: Span, arg: Expr | undefined): Expr | null => {
  const name = arg?.kind === 'literal' && typeof arg.value === 'string' ? blank.exec(arg.value)?.[1] : undefined;
  if (name === undefined) return null;
  const isStart = name === 'StartTimeISO';
  b.report('RMMC2024', span, { name, time: isStart ? 'ago(1d)' : 'now()' });
  const args: readonly Expr[] = isStart ? [{ kind: 'literal', span, type: 'timespan', value: day }] : [];
  return { kind: 'call', span, type: 'datetime', fn: isStart ? 'ago' : 'now', args };
};
