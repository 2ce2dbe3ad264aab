// `tuple`: functions that give several columns at once.
import type { StepOf } from '../../ir/pipeline.ts';
import { argOf } from '../compile-expr.ts';
import { array, bool } from '../functions/shapes.ts';
import { unsupported } from '../refusal.ts';
import type { Arg, Env } from '../scope.ts';
import type { Operator, Row, Value } from '../value.ts';
import { overlay } from './overlay.ts';
import { perRow } from './sinks.ts';

const noStats: readonly Value[] = [null, null, null, null, null, null, null];

/** Least, greatest, their first positions, mean, sample deviation and variance. */
const statsOf = (numbers: readonly number[]): readonly Value[] => {
  if (numbers.length === 0) return noStats;
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const variance = numbers.length < 2 ? 0 : numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (numbers.length - 1);
  return [least, BigInt(numbers.indexOf(least)), most, BigInt(numbers.indexOf(most)), mean, Math.sqrt(variance), variance];
};

/** Over an array of numbers; null for what is no array. Elements that are no finite numbers are refused: their positions are not settled. */
const seriesStats = (n: StepOf<'tuple'>, [series, ignoring]: readonly Arg[]): ((row: Row) => readonly Value[]) => {
  if (!series) return () => noStats;
  const read = array(series);
  const ignores = ignoring ? bool(ignoring) : () => false;
  return (row) => {
    const items = read(row);
    if (items === null) return noStats;
    const numbers = items.map((item) => (typeof item === 'bigint' || typeof item === 'number' ? Number(item) : Number.NaN));
    const finite = numbers.filter(Number.isFinite);
    if (finite.length === numbers.length) return statsOf(numbers);
    return ignores(row) === true ? unsupported('`series_stats()` of an array that holds more than finite numbers', n.span) : noStats;
  };
};

const readerOf = (n: StepOf<'tuple'>, args: readonly Arg[]): ((row: Row) => readonly Value[]) =>
  n.fn === 'series_stats' ? seriesStats(n, args) : unsupported(`the function \`${n.fn}()\``, n.span);

export const tuple = (n: StepOf<'tuple'>, env: Env): Operator =>
  perRow((columns) => {
    const read = readerOf(
      n,
      n.args.map((arg) => argOf(arg, { columns, env, cursor: null })),
    );
    const { columns: made, put } = overlay(columns, n.outputs);
    return { columns: made, take: (row, emit) => emit(put(row, read(row))) };
  });
