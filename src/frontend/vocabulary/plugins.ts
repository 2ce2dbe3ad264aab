// Plugins (`evaluate f(…)`): the columns that each gives over the rows at hand. Data and rules, measured with Microsoft's binder.
import { frameOf, withNumbered } from '../../ir/frame.ts';
import type { PluginArg } from '../../ir/pipeline.ts';
import { visitExpr } from '../../ir/traverse.ts';
import type { Column, Frame, ScalarType } from '../../ir/types.ts';

/** A call of a plugin: the rows at hand, and what it is given. `names`: what KQL would call each argument as a column; null: nothing. */
export interface PluginCall {
  readonly frame: Frame;
  readonly args: readonly PluginArg[];
  readonly names: readonly (string | null)[];
}

/** Null when the arguments do not fit. */
type FrameRule = (call: PluginCall) => Frame | null;

export interface Plugin {
  /** Least and greatest number of arguments. */
  readonly arity: readonly [number, number];
  /** It makes rows from nothing, so that `evaluate` may begin a query. */
  readonly first: boolean;
  readonly frame: FrameRule;
}

const many = Number.POSITIVE_INFINITY;

const columnAt = (args: readonly PluginArg[], at: number): Column | null => {
  const arg = args[at];
  return arg?.kind === 'value' && arg.value.kind === 'column' && arg.name === null ? { name: arg.value.name, type: arg.value.type } : null;
};

const columnsFrom = (args: readonly PluginArg[], at: number): readonly (Column | null)[] =>
  args.slice(at).map((_, i) => columnAt(args, at + i));

const without = (frame: Frame, names: ReadonlySet<string>): readonly Column[] => frame.columns.filter((column) => !names.has(column.name));

const closed = (columns: readonly Column[]): Frame => ({ columns, open: false });
const unknownColumns: Frame = { columns: [], open: true };

/** One output: `@1` the column that argument 1 is, `@8*` those from argument 8 on, `prev:@6` a name with the type of an argument, `x:long`. */
const output = (item: string, args: readonly PluginArg[]): readonly (Column | null)[] => {
  const [name = '', type = ''] = item.split(':');
  if (name.endsWith('*')) return columnsFrom(args, Number(name.slice(1, -1)));
  const own = name.startsWith('@') ? columnAt(args, Number(name.slice(1))) : null;
  if (type === '') return [own];
  const like = type.startsWith('@') ? (columnAt(args, Number(type.slice(1)))?.type ?? null) : (type as ScalarType);
  if (like === null || (name.startsWith('@') && own === null)) return [null];
  return [{ name: own?.name ?? name, type: like }];
};

/** Columns of a fixed form, see `output`. */
const gives =
  (text: string): FrameRule =>
  ({ args }) => {
    const columns = text.split(' ').flatMap((item) => output(item, args));
    const known = columns.filter((column) => column !== null);
    return known.length === columns.length ? closed(known) : null;
  };

/** The listed columns before those of the rows. */
const before =
  (text: string): FrameRule =>
  ({ frame, args }) => ({
    columns: [...text.split(' ').flatMap((item) => output(item, args).filter((c) => c !== null)), ...frame.columns],
    open: frame.open,
  });

const same: FrameRule = ({ frame }) => frame;
const anything: FrameRule = () => unknownColumns;

/** One column for each property of the bags: nobody knows which. */
const unpacked: FrameRule = ({ frame, args }) => {
  const column = columnAt(args, 0);
  return column && { columns: without(frame, new Set([column.name])), open: true };
};

const namesRead = (arg: PluginArg | undefined): readonly string[] => {
  const names: string[] = [];
  if (arg?.kind === 'measure')
    for (const expr of [...arg.measure.args, ...(arg.measure.where ? [arg.measure.where] : [])])
      visitExpr(expr, (e) => (e.kind === 'column' ? names.push(e.name) : 0));
  return names;
};

/** One column for each value of the first argument, beside the listed columns, or all that the arguments leave. */
const pivoted: FrameRule = ({ frame, args }) => {
  const column = columnAt(args, 0);
  if (!column || (args[1] && args[1].kind !== 'measure')) return null;
  if (args.length <= 2) return { columns: without(frame, new Set([column.name, ...namesRead(args[1])])), open: true };
  const kept = columnsFrom(args, 2).filter((c) => c !== null);
  return kept.length === args.length - 2 ? { columns: kept, open: true } : null;
};

