// RMMC6043: joins as written in; those without `kind` whose left rows may have equal keys, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { AstExpr, AstOperator } from '../../frontend/ast/ast.ts';
import type { Step, StepOf } from '../../ir/pipeline.ts';
import type { Lint, LintInput } from '../rule.ts';
import { pipelinesOf, visitNodes } from '../walk.ts';

const keepsRows: ReadonlySet<Step['kind']> = new Set<Step['kind']>(['filter', 'extend', 'sort', 'reorder', 'present', 'limit']);

/** The left rows come out of an aggregation by some of the keys, so that no two have equal ones. */
const isUnique = (before: readonly Step[], join: StepOf<'join'>): boolean => {
  const last = before.findLast((step) => !keepsRows.has(step.kind));
  if (last?.kind !== 'aggregate') return false;
  const keys = new Set(join.on.flatMap(({ left }) => (left.kind === 'column' ? [left.name] : [])));
  return last.by.every((key) => keys.has(key.name));
};

const joinsOf = ({ queries }: LintInput): ReadonlyMap<string, boolean> =>
  new Map(
    pipelinesOf(queries.map((one) => one.bound)).flatMap(({ steps }) =>
      steps.flatMap((step, at) =>
        step.kind === 'join' ? [[`${step.span.start}:${step.span.end}`, isUnique(steps.slice(0, at), step)] as const] : [],
      ),
    ),
  );

const keyText = (on: readonly AstExpr[], text: string): string => {
  const left = (expr: AstExpr): AstExpr => {
    if (expr.kind !== 'binary' || expr.op !== '==') return expr;
    return [expr.left, expr.right].find((side) => side.kind === 'member' && text.startsWith('$left', side.span.start)) ?? expr;
  };
  const shown = on
    .map(left)
    .map((expr) => text.slice(expr.span.start, expr.span.end).replace(/\s+/g, ' ').replace('$left.', ''))
    .join(', ');
  return shown.length > 60 ? 'key' : `\`${shown}\``;
};

const find = (input: LintInput): readonly Diagnostic[] => {
  const unique = joinsOf(input);
  const found: Diagnostic[] = [];
  visitNodes(input.ast.statements, (node) => {
    const join = node as unknown as AstOperator;
    if (join.kind !== 'join' || join.parameters.some((parameter) => parameter.name === 'kind')) return;
    if (unique.get(`${join.span.start}:${join.span.end}`)) return;
    const head = /^join\b/.exec(input.text.slice(join.span.start)) ? 4 : join.span.end - join.span.start;
    found.push(report('RMMC6043', { start: join.span.start, end: join.span.start + head }, { keys: keyText(join.on, input.text) }));
  });
  return found;
};

export const joinKind: Lint = {
  title: '`join` without `kind`',
  why: 'The default kind is `innerunique`: of the left rows with equal keys KQL keeps one, and nobody knows which. An event on the left that should have been found may be the one that was dropped.',
  find,
};
