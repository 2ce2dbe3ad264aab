// Rows of other legs while one leg is aggregated: each stays a group of its own, by a text that no other row has. And rows packed into one text, unpacked.
import { match, P } from 'ts-pattern';
import type { Measure, StepOf } from '../../../ir/pipeline.ts';
import { type Assignment, type Command, call, type Es, field, str } from '../ast.ts';
import { refuse } from '../context.ts';
import { keepJson } from '../json/json-extract.ts';
import { lowerAggregate } from '../lower-aggregate.ts';
import { packedList, packedText, unpackedList, unpackedText } from '../lower-pick.ts';
import { type Value, value } from '../value.ts';
import { alone, arrive, claim, isOf, type Leg, namesOf, neededColumns, others, type Stream, write } from './legs.ts';
import { keyOf, type Needed } from './needs.ts';

type Column = readonly [Needed, Value];

/** What a STATS says so that the rows of other legs come through. */
export interface Carried {
  /** Before it. */
  readonly before: readonly Assignment[];
  readonly measures: readonly Assignment[];
  readonly by: readonly string[];
  /** Once it is written. */
  readonly arrive: () => void;
}

const only = (condition: Es, aggregate: Es): Es => ({ kind: 'filtered', aggregate, where: condition });

/** The one value of a column in rows that agree on it. */
export const ownValue = (stream: Stream, leg: Leg, name: string): Es => only(isOf(stream, leg), call('VALUES', field(name)));

/** A column that an aggregate can read; what is computed is written down first. */
export const readable = (v: Value, wanted: string, used: Set<string>, before: Assignment[]): string => {
  if (v.es.kind === 'field') return v.es.name;
  const name = claim(wanted, used);
  before.push({ name, expr: v.es });
  return name;
};

/** A list with repeats, or in an order that counts: VALUES keeps neither. */
const isSequence = (v: Value): boolean => v.type === 'list' && !v.set;

/** How VALUES takes a column: a sequence as one text. */
export const gathered = (leg: Leg, need: Needed, v: Value): Value => {
  if (!isSequence(v)) return v;
  leg.context.findings.assume('RMMC3752', need.read?.span ?? leg.span, { what: need.column });
  return value(packedList(v), 'keyword', false);
};

/** What comes back of a column. */
export const arrived = (v: Value, name: string): Value => {
  if (isSequence(v)) return unpackedList(v, field(name));
  const { element, set, mayLack } = v;
  const back = {
    ...value(field(name), v.type, true),
    ...(element ? { element } : {}),
    ...(set ? { set } : {}),
    ...(mayLack ? { mayLack } : {}),
  };
  return keepJson(v, v.json ? { ...back, isElement: true } : back);
};

/** `before`, `after`: names in use before and behind the STATS. */
export const carry = (stream: Stream, carriedLegs: readonly Leg[], before: Set<string>, after: Set<string>): Carried => {
  if (carriedLegs.length === 0) return { before: [], measures: [], by: [], arrive: () => {} };
  const row = claim('row', new Set([...before, ...after]));
  before.add(row);
  after.add(row);
  const assignments: Assignment[] = [];
  const measures: Assignment[] = [];
  const arrivals = carriedLegs.map((leg) => {
    const columns = neededColumns(leg, leg.needs).map(([need, v]): Column => {
      if (v.es.kind === 'string' || v.es.kind === 'null') return [need, v];
      const from = readable(gathered(leg, need, v), keyOf(need), before, assignments);
      const name = claim(keyOf(need), after);
      measures.push({ name, expr: ownValue(stream, leg, from) });
      return [need, arrived(v, name)];
    });
    return { leg, columns };
  });
  const ids = carriedLegs.flatMap((leg) => [isOf(stream, leg), leg.id]);
  return {
    before: [...assignments, { name: row, expr: call('CASE', ...ids) }],
    measures,
    by: [stream.mark, row],
    arrive: () => {
      for (const { leg, columns } of arrivals) {
        arrive(leg, columns);
        leg.id = field(row);
      }
    },
  };
};

/** Texts with `|` between them. */
const joined = (texts: readonly Es[]): Es => {
  const [first] = texts;
  if (texts.length === 1 && first) return first;
  return texts.length === 0 ? str('') : call('CONCAT', ...texts.flatMap((text, at) => (at === 0 ? [text] : [str('|'), text])));
};

/** Columns as one text, whatever they hold. */
export const textOfColumns = (values: readonly Value[]): Es => joined(values.map(packedText));

/** Rows of a leg in one text each, and back. */
export interface Rows {
  readonly text: Es;
  /** `from`: the column that holds the text; the id stands in `id`. */
  unpack(from: string, id: string, after: Set<string>): { readonly commands: readonly Command[]; readonly columns: readonly Column[] };
}

