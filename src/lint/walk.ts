// Trees of plain data (AST or IR) in; their nodes, one by one, out. Kinds are not told apart here, so that new ones are walked as well.
import type { Expr } from '../ir/expr.ts';
import type { Pipeline, Source, Step } from '../ir/pipeline.ts';

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !(value instanceof Map);

/** Every object with a `kind` below and including `root`, parents first. */
export const visitNodes = (root: unknown, visit: (node: Plain & { readonly kind: string }) => void): void => {
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const at = stack.pop();
    if (!isPlain(at)) continue;
    if (typeof at.kind === 'string') visit(at as Plain & { readonly kind: string });
    for (const value of Object.values(at).reverse()) if (isPlain(value)) stack.push(value);
  }
};

const isPipeline = (value: Plain): boolean => 'source' in value && Array.isArray(value.steps);

export interface Inside {
  /** Expressions, parents first; `negated`: it stands directly under a `not`. */
  readonly expr?: (expr: Expr, negated: boolean) => void;
  /** Pipelines within; they are not entered. */
  readonly pipeline?: (pipeline: Pipeline) => void;
}

const exprKinds = {
  literal: true,
  column: true,
  call: true,
  text: true,
  textQuery: true,
  compare: true,
  member: true,
  memberQuery: true,
  not: true,
  and: true,
  or: true,
  arith: true,
  negate: true,
  case: true,
  path: true,
  scalarQuery: true,
} satisfies Record<Expr['kind'], true>;

const isExpr = (value: Plain): boolean => typeof value.kind === 'string' && Object.hasOwn(exprKinds, value.kind) && 'type' in value;

/** The expressions and pipelines directly inside a step, a source or an expression. */
export const visitInside = (root: Step | Source | Expr, visit: Inside): void => {
  const go = (value: unknown, negated: boolean): void => {
    if (!isPlain(value)) return;
    if (isPipeline(value)) {
      visit.pipeline?.(value as unknown as Pipeline);
      return;
    }
    const expr = isExpr(value);
    if (expr) visit.expr?.(value as unknown as Expr, negated);
    const under = expr && value.kind === 'not';
    for (const [key, child] of Object.entries(value)) if (key !== 'frame' && key !== 'span' && isPlain(child)) go(child, under);
  };
  go(root, false);
};

/** Every pipeline of some queries. */
export const pipelinesOf = (queries: readonly { readonly pipeline: Pipeline }[]): readonly Pipeline[] =>
  queries.flatMap(({ pipeline }) => pipelinesIn(pipeline));

/** Every pipeline below and including `root`, outer ones first. */
export const pipelinesIn = (root: Pipeline): readonly Pipeline[] => {
  const found: Pipeline[] = [root];
  for (const part of [root.source, ...root.steps]) visitInside(part, { pipeline: (inner) => found.push(...pipelinesIn(inner)) });
  return found;
};
