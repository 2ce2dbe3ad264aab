// `mv-expand` in; mvexpand, of the elements themselves or of their places where several columns go in step, out.
import type { StepOf } from '../../ir/pipeline.ts';
import type { TargetContext } from '../shared/backend.ts';
import { type Assignment, call, type Eval, field, number } from './ast.ts';
import { type SpreadField, type Spreading, spreadFields } from './commands/spreading.ts';
import type { Binding } from './context.ts';
import { add, assign, fieldFor, fresh, type State, usedFields } from './state.ts';

const place = 'rmmc_at';

const countOf = (one: SpreadField): Eval => call('coalesce', call('mvcount', field(one.field)), number(0));

/** The places of the longest column, from 0. */
const places = (fields: readonly SpreadField[], limit: bigint | null): Eval => {
  const counts = fields.map(countOf);
  const [only] = counts;
  const longest = counts.length === 1 && only ? only : call('max', ...counts);
  return call('mvrange', number(0), limit === null ? longest : call('min', longest, number(limit)), number(1));
};

const bindingOf = ({ field: name, rep, nullable }: SpreadField): Binding => ({ field: name, rep, nullable });

const reread = (assignments: readonly Assignment[]): readonly Assignment[] =>
  assignments.filter(({ field: name, value }) => value.kind !== 'field' || value.name !== name);

/** Rows without an element are gone; a null stands as one element. */
const oneColumn = (state: State, one: SpreadField, limit: bigint | null): State => {
  const held = field(one.field);
  const rows = add(state, { kind: 'where', condition: call('isnotnull', held) }, { kind: 'mvexpand', field: one.field, limit });
  return assign(rows, reread([{ field: one.field, value: one.element(held) }]));
};

const inStep = (state: State, fields: readonly SpreadField[], n: Spreading): State => {
  const at = field(place);
  const counted = assign(state, [{ field: place, value: places(fields, n.limit) }]);
  const rows = add(counted, { kind: 'where', condition: call('isnotnull', at) }, { kind: 'mvexpand', field: place, limit: null });
  return assign(
    rows,
    fields.map((one) => ({ field: one.field, value: one.element(call('mvindex', field(one.field), at)) })),
  );
};

/** The rows of all elements, with the columns that are spread in their new places. */
export const spreadRows = (start: State, n: Spreading, context: TargetContext): State => {
  context.findings.assume('RMMC3850', n.span, { what: 'mv-expand' });
  const { state, fields, helpers } = spreadFields(start, n, context);
  const [one, ...more] = fields;
  if (!one) return state;
  const alone = more.length === 0 && n.index === null;
  const scope = new Map([...state.scope, ...fields.map((f): [string, Binding] => [f.name, bindingOf(f)])]);
  const rows = { ...(alone ? oneColumn(state, one, n.limit) : inStep(state, fields, n)), scope };
  const used = alone ? helpers : [...helpers, place];
  const numbered = n.index === null ? rows : withIndex(rows, n.index, n, context);
  return start.whole && used.length > 0 ? add(numbered, { kind: 'remove', fields: used }) : numbered;
};

const withIndex = (rows: State, name: string, n: Spreading, context: TargetContext): State => {
  const target = fresh(fieldFor(name, n.span, context), usedFields(rows.scope, name));
  const scope = new Map([...rows.scope, [name, { field: target, rep: 'number', nullable: false } as const]]);
  return { ...assign(rows, [{ field: target, value: call('tonumber', field(place)) }]), scope };
};

export const lowerExpand = (state: State, step: StepOf<'expand'>, context: TargetContext): State => spreadRows(state, step, context);
