// The state of lowering one pipeline: commands so far, where the columns stand, and fresh field names.

import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import type { TargetContext } from '../shared/backend.ts';
import { type Assignment, both, type Command, type Eval } from './ast.ts';
import { type Binding, fieldsRead, type Lowering, type Scope, type Value } from './context.ts';
import { lowering } from './lower-expr.ts';
import { isFieldName } from './quote.ts';

export interface State {
  readonly commands: readonly Command[];
  readonly scope: Scope;
  readonly hits: ReadonlyMap<Expr, Binding>;
  readonly settled: ReadonlySet<Expr>;
  /** The rows still have every field of their events. */
  readonly whole: boolean;
  /** The rows are in an order that the rule asked for. */
  readonly ordered?: boolean;
}

export const exprsOf = (state: State, context: TargetContext): Lowering => lowering(context, state.scope, state.hits);

/** Adds commands; a `where` behind a `where` is one. */
export const add = (state: State, ...commands: readonly Command[]): State => {
  const [first, ...rest] = commands;
  const last = state.commands.at(-1);
  if (first?.kind !== 'where' || last?.kind !== 'where') return { ...state, commands: [...state.commands, ...commands] };
  const joined: Command = { kind: 'where', condition: both(last.condition, first.condition) };
  return { ...state, commands: [...state.commands.slice(0, -1), joined, ...rest] };
};

/** Adds assignments, to the eval that ends the commands when there is one. */
export const assign = (state: State, assignments: readonly Assignment[]): State => {
  if (assignments.length === 0) return state;
  const last = state.commands.at(-1);
  if (last?.kind !== 'eval') return add(state, { kind: 'eval', assignments });
  return { ...state, commands: [...state.commands.slice(0, -1), { kind: 'eval', assignments: [...last.assignments, ...assignments] }] };
};

/** A name that Splunk allows for a field; none that it hides, as it does those that begin with `_`. */
export const allowedName = (name: string): string =>
  isFieldName(name) ? name : name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^_+(?=[A-Za-z0-9])/, '');

/** The field for a new column: its own name where Splunk allows that. */
export const fieldFor = (name: string, span: Span, context: TargetContext): string => {
  const field = allowedName(name);
  if (field !== name) context.findings.assume('RMMC3809', span, { column: name, field });
  return field;
};

/** The fields in which columns stand, but for one column's. */
export const usedFields = (scope: Scope, except: string): ReadonlySet<string> =>
  new Set(
    [...scope]
      .filter(([name]) => name !== except)
      .flatMap(([, binding]) => [binding.field, ...(binding.raw === undefined ? [] : [binding.raw])]),
  );

/** `wish`, or with a number behind it when it is taken. */
export const fresh = (wish: string, taken: ReadonlySet<string>): string => {
  let name = wish;
  for (let n = 2; taken.has(name); n += 1) name = `${wish}_${n}`;
  return name;
};

/** A field for an answer: neither a column nor another answer stands in it. */
export const answerField = ({ scope, hits }: State, wish: string): string =>
  fresh(wish, new Set([...usedFields(scope, ''), ...[...hits.values()].map((binding) => binding.field)]));

export const withAnswer = (state: State, call: Expr, hit: Binding): State => ({ ...state, hits: new Map([...state.hits, [call, hit]]) });

const bindingOf = (field: string, value: Value): Binding => ({
  field,
  rep: value.rep,
  nullable: value.nullable,
  ...(value.raw === undefined ? {} : { raw: value.raw }),
  ...(value.parts === undefined ? {} : { parts: value.parts }),
});

export interface NewColumn {
  readonly name: string;
  readonly value: Value;
  readonly span: Span;
}

/**
 * Assigns columns that all see the scope before them, though eval works from left to right: a column whose old field a later one still reads, or another
 * column stands in, goes into a fresh field.
 */
export const assignColumns = (state: State, columns: readonly NewColumn[], context: TargetContext): State => {
  const assignments: Assignment[] = [];
  const scope = new Map(state.scope);
  const taken = new Set<string>();
  for (const [index, column] of columns.entries()) {
    if (column.value.eval.kind === 'field' && column.value.eval.name !== '_indextime') {
      scope.set(column.name, bindingOf(column.value.eval.name, column.value));
      continue;
    }
    const later = columns.slice(index + 1).flatMap((other) => fieldsRead(other.value.eval));
    const field = fresh(fieldFor(column.name, column.span, context), new Set([...usedFields(scope, column.name), ...later, ...taken]));
    taken.add(field);
    assignments.push({ field, value: column.value.eval });
    scope.set(column.name, bindingOf(field, column.value));
  }
  return { ...assign(state, assignments), scope };
};

/** A field with the value: the value's own when it is one already, else a new one called after `wish`. */
export const inField = (state: State, value: Eval, wish: string): { readonly state: State; readonly field: string } => {
  if (value.kind === 'field') return { state, field: value.name };
  const field = fresh(wish, usedFields(state.scope, ''));
  return { state: assign(state, [{ field, value }]), field };
};
