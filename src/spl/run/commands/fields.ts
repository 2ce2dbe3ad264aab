// Commands that set, rename, choose or fill fields: eval, rename, fields, table, fillnull, convert.
import type { Assignment, EvalCommand, FieldsCommand, FillnullCommand, RenameCommand, StrcatCommand, TableCommand } from '../../ast.ts';
import { evaluate, stored } from '../expression.ts';
import { fail } from '../refusal.ts';
import { type Row, textOf } from '../value.ts';
import { captured, filled } from '../wildcard.ts';
import { fieldsIn, isInternal, type Run, type Table, withFields } from './frame.ts';
import { means, namesOf } from './names.ts';

/** A field in braces gives its value as a part of the name. */
const targetOf = ({ target }: Assignment, row: Row): string | null => {
  const parts = target.parts.map((part) => {
    if (part.kind === 'text') return part.text;
    const field = row.get(part.name);
    return field === undefined ? null : textOf(field);
  });
  return parts.includes(null) ? null : parts.join('');
};

/** Later assignments see earlier ones. */
const assigned = (row: Row, assignments: readonly Assignment[], run: Run): Row =>
  assignments.reduce((so, assignment) => {
    const value = stored(evaluate(assignment.value, { row: so, context: run, sigfig: false }));
    const name = targetOf(assignment, so);
    return name === null || name === '' ? so : withFields(so, [[name, value]]);
  }, row);

export const evalCommand = ({ assignments }: EvalCommand, { rows, columns }: Table, run: Run): Table => ({
  rows: rows.map((row) => assigned(row, assignments, run)),
  columns,
});

/** New names of the fields that a pair means. */
const renames = (pair: RenameCommand['pairs'][number], over: Table): ReadonlyMap<string, string> => {
  const { from, to } = pair;
  if (!from.hasWildcard) return new Map([[from.text, to.text]]);
  const matching = fieldsIn(over).filter((name) => means(from, name));
  if (!to.hasWildcard && matching.length > 1) return fail(`rename of several fields to ${to.text}`);
  return new Map(matching.map((name) => [name, filled(to.text, captured(from.text, name) ?? [])]));
};

const renamed = (over: Table, names: ReadonlyMap<string, string>): Table => {
  const nameOf = (name: string): string => names.get(name) ?? name;
  const rows = over.rows.map((row): Row => {
    const moved = new Set([...names].flatMap(([from, to]) => (row.has(from) && from !== to ? [to] : [])));
    return new Map([...row].filter(([name]) => names.has(name) || !moved.has(name)).map(([name, field]) => [nameOf(name), field]));
  });
  return { rows, columns: [...new Set(over.columns.map(nameOf))] };
};

/** Pairs of plain names that have nothing to do with each other are one change. */
const atOnce = (pairs: RenameCommand['pairs']): ReadonlyMap<string, string> | null => {
  const names = pairs.flatMap(({ from, to }) => [from, to]);
  const isPlain = names.every(({ hasWildcard }) => !hasWildcard) && new Set(names.map(({ text }) => text)).size === names.length;
  return isPlain ? new Map(pairs.map(({ from, to }) => [from.text, to.text])) : null;
};

export const rename = ({ pairs }: RenameCommand, over: Table): Table => {
  const names = atOnce(pairs);
  return names ? renamed(over, names) : pairs.reduce((so, pair) => renamed(so, renames(pair, so)), over);
};

const keeping = (rows: readonly Row[], keep: (name: string) => boolean): readonly Row[] =>
  rows.map((row): Row => new Map([...row].filter(([name]) => keep(name))));

/** Internal fields (`_time`, `_raw`) stay until they are named. */
export const fields = ({ mode, fields: wanted }: FieldsCommand, over: Table): Table => {
  if (wanted.length === 0) return fail('fields takes names');
  const isNamed = (name: string): boolean => wanted.some((field) => means(field, name));
  const keep = mode === 'keep' ? (name: string) => isNamed(name) || isInternal(name) : (name: string) => !isNamed(name);
  return { rows: keeping(over.rows, keep), columns: over.columns.filter(keep) };
};

export const tableCommand = ({ fields: wanted }: TableCommand, over: Table): Table => {
  const columns = namesOf(wanted, over);
  const named = new Set(columns);
  return { rows: keeping(over.rows, (name) => named.has(name)), columns };
};

/** Without names: the fields that some row has. */
export const fillnull = ({ value, fields: wanted }: FillnullCommand, over: Table): Table => {
  const names = wanted.length > 0 ? namesOf(wanted, over) : fieldsIn({ rows: over.rows, columns: [] });
  const rows = over.rows.map((row) =>
    withFields(
      row,
      names.flatMap((name) => (row.has(name) ? [] : [[name, value] as const])),
    ),
  );
  return { rows, columns: over.columns };
};

/** A source that is missing is an empty text, unless all are required: then there is no result. */
export const strcat = ({ allRequired, parts, target }: StrcatCommand, { rows, columns }: Table): Table => {
  const joined = (row: Row): string | null => {
    const texts = parts.map(({ kind, text }) => {
      const field = kind === 'text' ? text : row.get(text);
      return field === undefined ? null : textOf(field);
    });
    return allRequired && texts.includes(null) ? null : texts.map((text) => text ?? '').join('');
  };
  const made = rows.map((row) => {
    const text = joined(row);
    return text === null ? row : withFields(row, [[target.text, text]]);
  });
  return { rows: made, columns };
};
