// `evaluate pivot(…)` in; stats by the keys and the pivoted column, and xyseries, which makes a column of each of its values, out.
import { match, P } from 'ts-pattern';
import { frameAfter, frameOfSource } from '../../ir/frame.ts';
import type { PluginArg, Query, Step } from '../../ir/pipeline.ts';
import { columnsRead, visitPipeline } from '../../ir/traverse.ts';
import type { Frame } from '../../ir/types.ts';
import type { TargetContext } from '../shared/backend.ts';
import { type Assignment, type Command, call, field, number, text } from './ast.ts';
import { cell, counted, empty, exprsOfFold, nameable, named, type Plugin, pivotOf } from './commands/pivot.ts';
import type { Binding } from './context.ts';
import type { Later } from './demand.ts';
import { lowerAggregate } from './lower-aggregate.ts';
import { subqueriesIn } from './lower-subquery.ts';
import { add, assign, type State } from './state.ts';
import { unsaidSteps } from './unsaid.ts';
import { repOf } from './values.ts';

const row = 'rmmc_row';

const columnsIn = (arg: Plugin['args'][number] | undefined): readonly string[] =>
  arg?.kind === 'value' ? columnsRead(arg.value) : arg?.kind === 'measure' ? exprsOfFold(arg.measure).flatMap(columnsRead) : [];

/** A pivot without keys has those columns for keys that it does not look at: they are listed here, where the frame is at hand. */
const withKeys = (n: Plugin, { columns, open }: Frame): Plugin => {
  const [first, second] = n.args;
  if (n.operator !== 'evaluate' || n.name !== 'pivot' || !first || n.args.length > 2 || open) return n;
  const read = new Set([...columnsIn(first), ...columnsIn(second)]);
  const keys = columns
    .filter(({ name }) => !read.has(name))
    .map(({ name, type }): PluginArg => ({ kind: 'value', name: null, value: named(n, name, type).expr }));
  return { ...n, args: [first, second ?? { kind: 'measure', measure: counted(n) }, ...keys] };
};

/** Pivots that stand in the pipeline itself list their keys. */
export const withPivotKeys = (query: Query): Query => {
  let frame = frameOfSource(query.pipeline.source);
  const steps = query.pipeline.steps.map((step): Step => {
    const listed = step.kind === 'plugin' ? withKeys(step, frame) : step;
    frame = frameAfter(frame, listed);
    return listed;
  });
  return { ...query, pipeline: { ...query.pipeline, steps } };
};

const follows = (step: Step): boolean =>
  match(step)
    .with({ kind: P.union('filter', 'extend', 'project', 'drop', 'rename', 'reorder', 'present', 'sort', 'limit') }, () => true)
    .with({ kind: P.union('aggregate', 'expand', 'apply', 'capture', 'plugin', ...unsaidSteps) }, () => false)
    .exhaustive();

const unsaid = (n: Plugin, what: string, why: string, { findings }: TargetContext): void =>
  findings.refuse('RMMC3810', n.span, { what, why });

const checkForm = (n: Plugin, context: TargetContext): void => {
  const pivot = pivotOf(n);
  if (n.name !== 'pivot' || n.operator !== 'evaluate')
    unsaid(n, `\`${n.operator} ${n.name}()\``, 'the plugin or stored function exists in KQL only', context);
  else if (!pivot)
    unsaid(
      n,
      'this form of `pivot()`',
      'xyseries needs at least one column beside the pivoted one, and all of them have to be known',
      context,
    );
  else if (!empty.has(pivot.measure.agg))
    unsaid(n, `\`pivot()\` with \`${pivot.measure.agg}()\``, 'what an empty cell holds is not known', context);
  else if (!nameable.has(pivot.of.expr.type))
    unsaid(
      n,
      `\`pivot()\` of a column of type ${pivot.of.expr.type}`,
      'its values may be written in another way as names of columns',
      context,
    );
};

