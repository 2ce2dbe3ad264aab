// The prefix of iplocation's fields in; the bag that KQL has for a place out.
import type { Expr } from '../../ir/expr.ts';
import { call, type Eval, field, text } from './ast.ts';
import type { Binding, Value } from './context.ts';
import type { Call } from './function-row.ts';

/** KQL's key, and the field of iplocation behind its prefix. */
const fields = [
  ['country', 'Country'],
  ['state', 'Region'],
  ['city', 'City'],
  ['latitude', 'lat'],
  ['longitude', 'lon'],
] as const;

/** What iplocation does not know is missing or empty. */
const known = (name: string): Eval => call('nullif', field(name), text(''));

/** The place as KQL has it: null where there is none. */
const placeAt = (prefix: string): Value => {
  const parts = fields.map(([key, name]) => ({ key, value: known(`${prefix}${name}`) }));
  const country = known(`${prefix}Country`);
  const bag = call('json_object', ...parts.flatMap(({ key, value }) => [text(key), value]));
  return {
    eval: call('if', call('isnull', country), call('null'), bag),
    rep: 'json',
    nullable: true,
    parts: new Map(parts.map(({ key, value }): [string, Value] => [key, { eval: value, rep: 'json', nullable: true }])),
  };
};

/** The address of a call, wherever the call stands. */
export const addressKey = (e: Call): string =>
  JSON.stringify(e.args, (key, value: unknown) => (key === 'span' ? undefined : typeof value === 'bigint' ? String(value) : value));

/** The last look-up of the same address: trees are rebuilt when they are walked, so that the call itself is no key. */
export const placeOf = (e: Call, hits: ReadonlyMap<Expr, Binding>): Value | null => {
  const key = addressKey(e);
  const found = [...hits].findLast(([one]) => one.kind === 'call' && one.fn === e.fn && addressKey(one) === key);
  return found ? placeAt(found[1].field) : null;
};
