// The pairs of a join in; the fields that hold the keys of both sides' rows as texts out. A null key is no text: such a row pairs with none.
import { match, P } from 'ts-pattern';
import type { Expr } from '../../../ir/expr.ts';
import type { JoinPair } from '../../../ir/pipeline.ts';
import type { TargetContext } from '../../shared/backend.ts';
import { type Assignment, binary, call, type Eval, number, text } from '../ast.ts';
import { namesIn } from '../commands/effects.ts';
import type { Value } from '../context.ts';
import { assign, exprsOf, fresh, type State } from '../state.ts';
import type { Join } from './sides.ts';

/** One key: the field that holds it on both sides, and what has to be assigned to it there (null: it holds it already). */
export interface JoinKey {
  readonly field: string;
  readonly left: Eval | null;
  readonly right: Eval | null;
}

const isFractional = (e: Expr): boolean => e.type === 'real' || e.type === 'decimal';

/** The same values give the same text on both sides, whatever made them. A group key that was null is written `""`. */
const keyText = (value: Value, expr: Expr, fractional: boolean): Eval =>
  match(value.rep)
    .returnType<Eval>()
    .with('text', () => (expr.type === 'guid' ? call('nullif', value.eval, text('')) : value.eval))
    .with('number', () => {
      const shown = binary('.', fractional ? call('tonumber', value.eval) : value.eval, text(''));
      return value.nullable ? call('nullif', shown, text('')) : shown;
    })
    .with(P.union('time', 'span'), () => binary('.', call('round', value.eval, number(6)), text('')))
    .with(P.union('bool', 'json'), () => (value.nullable ? call('nullif', value.eval, text('')) : value.eval))
    .with('list', () => call('mv_to_json_array', value.eval))
    .exhaustive();

/** A text that stands in a field of the same name on both sides is a key as it is. */
const shared = (left: Value, right: Value, pair: JoinPair): string | null =>
  left.eval.kind === 'field' &&
  right.eval.kind === 'field' &&
  left.eval.name === right.eval.name &&
  !left.eval.name.startsWith('_') &&
  left.rep === 'text' &&
  right.rep === 'text' &&
  pair.left.type !== 'guid'
    ? left.eval.name
    : null;

export const keysOf = (join: Join, left: State, right: State, context: TargetContext): readonly JoinKey[] => {
  const taken = new Set([...namesIn(left.commands), ...namesIn(right.commands)]);
  const [l, r] = [exprsOf(left, context), exprsOf(right, context)];
  return join.on.map((pair, at): JoinKey => {
    const [a, b] = [l.value(pair.left), r.value(pair.right)];
    const same = shared(a, b, pair);
    if (same !== null) return { field: same, left: null, right: null };
    const fractional = isFractional(pair.left) || isFractional(pair.right);
    const name = fresh(join.on.length > 1 ? `rmmc_key_${at + 1}` : 'rmmc_key', taken);
    taken.add(name);
    return { field: name, left: keyText(a, pair.left, fractional), right: keyText(b, pair.right, fractional) };
  });
};

/** The rows of one side with their keys. */
export const keyed = (state: State, keys: readonly JoinKey[], side: 'left' | 'right'): State =>
  assign(
    state,
    keys.flatMap((key): readonly Assignment[] => {
      const value = key[side];
      return value === null ? [] : [{ field: key.field, value }];
    }),
  );
