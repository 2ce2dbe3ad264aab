// `arg_max`, `arg_min` and `take_any` in; ES|QL out. The engine has no such aggregate: a row is packed into one text that sorts by its key, and unpacked
// behind the aggregation. Base64 keeps the separator out of the values.
import { match } from 'ts-pattern';
import type { Span } from '../../diagnostics/span.ts';
import type { Measure, Named } from '../../ir/pipeline.ts';
import { type Around, asColumn } from './aggregates.ts';
import { type Assignment, binary, type Command, call, type Es, field, num, str } from './ast.ts';
import { type Context, type Place, refuse } from './context.ts';
import { keepJson } from './json/json-extract.ts';
import { resulting, shown } from './state.ts';
import { textOf, type Value, value } from './value.ts';

export type Pick = Extract<Measure, { kind: 'pick' }>;

export interface Picked {
  /** Before the aggregation. */
  readonly packed: readonly Assignment[];
  readonly measures: readonly Assignment[];
  /** Behind the aggregation. */
  readonly unpack: readonly Command[];
  readonly columns: readonly (readonly [string, Value])[];
}

const none: Picked = { packed: [], measures: [], unpack: [], columns: [] };

const zeros = str('0000000000000000000');
const padded = (n: Es): Es => call('RIGHT', call('CONCAT', zeros, call('TO_STRING', n)), num(19));

const sortableLong = (n: Es): Es => {
  const negative = call('CONCAT', str('0'), padded(binary('+', n, num(9223372036854775807n))));
  return call('CASE', binary('<', n, num(0)), negative, binary('>=', n, num(0)), call('CONCAT', str('1'), padded(n)));
};

/** The whole number below, and how far it is to there. */
const sortableReal = (n: Es): Es => {
  const below = call('FLOOR', n);
  const rest = binary('*', binary('-', n, below), { kind: 'number', text: '1.0E18' });
  return call('CONCAT', sortableLong(call('TO_LONG', below)), padded(call('TO_LONG', rest)));
};

/** A text that sorts like the key; null for a type that has none. */
export const sortable = (context: Context, span: Span, v: Value): Es | null => {
  if (v.type === 'date') return call('DATE_FORMAT', str("yyyy-MM-dd'T'HH:mm:ss.SSS"), v.es);
  if (v.type === 'double') context.findings.assume('RMMC3745', span, {});
  if (v.type === 'double') return sortableReal(v.es);
  if (v.type === 'boolean') return call('TO_STRING', v.es);
  return v.type === 'integer' || v.type === 'long' || v.type === 'span' ? sortableLong(v.es) : null;
};

/** Between the values of a list. */
const several = '\u001f';

export const packedList = (v: Value): Es => {
  const texts = v.element === 'keyword' ? v.es : call('TO_STRING', v.element === 'date' ? call('TO_LONG', v.es) : v.es);
  return call('COALESCE', call('TO_BASE64', call('CONCAT', str('.'), call('MV_CONCAT', texts, str(several)))), str(''));
};

export const unpackedList = (v: Value, from: Es): Value => {
  const whole = call('FROM_BASE64', call('CASE', { kind: 'binary', op: '!=', left: from, right: str('') }, from));
  const texts = call('SPLIT', call('SUBSTRING', whole, num(2)), str(several));
  const element = unpackedElement(v.element ?? 'keyword', texts);
  return { ...v, es: element, nullable: true, element: v.element ?? 'keyword' };
};

const unpackedElement = (type: Value['type'], texts: Es): Es => {
  if (type === 'date') return call('TO_DATETIME', call('TO_LONG', texts));
  if (type === 'integer' || type === 'long' || type === 'span') return call('TO_LONG', texts);
  if (type === 'double') return call('TO_DOUBLE', texts);
  return type === 'boolean' ? call('TO_BOOLEAN', texts) : texts;
};

/** The value as text without `|`; the empty text stands for null. */
export const packedText = (v: Value): Es =>
  match(v.type)
    .returnType<Es>()
    .with('keyword', () => call('TO_BASE64', shown(v)))
    .with('date', () => call('COALESCE', call('TO_STRING', call('TO_LONG', v.es)), str('')))
    .with('integer', 'long', 'span', 'double', 'boolean', () => call('COALESCE', call('TO_STRING', v.es), str('')))
    .with('list', () => packedList(v))
    .with('bag', 'null', () => str(''))
    .exhaustive();

