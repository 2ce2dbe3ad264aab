// The prefix of iplocation's fields in; the bag that KQL has for a place out.
import type { Expr } from '../../../ir/expr.ts';
import { call, type Eval, field, text } from '../ast.ts';
import type { Binding, Value } from '../context.ts';
import { answerOf } from './answered.ts';
import type { Call } from './row.ts';

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

export const placeOf = (e: Call, hits: ReadonlyMap<Expr, Binding>): Value | null => {
  const found = answerOf(e, hits);
  return found && placeAt(found.field);
};
