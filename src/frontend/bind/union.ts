// `union`: branches in, one source out. Columns of the same name and different types become `name_type` columns, as in KQL.
import type { Span } from '../../diagnostics/span.ts';
import type { Pipeline, Place, Source } from '../../ir/pipeline.ts';
import type { Column, Frame } from '../../ir/types.ts';
import type { AstExpr, AstOperator } from '../ast/ast.ts';
import { parameter } from './parameters.ts';
import { isPattern, namesLike, placeOf, tablesLike } from './remote.ts';
import { type Binder, type Bound, columnIn, letNames, lookup, type Rows, type Scope, withStep } from './scope.ts';

type UnionNode = Extract<AstOperator, { kind: 'union' }>;

type SourceOfTable = Extract<Source, { kind: 'table' }>;

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

/** A branch as written, and what it stands for: `Device*` is many tables. */
export interface Branch {
  readonly pipeline: Pipeline;
  readonly members: readonly Bound[];
  readonly isPattern: boolean;
}

const noNames: Scope = { lets: null, rows: null };

/** The tables of the schema with these names. */
const membersOf = (b: Binder, names: readonly string[], span: Span): readonly Bound[] =>
  names.map((text) => b.tabular({ kind: 'name', span, ident: { text, span, quoted: false } }, noNames));

/** The tables that a pattern stands for where data is at hand: those of the schema, then others of `given`. */
export const tablesOfPattern = (b: Binder, pattern: string, given: readonly string[], span: Span): readonly SourceOfTable[] => {
  const names = new Set([...tablesLike(b, [], pattern), ...namesLike(given, pattern)]);
  return membersOf(b, [...names], span).flatMap(({ pipeline: { source } }) => (source.kind === 'table' ? [source] : []));
};

/** A `let … = view () { … }` counts among the tables; a pattern that stands for one cannot be written down with it inlined. */
const refuseViews = (b: Binder, pattern: string, span: Span, scope: Scope): void => {
  const form = new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i');
  for (const name of letNames(scope.lets)) {
    const binding = lookup(scope.lets, name);
    if (binding?.kind === 'function' && binding.node.view && form.test(name))
      b.report('RMMC2012', span, { what: `the view \`${name}\` among the tables \`${pattern}\`` });
  }
};

/** All tables that a schema knows and whose names fit; there may be others when the query runs. */
const bindPattern = (b: Binder, place: readonly Place[], pattern: string, span: Span, scope: Scope): Branch => {
  const known = tablesLike(b, place, pattern);
  if (known.length === 0 && place.length === 0) b.report('RMMC2003', span, { name: pattern });
  if (place.length === 0 && /^[\w*]+$/.test(pattern)) refuseViews(b, pattern, span, scope);
  const members = membersOf(b, known, span);
  const own = frameOfUnion(members, renamedColumns(members), 'outer', null);
  const frame: Frame = known.length === 0 ? { columns: [], open: true } : own;
  const source: Source = { kind: 'tables', span, place, pattern, frame };
  const bound: Bound = { pipeline: { source, steps: [] }, rows: { frame, soft: false, table: null } };
  return { pipeline: bound.pipeline, members: known.length === 0 ? [bound] : members, isPattern: true };
};

/** Every table there is. */
export const allTables = (b: Binder, span: Span, scope: Scope): Branch => bindPattern(b, [], '*', span, scope);

export const asBranch = (bound: Bound): Branch => ({ pipeline: bound.pipeline, members: [bound], isPattern: false });

export const bindBranch = (b: Binder, ast: AstExpr, scope: Scope): Branch => {
  const inner = flattenBranches(ast);
  if (inner.kind === 'wildcard') return bindPattern(b, [], inner.pattern, inner.span, scope);
  const place = inner.kind === 'member' && isPattern(inner.name) ? placeOf(b, inner.object, scope) : null;
  if (place && inner.kind === 'member') return bindPattern(b, place, inner.name.text, inner.span, scope);
  return asBranch(b.tabular(inner, { lets: scope.lets, rows: null }));
};

interface Parts {
  readonly branches: readonly Branch[];
  readonly mode: 'outer' | 'inner';
  readonly tag: string | null;
  readonly fuzzy: boolean;
}

/** The columns of all branches together, with the name of the branch in front. */
export const frameOfBranches = (branches: readonly Branch[], tag: string): Frame => {
  const members = branches.flatMap((branch) => branch.members);
  return frameOfUnion(members, renamedColumns(members), 'outer', tag);
};

/** The union of branches. Where one is a pattern, the columns that clash in type are renamed by the union itself. */
export const unionOf = (b: Binder, { branches, mode, tag, fuzzy }: Parts, span: Span): Bound => {
  const members = branches.flatMap((branch) => branch.members);
  const hasPattern = branches.some((branch) => branch.isPattern);
  if (hasPattern && mode === 'inner') b.report('RMMC2012', span, { what: '`union kind=inner` of a set of tables' });
  if (tag !== null && !hasPattern && members.some((branch) => columnIn(branch.rows.frame, tag))) b.report('RMMC2008', span, { name: tag });
  const renamed = renamedColumns(members);
  const [only] = members;
  if (only && !hasPattern && members.length === 1 && tag === null) return only;
  const pipelines =
    mode === 'outer' && !hasPattern
      ? members.map((branch) => renameClashing(branch, renamed, span).pipeline)
      : branches.map((branch) => branch.pipeline);
  const frame = frameOfUnion(members, renamed, mode, tag);
  const source: Source = { kind: 'union', span, branches: pipelines, mode, tag, fuzzy, frame };
  const rows: Rows = { frame, soft: mode === 'outer' && members.some((branch) => branch.rows.soft), table: branchName(members) };
  return { pipeline: { source, steps: [] }, rows };
};

/** The union of what stands before the pipe (if anything) and the branches. */
export const bindUnion = (b: Binder, ast: UnionNode, before: Bound | null, scope: Scope): Bound => {
  const own = ast.branches.map((branch) => bindBranch(b, branch, scope));
  const mode = parameter(ast.parameters, 'kind') === 'inner' ? 'inner' : 'outer';
  const tag = parameter(ast.parameters, 'withsource', 'with_source');
  const fuzzy = parameter(ast.parameters, 'isfuzzy') === 'true';
  return unionOf(b, { branches: before ? [asBranch(before), ...own] : own, mode, tag, fuzzy }, ast.span);
};