/** The value back from `packedText`. */
export const unpackedText = (v: Value, from: Es): Value => {
  const present = call('CASE', binary('!=', from, str('')), from);
  return match(v.type)
    .returnType<Value>()
    .with('keyword', () =>
      // what JSON_EXTRACT did not find is null, and no empty text
      v.json
        ? { ...value(call('FROM_BASE64', present), 'keyword', true), isElement: true }
        : value(call('FROM_BASE64', from), 'keyword', true),
    )
    .with('date', () => value(call('TO_DATETIME', call('TO_LONG', present)), 'date', true))
    .with('integer', 'long', () => value(call('TO_LONG', present), 'long', true))
    .with('span', () => value(call('TO_LONG', present), 'span', true))
    .with('double', () => value(call('TO_DOUBLE', present), 'double', true))
    .with('boolean', () => value(call('TO_BOOLEAN', present), 'boolean', true))
    .with('list', () => unpackedList(v, from))
    .with('bag', 'null', () => value({ kind: 'null' }, 'null', true))
    .exhaustive();
};

const valuesOf = (place: Place, outputs: readonly Named[]): readonly Value[] => {
  const values = outputs.map((output) => place.lowering.value(place, output.expr, 'value'));
  for (const [at, { name, span }] of outputs.entries())
    if (values[at]?.type === 'list') place.context.findings.assume('RMMC3752', span, { what: name });
  return values;
};

/** One column of any row: the greatest is a value like another, and never the missing one. */
const anyOne = (name: string, at: string, v: Value): Picked => ({
  ...none,
  measures: [{ name: at, expr: call('MAX', resulting(v)) }],
  columns: [[name, keepJson(v, { es: field(at), type: v.type, nullable: true, ...(v.json ? { isElement: true } : {}) })]],
});

/** Behind a text that rows are sorted by: less than what a longer text goes on with. */
const below = call('FROM_BASE64', str('AQ=='));

/** A text may hold the sign between the parts: it is cut off. */
const withoutKey = (pack: string, key: Value | null): readonly Command[] =>
  key?.type === 'keyword'
    ? [{ kind: 'eval', columns: [{ name: pack, expr: call('REPLACE', field(pack), str('\\A(?s:.*)\\x{1}'), str('')) }] }]
    : [];

const keyText = (place: Place, pick: Pick, key: Value | null): Es | null => {
  if (key === null) return str('');
  if (key.type === 'keyword') {
    place.context.findings.assume('RMMC3761', pick.span, {});
    return call('CONCAT', textOf(key), below);
  }
  const text = sortable(place.context, pick.span, key);
  if (text === null) {
    refuse(
      place.context,
      pick.span,
      `\`arg_${pick.by}()\` by a ${key.type}`,
      'only dates, numbers, booleans and texts sort as packed text',
    );
    return null;
  }
  return key.nullable ? call('COALESCE', text, str(pick.by === 'min' ? '~' : ' ')) : text;
};

/** `pack` is a free name, and so is every name that starts with it and `_`. */
export const lowerPick = (outer: Place, pick: Pick, outputs: readonly Named[], pack: string, around: Around): Picked => {
  const place: Place = { ...outer, position: 'value' };
  const values = valuesOf(place, outputs);
  const [only] = outputs;
  const [first] = values;
  if (pick.by === 'any' && outputs.length === 1 && only && first && first.type !== 'list')
    return anyOne(only.name, around.output(only.name), asColumn(around, first));
  const key = pick.key ? asColumn(around, place.lowering.value(place, pick.key.expr, 'value')) : null;
  const text = keyText(place, pick, key);
  if (text === null) return none;
  const fn = pick.by === 'min' ? 'MIN' : 'MAX';
  const parts = outputs.map((_, index) => `${pack}_${index}`);
  const keyName = key === null ? '' : (pick.key?.name ?? '');
  const named = key && keyName !== '' ? [{ name: around.output(keyName), expr: call(fn, shown(key)) }] : [];
  const unpacked = outputs.map((output, index) => ({
    name: output.name,
    at: around.output(output.name),
    v: unpackedText(values[index] ?? value(str(''), 'keyword', false), field(parts[index] ?? '')),
  }));
  const pattern = ['%{?packed_key}', ...parts.map((part) => `%{${part}}`)].join('|');
  const row = call('CONCAT', text, ...values.flatMap((v) => [str('|'), packedText(v)]));
  const unpack: readonly Command[] = [
    ...withoutKey(pack, key),
    { kind: 'dissect', field: pack, pattern },
    { kind: 'eval', columns: unpacked.map(({ at, v }) => ({ name: at, expr: v.es })) },
    { kind: 'drop', names: [pack, ...parts] },
  ];
  return {
    packed: outputs.length > 0 ? [{ name: pack, expr: row }] : [],
    measures: [...named, ...(outputs.length > 0 ? [{ name: pack, expr: call(fn, field(pack)) }] : [])],
    unpack: outputs.length > 0 ? unpack : [],
    columns: [
      ...named.map((one) => [keyName, value(field(one.name), key?.type ?? 'date', true)] as const),
      ...unpacked.map(({ name, at, v }, index) => [name, keepJson(values[index] ?? v, { ...v, es: field(at) })] as const),
    ],
  };
};
