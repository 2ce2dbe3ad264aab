// One step of one leg in; the stream with that step written down, out. Rows of other legs pass it untouched.
import type { Step } from '../../ir/pipeline.ts';
import { or } from './ast.ts';
import { refuse } from './context.ts';
import { aggregateLeg } from './leg-carry.ts';
import { alone, isNotOf, type Leg, others, type Stream, settle, type Waiting, write } from './legs.ts';
import { lowerTest } from './lower-test.ts';
import { placeOf } from './lowering.ts';

/** The columns that no two rows share, behind a step that looks at one row. */
const uniqueAfter = (unique: ReadonlySet<string> | null, step: Step): ReadonlySet<string> | null => {
  if (unique === null) return null;
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

const stepBesideOthers = (stream: Stream, leg: Leg, { step, frame }: Waiting): void => {
  if (step.kind === 'filter')
    write(stream, {
      kind: 'where',
      condition: or(isNotOf(stream, leg), lowerTest(placeOf(leg.context, leg.state, 'kept'), step.condition, true)),
    });
  else if (step.kind === 'aggregate') aggregateLeg(stream, leg, step);
  else if (step.kind === 'limit')
    refuse(leg.context, step.span, 'a limit inside of a query that others are put together with', 'LIMIT cuts the rows of all of them');
  // the order of rows is lost in a join or union
  else if (step.kind !== 'sort') settle(stream, leg, stream.lowerStep(leg.context, alone(stream, leg), step, frame, []));
};

export const stepLeg = (stream: Stream, leg: Leg, waiting: Waiting): void => {
  const unique = uniqueAfter(leg.unique, waiting.step);
  if (others(stream, leg).length > 0) stepBesideOthers(stream, leg, waiting);
  else settle(stream, leg, stream.lowerStep(leg.context, alone(stream, leg), waiting.step, waiting.frame, []));
  if (waiting.step.kind !== 'aggregate') leg.unique = unique;
};

/** Writes down what waits. */
export const flush = (stream: Stream, leg: Leg): void => {
  const { waiting } = leg;
  leg.waiting = [];
  for (const one of waiting) stepLeg(stream, leg, one);
};
