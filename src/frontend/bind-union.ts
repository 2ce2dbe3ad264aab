// `union`: branches in, one source out. Columns of the same name and different types become `name_type` columns, as in KQL.
import type { Span } from '../diagnostics/span.ts';
import type { Pipeline, Source } from '../ir/pipeline.ts';
import type { Column, Frame } from '../ir/types.ts';
import type { AstExpr, AstOperator, AstParameter } from './ast.ts';
import { type Binder, type Bound, columnIn, type Rows, type Scope, withStep } from './scope.ts';

type UnionNode = Extract<AstOperator, { kind: 'union' }>;

const wordOf = (ast: AstExpr): string | null => {
  if (ast.kind === 'name') return ast.ident.text;
  if (ast.kind === 'literal') return typeof ast.value === 'string' || typeof ast.value === 'boolean' ? String(ast.value) : null;
  return null;
};

const parameter = (parameters: readonly AstParameter[], ...names: readonly string[]): string | null => {
  const found = parameters.find((p) => names.includes(p.name.toLowerCase()));
  return found ? wordOf(found.value) : null;
};

/** What a column of a branch is called in the union, when its own name does not do. */
type Renamed = ReadonlyMap<string, string>;

const keyOf = (column: Column): string => JSON.stringify([column.name, column.type]);

/** `name_type` for the columns that branches hold with different types; `unknown` fits every type. */
const renamedColumns = (branches: readonly Bound[]): Renamed => {
  const types = new Map<string, Map<string, Column>>();
  for (const column of branches.flatMap((branch) => branch.rows.frame.columns)) {
    if (column.type === 'unknown') continue;
    const known = types.get(column.name) ?? new Map<string, Column>();
    types.set(column.name, known.set(column.type, column));
  }
  const used = new Set(types.keys());
  const renamed = new Map<string, string>();
  for (const column of [...types.values()].filter((known) => known.size > 1).flatMap((known) => [...known.values()])) {
    let name = `${column.name}_${column.type}`;
    for (let n = 1; used.has(name); n++) name = `${column.name}_${column.type}${n}`;
    used.add(name);
    renamed.set(keyOf(column), name);
  }
  return renamed;
};

const renameClashing = (branch: Bound, renamed: Renamed, span: Span): Bound => {
  const pairs = branch.rows.frame.columns.flatMap((column) => {
    const to = renamed.get(keyOf(column));
    return to === undefined ? [] : [{ from: column.name, to }];
  });
  return pairs.length === 0 ? branch : withStep(branch, { kind: 'rename', span, pairs });
};

/** Columns of any branch in order of appearance; the forms of a clashing name (`B_long`, `B_string`) stand together where it appeared first. */
const outerColumns = (branches: readonly Bound[], renamed: Renamed): readonly Column[] => {
  const groups = new Map<string, Map<string, Column>>();
  for (const column of branches.flatMap((branch) => branch.rows.frame.columns)) {
    const name = renamed.get(keyOf(column)) ?? column.name;
    const group = groups.get(column.name) ?? new Map<string, Column>();
    const known = group.get(name);
    groups.set(column.name, group.set(name, known && known.type !== 'unknown' ? known : { name, type: column.type }));
  }
  return [...groups.values()].flatMap((group) => [...group.values()]);
};

const innerColumns = (branches: readonly Bound[]): readonly Column[] => {
  const [first, ...rest] = branches;
  return (first?.rows.frame.columns ?? []).filter((column) =>
    rest.every((branch) => columnIn(branch.rows.frame, column.name)?.type === column.type),
  );
};

const flattenBranches = (ast: AstExpr): AstExpr => (ast.kind === 'paren' ? flattenBranches(ast.inner) : ast);

const frameOfUnion = (branches: readonly Bound[], renamed: Renamed, mode: 'outer' | 'inner', tag: string | null): Frame => {
  const columns = mode === 'outer' ? outerColumns(branches, renamed) : innerColumns(branches);
  const open = branches.some((branch) => branch.rows.frame.open);
  return { columns: tag === null ? columns : [{ name: tag, type: 'string' }, ...columns.filter((column) => column.name !== tag)], open };
};

const branchName = (branches: readonly Bound[]): string | null => {
  const names = new Set(branches.map((branch) => branch.rows.table));
  return names.size === 1 ? ([...names][0] ?? null) : null;
};

const bindBranch = (b: Binder, ast: AstExpr, scope: Scope): Bound => b.tabular(flattenBranches(ast), { lets: scope.lets, rows: null });

/** The union of what stands before the pipe (if anything) and the branches. */
export const bindUnion = (b: Binder, ast: UnionNode, before: Bound | null, scope: Scope): Bound => {
  const own = ast.branches.map((branch) => bindBranch(b, branch, scope));
  const branches = before ? [before, ...own] : own;
  const mode = parameter(ast.parameters, 'kind') === 'inner' ? 'inner' : 'outer';
  const tag = parameter(ast.parameters, 'withsource', 'with_source');
  const renamed = renamedColumns(branches);
  const [only] = branches;
  if (only && branches.length === 1 && tag === null) return only;
  const pipelines: readonly Pipeline[] = (
    mode === 'outer' ? branches.map((branch) => renameClashing(branch, renamed, ast.span)) : branches
  ).map((b2) => b2.pipeline);
  const frame = frameOfUnion(branches, renamed, mode, tag);
  const source: Source = { kind: 'union', span: ast.span, branches: pipelines, mode, tag, frame };
  const rows: Rows = { frame, soft: mode === 'outer' && branches.some((branch) => branch.rows.soft), table: branchName(branches) };
  return { pipeline: { source, steps: [] }, rows };
};
