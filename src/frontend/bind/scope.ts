// What names mean at a point of the query: columns of the rows at hand and `let`s. Also the services that the files of the binder share, so that they need not import each other.
import type { Code, ParamsOf } from '../../diagnostics/codes.ts';
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import { frameAfter } from '../../ir/frame.ts';
import { fixesColumns, type Pipeline, type Step } from '../../ir/pipeline.ts';
import type { Column, Frame } from '../../ir/types.ts';
import type { AstExpr, AstOperator, AstStatement, LiteralNode } from '../ast/ast.ts';
import type { Environment, Schema } from '../schema/schema.ts';

/**
 * The columns behind a step. `soft`: they come from a table whose schema may lack some, so an unknown name is a warning; after `project` or `summarize`
 * it is an error. `table`: for messages, null when there are several.
 */
export interface Rows {
  readonly frame: Frame;
  readonly soft: boolean;
  readonly table: string | null;
  /** Behind a refused operator (already reported): anything goes, and no further message helps. */
  readonly broken?: true;
}

/** A pipeline with the columns behind its last step. */
export interface Bound {
  readonly pipeline: Pipeline;
  readonly rows: Rows;
}

export type FunctionNode = Extract<AstExpr, { kind: 'function' }>;

export type Binding =
  | { readonly kind: 'scalar'; readonly expr: Expr; readonly size: number }
  | { readonly kind: 'tabular'; readonly bound: Bound; readonly size: number; readonly use: () => void }
  | { readonly kind: 'function'; readonly node: FunctionNode; readonly scope: Scope };

interface Entry {
  readonly binding: Binding;
  readonly order: number;
}

/** One block of `let`s. Blocks share the map; `limit` hides what was defined later, so that nothing sees itself. */
export interface Block {
  readonly entries: Map<string, Entry>;
  readonly limit: number;
  readonly parent: Block | null;
}

/** What a name in the pattern of a graph stands for; `path`: an edge of variable length. */
export type GraphElement = 'node' | 'edge' | 'path';

/** Inside a pattern of a graph. `within`: what `map` and its like are at. */
export interface GraphScope {
  readonly elements: ReadonlyMap<string, GraphElement>;
  readonly edges: Rows;
  readonly nodes: Rows;
  readonly within: 'edge' | 'node' | null;
}

export interface Scope {
  readonly lets: Block | null;
  readonly rows: Rows | null;
  /** Inside `summarize`: binds a call of an aggregate function to the column that will hold its result. */
  readonly aggregate?: (call: CallNode) => Expr;
  /** Inside `scan`: the columns of the state of each step, by the name of the step. In a pattern of a graph: the properties of each part. */
  readonly states?: ReadonlyMap<string, Frame>;
  readonly graph?: GraphScope;
}

export const newBlock = (parent: Block | null): Block => ({ entries: new Map(), limit: 0, parent });

/** The block with one more name; the old block does not see it. */
export const define = (block: Block, name: string, binding: Binding): Block => {
  block.entries.set(name, { binding, order: block.limit });
  return { ...block, limit: block.limit + 1 };
};

export const lookup = (block: Block | null, name: string): Binding | undefined => {
  for (let at = block; at; at = at.parent) {
    const entry = at.entries.get(name);
    if (entry && entry.order < at.limit) return entry.binding;
  }
  return undefined;
};

/** All `let` names in sight, for suggestions. */
export const letNames = (block: Block | null): readonly string[] => {
  const names: string[] = [];
  for (let at = block; at; at = at.parent) names.push(...at.entries.keys());
  return names;
};

const indexes = new WeakMap<Frame, ReadonlyMap<string, Column>>();

/** The column of that name in a frame, looked up in a map that is built once per frame. */
export const columnIn = (frame: Frame, name: string): Column | undefined => {
  let index = indexes.get(frame);
  if (!index) {
    index = new Map(frame.columns.map((column) => [column.name, column]));
    indexes.set(frame, index);
  }
  return index.get(name);
};

/** The only column whose name differs in the case of letters alone. KQL would not find it, but nothing else can be meant. */
export const sameButCase = (frame: Frame, name: string): Column | undefined => {
  const found = frame.columns.filter((column) => column.name.toLowerCase() === name.toLowerCase());
  return found.length === 1 ? found[0] : undefined;
};

/** A step after which all columns are listed, even if some before it were not. */
const listsColumns = (step: Step): boolean =>
  fixesColumns(step) && !(step.kind === 'aggregate' && step.measures.some((m) => m.kind === 'pick' && m.star));

/** The pipeline with one more step. */
export const withStep = (bound: Bound, step: Step): Bound => ({
  pipeline: { source: bound.pipeline.source, steps: [...bound.pipeline.steps, step] },
  rows:
    bound.rows.broken && !listsColumns(step)
      ? bound.rows
      : { frame: frameAfter(bound.rows.frame, step), soft: bound.rows.soft && !fixesColumns(step), table: bound.rows.table },
});

/** Rows of which nothing is known: what stands behind a refused operator. */
export const unknownRows: Rows = { frame: { columns: [], open: true }, soft: false, table: null, broken: true };

export const unknownBound = (span: Span): Bound => ({
  pipeline: { source: { kind: 'rows', span, columns: [], rows: [] }, steps: [] },
  rows: unknownRows,
});

/** Stands for what could not be bound (already reported): it fits everywhere and causes no further message. */
export const poison = (span: Span): Expr => ({ kind: 'column', span, name: '', type: 'unknown', declared: false });

/** What the files of the binder share. */
export interface Binder {
  readonly schema: Schema;
  readonly environment: Environment;
  /** Every name that the query text uses. */
  readonly usedNames: ReadonlySet<string>;
  /** Every string literal of the query text by its value. */
  readonly texts: ReadonlyMap<string, readonly LiteralNode[]>;
  report<C extends Code>(code: C, span: Span, params: ParamsOf<C>): void;
  /** The parser could not read a part (already reported): there will be no query. */
  fail(): void;
  /** Takes note of inlined nodes; false when the query has grown too large (reported once). */
  spend(nodes: number, span: Span): boolean;
  expr(ast: AstExpr, scope: Scope): Expr;
  tabular(ast: AstExpr, scope: Scope): Bound;
  isTabular(ast: AstExpr, scope: Scope): boolean;
  /** Operators one behind the other. */
  steps(operators: readonly AstOperator[], bound: Bound, scope: Scope): Bound;
  /** The next of the numbers that KQL gives unnamed columns (`Column1`, `Column2` …) across a query. */
  nextUnnamed(isTaken: (name: string) => boolean): string;
  /** The block with the `let` of a statement; other statements are reported or ignored. */
  statement(ast: AstStatement, block: Block): Block;
  /** A user function as a value or as rows. `piped`: what stands before `invoke`. */
  callScalar(fn: Binding & { kind: 'function' }, call: CallNode, scope: Scope): Expr;
  callTabular(fn: Binding & { kind: 'function' }, call: CallNode, scope: Scope, piped: Bound | null): Bound;
}

export type CallNode = Extract<AstExpr, { kind: 'call' }>;
