// What the builders of the syntax tree share: the place for diagnostics, the way back to pipelines, and spans.
import type { CstNode, IToken } from 'chevrotain';
import type { Code, ParamsOf } from '../../diagnostics/codes.ts';
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../diagnostics/span.ts';
import type { ArgsCstNode, ExpressionCstNode, OperatorCstNode, PipelineCstNode } from '../grammar/cst.generated.ts';
import type { AstArg, AstExpr, AstOperator } from './ast.ts';

export interface Build {
  /** What is no KQL. */
  readonly diagnostics: Diagnostic[];
  /** What is KQL by its form and means nothing, such as `datetime(2024-13-01)`. */
  readonly faults: Diagnostic[];
  /** The calls of `materialize` that stand where they may: as the value of a `let`. */
  readonly materialized: Set<CstNode>;
  /** Builds a nested query; handed in so that expressions need not know about operators. */
  readonly pipeline: (build: Build, node: PipelineCstNode) => AstExpr;
  /** Builds a nested expression, and the arguments of a call, likewise. */
  readonly expression: (build: Build, node: ExpressionCstNode) => AstExpr;
  readonly args: (build: Build, node: ArgsCstNode) => readonly AstArg[];
  /** Builds a nested operator, likewise. */
  readonly operator: (build: Build, node: OperatorCstNode) => AstOperator;
}

/** Reports, and goes on. */
export const complain = <C extends Code>(build: Build, code: C, span: Span, params: ParamsOf<C>): void => {
  build.diagnostics.push(report(code, span, params));
};

/** Reports what the binder has to refuse. */
export const doubt = <C extends Code>(build: Build, code: C, span: Span, params: ParamsOf<C>): void => {
  build.faults.push(report(code, span, params));
};

/** Where a CST node stands; an empty one stands nowhere and gives an empty span at 0. */
export const spanOfNode = (node: CstNode): Span => {
  const start = node.location?.startOffset ?? Number.NaN;
  const end = node.location?.endOffset ?? Number.NaN;
  return Number.isNaN(start) || Number.isNaN(end) ? { start: 0, end: 0 } : { start, end: end + 1 };
};

/** From the start of a token to the end of a node or token. */
export const spanBetween = (from: Span, to: Span): Span => ({ start: from.start, end: to.end });

/** The only element of a CST list that the grammar guarantees. */
export const one = <T>(list: readonly T[] | undefined): T => {
  const first = list?.[0];
  if (first === undefined) throw new Error('the grammar promised an element here');
  return first;
};

/** An element of a CST list by number. */
export const nth = <T>(list: readonly T[] | undefined, index: number): T => one(list?.slice(index, index + 1));

export const many = <T>(list: readonly T[] | undefined): readonly T[] => list ?? [];

/** The first token among several lists of alternatives. */
export const firstToken = (...lists: readonly (readonly IToken[] | undefined)[]): IToken => one(lists.find((l) => l !== undefined));
