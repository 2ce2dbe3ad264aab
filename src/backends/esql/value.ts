// What an expression of the IR becomes: an ES|QL expression with the type that the engine gives it, and whether it can be null.

import type { Span } from '../../diagnostics/span.ts';
import type { ScalarType } from '../../ir/types.ts';
import type { FieldMapping } from '../shared/fields.ts';
import { call, type Es, isNull, nothing, num, or, str } from './ast.ts';

/**
 * The engine's types, and three that it lacks: `span` is a timespan as a long of milliseconds, `list` several values in one cell, `bag` a dynamic value that
 * is known by its parts alone. `null` is the bare NULL, which fits everywhere.
 */
export type EsType = 'keyword' | 'integer' | 'long' | 'double' | 'boolean' | 'date' | 'span' | 'list' | 'bag' | 'null';

/** A column that is read straight from its field. */
export interface Stored {
  readonly column: string;
  readonly table: string;
  readonly mapping: FieldMapping;
}

/** A value below a flattened field, or that field as a whole. */
export interface Asked {
  readonly column: string;
  readonly field: string;
  readonly keys: readonly string[];
  /** The keys as the index knows them. */
  readonly stored: readonly string[];
}

/** Where JSON stands: a text, or the whole event (`_source`), and the keys in it; those of digits are places in an array. */
export interface JsonPlace {
  readonly text: Es;
  readonly keys: readonly string[];
  /** What stands there is a column. */
  readonly column?: Es;
}

/** Values in JSON that are columns each: of an array, those of its elements in turn. */
export interface JsonColumns {
  /** Of the elements of the array at the keys what stands at each of these parts (no key: the element itself), several values of one column; null: not known. */
  elements(keys: readonly string[], parts: readonly (readonly string[])[], span: Span): readonly Es[] | null;
}

/** Something that holds JSON. */
export interface JsonSource {
  /** Each value in it is a column. */
  readonly columns?: JsonColumns;
  /** What stands at KQL's keys; null: that is not known. */
  at(keys: readonly string[]): JsonPlace | null;
  /** Says what is taken for granted where it is read. */
  assume(span: Span, keys: readonly string[]): void;
  /** The same for what stands at the keys, once its text is in another place. */
  below(keys: readonly string[], text: Es): JsonSource;
}

/** A value in it. */
export interface Json {
  readonly source: JsonSource;
  readonly keys: readonly string[];
}

/** A dynamic value of which nothing stands in one place of the engine: an object whose parts have fields, places of an address. */
export interface Bag {
  /** What stands at the keys (an index is a key of digits); null: no field is known for it. */
  at(keys: readonly string[], span: Span): Value | null;
  /** The whole as a text, or its refusal. */
  whole(span: Span): Value;
  /** The values of an array whose field holds several; absent: there is no such field. */
  values?(span: Span): Value;
  /** The values stand in the index alone, below a field of the type flattened: only tests can ask for them. */
  readonly asked?: Asked;
  /** It is read out of JSON: a value of which nothing but that is known. */
  readonly json?: Json;
  /** It went through `tostring()`: only JSON that is read from it again has parts. */
  readonly isText?: true;
}

/** `nullable`: it can be null; of type keyword that stands for the empty string. `element`: what a list holds. */
export interface Value {
  readonly es: Es;
  readonly type: EsType;
  readonly nullable: boolean;
  readonly element?: EsType;
  /** Of a list: no value stands in it twice, and their order says nothing. */
  readonly set?: true;
  /** Of a measure: what has to be made of its column behind the aggregation. */
  readonly after?: (own: Es) => Es;
  readonly stored?: Stored;
  /** Of a list that a field holds: without values it is no array at all, and its text is empty. That of a gathered one is `[]`. */
  readonly mayLack?: true;
  /** A dynamic value of type keyword: where it is missing it is null, and not the empty text. */
  readonly isElement?: true;
  /** It was read out of JSON, and has the type keyword whatever it is there. */
  readonly json?: Json;
  /** A text whose parts are not those of the JSON in it: what is read instead. */
  readonly reads?: JsonSource;
  /** Of type bag, always there. `es` is never printed. */
  readonly bag?: Bag;
}

export const value = (es: Es, type: EsType, nullable: boolean): Value => ({ es, type, nullable });

/** Stands in for what was refused; its text is never printed. */
export const refused: Value = { es: nothing, type: 'null', nullable: true };

export const bagValue = (bag: Bag): Value => ({ es: nothing, type: 'bag', nullable: true, bag });

/** A value that stands in one place: a bag as a whole. */
export const settledValue = (v: Value, span: Span): Value => (v.bag ? v.bag.whole(span) : v);

export const typeOf = (type: ScalarType): EsType => {
  const types = {
    bool: 'boolean',
    int: 'long',
    long: 'long',
    real: 'double',
    decimal: 'double',
    string: 'keyword',
    guid: 'keyword',
    datetime: 'date',
    timespan: 'span',
    dynamic: 'keyword',
    unknown: 'keyword',
  } as const satisfies Record<ScalarType, EsType>;
  return types[type];
};

/** The text of a keyword, never null. */
export const textOf = (v: Value): Es => (v.nullable ? coalesced(v.es) : v.es);

const coalesced = (es: Es): Es => {
  if (es.kind === 'null') return str('');
  return es.kind === 'call' && es.fn === 'COALESCE' ? call('COALESCE', ...es.args, str('')) : call('COALESCE', es, str(''));
};

const castFns: Readonly<Partial<Record<EsType, string>>> = {
  integer: 'TO_INTEGER',
  long: 'TO_LONG',
  double: 'TO_DOUBLE',
  keyword: 'TO_STRING',
};

const widerNumber = (a: EsType, b: EsType): EsType => {
  const order: readonly EsType[] = ['integer', 'long', 'span', 'double'];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
};

const isNumber = (type: EsType): boolean => type === 'integer' || type === 'long' || type === 'double' || type === 'span';

/** The type that values of both types fit, or null. */
export const common = (a: EsType, b: EsType): EsType | null => {
  if (a === b || b === 'null') return a;
  if (a === 'null') return b;
  return isNumber(a) && isNumber(b) ? widerNumber(a, b) : null;
};

/** The value in a type from `common`: `CASE`, `COALESCE` and `GREATEST` take no mixed numbers. */
export const cast = (v: Value, to: EsType): Es => {
  if (v.type === to || v.type === 'null' || (v.type === 'long' && to === 'span')) return v.es;
  const fn = castFns[to === 'span' ? 'long' : to];
  return fn === undefined ? v.es : call(fn, v.es);
};

/** Products of two 32-bit numbers would overflow to null. */
export const asLong = (v: Value): Es => (v.type === 'integer' ? call('TO_LONG', v.es) : v.es);

/** A number that fits 32 bits is an integer for the engine, any other a long. */
export const longLiteral = (n: bigint): Value => value(num(n), n >= -(2n ** 31n) && n < 2n ** 31n ? 'integer' : 'long', false);

/** `x IS NULL OR test` for a test that is null where `x` is. */
export const orMissing = (subject: Es, test: Es): Es => or(isNull(subject), test);
