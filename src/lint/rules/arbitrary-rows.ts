// RMMC6031: `take`, `limit` and `sample` as written in; those that make the outcome of a rule a matter of chance, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { AstExpr, AstOperator } from '../../frontend/ast/ast.ts';
import type { Lint, LintInput } from '../rule.ts';
import { bare } from '../syntax.ts';
import { visitNodes } from '../walk.ts';

type Kind = AstOperator['kind'];
type Pipe = Extract<AstExpr, { kind: 'pipe' }>;

const keepsOrder: ReadonlySet<Kind> = new Set<Kind>([
  'where',
  'extend',
  'project',
  'project-away',
  'project-keep',
  'project-rename',
  'project-reorder',
  'serialize',
  'as',
  'parse',
]);

const isSorted = (before: readonly AstOperator[]): boolean => {
  const last = before.findLast((operator) => !keepsOrder.has(operator.kind))?.kind;
  return last === 'sort' || last === 'top';
};

const decides: ReadonlySet<Kind> = new Set<Kind>(['where', 'summarize', 'distinct', 'join', 'count', 'make-series', 'top-nested', 'union']);

/** Rows that come from no table are chosen by whoever wrote them. */
const isConstant = (source: AstExpr | null): boolean =>
  source === null || ['datatable', 'externaldata'].includes(bare(source).kind) || isConstantPipe(bare(source));
const isConstantPipe = (expr: AstExpr): boolean => expr.kind === 'pipe' && isConstant(expr.source);

const effectOf = (pipe: Pipe, at: number, isMain: boolean, { kind }: LintInput): string | null => {
  if (pipe.operators.slice(at + 1).some((operator) => decides.has(operator.kind))) return 'what follows sees some of the events only';
  if (!isMain) return 'what uses this result sees some of it only';
  return kind === 'hunting' ? null : 'a rule that runs by itself loses the other ones';
};

const find = (input: LintInput): readonly Diagnostic[] => {
  const main = input.ast.statements.findLast((statement) => statement.kind === 'expression');
  const found: Diagnostic[] = [];
  visitNodes(input.ast.statements, (node) => {
    const pipe = node as unknown as AstExpr;
    if (pipe.kind !== 'pipe' || isConstant(pipe.source)) return;
    const isMain = main?.kind === 'expression' && bare(main.expr) === pipe;
    pipe.operators.forEach((operator, at) => {
      if (operator.kind !== 'take' && operator.kind !== 'sample') return;
      if (operator.kind === 'take' && isSorted(pipe.operators.slice(0, at))) return;
      const effect = effectOf(pipe, at, isMain, input);
      const word = /^\w+/.exec(input.text.slice(operator.span.start, operator.span.end))?.[0] ?? operator.kind;
      if (effect !== null) found.push(report('RMMC6031', operator.span, { operator: word, effect }));
    });
  });
  return found;
};

export const arbitraryRows: Lint = {
  title: '`take` in a rule',
  why: '`take`, `limit` and `sample` keep rows that nobody chose, other ones each time. At the end of a query that somebody runs by hand that is fine; in a rule that runs by itself, or in front of further steps, events go missing.',
  find,
};
