// The end of a search: rows and the frame of the rule in; readable times and the columns in KQL's order out.
import type { Span } from '../../../diagnostics/span.ts';
import type { Frame } from '../../../ir/types.ts';
import type { TargetContext } from '../../shared/backend.ts';
import { timeText } from '../aggregates.ts';
import { type Assignment, type Command, call, type Eval, field, text } from '../ast.ts';
import type { Binding } from '../context.ts';
import { add, allowedName, assign, fieldFor, fresh, type State } from '../state.ts';

const shown = (binding: Binding): Eval =>
  binding.rep === 'time' ? call('strftime', field(binding.field), text(timeText)) : field(binding.field);

interface Result {
  readonly name: string;
  readonly binding: Binding;
  readonly value: Eval;
}

/** Results that have to be assigned: those that are written otherwise or stand in a field of another name. */
const pending = (results: readonly Result[]): readonly Result[] =>
  results.filter((r) => r.value.kind !== 'field' || r.value.name !== r.name);

/** Assigned at once: a name that another result still reads is first parked in a fresh field. */
const ordered = (results: readonly Result[]): { readonly before: readonly Assignment[]; readonly last: readonly Assignment[] } => {
  const reads = new Set(results.map((r) => r.binding.field));
  const taken = new Set([...reads, ...results.map((r) => r.name)]);
  const clashing = pending(results).filter(
    (r) => reads.has(r.name) && results.some((other) => other !== r && other.binding.field === r.name),
  );
  if (clashing.length === 0) return { before: [], last: pending(results).map((r) => ({ field: r.name, value: r.value })) };
  const parked = pending(results).map((r) => ({ r, name: fresh(`out_${r.name}`, taken) }));
  return {
    before: parked.map(({ r, name }) => ({ field: name, value: r.value })),
    last: parked.map(({ r, name }) => ({ field: r.name, value: field(name) })),
  };
};

/** Commands that only move columns to other names are one rename. */
const named = (state: State, assignments: readonly Assignment[], shownNames: ReadonlySet<string>): State => {
  const moves = assignments.flatMap((a) => (a.value.kind === 'field' ? [{ from: a.value.name, to: a.field }] : []));
  const distinct = new Set(moves.map((move) => move.from)).size === moves.length;
  const kept = moves.some(
    (move) => move.from === '_time' || (shownNames.has(move.from) && !assignments.some((a) => a.field === move.from)),
  );
  const simple = moves.length === assignments.length && moves.length > 0 && distinct && !kept;
  return simple ? add(state, { kind: 'rename', pairs: moves }) : assign(state, assignments);
};

/** The result columns, times as ISO text, in the order of `frame`. */
export const finish = (state: State, frame: Frame, span: Span, context: TargetContext): readonly Command[] => {
  const results = frame.columns.flatMap((column): readonly Result[] => {
    const binding = state.scope.get(column.name);
    if (!binding) return [];
    if (binding.rep === 'span') context.findings.assume('RMMC3805', span, { column: column.name });
    // A field that already has the allowed name was reported where it was made.
    const allowed = allowedName(column.name);
    const name = allowed === binding.field ? allowed : fieldFor(column.name, span, context);
    return [{ name, binding, value: shown(binding) }];
  });
  const { before, last } = ordered(results);
  const done = named(assign(state, before), last, new Set(results.map((r) => r.name)));
  if (!state.whole) return add(done, { kind: 'table', fields: results.map((r) => r.name) }).commands;
  return done.commands;
};
