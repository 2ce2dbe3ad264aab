// One step of one leg in; the stream with that step written down, out. Rows of other legs pass it untouched.
import type { Step, StepOf } from '../../../ir/pipeline.ts';
import type { Position } from '../../shared/findings.ts';
import { type Assignment, type Command, call, field, or, str } from '../ast.ts';
import { refuse } from '../context.ts';
import { listOf } from '../lower-expand.ts';
import { lowerTest } from '../lower-test.ts';
import { placeOf } from '../lowering.ts';
import { aggregateLeg, textOfColumns } from './carry.ts';
import { alone, claim, isNotOf, isOf, type Leg, namesOf, others, type Stream, settle, type Waiting, write } from './legs.ts';
import { readBy } from './needs.ts';
import { topOfLeg } from './top.ts';

/** The columns that no two rows share, behind a step that looks at one row. */
const uniqueAfter = (unique: ReadonlySet<string> | null, step: Step): ReadonlySet<string> | null => {
  if (unique === null || step.kind === 'expand') return null;
  if (step.kind === 'rename') {
    const to = new Map(step.pairs.map((pair) => [pair.from, pair.to]));
    return new Set([...unique].map((name) => to.get(name) ?? name));
  }
  if (step.kind === 'extend') return step.columns.some(({ name }) => unique.has(name)) ? null : unique;
  if (step.kind !== 'project') return unique;
  const to = new Map(step.columns.flatMap(({ name, expr }) => (expr.kind === 'column' ? [[expr.name, name] as const] : [])));
  const names = [...unique].flatMap((name) => to.get(name) ?? []);
  return names.length === unique.size ? new Set(names) : null;
};

/** Commands that drop or multiply rows, for the rows of one leg alone. */
const ofLeg = (stream: Stream, leg: Leg, commands: readonly Command[]): readonly Command[] => {
  const spread = new Set(commands.flatMap((command) => (command.kind === 'mvExpand' ? [command.field] : [])));
  const own = ({ name, expr }: Assignment): Assignment =>
    spread.delete(name) ? { name, expr: call('CASE', isOf(stream, leg), expr) } : { name, expr };
  return commands
    .map((command): Command => {
      if (command.kind === 'where') return { kind: 'where', condition: or(isNotOf(stream, leg), command.condition) };
      return command.kind === 'eval' ? { kind: 'eval', columns: command.columns.map(own) } : command;
    })
    .flatMap((command) =>
      command.kind === 'mvExpand' && spread.has(command.field)
        ? [{ kind: 'eval', columns: [own({ name: command.field, expr: field(command.field) })] }, command]
        : [command],
    );
};

const assumeDistinct = (stream: Stream, leg: Leg, step: StepOf<'expand'>): void => {
  for (const column of step.columns) {
    const list = listOf(leg.context, alone(stream, leg), column);
    if (list && !list.set) leg.context.findings.assume('RMMC3746', column.span, { column: column.name });
  }
};

/** Each element makes a row of its own: what tells the rows apart has the element in it. */
const numbered = (stream: Stream, leg: Leg, step: StepOf<'expand'>): void => {
  const elements = step.columns.flatMap(({ name }) => leg.state.columns.get(name) ?? []);
  const name = claim('element', namesOf(stream));
  write(stream, { kind: 'eval', columns: [{ name, expr: call('CONCAT', leg.id, str('|'), textOfColumns(elements)) }] });
  leg.id = field(name);
};

const looksAtOrder: ReadonlySet<string> = new Set(['filter', 'sort', 'reorder', 'present', 'limit']);

/** Whether the columns that a sort looked at are the same behind a step. */
const keepsOrder = (order: StepOf<'sort'>, step: Step): boolean => {
  if (step.kind !== 'extend') return looksAtOrder.has(step.kind);
  const read = new Set([...readBy(order.keys.map((key) => key.expr)).values()].map(({ column }) => column));
  return !step.columns.some(({ name }) => read.has(name));
};

/** Any rows of a leg are all of them. */
const limitLeg = (stream: Stream, leg: Leg, step: StepOf<'limit'>, position: Position): void => {
  if (leg.order === null) leg.context.findings.inexact('RMMC3744', step.span, { count: String(step.count) }, 'over', position);
  else if (leg.order !== 'lost') topOfLeg(stream, leg, leg.order, step);
};

const aboutOrder = (leg: Leg, step: Step): void => {
  if (step.kind === 'limit' && leg.order === 'lost')
    refuse(leg.context, step.span, 'this limit', 'the columns that the rows were sorted by are gone');
  if (step.kind !== 'sort' && leg.order !== null && leg.order !== 'lost' && !keepsOrder(leg.order, step)) leg.order = 'lost';
  if (step.kind === 'aggregate' || (step.kind === 'sort' && leg.order === 'lost')) leg.order = null;
};

const stepBesideOthers = (stream: Stream, leg: Leg, { step, frame, position }: Waiting): void => {
  if (step.kind === 'filter')
    write(stream, {
      kind: 'where',
      condition: or(isNotOf(stream, leg), lowerTest(placeOf(leg.context, leg.state, 'kept'), step.condition, true)),
    });
  else if (step.kind === 'aggregate') aggregateLeg(stream, leg, step);
  else if (step.kind === 'limit') limitLeg(stream, leg, step, position ?? 'value');
  // the order of rows is lost in a join or union
  else if (step.kind === 'sort') leg.order = step;
  else {
    const said = stream.commands.length;
    if (step.kind === 'expand') assumeDistinct(stream, leg, step);
    settle(stream, leg, stream.lowerStep(leg.context, alone(stream, leg), step, frame, []));
    stream.commands = [...stream.commands.slice(0, said), ...ofLeg(stream, leg, stream.commands.slice(said))];
    if (step.kind === 'expand') numbered(stream, leg, step);
  }
};

export const stepLeg = (stream: Stream, leg: Leg, waiting: Waiting): void => {
  const unique = uniqueAfter(leg.unique, waiting.step);
  if (others(stream, leg).length > 0) stepBesideOthers(stream, leg, waiting);
  else {
    settle(stream, leg, stream.lowerStep(leg.context, alone(stream, leg), waiting.step, waiting.frame, []));
    if (waiting.step.kind === 'aggregate' || waiting.step.kind === 'expand') leg.isUntold = true;
  }
  if (waiting.step.kind !== 'aggregate') leg.unique = unique;
  aboutOrder(leg, waiting.step);
};

/** Writes down what waits. */
export const flush = (stream: Stream, leg: Leg): void => {
  const { waiting } = leg;
  leg.waiting = [];
  for (const one of waiting) stepLeg(stream, leg, one);
};
