// How KQL's values are held in eval: types in, representations and conversions out.
import { match, P } from 'ts-pattern';
import type { Expr } from '../../ir/expr.ts';
import { ticksPerSecond } from '../../ir/types.ts';
import { binary, call, type Eval, number, regex, text } from './ast.ts';
import { type Lowering, type Rep, refused, type Value } from './context.ts';

/** Ticks of 100 ns as seconds, without a detour over floating point. */
export const secondsOfTicks = (ticks: bigint): string => {
  const sign = ticks < 0n ? '-' : '';
  const all = ticks < 0n ? -ticks : ticks;
  const rest = (all % ticksPerSecond).toString().padStart(7, '0').replace(/0+$/, '');
  return `${sign}${all / ticksPerSecond}${rest === '' ? '' : `.${rest}`}`;
};

export const repOf = (type: Expr['type']): Rep =>
  match(type)
    .returnType<Rep>()
    .with(P.union('string', 'guid', 'unknown'), () => 'text')
    .with(P.union('int', 'long', 'real', 'decimal'), () => 'number')
    .with('datetime', () => 'time')
    .with('timespan', () => 'span')
    .with('bool', () => 'bool')
    .with('dynamic', () => 'json')
    .exhaustive();

/** A value as a text that is never null: KQL's `tostring`. */
export const textOf = (value: Value, l: Lowering, expr: Expr): Eval =>
  match(value.rep)
    .with('text', () => value.eval)
    .with('bool', () => (value.nullable ? call('coalesce', value.eval, text('')) : value.eval))
    .with('number', () => {
      if (expr.type === 'real' || expr.type === 'decimal')
        l.context.findings.assume('RMMC3816', expr.span, { what: 'the text of a number' });
      const shown = binary('.', value.eval, text(''));
      return value.nullable ? call('coalesce', shown, text('')) : shown;
    })
    .with('json', () =>
      value.eval.kind === 'call' && value.eval.fn === 'coalesce'
        ? call('coalesce', ...value.eval.args, text(''))
        : call('coalesce', value.eval, text('')),
    )
    .with('list', () => call('coalesce', call('mv_to_json_array', value.eval), text('[]')))
    .with('time', () => {
      l.context.findings.assume('RMMC3804', expr.span, { what: 'the text of a datetime' });
      const shown = binary('.', call('strftime', value.eval, text('%Y-%m-%dT%H:%M:%S.%6N')), text('0Z'));
      return value.nullable ? call('coalesce', shown, text('')) : shown;
    })
    .with('span', () => refused(l, expr.span, 'the text of a timespan', 'tostring(x, "duration") writes another format').eval)
    .exhaustive();

/** Towards zero, as KQL cuts off. */
export const truncated = (e: Eval): Eval => call('if', binary('<', e, number(0)), call('ceiling', e), call('floor', e));

/** Splunk has no stored booleans: JSON and CSV write them as these texts. */
export const isTrueText = (e: Eval): Eval => call('match', e, regex('(?i)^(?:true|1)\\z'));
export const isFalseText = (e: Eval): Eval => call('match', e, regex('(?i)^(?:false|0)\\z'));
