// `range x from … to … step …`: one row per value, made as they are asked for.
import type { Expr } from '../../ir/expr.ts';
import type { ScalarType } from '../../ir/types.ts';
import { argOf } from '../compile-expr.ts';
import { failed } from '../refusal.ts';
import type { Env, SourceOf } from '../scope.ts';
import type { Row } from '../value.ts';
import { convert } from '../values/convert.ts';

type Point = bigint | number;

const pointOf = (expr: Expr, type: ScalarType, env: Env): Point | null => {
  const arg = argOf(expr, { columns: [], env, cursor: null });
  const value = convert(arg.get([]), arg.type, type);
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value)) ? value : null;
};

const at = (from: Point, i: number, step: Point): Point =>
  typeof from === 'bigint' && typeof step === 'bigint' ? from + BigInt(i) * step : Number(from) + i * Number(step);

export const rangeRows = function* (n: SourceOf<'range'>, env: Env): Generator<Row> {
  const { type } = n.column;
  const [from, to] = [pointOf(n.from, type, env), pointOf(n.to, type, env)];
  const step = pointOf(n.step, type === 'datetime' ? 'timespan' : type, env);
  if (from === null || to === null || step === null) return;
  if (step === 0n || step === 0) failed('the step of `range` is 0', n.step.span);
  for (let i = 0; ; i += 1) {
    const value = at(from, i, step);
    if (step > 0 ? value > to : value < to) return;
    yield [value];
  }
};