/** Plugins that are not said are refused; so are pivots inside other queries or in front of steps that need to know all columns. */
export const checkPlugins = ({ pipeline }: Query, context: TargetContext): void => {
  const found: Plugin[] = [];
  visitPipeline(pipeline, { step: (step) => (step.kind === 'plugin' ? found.push(step) : 0) });
  for (const n of found) checkForm(n, context);
  // Of another plugin nothing more is to be said.
  if (found.some(({ name }) => name !== 'pivot')) return;
  const at = pipeline.steps.findIndex((step) => step.kind === 'plugin');
  const rest = at < 0 ? [] : pipeline.steps.slice(at + 1);
  const [first] = found;
  if (first && (at < 0 || found.length > 1))
    unsaid(first, 'a plugin inside another query', 'the columns of its result are not known', context);
  if (first && rest.some((step) => !follows(step) || subqueriesIn(step).length > 0))
    unsaid(first, 'what stands behind `pivot()`', 'the columns of its result are not known', context);
};

/** Several keys travel as one value, because xyseries takes one. */
const rowOf = (fields: readonly string[]): Assignment | null =>
  fields.length === 1 ? null : { field: row, value: call('mv_to_json_array', call('mvappend', ...fields.map(field))) };

const keysOf = (fields: readonly string[]): readonly Assignment[] =>
  fields.length === 1
    ? []
    : [
        { field: row, value: call('json_array_to_mv', field(row)) },
        ...fields.map((name, at): Assignment => ({ field: name, value: call('mvindex', field(row), number(at)) })),
      ];

/** Columns that nobody lists get their names from the data; later steps may name them. */
const madeColumns = (n: Plugin, later: Later, keys: ReadonlySet<string>, filled: boolean): readonly (readonly [string, Binding])[] => {
  const listed = (n.declared ?? []).filter(({ name }) => !keys.has(name));
  const others = [...later.needed].filter((name) => !keys.has(name) && !listed.some((column) => column.name === name));
  return [
    ...listed.map(({ name, type }): readonly [string, Binding] => [name, { field: name, rep: repOf(type), nullable: true }]),
    ...(n.declared ? [] : others.map((name): readonly [string, Binding] => [name, { field: name, rep: 'number', nullable: !filled }])),
  ];
};

export const lowerPivot = (start: State, n: Plugin, later: Later, context: TargetContext): State => {
  const pivot = pivotOf(n);
  if (!pivot) return start;
  const { of, by, measure } = pivot;
  context.findings.assume('RMMC3858', n.span, { column: of.name });
  const counted = lowerAggregate(start, { kind: 'aggregate', span: n.span, by: [...by, of], measures: [measure] }, new Set(), context);
  const at = (name: string): string => counted.scope.get(name)?.field ?? name;
  const fields = by.map((key) => at(key.name));
  const joined = rowOf(fields);
  const keyed = joined ? assign(counted, [joined]) : counted;
  const series: Command = { kind: 'xyseries', row: joined ? row : (fields[0] ?? row), name: at(of.name), data: at(cell) };
  const keys = new Set(by.map((key) => key.name));
  const scope = new Map([...counted.scope].filter(([name]) => keys.has(name)));
  const filled = empty.get(measure.agg) === '0';
  const made = madeColumns(n, later, keys, filled);
  const zeros: readonly Command[] = filled ? [{ kind: 'fillnull', value: '0', fields: [] }] : [];
  const parted = assign(add(keyed, series, ...zeros), keysOf(fields));
  const done = joined ? add(parted, { kind: 'remove', fields: [row] }) : parted;
  const nulls = [...scope].filter(([name, binding]) => binding.nullable && later.computed.has(name));
  const restored = assign(
    done,
    nulls.map(([, binding]) => ({ field: binding.field, value: call('nullif', field(binding.field), text('')) })),
  );
  return { ...restored, scope: new Map([...scope, ...made]), whole: n.declared === null };
};
