// `mv-expand` of an array below a flattened field in; the parts of its elements that later steps read, a column each, out. A runtime field gives one part of all
// elements: several are put together, spread, and taken apart again.
import type { Expr } from '../../ir/expr.ts';
import type { Spread, Step } from '../../ir/pipeline.ts';
import { visitPipeline } from '../../ir/traverse.ts';
import { type Command, call, type Es, field, num, str } from './ast.ts';
import { type Context, literalText, refuse } from './context.ts';
import { listSign } from './json/bag.ts';
import { fresh, namesInUse, type State } from './state.ts';
import { closed } from './stored/runtime-fields.ts';
import { bagValue, type Json, refused, type Value, value } from './value.ts';

interface Used {
  /** Keys below the column, each path once. */
  readonly parts: readonly (readonly string[])[];
  /** It is read otherwise, too. */
  readonly isWhole: boolean;
}

const rootOf = (expr: Expr): Expr => (expr.kind === 'path' ? rootOf(expr.base) : expr);

/** Null: not all of them are names. */
const keysOf = (expr: Expr): readonly string[] | null => {
  if (expr.kind !== 'path') return [];
  const [above, key] = [keysOf(expr.base), literalText(expr.key)];
  return above && key !== undefined ? [...above, key] : null;
};

const makesAnew = (step: Step, name: string): boolean => {
  if (step.kind === 'extend' || step.kind === 'expand') return step.columns.some((one) => one.name === name);
  return step.kind === 'project' || step.kind === 'aggregate';
};

/** How steps read a column, up to the one that makes it anew. */
const usedOf = (later: readonly Step[], name: string): Used => {
  const end = later.findIndex((step) => makesAnew(step, name));
  const steps = end < 0 ? later : later.slice(0, end + 1);
  const columns: Expr[] = [];
  const paths: Expr[] = [];
  visitPipeline(
    { source: { kind: 'given', span: { start: 0, end: 0 }, frame: { columns: [], open: false } }, steps },
    {
      expr: (expr) => {
        if (expr.kind === 'column' && expr.name === name) columns.push(expr);
        const root = expr.kind === 'path' ? rootOf(expr) : null;
        if (root?.kind === 'column' && root.name === name) paths.push(expr);
      },
    },
  );
  const inner = new Set(paths.flatMap((path) => (path.kind === 'path' ? [path.base] : [])));
  const outer = paths.filter((path) => !inner.has(path));
  const found = outer.map(keysOf);
  const known = new Map(found.flatMap((keys) => (keys ? [[JSON.stringify(keys), keys] as const] : [])));
  return { parts: [...known.values()], isWhole: columns.length > outer.length || known.size === 0 || found.includes(null) };
};

const element = (es: Es): Value => ({ ...value(es, 'keyword', true), isElement: true, json: { source: closed, keys: [] } });

/** The array itself, where its elements are single values. */
const ofSingles = (es: Es): Value => ({
  es,
  type: 'list',
  nullable: true,
  element: 'keyword',
  mayLack: true,
  json: { source: closed, keys: [] },
});

const asBag = (context: Context, column: Spread, parts: ReadonlyMap<string, Es>): Value =>
  bagValue({
    at: (keys) => {
      const es = parts.get(JSON.stringify(keys));
      return es ? element(es) : null;
    },
    whole: (span) => refuse(context, span, `an element of ${column.name} as a whole`, 'a runtime field gives nothing of an object'),
  });

interface Spreading {
  readonly context: Context;
  readonly column: Spread;
  readonly limit: bigint | null;
}

const limited = (es: Es, limit: bigint | null): Es => (limit === null ? es : call('MV_SLICE', es, num(0), num(limit - 1n)));

/** Several columns as one: what stands in the same place of each, behind one another. One is itself. */
const zipped = ([first = str(''), ...more]: readonly Es[]): Es => {
  const there = (es: Es): Es => call('COALESCE', es, str(''));
  return more.length === 0 ? first : more.reduce((sofar, one) => call('MV_ZIP', sofar, there(one), listSign), there(first));
};

/** The parts in columns of their own, one row for each element. */
const spread = (
  state: State,
  { context, column, limit }: Spreading,
  parts: readonly (readonly string[])[],
  fields: readonly Es[],
): State => {
  const names: string[] = [];
  for (const keys of parts) names.push(fresh([column.name, ...keys].join('_').replace(/\W/g, '_'), [...namesInUse(state), ...names]));
  const [name = '', ...more] = names;
  const packed = more.length > 0 ? fresh(`${column.name}_parts`, [...namesInUse(state), ...names]) : name;
  const commands: readonly Command[] = [
    { kind: 'eval', columns: [{ name: packed, expr: limited(zipped(fields), limit) }] },
    { kind: 'mvExpand', field: packed },
  ];
  const apart: Command = {
    kind: 'eval',
    columns: names.map((one, at) => ({ name: one, expr: call('MV_SLICE', call('SPLIT', field(packed), listSign), num(at)) })),
  };
  const bag = asBag(context, column, new Map(parts.map((keys, at) => [JSON.stringify(keys), field(names[at] ?? '')])));
  return {
    ...state,
    commands: [...state.commands, ...commands, ...(more.length > 0 ? [apart] : [])],
    columns: new Map([...state.columns, [column.name, bag]]),
    // a column of such a name stands elsewhere
    taken: new Set([...state.taken, packed, ...names]),
    visible: null,
    most: null,
  };
};

/** The state behind the expansion; a list: it is spread like any other; null: refused. */
export const spreadElements = (state: State, one: Spreading, { source, keys }: Json, later: readonly Step[]): State | Value | null => {
  const { column } = one;
  const { parts, isWhole } = usedOf(later, column.name);
  const fields = parts.length > 0 && isWhole ? null : source.columns?.elements(keys, parts.length > 0 ? parts : [[]], column.span);
  if (!fields) return null;
  const [single = refused.es] = fields;
  if (parts.length === 0) return ofSingles(single);
  return column.type === 'dynamic' || column.type === 'unknown' ? spread(state, one, parts, fields) : null;
};