/** The columns of the other table behind those at hand; its further keys (behind the one that holds the addresses) are not repeated. */
const addressLookup: FrameRule = ({ frame, args }) => {
  const [rows, , key] = args;
  if (rows?.kind !== 'rows' || columnAt(args, 1) === null || key?.kind !== 'value') return null;
  const other = frameOf(rows.query);
  const keys = columnsFrom(args, 3).flatMap((column) => (column ? [column.name] : []));
  return { columns: withNumbered(frame.columns, without(other, new Set(keys))), open: frame.open || other.open };
};

/** The shape that was looked up is left out unless `return_lookup_key=true`. */
const shapeLookup: FrameRule = ({ frame, args }) => {
  const [rows] = args;
  const key = columnAt(args, 1);
  if (rows?.kind !== 'rows' || !key) return null;
  const other = frameOf(rows.query);
  const keep = args.some(
    (arg, i) => arg.kind === 'value' && (arg.name === 'return_lookup_key' || (i === 7 && arg.name === null)) && isTrue(arg),
  );
  return {
    columns: withNumbered(frame.columns, without(other, new Set(keep ? [] : [key.name]))),
    open: frame.open || other.open,
  };
};

const isTrue = (arg: PluginArg | undefined): boolean => arg?.kind === 'value' && arg.value.kind === 'literal' && arg.value.value === true;

const numberText = (arg: PluginArg | undefined): string =>
  arg?.kind === 'value' && arg.value.kind === 'literal' && (typeof arg.value.value === 'bigint' || typeof arg.value.value === 'number')
    ? String(arg.value.value)
    : '0';

/** `rolling_3_percentile_X_50`: bins per window, column, percentage. */
const rolling: FrameRule = ({ args }) => {
  const value = columnAt(args, 0);
  const index = columnAt(args, 2);
  const dimensions = columnsFrom(args, 5).filter((column) => column !== null);
  if (!value || !index || dimensions.length < args.length - 5) return null;
  const name = `rolling_${numberText(args[4])}_percentile_${value.name}_${numberText(args[1])}`;
  return closed([index, ...dimensions, { name, type: value.type }]);
};

/** Behind the window a constant is the cohort, columns are dimensions, rows are a look-back. */
const newActivity: FrameRule = ({ args }) => {
  const timeline = columnAt(args, 1);
  if (!timeline) return null;
  const rest = args.slice(5).flatMap((arg, i) => (i === 0 && arg.kind === 'value' && arg.value.kind !== 'column' ? [] : [arg]));
  const dimensions = columnsFrom(rest, 0).filter((column) => column !== null);
  const counts = ['dcount_new_values', 'dcount_retained_values', 'dcount_churn_values'];
  return closed([
    { name: `from_${timeline.name}`, type: timeline.type },
    { name: `to_${timeline.name}`, type: timeline.type },
    ...dimensions,
    ...counts.map((name): Column => ({ name, type: 'long' })),
    { name: 'retention_rate', type: 'real' },
    { name: 'churn_rate', type: 'real' },
  ]);
};

/** Conditions first, then dimensions: one time for each condition, called by its name. */
const sequence: FrameRule = ({ args, names }) => {
  const timeline = columnAt(args, 0);
  const rest = args.map((arg, i) => ({ arg, name: names[i] ?? '', column: columnAt(args, i) })).slice(3);
  const isTest = ({ arg }: (typeof rest)[number]): boolean => arg.kind === 'value' && arg.value.type === 'bool';
  const end = rest.findIndex((item) => !isTest(item));
  const tests = end < 0 ? rest : rest.slice(0, end);
  const dimensions = rest.slice(tests.length).map((item) => item.column);
  if (!timeline || tests.length === 0 || dimensions.includes(null)) return null;
  return closed([
    ...dimensions.filter((column) => column !== null),
    ...tests.map(({ name }): Column => ({ name: `${name}_${timeline.name}`, type: timeline.type })),
    { name: 'Duration', type: 'timespan' },
  ]);
};

const intersected: FrameRule = ({ frame, args }) => ({
  ...frame,
  columns: [...frame.columns, ...args.map((_, i): Column => ({ name: `s${i}`, type: 'long' }))],
});

/** The columns that the query says the script gives. */
const scripted: FrameRule = ({ frame, args }) => {
  const [schema] = args;
  if (schema?.kind !== 'schema') return null;
  return schema.keeps ? { columns: [...frame.columns, ...schema.columns], open: frame.open } : closed(schema.columns);
};