const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `named`: what the engine calls a column behind it. `mayLack`: there may be no row. */
export const rowsOf = (leg: Leg, columns: readonly Column[], named: (need: Needed) => string, mayLack: boolean): Rows => {
  for (const [need, v] of columns)
    if (v.type === 'list') leg.context.findings.assume('RMMC3752', need.read?.span ?? leg.span, { what: need.column });
  return {
    text: joined([call('TO_BASE64', leg.id), ...columns.map(([, v]) => packedText(v))]),
    unpack: (from, id, after) => {
      const parts = columns.map(([need, v], at) => {
        const name = claim(named(need), after);
        const part = plainName.test(name) ? name : claim(`${from}_${at}`, after);
        return { need, v, name, part, back: unpackedText(v, field(part)) };
      });
      const pattern = [id, ...parts.map(({ part }) => part)].map((part) => `%{${part}}`).join('|');
      return {
        commands: [
          { kind: 'dissect', field: from, pattern },
          ...(parts.length > 0 ? [{ kind: 'eval' as const, columns: parts.map(({ name, back }) => ({ name, expr: back.es })) }] : []),
        ],
        columns: parts.map(
          ({ need, v, name, back }): Column => [
            need,
            keepJson(v, { ...back, es: field(name), nullable: mayLack || back.isElement === true || back.type !== 'keyword' }),
          ],
        ),
      };
    },
  };
};

const partsOf = (pattern: string): readonly string[] => [...pattern.matchAll(/%\{([^}?]+)\}/g)].map(([, name]) => name ?? '');

/** The columns that a command makes. */
const namesMade = (command: Command): readonly string[] =>
  match(command)
    .returnType<readonly string[]>()
    .with({ kind: P.union('eval', 'row') }, (n) => n.columns.map(({ name }) => name))
    .with({ kind: 'stats' }, (n) => [...n.measures.map(({ name }) => name), ...n.by])
    .with({ kind: 'rename' }, (n) => n.pairs.map(({ to }) => to))
    .with({ kind: 'dissect' }, (n) => partsOf(n.pattern))
    .with({ kind: P.union('from', 'where', 'keep', 'drop', 'keepAll', 'sort', 'limit', 'mvExpand', 'lookupJoin', 'dropAll') }, () => [])
    .exhaustive();

/** What these measure of no rows at all is nothing: nulls and empty arrays. A number of rows would be 0, which a rule may look for. */
const showsNothing = (measure: Measure): boolean =>
  measure.kind === 'pick' || ['make_set', 'make_list', 'min', 'max', 'avg'].includes(measure.agg);

const withoutKeys = (leg: Leg, step: StepOf<'aggregate'>): void => {
  if (step.measures.every(showsNothing)) leg.context.findings.assume('RMMC3764', step.span, {});
  else
    refuse(
      leg.context,
      step.span,
      'an aggregation without keys here',
      'it has a row where nothing matches, and no event stands for that row',
    );
};

/** An aggregation of one leg; the rows of the others come through. */
export const aggregateLeg = (stream: Stream, leg: Leg, step: StepOf<'aggregate'>): void => {
  const rest = others(stream, leg);
  if (rest.length > 0 && step.by.length === 0) withoutKeys(leg, step);
  const state = lowerAggregate(leg.context, alone(stream, leg), step, []);
  const commands = state.commands.slice(stream.commands.length);
  const at = commands.findIndex(({ kind }) => kind === 'stats');
  const stats = commands[at];
  if (stats?.kind !== 'stats') return;
  const behind = new Set([stream.mark, ...commands.slice(at).flatMap(namesMade)]);
  const before = new Set([...namesOf(stream), ...commands.flatMap(namesMade)]);
  const carried = carry(stream, rest, before, behind);
  const own = isOf(stream, leg);
  const keys = rest.length === 0 ? [] : stats.by.map((name) => ({ name, expr: call('CASE', own, field(name)) }));
  const evals = [...keys, ...carried.before];
  write(
    stream,
    ...commands.slice(0, at),
    ...(evals.length > 0 ? [{ kind: 'eval' as const, columns: evals }] : []),
    { kind: 'stats', measures: [...stats.measures, ...carried.measures], by: [...stats.by, ...carried.by] },
    ...commands.slice(at + 1),
  );
  carried.arrive();
  leg.state = { ...state, commands: [], taken: new Set(), visible: rest.length > 0 ? null : state.visible };
  leg.readsEvents = false;
  leg.offers = () => false;
  leg.id = textOfColumns(step.by.flatMap(({ name }) => state.columns.get(name) ?? []));
  leg.unique = new Set(step.by.map(({ name }) => name));
};
