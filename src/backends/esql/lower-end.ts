// The state behind the last step in; the commands that show its rows as KQL does, out.
import type { Span } from '../../diagnostics/span.ts';
import { frameOf, frameOfSource } from '../../ir/frame.ts';
import type { Pipeline } from '../../ir/pipeline.ts';
import { tablesRead } from '../../ir/traverse.ts';
import { type Command, call, str } from './ast.ts';
import { writtenBy } from './commands/es-parts.ts';
import { type Context, refuse } from './context.ts';
import { namesIn } from './json/read-json.ts';
import { assign, engineName, namesInUse, refTo, resulting, type State, scopeOf } from './state.ts';
import { readsRuntime, runtimeFieldsIn } from './stored/runtime-fields.ts';
import { settledValue, type Value, value } from './value.ts';

/** What tells events apart. */
export const metadata = ['_id', '_index', '_version'];

const endOf = ({ steps, source }: Pipeline): Span => steps.at(-1)?.span ?? source.span;

const isOpen = (state: State): boolean => state.base !== null;

/** Whether a column stands under its own name already. */
const isThere = (v: Value, name: string): boolean => v.es.kind === 'field' && v.stored === undefined && (!v.json || v.es.name === name);

/** Where a column was last computed; the end of the query where no step says. */
const definedAt = (pipeline: Pipeline, name: string): Span => {
  const made = pipeline.steps.flatMap((step) => (step.kind === 'extend' || step.kind === 'project' ? step.columns : []));
  return made.findLast((one) => one.name === name && one.expr.kind !== 'column')?.span ?? endOf(pipeline);
};

const tellTexts = (context: Context, pipeline: Pipeline, columns: readonly (readonly [string, Value])[]): void => {
  const types = new Map(frameOf(pipeline).columns.map(({ name, type }) => [name, type]));
  for (const [name, v] of columns)
    if (v.json?.source.columns && types.get(name) === 'dynamic')
      context.findings.assume('RMMC3799', definedAt(pipeline, name), { column: name });
};

/**
 * What of the rows is shown where not all of it can be: to a query that asks for all fields, those below a flattened one are none. The computed columns, and the
 * fields that the query names.
 */
const namedEnd = (context: Context, state: State, pipeline: Pipeline, commands: readonly Command[], span: Span): Command => {
  const own = [...[...state.columns.keys()].map((name) => engineName(state, name)), ...ofBranches(state, pipeline).map(([name]) => name)];
  const written = new Set(commands.flatMap(writtenBy));
  const unseen = new Set([
    ...runtimeFieldsIn(commands, pipeline, context.fields).map(({ field }) => field),
    ...tablesRead(pipeline).flatMap((name) => context.fields.table(name)?.where.constraint?.field ?? []),
  ]);
  const read = commands.flatMap(namesIn).filter((name) => !written.has(name) && !unseen.has(name));
  context.findings.assume('RMMC3798', span, {});
  return { kind: 'keep', names: [...new Set([...read, ...own, ...metadata])] };
};

/** Computed columns that still point at a field, written down under their names. A rule has to say that it keeps what METADATA gives. */
const openEnd = (context: Context, state: State, pipeline: Pipeline, span: Span): readonly Command[] => {
  const columns = [...state.columns, ...ofBranches(state, pipeline)].map(([name, v]) => [name, settledValue(v, span)] as const);
  tellTexts(context, pipeline, columns);
  const written = assign(
    columns
      .filter(([name, v]) => !isThere(v, engineName(state, name)))
      .map(([name, v]) => ({ name: engineName(state, name), expr: resulting(v) })),
    namesInUse(state),
  );
  const commands = [...state.commands, ...written];
  if (readsRuntime(context) && runtimeFieldsIn(commands, pipeline, context.fields).length > 0)
    return [...written, namedEnd(context, state, pipeline, commands, span)];
  return [...written, ...(context.options.use === 'rule' ? [{ kind: 'keepAll', named: metadata } as const] : [])];
};

/** The text, or null where it is empty. */
const withoutBlank = (v: Value): Value =>
  value(call('CASE', { kind: 'binary', op: '!=', left: v.es, right: str('') }, v.es), 'keyword', false);

/** Columns that branches of a union computed, and no later step made anew. */
const ofBranches = (state: State, pipeline: Pipeline): readonly (readonly [string, Value])[] => {
  const { source } = pipeline;
  if (source.kind !== 'union') return [];
  const shows = new Set(frameOf(pipeline).columns.map(({ name }) => name));
  const made = source.branches.flatMap((branch) => branch.steps.flatMap((step) => (step.kind === 'extend' ? step.columns : [])));
  const { columns } = frameOfSource(source);
  return columns
    .filter(({ name }) => shows.has(name) && !state.columns.has(name) && made.some((one) => one.name === name))
    .map((column) => {
      const v = settledValue(scopeOf(state).column(refTo(column, source.span), 'value'), source.span);
      return [column.name, column.type === 'dynamic' && v.type === 'keyword' ? withoutBlank(v) : v] as const;
    });
};

const sameList = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((name, at) => name === b[at]);

/** KQL's columns under KQL's names, in KQL's order. */
const closedEnd = (context: Context, state: State, pipeline: Pipeline, isWhole: boolean): readonly Command[] => {
  const columns = frameOf(pipeline).columns.filter(({ name }) => (isWhole && !state.left.has(name)) || state.columns.has(name));
  const span = endOf(pipeline);
  const scope = scopeOf(state);
  const values = columns.map((column) => ({ name: column.name, v: settledValue(scope.column(refTo(column, span), 'value'), span) }));
  for (const { name, v } of values) if (v.type === 'span') context.findings.assume('RMMC3712', span, { column: name });
  tellTexts(
    context,
    pipeline,
    values.map(({ name, v }) => [name, v]),
  );
  const names = [...values.map(({ name }) => name), ...(state.aggregated ? [] : metadata)];
  const hidden = !state.aggregated && columns.find((column) => metadata.includes(column.name));
  if (hidden && context.options.use === 'rule')
    refuse(context, span, `a result column \`${hidden.name}\``, "events go by the engine's own column of that name");
  const written = assign(
    values.map(({ name, v }) => ({ name, expr: resulting(v) })),
    namesInUse(state),
  );
  const isDone = written.length === 0 && state.visible !== null && sameList(state.visible, names) && context.options.use !== 'rule';
  return isDone ? [] : [...written, { kind: 'keep', names }];
};

/** @param isWhole the columns that no command names are shown, too */
export const lowerEnd = (context: Context, state: State, pipeline: Pipeline, isWhole: boolean): readonly Command[] =>
  isOpen(state) ? openEnd(context, state, pipeline, endOf(pipeline)) : closedEnd(context, state, pipeline, isWhole);