/** A column called by the first argument, and one for errors when the fourth is true. */
const answered =
  (suffix: string, type: ScalarType): FrameRule =>
  ({ frame, args, names }) => {
    const errors: readonly Column[] = isTrue(args[3]) ? [{ name: `${names[0] ?? ''}_${suffix}_error`, type: 'string' }] : [];
    return { ...frame, columns: [...frame.columns, { name: `${names[0] ?? ''}_${suffix}`, type }, ...errors] };
  };

const plugin = (least: number, most: number, frame: FrameRule): Plugin => ({ arity: [least, most], first: false, frame });
const source = (least: number, most: number, frame: FrameRule): Plugin => ({ arity: [least, most], first: true, frame });

const metrics = 'dcount_values:long dcount_newvalues:long retention_rate:real churn_rate:real';
const engagement = 'dcount_activities_inner:long dcount_activities_outer:long activity_ratio:real';

/** By name. A column that a plugin looks at is given as its argument; times and widths are constants. */
export const plugins: ReadonlyMap<string, Plugin> = new Map([
  ['active_users_count', plugin(8, many, gives('@1 @8* dcount:long'))],
  ['activity_counts_metrics', plugin(5, many, gives('@1 @5* count:long dcount:long new_dcount:long aggregated_dcount:long'))],
  ['activity_engagement', plugin(4, many, gives(`@1 @6* ${engagement}`))],
  ['activity_metrics', plugin(2, many, gives(`@1 @5* ${metrics}`))],
  ['ai_chat_completion', plugin(2, 4, answered('completion', 'string'))],
  ['ai_chat_completion_prompt', plugin(2, 4, answered('completion', 'string'))],
  ['ai_embed_text', plugin(2, 4, answered('embedding', 'dynamic'))],
  ['ai_embeddings', plugin(2, 4, answered('embeddings', 'dynamic'))],
  ['autocluster', plugin(0, many, before('SegmentId:long Count:long Percent:real'))],
  ['azure_digital_twins_query_request', source(2, 2, anything)],
  ['bag_unpack', plugin(1, 4, unpacked)],
  ['basket', plugin(0, many, before('SegmentId:long Count:long Percent:real'))],
  ['cosmosdb_sql_request', source(2, 4, anything)],
  ['csharp', plugin(2, 3, scripted)],
  ['dax_request', source(2, 4, anything)],
  ['dcount_intersect', plugin(2, 16, intersected)],
  ['diffpatterns', plugin(3, many, before('SegmentId:long CountA:long CountB:long PercentA:real PercentB:real PercentDiffAB:real'))],
  ['estimate_rows_count', plugin(0, 0, gives('EstimatedRowsCount:long'))],
  ['execute_query', source(2, 2, anything)],
  ['execute_show_command', source(2, 2, anything)],
  ['external_datatable', source(0, 0, anything)],
  ['funnel_sequence', plugin(8, 8, gives('@1 prev:@6 next:@6 dcount:long samples:dynamic'))],
  ['funnel_sequence_completion', plugin(8, 8, gives('@1 @5:string Period:timespan dcount:long'))],
  ['geo_line_lookup', plugin(5, 8, shapeLookup)],
  ['geo_polygon_lookup', plugin(4, 8, shapeLookup)],
  ['http_request', source(1, 3, gives('ResponseHeaders:dynamic ResponseBody:dynamic'))],
  ['http_request_post', source(1, 4, gives('ResponseHeaders:dynamic ResponseBody:dynamic'))],
  ['identity', plugin(0, 0, same)],
  ['identity_v3', plugin(2, 2, same)],
  ['infer_storage_schema', source(1, 1, gives('CslSchema:string'))],
  ['infer_storage_schema_with_suggestions', source(1, 1, gives('SuggestedTableSchema:string'))],
  ['ipv4_lookup', plugin(3, many, addressLookup)],
  ['ipv6_lookup', plugin(3, 4, addressLookup)],
  ['mysql_request', source(2, 4, anything)],
  ['narrow', plugin(0, 0, gives('Row:long Column:string Value:string'))],
  ['new_activity_metrics', plugin(5, many, newActivity)],
  ['pivot', plugin(1, many, pivoted)],
  ['postgresql_request', source(2, 4, anything)],
  ['python', plugin(2, 4, scripted)],
  ['r', plugin(2, 3, scripted)],
  ['rolling_percentile', plugin(5, many, rolling)],
  ['rows_near', plugin(2, 3, same)],
  ['sequence_detect', plugin(4, many, sequence)],
  ['session_count', plugin(6, many, gives('@1 @6* count_sessions:long'))],
  ['sliding_window_counts', plugin(6, many, gives('@1 @6* Count:long Dcount:long'))],
  ['sql_request', source(2, 4, anything)],
]);
