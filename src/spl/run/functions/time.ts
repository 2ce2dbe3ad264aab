// Eval's date and time functions (Search Reference, Date and Time functions).
import { parseTimeModifier } from '../../time-modifier.ts';
import { fail } from '../refusal.ts';
import { instantAfter } from '../relative-time.ts';
import { strftime } from '../strftime.ts';
import { strptime } from '../strptime.ts';
import { num, toNumber, type Value, written } from '../value.ts';
import { type Context, type EvalFunction, textArg } from './shapes.ts';

const relative: EvalFunction = {
  least: 2,
  most: 2,
  apply: ([time = null, spec = null], { zone }) => {
    const seconds = toNumber(time);
    if (seconds === null || spec === null) return null;
    const modifier = parseTimeModifier(textArg('relative_time', spec));
    return modifier?.kind === 'relative' ? num(instantAfter(zone, seconds, modifier)) : fail('relative_time takes a time modifier');
  },
};

const format: EvalFunction = {
  least: 2,
  most: 2,
  apply: ([time = null, form = null], { zone, asked }) => {
    const seconds = toNumber(time);
    return seconds === null || form === null || !Number.isFinite(seconds)
      ? null
      : strftime(seconds, textArg('strftime', form), zone, asked);
  },
};

/** Six decimals, as a search prints it. */
const parse: EvalFunction = {
  least: 2,
  most: 2,
  apply: ([text = null, form = null], { zone, asked }) => {
    if (text === null || form === null) return null;
    const seconds = strptime(textArg('strptime', text), textArg('strptime', form), zone, asked);
    return seconds === null ? null : written(seconds, seconds.toFixed(6));
  },
};

const clock: EvalFunction = { least: 0, most: 0, apply: (_: readonly Value[], { now }: Context) => num(now) };

export const timeFunctions: ReadonlyMap<string, EvalFunction> = new Map<string, EvalFunction>([
  ['now', clock],
  ['time', clock],
  ['relative_time', relative],
  ['strftime', format],
  ['strptime', parse],
]);
