// A value that was read out of JSON, and the type that it is compared with, in; the value in that type out: JSON_EXTRACT gives texts.
import type { Span } from '../../../diagnostics/span.ts';
import { call } from '../ast.ts';
import type { Context } from '../context.ts';
import { boolFromText } from '../functions/convert.ts';
import { type EsType, type Value, value } from '../value.ts';

/** As it is where it is none, or compared as a text. */
export const fromJson = (context: Context, span: Span, v: Value, type: EsType): Value => {
  if (!v.json || v.type !== 'keyword') return v;
  const assume = (what: string): void => context.findings.assume('RMMC3777', span, { what: 'the value', type: what });
  if (type === 'integer' || type === 'long' || type === 'double') {
    assume('a number below 2^53');
    return value(call('TO_DOUBLE', v.es), 'double', true);
  }
  if (type === 'boolean') {
    context.findings.assume('RMMC3832', span, { what: 'the value' });
    return boolFromText(v);
  }
  if (type !== 'date') return v;
  assume('an ISO 8601 text in UTC');
  return value(call('TO_DATETIME', v.es), 'date', true);
};
