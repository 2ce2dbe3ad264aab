// Steps that unfold the data of a Windows event from its XML and turn its names into columns (`mv-expand`, `bag_unpack`, `pivot`) in; a projection of the parts
// that later steps name out.
import type { Span } from '../diagnostics/span.ts';
import type { Expr } from './expr.ts';
import type { Named, PluginArg, Step, StepOf } from './pipeline.ts';
import { columnsRead, mapStepExprs } from './traverse.ts';

type IsData = (expr: Expr) => boolean;
type PartAt = (name: string, span: Span) => Expr;

/** Columns that hold a place in the XML: the keys from its top. */
type Places = ReadonlyMap<string, readonly string[]>;

/** The keys at which an expression stands in the XML; null: it does not. */
const placeOf = (expr: Expr, places: Places, isData: IsData): readonly string[] | null => {
  if (expr.kind === 'column') return places.get(expr.name) ?? null;
  if (expr.kind === 'call' && expr.fn === 'parse_xml' && expr.args[0] && isData(expr.args[0])) return [];
  if (expr.kind !== 'path' || expr.key.kind !== 'literal' || typeof expr.key.value !== 'string') return null;
  const base = placeOf(expr.base, places, isData);
  return base && [...base, expr.key.value];
};

const none: Places = new Map();

/** The column in which a step puts a place in the XML; null: none. */
export const columnAfterXml = (step: Step, isData: IsData): string | null =>
  step.kind === 'extend' ? (step.columns.find(({ expr }) => placeOf(expr, none, isData) !== null)?.name ?? null) : null;

const isList = (keys: readonly string[] | null): boolean => keys !== null && /^(?:DataItem\.)?EventData\.Data$/.test(keys.join('.'));

const inText = (expr: Expr): Expr => (expr.kind === 'call' && expr.fn === 'tostring' && expr.args[0] ? expr.args[0] : expr);

/** Whether an expression is the name (`@Name`) or the text (`#text`) of one part: of the column, or a column of its own behind `bag_unpack`. */
const isOf = (expr: Expr, key: string, element: string | null): boolean => {
  const inner = inText(expr);
  if (inner.kind === 'column') return element === null && inner.name === key;
  const isKey = inner.kind === 'path' && inner.key.kind === 'literal' && inner.key.value === key;
  return isKey && element !== null && inner.base.kind === 'column' && inner.base.name === element;
};

const columnArg = (arg: PluginArg | undefined): string | null =>
  arg?.kind === 'value' && arg.value.kind === 'column' ? arg.value.name : null;

const isUnpack = (step: Step | undefined, element: string): boolean =>
  step?.kind === 'plugin' && step.name === 'bag_unpack' && step.args.length === 1 && columnArg(step.args[0]) === element;

/** The columns by which `pivot` groups, where it makes a column of each name; null: it does something else. */
const groupsOf = (step: Step | undefined, named: string, text: string): readonly Named[] | null => {
  if (step?.kind !== 'plugin' || step.name !== 'pivot') return null;
  const [key, measure, ...by] = step.args;
  if (columnArg(key) !== named || measure?.kind !== 'measure' || measure.measure.kind !== 'fold') return null;
  const { agg, args, where } = measure.measure;
  const [only] = args;
  if (agg !== 'take_any' || where || args.length !== 1 || only?.kind !== 'column' || only.name !== text) return null;
  const groups = by.flatMap((arg): readonly Named[] =>
    arg.kind === 'value' && arg.value.kind === 'column' ? [{ name: arg.value.name, expr: arg.value, span: arg.value.span }] : [],
  );
  return groups.length === by.length && groups.length > 0 ? groups : null;
};

interface Unfolding {
  readonly kept: readonly Step[];
  readonly element: string;
  /** How many steps it takes. */
  readonly length: number;
}

const touches = (step: Step, places: Places, isData: IsData): boolean => {
  let found = false;
  mapStepExprs(step, {
    expr: (expr) => {
      if (isData(expr) || (expr.kind === 'column' && places.has(expr.name))) found = true;
      return expr;
    },
  });
  return found;
};

