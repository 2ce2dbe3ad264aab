// Conditions that ask whether a value stands in a lookup in; `lookup` commands in front of them, and the conditions that read their answers, out.
import type { Expr } from '../../ir/expr.ts';
import { columnsRead, rewriteExpr } from '../../ir/traverse.ts';
import type { TargetContext } from '../shared/backend.ts';
import { type Listed, listedIn, testsUnderLogic } from '../shared/listed.ts';
import { assumeLookup, lookupName } from './lower-lookup.ts';
import { add, exprsOf, fieldFor, fresh, inField, type State } from './state.ts';

/** The test as one `lookup`: what else is asked of the lookup's rows is asked of the compared column alone, so that it can be asked of the value itself. */
const listedByKey = (test: Expr): Listed | null => {
  const listed = listedIn(test);
  if (!listed) return null;
  return listed.conditions.every((one) => columnsRead(one).every((name) => name === listed.column.name)) ? listed : null;
};

/** Tests that stand under `and`, `or` and `not` alone. */
export const listedTests = (expr: Expr): readonly Expr[] => testsUnderLogic(expr, (test) => listedByKey(test) !== null);

const isFound = (test: Expr, answer: string): Expr => {
  const { span } = test;
  const column: Expr = { kind: 'column', span, type: 'dynamic', name: answer, declared: true };
  const isNull: Expr = { kind: 'call', span, type: 'bool', fn: 'isnull', args: [column] };
  return { kind: 'not', span, type: 'bool', operand: isNull };
};

/** What the lookup's rows have to fit, asked of the value that is looked up. */
const ofValue = (test: Expr): readonly Expr[] => {
  const listed = listedByKey(test);
  if (!listed || test.kind !== 'textQuery') return [];
  const { subject } = test;
  const parts = listed.conditions.flatMap((one) => (one.kind === 'and' ? one.operands : [one]));
  return parts.map((part) => rewriteExpr(part, { expr: (e) => (e.kind === 'column' ? subject : e) }));
};

/** The conditions beside `and` that need no lookup, which come first, and the others. */
export const sorted = (conditions: readonly Expr[]): { readonly plain: readonly Expr[]; readonly listed: readonly Expr[] } => ({
  plain: conditions.flatMap((one) => (listedTests(one).length === 0 ? [one] : ofValue(one))),
  listed: conditions.filter((one) => listedTests(one).length > 0),
});

const whole = (test: Expr, found: Expr, parts: readonly Expr[]): Expr =>
  parts.length === 0 ? found : { kind: 'and', span: test.span, type: 'bool', operands: [found, ...parts] };

export interface Asked {
  readonly state: State;
  readonly condition: Expr;
  /** Fields that only the answers stand in. */
  readonly answers: readonly string[];
}

/** Looks up every value of a condition that is tested against a lookup. Of a test alone `sorted` gave the rest before. */
export const withListed = (start: State, condition: Expr, context: TargetContext): Asked => {
  let state = start;
  const answers = new Map<Expr, Expr>();
  const fields: string[] = [];
  for (const test of listedTests(condition)) {
    const listed = listedByKey(test);
    if (!listed || test.kind !== 'textQuery') continue;
    const { table, column } = listed;
    const taken = new Set([...state.scope.values()].map((binding) => binding.field));
    const answer = fresh(`rmmc_listed_${fields.length + 1}`, taken);
    const at = inField(state, exprsOf(state, context).value(test.subject).eval, `rmmc_asked_${fields.length + 1}`);
    const key = fieldFor(column.name, column.span, context);
    assumeLookup(table, [column.name], table.span, context);
    context.findings.assume('RMMC3876', column.span, { lookup: lookupName(table, context), column: column.name });
    const looked = add(at.state, {
      kind: 'lookup',
      name: lookupName(table, context),
      keys: [{ column: key, field: at.field }],
      outputs: [{ column: key, field: answer }],
    });
    state = { ...looked, scope: new Map([...looked.scope, [answer, { field: answer, rep: 'json', nullable: true }]]) };
    answers.set(test, whole(test, isFound(test, answer), test === condition ? [] : ofValue(test)));
    fields.push(answer, ...(at.field.startsWith('rmmc_asked_') ? [at.field] : []));
  }
  if (fields.length === 0) return { state, condition, answers: [] };
  return { state, condition: replaced(condition, answers), answers: fields };
};

/** Nodes are told apart by identity, which rewriting from below does not keep: from above, then. */
const replaced = (expr: Expr, by: ReadonlyMap<Expr, Expr>): Expr => {
  const found = by.get(expr);
  if (found) return found;
  if (expr.kind === 'and' || expr.kind === 'or') return { ...expr, operands: expr.operands.map((one) => replaced(one, by)) };
  if (expr.kind === 'not') return { ...expr, operand: replaced(expr.operand, by) };
  return expr;
};
