// `mv-expand` in; MV_EXPAND out. It spreads several values of one cell: those that the query gathered, and those of a field that holds several.
import type { Spread, Step, StepOf } from '../../ir/pipeline.ts';
import type { ScalarType } from '../../ir/types.ts';
import { call, type Es, field, isNotNull, num } from './ast.ts';
import { type Context, refuse } from './context.ts';
import { spreadElements } from './lower-elements.ts';
import { lowerParts } from './lower-value.ts';
import { placeOf } from './lowering.ts';
import { engineName, type State, settled } from './state.ts';
import { cast, type EsType, type Json, type Value, value } from './value.ts';

/** An element in the type that is asked for; null where no text is read as a number. */
const elementAs = (name: string, element: EsType, type: ScalarType): Value | null => {
  const v = value(field(name), element, true);
  const isNumber = element === 'integer' || element === 'long' || element === 'double';
  if (type === 'dynamic' || type === 'unknown') return v;
  if (type === 'string') return element === 'keyword' ? v : null;
  if (type === 'real') return isNumber ? value(cast(v, 'double'), 'double', true) : null;
  if (type === 'long' || type === 'int') return element === 'integer' || element === 'long' ? v : null;
  if (type === 'bool') return element === 'boolean' ? v : null;
  return type === 'datetime' && element === 'date' ? v : null;
};

/** The list that is spread; null: refused, or known to be nothing. */
export const listOf = (context: Context, state: State, column: Spread): Value | null => {
  const v = lowerParts(placeOf(context, state, 'value'), column.expr, 'value');
  const list = v.bag?.values ? v.bag.values(column.span) : v;
  if (list.type === 'list' && list.element !== undefined) return list;
  if (list.type !== 'null' || list.es.kind !== 'null') {
    if (list.bag) list.bag.whole(column.span);
    refuse(
      context,
      column.span,
      '`mv-expand` of this value',
      'it spreads arrays that are made in the query, and fields that hold several values',
    );
  }
  return null;
};

const jsonOf = (context: Context, state: State, column: Spread): Json | null => {
  const { bag } = lowerParts(placeOf(context, state, 'value'), column.expr, 'value');
  return bag?.json?.source.columns && !bag.values ? bag.json : null;
};

export const lowerExpand = (context: Context, state: State, n: StepOf<'expand'>, later: readonly Step[]): State => {
  const [column, ...more] = n.columns;
  if (!column || more.length > 0 || n.index !== null) {
    refuse(context, n.span, 'this `mv-expand`', 'MV_EXPAND spreads one column, and counts nothing');
    return state;
  }
  const json = jsonOf(context, state, column);
  const elements = json && spreadElements(state, { context, column, limit: n.limit }, json, later);
  if (elements && 'commands' in elements) return elements;
  const list = elements ?? listOf(context, state, column);
  if (!list) return state;
  const inPlace =
    list.es.kind === 'field' &&
    state.columns.get(column.name) === list &&
    list.es.name === column.name &&
    !state.taken.has(column.name) &&
    n.limit === null;
  const name = inPlace ? column.name : engineName(state, column.name);
  const kept = settled(state, new Set([name]), new Set([column.name]));
  const values: Es = n.limit === null ? list.es : call('MV_SLICE', list.es, num(0), num(n.limit - 1n));
  const element = elementAs(name, list.element ?? 'keyword', column.type);
  if (!element) {
    refuse(context, column.span, '`mv-expand` to this type', 'its elements are of another one');
    return state;
  }
  const isDynamic = column.type === 'dynamic' || column.type === 'unknown';
  return {
    ...kept,
    commands: [
      ...kept.commands,
      ...(inPlace ? [] : [{ kind: 'eval' as const, columns: [{ name, expr: values }] }]),
      // an empty array gives no row
      ...(list.nullable && !list.mayLack ? [{ kind: 'where' as const, condition: isNotNull(field(name)) }] : []),
      { kind: 'mvExpand', field: name },
    ],
    columns: new Map([
      ...kept.columns,
      [column.name, isDynamic && list.mayLack ? { ...element, isElement: true, ...(list.json ? { json: list.json } : {}) } : element],
    ]),
    visible: null,
    most: null,
  };
};