/** The steps up to `mv-expand` of the parts. */
const unfolding = (steps: readonly Step[], isData: IsData): Unfolding | null => {
  const places = new Map<string, readonly string[]>();
  const kept: Step[] = [];
  for (const [at, step] of steps.entries()) {
    if (step.kind === 'extend') {
      const found = step.columns.map(({ name, expr }) => [name, placeOf(expr, places, isData)] as const);
      if (found.every(([, keys]) => keys !== null)) for (const [name, keys] of found) places.set(name, keys ?? []);
      else if (touches(step, places, isData) || found.some(([name]) => places.has(name))) return null;
      else kept.push(step);
    } else if (step.kind === 'drop') kept.push(step);
    else if (step.kind === 'filter' && !touches(step, places, isData)) kept.push(step);
    else if (step.kind === 'expand') {
      const [only] = step.columns;
      const isWhole = step.columns.length === 1 && step.limit === null && step.index === null;
      return only && isWhole && isList(placeOf(only.expr, places, isData)) ? { kept, element: only.name, length: at + 1 } : null;
    } else return null;
  }
  return null;
};

/** The drops of columns that are no more. */
const withoutDrops = (kept: readonly Step[]): readonly Step[] => kept.filter(({ kind }) => kind !== 'drop');

interface Pair {
  readonly named: string;
  readonly text: string;
  readonly length: number;
}

/** `extend Key = tostring(['@Name']), Value = ['#text']`, in one step or two. */
const pairOf = (steps: readonly Step[], element: string | null): Pair | null => {
  let [named, text, at] = ['', '', 0];
  for (; at < steps.length && (named === '' || text === ''); at += 1) {
    const step = steps[at];
    if (step?.kind !== 'extend') return null;
    for (const { name, expr } of step.columns) {
      if (isOf(expr, '@Name', element)) named = name;
      else if (isOf(expr, '#text', element)) text = name;
      else return null;
    }
  }
  return named === '' || text === '' ? null : { named, text, length: at };
};

const isClosing = ({ kind }: Step): boolean => kind === 'project' || kind === 'aggregate';

/** Names of parts that steps read, up to the one that says which columns the result has; null: no step says it. */
const namesRead = (steps: readonly Step[], groups: readonly Named[]): ReadonlySet<string> | null => {
  const own = new Set(groups.map(({ name }) => name));
  const names = new Set<string>();
  for (const step of steps) {
    const note = (expr: Expr): Expr => {
      for (const name of expr.kind === 'column' ? columnsRead(expr) : [])
        if (!own.has(name) && !(expr.kind === 'column' && expr.declared)) names.add(name);
      return expr;
    };
    if (step.kind === 'drop' || step.kind === 'rename' || step.kind === 'join' || step.kind === 'plugin') return null;
    mapStepExprs(step, { expr: note });
    if (isClosing(step)) return names;
  }
  return null;
};

/** Columns that the unfolding made are declared texts. */
const declared = (steps: readonly Step[], names: ReadonlySet<string>): readonly Step[] =>
  steps.map((step) =>
    mapStepExprs(step, {
      expr: (expr) =>
        expr.kind === 'column' && !expr.declared && names.has(expr.name) ? { ...expr, type: 'string', declared: true } : expr,
    }),
  );

/** The same from the first step that reads the XML; null: the steps do something else. */
export const pivotedParts = (steps: readonly Step[], isData: IsData, partAt: PartAt): readonly Step[] | null => {
  const unfolded = unfolding(steps, isData);
  if (!unfolded) return null;
  const { kept, element } = unfolded;
  const behind = steps.slice(unfolded.length);
  const isUnpacked = isUnpack(behind[0], element);
  const pair = pairOf(isUnpacked ? behind.slice(1) : behind, isUnpacked ? null : element);
  if (!pair) return null;
  const at = (isUnpacked ? 1 : 0) + pair.length;
  const pivot = behind[at] as StepOf<'plugin'> | undefined;
  const groups = groupsOf(pivot, pair.named, pair.text);
  const rest = behind.slice(at + 1);
  const names = groups && namesRead(rest, groups);
  if (!groups || !names || !pivot) return null;
  const parts = [...names].map((name): Named => ({ name, span: pivot.span, expr: partAt(name, pivot.span) }));
  return [...withoutDrops(kept), { kind: 'project', span: pivot.span, columns: [...groups, ...parts] }, ...declared(rest, names)];
};
