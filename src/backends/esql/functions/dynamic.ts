// Functions of dynamic values: KQL's meaning in, ES|QL out. Bags are known by their parts, arrays are several values in one cell.
import type { Span } from '../../../diagnostics/span.ts';
import type { Expr } from '../../../ir/expr.ts';
import { and, binary, bool, call, type Es, field, isNotNull, isNull, num, str } from '../ast.ts';
import { literalText } from '../context.ts';
import { jsonBag } from '../json/bag.ts';
import { jsonPart } from '../json/json-extract.ts';
import { textJson } from '../json/source-json.ts';
import { placePoint, placeTexts } from '../stored/place-fields.ts';
import { type Bag, bagValue, cast, common, type EsType, textOf, type Value, value } from '../value.ts';
import { readsJson } from '../versions.ts';
import { type Answer, asText, type Call, type Emit } from './call.ts';

const listLength: Emit = (c) => {
  const v = c.arg(0);
  if (v.type !== 'list') return c.refuse('only values gathered in the query can be counted');
  const count = call('MV_COUNT', v.es);
  return v.mayLack && !v.stored ? value(count, 'integer', true) : value(call('COALESCE', count, num(0)), 'integer', false);
};

const sorted =
  (order: 'ASC' | 'DESC'): Emit =>
  (c) => {
    const v = c.arg(0);
    return v.type === 'list' && c.count === 1
      ? { ...v, es: call('MV_SORT', v.es, str(order)) }
      : c.refuse('only values gathered in the query can be sorted');
  };

const typeOfLists = (values: readonly Value[]): EsType | null =>
  values.reduce<EsType | null>((type, v) => (type === null || v.element === undefined ? null : common(type, v.element)), 'null');

/** No value is an empty list, and MV_APPEND to it is none either. */
const appended = (a: Es, b: Es): Es => call('CASE', isNull(a), b, isNull(b), a, call('MV_APPEND', a, b));

const joinLists =
  (distinct: boolean): Emit =>
  (c) => {
    const lists = Array.from({ length: c.count }, (_, at) => c.arg(at));
    const [first, ...rest] = lists;
    const type = typeOfLists(lists);
    if (!first || type === null || lists.some((v) => v.type !== 'list' || v.element !== type))
      return c.refuse('only values of one type that are gathered in the query are joined');
    const es = rest.reduce((sofar, v) => appended(sofar, v.es), first.es);
    return { ...first, es: distinct ? call('MV_DEDUPE', es) : es, nullable: true };
  };

const slice: Emit = (c) => {
  const v = c.arg(0);
  const [from, to] = [c.literalInteger(1), c.literalInteger(2)];
  if (v.type !== 'list') return c.refuse('only values gathered in the query have an order');
  if (from === undefined || to === undefined || from < 0n !== to < 0n || from > to)
    return c.refuse('the positions must be literals that count from the same end');
  return { ...v, es: call('MV_SLICE', v.es, num(from), num(to)), nullable: true };
};

/** One value more makes one distinct value more, unless it is among them. */
const hasElement: Emit = (c) => {
  const [list, wanted] = [c.arg(0), c.arg(1)];
  if (list.type !== 'list' || list.element === undefined || common(list.element, wanted.type) !== list.element || wanted.type === 'null')
    return c.refuse('only values of one type that are gathered in the query are looked through');
  const one = wanted.type === 'keyword' ? textOf(wanted) : cast(wanted, list.element);
  const distinct = (es: Es): Es => call('MV_COUNT', call('MV_DEDUPE', es));
  const same = binary('==', distinct(call('MV_APPEND', list.es, one)), distinct(list.es));
  const there = wanted.type === 'keyword' || !wanted.nullable ? isNotNull(list.es) : and(isNotNull(list.es), isNotNull(wanted.es));
  return value(call('CASE', there, same, bool(false)), 'boolean', false);
};

const json = '8.19 has no function that reads or writes JSON';
const order = 'several values of a field have no order';
const sets = '8.19 has no sets of values';

/** The column that a value comes from, for a message. */
const nameOf = (expr: Expr | undefined): string => {
  if (expr?.kind === 'column') return `\`${expr.name}\``;
  if (expr?.kind === 'path') return `${nameOf(expr.base)}.${literalText(expr.key) ?? '[]'}`;
  return expr?.kind === 'call' ? nameOf(expr.args[0]) : 'the value';
};

/** What is read from a text is known as a whole alone: the text itself, without the quotes that JSON puts around a single text. */
const readText = (c: Call, v: Value): Value => {
  const { context } = c.place;
  const what = nameOf(c.expr(0));
  const whole = (span: Span): Value => {
    context.findings.assume('RMMC3753', span, { what });
    const text = textOf(v);
    const plain = call('REPLACE', text, str('\\A"([^"\\\\]*)"\\z'), str('$1'));
    return value(call('CASE', binary('==', text, str('null')), str(''), plain), 'keyword', false);
  };
  return readsJson(context)
    ? jsonPart({ source: v.reads ?? v.json?.source.below(v.json.keys, v.es) ?? textJson(context, v.es, what), keys: [] }, whole)
    : bagValue({ at: () => null, whole });
};

