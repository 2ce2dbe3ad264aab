// `bag_unpack` in, where the query says which properties it needs: a schema, or the names that later steps read; columns of these properties out.
// before: (evaluate bag_unpack Bag) (project DeviceName Signer?)
// after:  (extend (= Signer (tostring (path Bag "Signer")))) (project DeviceName Signer)
import { junction } from './conjuncts.ts';
import type { Expr, ExprOf } from './expr.ts';
import { frameAfter, frameOf, frameOfSource } from './frame.ts';
import type { ScalarFn } from './functions.ts';
import { fixesColumns, type Named, type Pipeline, type PluginArg, type Query, type Step, type StepOf } from './pipeline.ts';
import { mapStepExprs, rewriteQuery } from './traverse.ts';
import type { Frame, ScalarType } from './types.ts';

export type TellProperty = (column: string, bag: string, step: StepOf<'plugin'>) => void;

interface Options {
  readonly tell?: TellProperty;
  /** Only rows that have the properties are kept: KQL knows no column of a property that no row has. */
  readonly present?: true;
}

type Told = Options & { readonly tell: TellProperty };

type ColumnExpr = ExprOf<'column'>;

interface Unpacking {
  readonly step: StepOf<'plugin'>;
  readonly bag: ColumnExpr;
  readonly prefix: string;
}

const valueArgs = (step: StepOf<'plugin'>): readonly Extract<PluginArg, { kind: 'value' }>[] =>
  step.args.flatMap((arg) => (arg.kind === 'value' ? [arg] : []));

/** The text of an argument by its place or name; null: it is none. */
const textArg = (step: StepOf<'plugin'>, at: number, name: string): string | null => {
  const args = valueArgs(step);
  const arg = args.find((one) => one.name?.toLowerCase() === name.toLowerCase()) ?? (args[at]?.name === null ? args[at] : undefined);
  if (!arg) return '';
  return arg.value.kind === 'literal' && typeof arg.value.value === 'string' ? arg.value.value : null;
};

/** Null: another plugin, or one that leaves properties out or puts them in place of columns. */
const unpackingOf = (step: Step): Unpacking | null => {
  if (step.kind !== 'plugin' || step.name !== 'bag_unpack') return null;
  const [first] = valueArgs(step);
  const prefix = textArg(step, 1, 'OutputColumnPrefix');
  const conflict = textArg(step, 2, 'columnsConflict');
  if (first?.value.kind !== 'column' || prefix === null || (conflict !== '' && conflict !== 'error' && conflict !== 'keep_source'))
    return null;
  return textArg(step, 3, 'ignoredProperties') === '' ? { step, bag: first.value, prefix } : null;
};

const casts: Readonly<Partial<Record<ScalarType, ScalarFn>>> = {
  string: 'tostring',
  bool: 'tobool',
  int: 'toint',
  long: 'tolong',
  real: 'toreal',
  datetime: 'todatetime',
  timespan: 'totimespan',
};

/** The property behind a column, in its type; null: no property has that name, or nothing reads that type. */
const property = ({ bag, prefix }: Unpacking, name: string, type: ScalarType): Expr | null => {
  if (!name.startsWith(prefix) || name.length === prefix.length) return null;
  const { span } = bag;
  const base: Expr = bag.type === 'dynamic' ? bag : { kind: 'call', span, type: 'dynamic', fn: 'parse_json', args: [bag] };
  const key: Expr = { kind: 'literal', span, type: 'string', value: name.slice(prefix.length) };
  const path: Expr = { kind: 'path', span, type: 'dynamic', base, key };
  if (type === 'dynamic') return path;
  const fn = casts[type];
  return fn ? { kind: 'call', span, type, fn, args: [path] } : null;
};

const isOrdinary: ReadonlySet<Step['kind']> = new Set(['filter', 'extend', 'sort', 'limit', 'expand']);

/** What later steps read of columns that nobody declares, up to the step that lists all columns; null: none does. */
const readLater = (steps: readonly Step[], frame: Frame): ReadonlyMap<string, ScalarType> | null => {
  const own = new Set(frame.columns.map(({ name }) => name));
  const found = new Map<string, ScalarType>();
  const isOpen = (expr: Expr): expr is ColumnExpr => expr.kind === 'column' && !expr.declared && !own.has(expr.name);
  const note = (expr: Expr): Expr => {
    if (isOpen(expr)) found.set(expr.name, found.get(expr.name) ?? 'string');
    if (expr.kind === 'compare')
      for (const [one, other] of [[expr.left, expr.right] as const, [expr.right, expr.left] as const])
        if (isOpen(one) && other.type !== 'string' && other.type !== 'unknown') found.set(one.name, 'dynamic');
    return expr;
  };
  for (const step of steps) {
    const isLast = fixesColumns(step);
    if (!isLast && !isOrdinary.has(step.kind)) return null;
    mapStepExprs(step, { expr: note });
    if (isLast) return found;
  }
  return null;
};

