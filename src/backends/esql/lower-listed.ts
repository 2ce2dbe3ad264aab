// A condition that asks whether values stand in lookups in; LOOKUP JOIN for each, and the condition over their answers, out.
import type { Expr } from '../../ir/expr.ts';
import { type Listed, listedIn, testsUnderLogic } from '../shared/listed.ts';
import { and, type Command, call, type Es, field, isNotNull, isNull, not, or } from './ast.ts';
import type { Context, Place } from './context.ts';
import { assumeLookup, listedField, lookupField, lookupIndex, lookupInSight } from './lookup-table.ts';
import { tableScope } from './lower-table.ts';
import { lowerTest } from './lower-test.ts';
import { placeIn, placeOf } from './lowering.ts';
import { fresh, namesInUse, type State } from './state.ts';
import { textOf } from './value.ts';

/** Tests against lookups that stand under `and`, `or` and `not` alone. */
export const listedTests = (expr: Expr): readonly Expr[] => testsUnderLogic(expr, (test) => listedIn(test) !== null);

type Answer = (want: boolean) => Es;

/** A row of the lookup was joined, and it fits what is asked of it. */
const answerOf = (context: Context, listed: Listed, found: Es): Answer => {
  const { table, conditions } = listed;
  const scope = tableScope(context, lookupInSight(table, context.profile));
  const place = placeIn(context, scope, 'kept');
  return (want) =>
    want
      ? and(isNotNull(found), ...conditions.map((one) => lowerTest(place, one, true)))
      : or(isNull(found), ...conditions.map((one) => lowerTest({ ...place, position: 'negated' }, one, false)));
};

const joining = (context: Context, place: Place, test: Expr, { table, column }: Listed): readonly Command[] => {
  if (test.kind !== 'textQuery') return [];
  const key = lookupField(table.lookup, column.name);
  const index = lookupIndex(table, context.profile);
  assumeLookup(context, table, table.span);
  context.findings.assume('RMMC3776', column.span, { index, field: key });
  return [
    { kind: 'eval', columns: [{ name: key, expr: textOf(place.lowering.value(place, test.subject, 'test')) }] },
    { kind: 'lookupJoin', index, on: key },
  ];
};

/** Over the answers; what is no test against a lookup is lowered as ever. */
const conditionOver = (place: Place, expr: Expr, want: boolean, answers: ReadonlyMap<Expr, Answer>): Es => {
  const own = answers.get(expr);
  if (own) return own(want);
  const below = (one: Expr): Es => conditionOver(place, one, want, answers);
  if (expr.kind === 'and' || expr.kind === 'or') {
    const operands = expr.operands.map(below);
    return (expr.kind === 'and') === want ? and(...operands) : or(...operands);
  }
  return expr.kind === 'not' ? conditionOver(place, expr.operand, !want, answers) : lowerTest(place, expr, want);
};

/** Keeps the rows for which a condition with tests against lookups holds. The fields of a lookup go as soon as its answer is known. */
export const lowerListed = (context: Context, state: State, condition: Expr): State => {
  const place = { ...placeOf(context, state, 'kept'), asks: false };
  const tests = listedTests(condition);
  const commands: Command[] = [];
  const answers = new Map<Expr, Answer>();
  const used = new Set(namesInUse(state));
  const dropped: string[] = [];
  for (const test of tests) {
    const listed = listedIn(test);
    if (!listed) continue;
    const { name } = listed.table.lookup;
    commands.push(...joining(context, place, test, listed));
    const answer = answerOf(context, listed, field(listedField(listed.table.lookup, listed.column.name)));
    if (tests.length === 1) {
      answers.set(test, answer);
      dropped.push(`${name}.*`);
      continue;
    }
    const kept = fresh('listed', used);
    used.add(kept);
    commands.push({ kind: 'eval', columns: [{ name: kept, expr: call('COALESCE', answer(true), { kind: 'bool', value: false }) }] });
    commands.push({ kind: 'dropAll', patterns: [`${name}.*`] });
    answers.set(test, (want) => (want ? field(kept) : not(field(kept))));
    dropped.push(kept);
  }
  const where: Command = { kind: 'where', condition: conditionOver(place, condition, true, answers) };
  return { ...state, commands: [...state.commands, ...commands, where, { kind: 'dropAll', patterns: dropped }] };
};
