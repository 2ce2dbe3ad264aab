// A table, the conditions on its events and the columns to show in; the log source, the detection and the fields of a rule out.
import type { Expr } from '../../ir/expr.ts';
import type { Source, StepOf } from '../../ir/pipeline.ts';
import type { TargetContext } from '../shared/backend.ts';
import { noPlace } from '../shared/no-place.ts';
import { assemble } from './assemble.ts';
import { itemOf, type Logic, logicOf, type SigmaBase, type SigmaLogsource } from './ast.ts';
import { type Action, logsourceName, ownTable, type SigmaTable, sigmaField, sigmaTable } from './fields.ts';
import { lowerCondition } from './lower-expr.ts';
import { fieldOf, type Lowering, loweringOf, nothing } from './lowering.ts';

type Table = Extract<Source, { kind: 'table' }>;
type Filter = Pick<StepOf<'filter'>, 'condition' | 'span'>;

const tableOf = (table: Table, context: TargetContext): SigmaTable => {
  const mapped = sigmaTable(table.name, context.profile);
  if (mapped?.standIn !== undefined) context.findings.assume('RMMC3105', table.span, { table: table.name, source: mapped.standIn });
  if (mapped) return mapped;
  if (context.options.unmapped === 'error')
    context.findings.refuse('RMMC4001', table.span, { table: table.name, target: 'sigma', ...noPlace(table.name) });
  return ownTable(table.name);
};

/** What a top-level `ActionType == "X"` says by the choice of the log source. */
interface Narrowed {
  readonly logsource: SigmaLogsource;
  readonly added: readonly Logic[];
  readonly rest: readonly Expr[];
}

const sameText = (a: string, b: string, caseless: boolean): boolean => (caseless ? a.toLowerCase() === b.toLowerCase() : a === b);

/** Other actions that leave the same log source and the same fields behind. */
const twinsOf = (table: SigmaTable, key: string, action: Action): readonly string[] => {
  const traces = (one: Action): string => JSON.stringify([logsourceName(one.logsource ?? table.logsource), one.add ?? null]);
  return [...table.actions].flatMap(([name, one]) => (name !== key && traces(one) === traces(action) ? [name] : []));
};

const narrowBy = (state: Narrowed, conjunct: Expr, table: SigmaTable, at: Lowering): Narrowed => {
  const kept: Narrowed = { ...state, rest: [...state.rest, conjunct] };
  if (conjunct.kind !== 'text' || conjunct.test !== 'equals' || conjunct.subject.kind !== 'column') return kept;
  const { name } = conjunct.subject;
  const texts = conjunct.patterns.map((pattern) => (pattern.kind === 'literal' && typeof pattern.value === 'string' ? pattern.value : ''));
  const implied = table.implied.get(name);
  if (implied?.some((value) => texts.some((text) => sameText(value, text, conjunct.caseless)))) return state;
  if (implied) {
    at.findings.refuse('RMMC3616', conjunct.span, {
      column: name,
      field: logsourceName(table.logsource),
      why: `it is always ${implied.join(' or ')} there`,
    });
    return state;
  }
  const [text] = texts;
  const own =
    name === 'ActionType' && texts.length === 1
      ? [...table.actions].find(([key]) => sameText(key, text ?? '', conjunct.caseless))
      : undefined;
  if (!own) return kept;
  const [key, action] = own;
  const logsource = action.logsource ?? state.logsource;
  const twins = twinsOf(table, key, action);
  // Its log source records other actions too: a field has to tell them apart.
  if (twins.length > 0 && sigmaField(table, name)) return { ...kept, logsource };
  if (twins.length > 0) at.findings.inexact('RMMC3625', conjunct.span, { action: key, others: twins.join(', ') }, 'over', 'kept');
  const added = Object.entries(action.add ?? {}).map(([field, value]) => itemOf(field, [], [/^\d+$/.test(value) ? Number(value) : value]));
  return { logsource, added: [...state.added, ...added], rest: state.rest };
};

const reportLogsource = (table: Table, logsource: SigmaLogsource, custom: boolean, context: TargetContext): void => {
  const params = { table: table.name, logsource: logsourceName(logsource) };
  context.findings.assume(custom ? 'RMMC3602' : 'RMMC3601', table.span, params);
};

const asksEmpty = (expr: Expr): boolean =>
  expr.kind === 'text' && expr.test === 'equals' && expr.patterns.some((pattern) => pattern.kind === 'literal' && pattern.value === '');

/** Negated tests that a missing field passes in KQL and that say nothing of it themselves. */
const negationsOf = (expr: Expr): readonly Expr[] => {
  if (expr.kind === 'and' || expr.kind === 'or') return expr.operands.flatMap(negationsOf);
  if (expr.kind === 'compare') return expr.op === 'ne' ? [expr] : [];
  const negated = expr.kind === 'not' && (expr.operand.kind === 'text' || expr.operand.kind === 'member') ? expr.operand : null;
  return negated && !asksEmpty(negated) ? [expr] : [];
};

const detect = (table: Table, filter: Filter | undefined, otherwise: Expr | null, context: TargetContext): Omit<SigmaBase, 'fields'> => {
  const mapped = tableOf(table, context);
  const at = loweringOf(table.name, mapped, context);
  const conjuncts = filter ? (filter.condition.kind === 'and' ? filter.condition.operands : [filter.condition]) : [];
  const start: Narrowed = { logsource: mapped.logsource, added: [], rest: [] };
  const narrowed = conjuncts.reduce((state, conjunct) => narrowBy(state, conjunct, mapped, at), start);
  const tests = [...narrowed.added, ...narrowed.rest.map((conjunct) => lowerCondition(conjunct, 'kept', at))];
  const logic = tests.length === 0 && otherwise ? [lowerCondition(otherwise, 'kept', at)] : tests;
  const [negation] = narrowed.rest.flatMap(negationsOf);
  if (negation) context.findings.assume('RMMC3624', negation.span, {});
  if (filter && logic.length === 0) context.findings.refuse('RMMC3613', filter.span, {});
  reportLogsource(table, narrowed.logsource, mapped.custom, context);
  return { logsource: narrowed.logsource, detection: assemble(logicOf('and', logic.length > 0 ? logic : [nothing])) };
};

/** Fields of the shown columns, each once. */
const fieldsOf = (columns: StepOf<'project'>['columns'], at: Lowering): readonly string[] => {
  const fields = columns.flatMap(({ expr }) => {
    if (expr.kind !== 'column') return [];
    const known = sigmaField(at.table, expr.name);
    return [known?.field ?? fieldOf(expr, at)?.field ?? expr.name];
  });
  return [...new Set(fields)];
};

export const loweringFor = (table: Table, context: TargetContext): Lowering =>
  loweringOf(table.name, sigmaTable(table.name, context.profile) ?? ownTable(table.name), context);

/** @param otherwise stands for conditions where there are none: it holds for all events that are looked for */
export const baseOf = (
  table: Table,
  filter: Filter | undefined,
  columns: StepOf<'project'>['columns'],
  context: TargetContext,
  otherwise: Expr | null = null,
): SigmaBase => {
  const detected = detect(table, filter, otherwise, context);
  return {
    ...detected,
    fields: fieldsOf(
      columns.filter(({ name }) => name !== table.timeColumn),
      loweringFor(table, context),
    ),
  };
};
