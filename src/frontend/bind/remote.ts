// Tables of another cluster, database or workspace (`cluster("c").database("d").T`): AST in, the source with what is known of its columns out.
import type { Span } from '../../diagnostics/span.ts';
import { foldExpr } from '../../ir/fold.ts';
import type { Place } from '../../ir/pipeline.ts';
import type { Column, Frame } from '../../ir/types.ts';
import type { AstExpr, Ident } from '../ast/ast.ts';
import type { Binder, Bound, Scope } from './scope.ts';

const placeFunctions: ReadonlySet<string> = new Set(['cluster', 'database', 'workspace', 'app', 'resource', 'adx', 'arg']);

/** Places whose tables are laid out like those of the schema. */
const alike: ReadonlySet<string> = new Set(['database', 'workspace']);

const nameOf = (b: Binder, ast: AstExpr | undefined, span: Span, scope: Scope): string => {
  const name = ast && foldExpr(b.expr(ast, { lets: scope.lets, rows: null }));
  if (name?.kind === 'literal' && typeof name.value === 'string') return name.value;
  if (name?.type !== 'unknown') b.report('RMMC2009', span, { what: 'the name of the database or workspace' });
  return '';
};

export const isPlace = (ast: AstExpr): boolean => ast.kind === 'call' && placeFunctions.has(ast.name.text);

/** The places that a chain of calls names, the outermost first; null when it is something else. */
export const placeOf = (b: Binder, ast: AstExpr, scope: Scope): readonly Place[] | null => {
  if (ast.kind !== 'call' || !placeFunctions.has(ast.name.text)) return null;
  const outer = ast.on ? placeOf(b, ast.on, scope) : [];
  return outer && [...outer, { fn: ast.name.text, name: nameOf(b, ast.args[0]?.expr, ast.span, scope) }];
};

/** Columns of a table of that name that the schema knows; other tables have any column. */
const frameOfRemote = (b: Binder, place: readonly Place[], name: string, span: Span): Frame => {
  const known = place.every(({ fn }) => alike.has(fn)) ? b.schema.table(name, b.environment) : undefined;
  if (known) return { columns: [...known.columns, ...known.extra.filter((column) => b.usedNames.has(column.name))], open: false };
  b.report('RMMC2003', span, { name });
  return { columns: [], open: true };
};

/** `T*`; a name in brackets is meant as it stands. */
export const isPattern = (name: Ident): boolean => !name.quoted && name.text.includes('*');

/** One table. */
export const bindRemote = (b: Binder, place: readonly Place[], name: string, span: Span): Bound => {
  const frame = frameOfRemote(b, place, name, span);
  return {
    pipeline: { source: { kind: 'remote', span, place, name, frame }, steps: [] },
    rows: { frame, soft: !frame.open, table: frame.open ? null : name },
  };
};

/** The tables of the schema whose names fit; those of places that are laid out otherwise are not known. */
export const tablesLike = (b: Binder, place: readonly Place[], pattern: string): readonly string[] =>
  place.every(({ fn }) => alike.has(fn)) ? namesLike(b.schema.tables(b.environment), pattern) : [];

/** The names that fit a pattern of letters, digits, `_` and `*`, whatever their case; none fits another pattern. */
export const namesLike = (names: readonly string[], pattern: string): readonly string[] => {
  if (!/^[\w*]+$/.test(pattern)) return [];
  const form = new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i');
  return names.filter((name) => form.test(name));
};

export const columnsByName = (frames: readonly Frame[]): ReadonlyMap<string, readonly Column[]> => {
  const byName = new Map<string, Column[]>();
  for (const column of frames.flatMap((frame) => frame.columns)) byName.set(column.name, [...(byName.get(column.name) ?? []), column]);
  return byName;
};
