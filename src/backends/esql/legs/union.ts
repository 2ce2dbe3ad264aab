// Legs of a union in; one leg out: each column is what the row's own leg has of it.
import type { Source } from '../../../ir/pipeline.ts';
import { type Assignment, call, field, nothing, str } from '../ast.ts';
import { refuse } from '../context.ts';
import { keepJson, sharedJson } from '../json/json-extract.ts';
import { printExpr } from '../print.ts';
import { reads } from '../state.ts';
import { cast, common, type EsType, textOf, type Value, value } from '../value.ts';
import { arrive, claim, isOf, type Leg, neededColumns, others, type Stream, write } from './legs.ts';
import { keyOf, type Needed, type Needs } from './needs.ts';
import type { Plan } from './plan.ts';

type Union = Extract<Source, { kind: 'union' }>;

export interface Branch {
  readonly leg: Leg;
  readonly plan: Plan;
  /** What the branch is called in the union's tag. */
  readonly name: string;
}

const has = ({ plan }: Branch, { column }: Needed): boolean => plan.frame.open || plan.frame.columns.some(({ name }) => name === column);

/** A string has no null; a keyword that holds another type of KQL's keeps its own. */
const isString = (branches: readonly Branch[], { column }: Needed): boolean =>
  branches.every(({ plan }) => plan.frame.columns.every(({ name, type }) => name !== column || type === 'string' || type === 'unknown'));

/** The column in the legs that have it; null: none has. */
const columnOf = (stream: Stream, union: Union, branches: readonly Branch[], need: Needed): readonly [Needed, Value] | null => {
  const held = branches.flatMap((branch) => {
    const [own] = has(branch, need) ? neededColumns(branch.leg, new Map([[keyOf(need), need]])) : [];
    return own ? [{ branch, need: own[0], v: own[1] }] : [];
  });
  const [first] = held;
  if (!first) return null;
  if (held.length === branches.length && held.every(({ v }) => v.type === first.v.type && printExpr(v.es) === printExpr(first.v.es)))
    return [first.need, first.v];
  const type = held.reduce<EsType | null>((sofar, { v }) => (sofar === null ? null : common(sofar, v.type)), 'null');
  if (type === null || held.some((one) => keyOf(one.need) !== keyOf(first.need))) {
    const span = need.read?.span ?? union.span;
    return [need, refuse(first.branch.leg.context, span, `column ${need.column} of this union`, 'its type differs between the branches')];
  }
  const isText = type === 'keyword' && isString(branches, need);
  const arms = held.flatMap(({ branch, v }) => [isOf(stream, branch.leg), isText ? textOf(v) : cast(v, type)]);
  const element = held.find(({ v }) => v.element)?.v.element;
  const made = value(call('CASE', ...arms, isText ? str('') : nothing), type, !isText);
  const told = sharedJson(
    held.map(({ v }) => v),
    element ? { ...made, element } : made,
  );
  return [first.need, told];
};

const tagOf = (stream: Stream, branches: readonly Branch[]): Value =>
  value(call('CASE', ...branches.flatMap(({ leg, name }) => [isOf(stream, leg), str(name)]), str('')), 'keyword', false);

/** `branches`: at least one. */
export const unionLegs = (stream: Stream, union: Union, branches: readonly Branch[], needs: Needs): Leg | null => {
  const [first, ...more] = branches;
  if (!first) return null;
  const columns = [...needs.values()].flatMap((need): readonly (readonly [Needed, Value])[] => {
    const one = need.column === union.tag ? ([need, tagOf(stream, branches)] as const) : columnOf(stream, union, branches, need);
    return one ? [one] : [];
  });
  const rest = others(stream, ...branches.map(({ leg }) => leg));
  const ids = branches.flatMap(({ leg }) => [isOf(stream, leg), leg.id]);
  const id = call('CONCAT', field(stream.mark), str('|'), call('CASE', ...ids, str('')));
  const used = new Set([...columns.flatMap(([, v]) => [...reads(v.es)]), ...reads(id), stream.mark, ...stream.stored]);
  for (const leg of rest) for (const [, v] of neededColumns(leg, leg.needs)) for (const name of reads(v.es)) used.add(name);
  const evals: Assignment[] = [];
  const written = columns.map(([need, v]): readonly [Needed, Value] => {
    if (v.es.kind === 'field' || v.es.kind === 'string') return [need, v];
    const name = claim(keyOf(need), used);
    evals.push({ name, expr: v.es });
    return [need, keepJson(v, { ...v, es: field(name) })];
  });
  const row = claim('row', used);
  evals.push({ name: row, expr: id });
  const tags = more.flatMap(({ leg }) => [isOf(stream, leg), str(first.leg.tag)]);
  if (rest.length > 0) evals.push({ name: stream.mark, expr: call('CASE', ...tags, field(stream.mark)) });
  write(stream, { kind: 'eval', columns: evals });
  const { leg } = first;
  const stays = branches.some((branch) => branch.leg.readsEvents);
  arrive(leg, written);
  leg.readsEvents = stays;
  leg.id = field(row);
  leg.unique = null;
  stream.legs = stream.legs.filter((one) => one === leg || rest.includes(one));
  return leg;
};
