// A text test of an array whose elements are several values of one cell in; an ES|QL condition on them out. KQL tests the array's JSON text.
import type { ExprOf } from '../../ir/expr.ts';
import { call, type Es, isNotNull, isNull, str } from './ast.ts';
import type { Place } from './context.ts';
import { type TextTestOf, textCondition } from './lower-text.ts';
import { type Value, value } from './value.ts';

/** No sign of JSON stands in it: it is found in the text of an array or an object where one of the values holds it. */
export const isPlain = (needle: string): boolean => /^[^"\\,[\]{}:\u0000-\u001f]+$/.test(needle);

const blanks: ReadonlySet<string> = new Set(['', '[]']);

/** The array behind a tested text; null for any other text. */
export const testedArray = (place: Place, n: ExprOf<'text'>): Value | null => {
  const { subject } = n;
  const [inner] = subject.kind === 'call' && subject.fn === 'tostring' ? subject.args : [subject];
  if (inner?.kind !== 'column' || inner.type !== 'dynamic') return null;
  const v = place.lowering.parts(place, inner, 'test');
  return v.type === 'list' && v.element === 'keyword' && v.mayLack ? v : null;
};

const blankCondition = (place: Place, v: Value, name: string, t: TextTestOf, want: boolean): Es => {
  if (t.needles.includes('[]'))
    place.context.findings.assume('RMMC3759', t.span, { column: name, field: v.stored?.mapping.field ?? 'its field' });
  return want ? isNull(v.es) : isNotNull(v.es);
};

/** True exactly where KQL's test is `want`; null: the text has to be written out. */
export const arrayCondition = (place: Place, v: Value, name: string, t: TextTestOf, want: boolean): Es | null => {
  if (t.test === 'equals' && t.needles.every((needle) => blanks.has(needle))) return blankCondition(place, v, name, t, want);
  const within = t.test === 'contains' || t.test === 'term' || t.test === 'termPrefix' || t.test === 'termSuffix';
  if (!within || !t.needles.every(isPlain)) return null;
  place.context.findings.assume('RMMC3758', t.span, { column: name });
  return textCondition(place.context, value(call('MV_CONCAT', v.es, str(',')), 'keyword', true), t, want, place.position);
};
