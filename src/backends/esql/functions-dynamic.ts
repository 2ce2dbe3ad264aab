// Functions of dynamic values: KQL's meaning in, ES|QL out. Bags are known by their parts, arrays are several values in one cell.
import type { Expr } from '../../ir/expr.ts';
import { call, type Es, field, num, str } from './ast.ts';
import { jsonBag } from './bag.ts';
import { type Answer, asText, type Call, type Emit } from './call.ts';
import { literalText } from './context.ts';
import { bagValue, type Value, value } from './value.ts';

const listLength: Emit = (c) => {
  const v = c.arg(0);
  return v.type === 'list'
    ? value(call('COALESCE', call('MV_COUNT', v.es), num(0)), 'integer', false)
    : c.refuse('only values gathered in the query can be counted');
};

const sorted =
  (order: 'ASC' | 'DESC'): Emit =>
  (c) => {
    const v = c.arg(0);
    return v.type === 'list' && c.count === 1
      ? { ...v, es: call('MV_SORT', v.es, str(order)) }
      : c.refuse('only values gathered in the query can be sorted');
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

const parseJson: Emit = (c) => {
  const v = c.parts(0);
  if (!v.bag) return v.type === 'null' ? v : c.refuse(`${json}; a pipeline can read it at ingest, and rmmc.yaml can then name the fields`);
  if (v.bag.isText) c.place.context.findings.assume('RMMC3750', c.node.span, { what: nameOf(c.expr(0)) });
  return bagValue({ at: v.bag.at, whole: v.bag.whole });
};

/** The names that KQL gives to the parts of a place. */
const placeParts = (geo: string): ReadonlyMap<string, Value> =>
  new Map([
    ['country', value(field(`${geo}.country_name`), 'keyword', true)],
    ['state', value(field(`${geo}.region_name`), 'keyword', true)],
    ['city', value(field(`${geo}.city_name`), 'keyword', true)],
    ['latitude', value(call('ST_Y', field(`${geo}.location`)), 'double', true)],
    ['longitude', value(call('ST_X', field(`${geo}.location`)), 'double', true)],
  ]);

const place: Emit = (c) => {
  const { stored } = c.arg(0);
  const geo = stored?.mapping.geo;
  if (!stored || geo === undefined || stored.mapping.or)
    return c.refuse('places are looked up at ingest, not in a query: only a column beside whose field the integration keeps one has it');
  c.place.context.findings.assume('RMMC3751', c.node.span, { column: stored.column, field: geo });
  return packed(c, placeParts(geo));
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
  const [first] = values;
  const isText = values.every((v) => v.type === 'keyword');
  if (!first || values.some((v) => v.type !== first.type || (v.nullable && !isText))) return null;
  if (first.type === 'list' || first.type === 'bag' || first.type === 'null' || first.type === 'span') return null;
  const items = values.map((v): Es => (isText && v.nullable ? call('COALESCE', v.es, str('')) : v.es));
  const es = items.slice(1).reduce<Es>((list, item) => call('MV_APPEND', list, item), items[0] ?? first.es);
  return { es, type: 'list', nullable: false, element: first.type };
};

const packArray: Emit = (c) =>
  listOf(Array.from({ length: c.count }, (_, at) => c.arg(at))) ??
  c.refuse('several values in one cell are of one type, and none of them is null');

export const dynamicFunctions = {
  parse_json: parseJson,
  extract_json: json,
  geo_info_from_ip_address: place,
  array_length: listLength,
  array_concat: order,
  array_index_of: order,
  array_reverse: order,
  array_rotate_left: order,
  array_rotate_right: order,
  array_slice: order,
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
  set_has_element: sets,
  set_union: sets,
  set_intersect: sets,
  set_difference: sets,
  set_equals: sets,
  treepath: json,
  zip: order,
  repeat: order,
  range: order,
} satisfies Readonly<Record<string, Answer>>;