const declared = (steps: readonly Step[], types: ReadonlyMap<string, ScalarType>): readonly Step[] =>
  steps.map((step) =>
    mapStepExprs(step, {
      expr: (expr) => {
        const type = expr.kind === 'column' && !expr.declared ? types.get(expr.name) : undefined;
        return type && expr.kind === 'column' ? { ...expr, type, declared: true } : expr;
      },
    }),
  );

/** The columns of a schema, each from the row or from the bag; null: one is neither. */
const listed = (unpacking: Unpacking, before: Frame, tell: TellProperty): readonly Named[] | null => {
  const { step } = unpacking;
  const own = new Map(before.columns.flatMap((column) => (column.name === unpacking.bag.name ? [] : [[column.name, column] as const])));
  const schema = step.declared ?? [];
  const kept = step.keeps ? [...own.values()].filter(({ name }) => !schema.some((one) => one.name === name)) : [];
  const columns = [...kept, ...schema].map(({ name, type }): Named | null => {
    const column = own.get(name);
    if (column) return { name, span: step.span, expr: { kind: 'column', span: step.span, type: column.type, name, declared: true } };
    tell(name, unpacking.bag.name, step);
    const expr = property(unpacking, name, type);
    return expr && { name, span: step.span, expr };
  });
  const known = columns.filter((one) => one !== null);
  return known.length === columns.length ? known : null;
};

const isThere = (columns: readonly Named[], step: StepOf<'plugin'>): readonly Step[] => {
  const tests = columns.map(
    ({ expr }): Expr => ({
      kind: 'call',
      span: step.span,
      type: 'bool',
      fn: 'isnotnull',
      args: [expr.kind === 'call' ? (expr.args[0] ?? expr) : expr],
    }),
  );
  const condition = junction('and', tests, step.span);
  return condition ? [{ kind: 'filter', span: step.span, condition }] : [];
};

/** The steps from the plugin on; null: nobody says which properties are needed. */
const unpacked = (steps: readonly Step[], before: Frame, { tell, present }: Told): readonly Step[] | null => {
  const [first, ...rest] = steps;
  const unpacking = first && unpackingOf(first);
  if (!unpacking) return null;
  const { step, bag } = unpacking;
  if (step.declared) {
    const columns = listed(unpacking, before, tell);
    return columns && [{ kind: 'project', span: step.span, columns }, ...rest];
  }
  const types = readLater(rest, { ...before, columns: before.columns.filter(({ name }) => name !== bag.name) });
  if (!types || types.size === 0) return null;
  const columns = [...types].flatMap(([name, type]): readonly Named[] => {
    const expr = property(unpacking, name, type);
    return expr ? [{ name, span: step.span, expr }] : [];
  });
  if (columns.length < types.size) return null;
  for (const { name } of columns) tell(name, bag.name, step);
  return [...(present ? isThere(columns, step) : []), { kind: 'extend', span: step.span, columns }, ...declared(rest, types)];
};

const rewritten = (pipeline: Pipeline, options: Told): Pipeline => {
  if (!pipeline.steps.some(unpackingOf)) return pipeline;
  let frame = frameOfSource(pipeline.source);
  for (const [at, step] of pipeline.steps.entries()) {
    const next = unpacked(pipeline.steps.slice(at), frame, options);
    if (next) return rewritten({ ...pipeline, steps: [...pipeline.steps.slice(0, at), ...next] }, options);
    frame = frameAfter(frame, step);
  }
  return pipeline;
};

/** The same rows, where the properties have the types that are told. */
export const withUnpackedBags = (query: Query, options: Options = {}): Query => {
  let isChanged = false;
  const tell: TellProperty = (column, bag, step) => {
    isChanged = true;
    options.tell?.(column, bag, step);
  };
  const next = rewriteQuery(query, { pipeline: (pipeline) => rewritten(pipeline, { ...options, tell }) });
  return isChanged ? { ...next, frame: frameOf(next.pipeline) } : query;
};