/** JSON that is read from its own text is itself. */
const unquoted = ({ isText: _, ...bag }: Bag): Value => bagValue(bag);

const parseJson: Emit = (c) => {
  const v = c.parts(0);
  if (v.type === 'list') return v;
  if (v.json) return v;
  if (v.type === 'keyword') return readText(c, v);
  if (!v.bag) return v.type === 'null' ? v : c.refuse(json);
  const { json: inner } = v.bag;
  if (inner && v.bag.isText && inner.keys.length > 0) return readText(c, jsonPart(inner).bag?.whole(c.node.span) ?? v);
  if (inner) return unquoted(v.bag);
  if (v.bag.isText) c.place.context.findings.assume('RMMC3750', c.node.span, { what: nameOf(c.expr(0)) });
  const { at, whole, asked } = v.bag;
  return bagValue({ at, whole, ...(asked ? { asked } : {}) });
};

/** The names that KQL gives to the parts of a place. */
const placeParts = (geo: string, table: string): ReadonlyMap<string, Value> =>
  new Map<string, Value>([
    ...placeTexts.map(([part, name]) => [part, fieldValue(`${geo}.${name}`, part, table)] as const),
    ['latitude', value(call('ST_Y', field(placePoint(geo))), 'double', true)],
    ['longitude', value(call('ST_X', field(placePoint(geo))), 'double', true)],
  ]);

const fieldValue = (name: string, column: string, table: string): Value => ({
  ...value(field(name), 'keyword', true),
  stored: { column, table, mapping: { field: name, confidence: 'documented' } },
});

const place: Emit = (c) => {
  const { stored } = c.arg(0);
  const geo = stored?.mapping.geo;
  if (!stored || geo === undefined || stored.mapping.or)
    return c.refuse('places are looked up at ingest, not in a query: only a column beside whose field the integration keeps one has it');
  c.place.context.findings.assume('RMMC3751', c.node.span, { column: stored.column, field: geo });
  return packed(c, placeParts(geo, stored.table));
};

/** A bag of these parts, which is a text only where it is shown. */
const packed = (c: Call, parts: ReadonlyMap<string, Value>): Value =>
  bagValue({
    at: ([key = '', ...rest], span) => {
      const part = parts.get(key);
      if (!part || rest.length === 0) return part ?? null;
      return part.bag?.at(rest, span) ?? null;
    },
    whole: (span) => {
      const shown = [...parts].map(([key, v]) => [key, v.bag ? v.bag.whole(span) : v.type === 'date' ? asText(c, v) : v] as const);
      if (shown.some(([, v]) => v.type === 'double'))
        c.place.context.findings.assume('RMMC3715', c.node.span, { what: 'a real number as text' });
      return jsonBag(shown) ?? c.refuse('only texts, numbers, dates and booleans are written as JSON');
    },
  });

const bagPack: Emit = (c) => {
  const parts = new Map<string, Value>();
  for (let at = 0; at + 1 < c.count; at += 2) {
    const key = c.literalText(at);
    if (key === undefined) return c.refuse('the keys must be literal texts');
    parts.set(key, c.parts(at + 1));
  }
  return packed(c, parts);
};

/** One list of the values; null where one may be missing, which a list cannot hold. */
const listOf = (values: readonly Value[]): Value | null => {
  const type = values.reduce<EsType | null>((sofar, v) => (sofar === null ? null : common(sofar, v.type)), 'null');
  if (type === null || type === 'list' || type === 'bag' || type === 'null' || type === 'span') return null;
  if (type !== 'keyword' && values.some((v) => v.nullable)) return null;
  const [first, ...rest] = values.map((v) => (type === 'keyword' ? textOf(v) : cast(v, type)));
  if (!first) return null;
  return { es: rest.reduce((list, item) => call('MV_APPEND', list, item), first), type: 'list', nullable: false, element: type };
};

const packArray: Emit = (c) =>
  listOf(Array.from({ length: c.count }, (_, at) => c.arg(at))) ??
  c.refuse('several values in one cell are of one type, and none of them is null');

export const dynamicFunctions = {
  parse_json: parseJson,
  extract_json: json,
  geo_info_from_ip_address: place,
  array_length: listLength,
  array_concat: joinLists(false),
  array_index_of: order,
  array_reverse: order,
  array_rotate_left: order,
  array_rotate_right: order,
  array_slice: slice,
  array_sort_asc: sorted('ASC'),
  array_sort_desc: sorted('DESC'),
  array_split: order,
  array_sum: 'a sum of no values is null',
  array_iff: order,
  pack_array: packArray,
  pack_all: json,
  bag_pack: bagPack,
  bag_pack_columns: json,
  bag_keys: json,
  bag_has_key: json,
  bag_merge: json,
  bag_remove_keys: json,
  bag_set_key: json,
  bag_zip: json,
  set_has_element: hasElement,
  set_union: joinLists(true),
  set_intersect: sets,
  set_difference: sets,
  set_equals: sets,
  treepath: json,
  zip: order,
  repeat: order,
  range: order,
} satisfies Readonly<Record<string, Answer>>;
