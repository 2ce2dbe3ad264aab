// A column that holds `parse_url(…)` or `parse_path(…)` and of which only parts are looked at, until a step leaves it out: the parts are read out of the text
// itself, where the search can cut them out, and the bag is never made.
// before: (extend (= U (parse_url Url))) (extend (= Host (tostring (path U "Host")))) (project Host)
// after:  (extend (= Host (tostring (path (parse_url Url) "Host")))) (project Host)
import type { Expr, ExprOf } from '../../../ir/expr.ts';
import type { Named, Pipeline, Query, Step } from '../../../ir/pipeline.ts';
import { childrenOf, columnsRead, mapStepExprs, rewriteQuery } from '../../../ir/traverse.ts';
import { exprsIn } from '../demand.ts';

type Parsed = ExprOf<'call'>;

const isPart = (expr: Expr, name: string): expr is ExprOf<'path'> =>
  expr.kind === 'path' && expr.base.kind === 'column' && expr.base.name === name && expr.key.kind === 'literal';

const looksOnlyAtParts = (expr: Expr, name: string): boolean =>
  isPart(expr, name) ||
  (!(expr.kind === 'column' && expr.name === name) && childrenOf(expr).every((child) => looksOnlyAtParts(child, name)));

/** How a column fares in a step: what stands in its place, whether it is gone behind, or that nobody can say. */
type Fate = 'stays' | 'gone' | 'unclear';

const fateIn = (step: Step, name: string): Fate => {
  if (step.kind === 'filter' || step.kind === 'sort' || step.kind === 'limit' || step.kind === 'present') return 'stays';
  if (step.kind === 'extend') return step.columns.some((column) => column.name === name) ? 'gone' : 'stays';
  if (step.kind === 'project' || step.kind === 'aggregate') return 'gone';
  return step.kind === 'drop' ? (step.names.includes(name) ? 'gone' : 'stays') : 'unclear';
};

/** The columns that the text is read from are the same behind the step. */
const keeps = (step: Step, names: readonly string[]): boolean => {
  if (step.kind === 'extend') return !step.columns.some((column) => names.includes(column.name));
  if (step.kind === 'drop') return !step.names.some((name) => names.includes(name));
  if (step.kind !== 'project') return step.kind !== 'aggregate';
  return names.every((name) =>
    step.columns.some((column) => column.name === name && column.expr.kind === 'column' && column.expr.name === name),
  );
};

const without = (step: Step, name: string): readonly Step[] => {
  if (step.kind === 'drop') {
    const names = step.names.filter((one) => one !== name);
    return names.length > 0 ? [{ ...step, names }] : [];
  }
  if (step.kind !== 'extend' && step.kind !== 'project') return [step];
  const columns = step.columns.filter((column) => column.name !== name);
  return columns.length > 0 || step.kind === 'project' ? [{ ...step, columns }] : [];
};

/** The steps behind with the parts read out of the text; null where the column is looked at as a whole, stays to the end, or outlives what it is read from. */
const read = (steps: readonly Step[], name: string, parsed: Parsed): readonly Step[] | null => {
  const sources = parsed.args.flatMap(columnsRead);
  const inPlace = { expr: (expr: Expr): Expr => (isPart(expr, name) ? { ...expr, base: parsed } : expr) };
  const done: Step[] = [];
  for (const [at, step] of steps.entries()) {
    const fate = fateIn(step, name);
    if (fate === 'unclear' || !exprsIn(step).every((expr) => looksOnlyAtParts(expr, name))) return null;
    const rewritten = mapStepExprs(step, inPlace);
    if (fate === 'gone') return [...done, ...(step.kind === 'drop' ? without(rewritten, name) : [rewritten]), ...steps.slice(at + 1)];
    if (!keeps(step, sources)) return null;
    done.push(rewritten);
  }
  return null;
};

const parsedIn = (step: Step): readonly { readonly column: Named; readonly parsed: Parsed }[] =>
  step.kind === 'extend' || step.kind === 'project'
    ? step.columns.flatMap((column) =>
        column.expr.kind === 'call' && (column.expr.fn === 'parse_url' || column.expr.fn === 'parse_path')
          ? [{ column, parsed: column.expr }]
          : [],
      )
    : [];

const inlined = ({ source, steps }: Pipeline): Pipeline => {
  for (const [at, step] of steps.entries()) {
    for (const { column, parsed } of parsedIn(step)) {
      const sources = parsed.args.flatMap(columnsRead);
      const rest = keeps(step, sources) && !sources.includes(column.name) ? read(steps.slice(at + 1), column.name, parsed) : null;
      if (rest) return inlined({ source, steps: [...steps.slice(0, at), ...without(step, column.name), ...rest] });
    }
  }
  return { source, steps };
};

export const withoutParsedColumns = (query: Query): Query => rewriteQuery(query, { pipeline: inlined });
