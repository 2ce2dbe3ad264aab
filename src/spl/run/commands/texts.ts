// Commands that take fields out of texts or turn texts into several values and back: rex, makemv, mvexpand, mvcombine, nomv, spath.
import type { MakemvCommand, MvcombineCommand, MvexpandCommand, NomvCommand, RexCommand, SpathCommand } from '../../ast.ts';
import { compiled } from '../functions/shapes.ts';
import { fail, refuse } from '../refusal.ts';
import { groupText, type Match, matchesOf, type Pattern } from '../regex.ts';
import { sedOf } from '../sed.ts';
import { everyField, spathOf } from '../spath.ts';
import { type Field, isMulti, multi, type Row, textOf, textsOf } from '../value.ts';
import { isInternal, type Run, type Table, withFields } from './frame.ts';

/** `name=start-end`, from 0, the last place included. */
const offsetsOf = (pattern: Pattern, matches: readonly Match[]): Field | null =>
  multi(
    matches.map((match) =>
      pattern.names
        .flatMap(([name, at]) => (match[at] && match[at].start >= 0 ? [`${name}=${match[at].start}-${match[at].end - 1}`] : []))
        .join('&'),
    ),
  );

/** Named groups become fields; a group that took no part makes none. Several matches make several values. */
const extracted = (command: RexCommand, pattern: Pattern, subject: string): readonly (readonly [string, Field | null])[] => {
  const matches = matchesOf(pattern, subject, command.maxMatch === 0 ? undefined : command.maxMatch);
  if (matches.length === 0) return [];
  const found = pattern.names.flatMap(([name, at]): readonly (readonly [string, Field | null])[] => {
    const texts = matches.flatMap((match) => groupText(subject, match[at]) ?? []);
    return texts.length === 0 ? [] : [[name, multi(texts)]];
  });
  return command.offsetField === null ? found : [...found, [command.offsetField, offsetsOf(pattern, matches)]];
};

export const rex = (command: RexCommand, { rows, columns }: Table, run: Run): Table => {
  const name = command.field.text;
  const change = (row: Row, make: (subject: string) => readonly (readonly [string, Field | null])[]): Row => {
    const field = row.get(name);
    if (field === undefined) return row;
    if (isMulti(field) && field.length > 1) return refuse('rex of a field with several values');
    return withFields(row, make(textOf(field)));
  };
  if (command.mode === 'sed') {
    const edit = sedOf(command.pattern, (pattern) => compiled(run, pattern));
    return { rows: rows.map((row) => change(row, (subject) => [[name, edit(subject)]])), columns };
  }
  const pattern = compiled(run, command.pattern);
  if (pattern.names.length === 0) return fail('rex takes a regular expression with a named group');
  return { rows: rows.map((row) => change(row, (subject) => extracted(command, pattern, subject))), columns };
};

const pieces = (command: MakemvCommand, text: string, run: Run): readonly string[] => {
  const { split, allowEmpty } = command;
  if (split.kind === 'delim') return text.split(split.delim).filter((piece) => allowEmpty || piece !== '');
  const pattern = compiled(run, split.pattern);
  return matchesOf(pattern, text).flatMap((match) => groupText(text, match[1] ?? match[0]) ?? []);
};

export const makemv = (command: MakemvCommand, { rows, columns }: Table, run: Run): Table => {
  const name = command.field.text;
  const made = (field: Field): Field | null => {
    const texts = textsOf(field).flatMap((text) => pieces(command, text, run));
    return command.setSv ? texts.join(' ') : multi(texts);
  };
  return {
    rows: rows.map((row) => {
      const field = row.get(name);
      return field === undefined ? row : withFields(row, [[name, made(field)]]);
    }),
    columns,
  };
};

export const mvexpand = ({ field, limit }: MvexpandCommand, { rows, columns }: Table, run: Run): Table => {
  if (isInternal(field.text)) return fail('mvexpand takes no internal field');
  const expanded = rows.flatMap((row): readonly Row[] => {
    const value = row.get(field.text);
    if (value === undefined) return run.asked.is('mvexpandKeepsMissing') ? [row] : [];
    if (!isMulti(value)) return [row];
    const texts = limit === 0 ? value : value.slice(0, limit);
    return texts.map((text) => withFields(row, [[field.text, text]]));
  });
  return { rows: expanded, columns };
};

/** Rows that are the same in every other field become one. */
export const mvcombine = ({ field, delim }: MvcombineCommand, { rows, columns }: Table, run: Run): Table => {
  run.delimiters.set(field.text, delim);
  const groups = new Map<string, { readonly row: Row; readonly texts: string[] }>();
  for (const row of rows) {
    const others = [...row].filter(([name]) => name !== field.text).map(([name, value]) => [name, textsOf(value)]);
    const id = JSON.stringify(others.sort(([a], [b]) => String(a).localeCompare(String(b))));
    const group = groups.get(id);
    const texts = textsOf(row.get(field.text) ?? null);
    if (group) group.texts.push(...texts);
    else groups.set(id, { row, texts: [...texts] });
  }
  return { rows: [...groups.values()].map(({ row, texts }) => withFields(row, [[field.text, multi(texts)]])), columns };
};

/** One text again: with the delimiter of mvcombine, else with line feeds. */
export const nomv = ({ field }: NomvCommand, { rows, columns }: Table, run: Run): Table => {
  const delim = run.delimiters.get(field.text) ?? '\n';
  return {
    rows: rows.map((row) => {
      const value = row.get(field.text);
      return value === undefined ? row : withFields(row, [[field.text, textsOf(value).join(delim)]]);
    }),
    columns,
  };
};

export const spath = ({ input, output, path }: SpathCommand, { rows, columns }: Table): Table => {
  const found = (text: string): readonly (readonly [string, Field | null])[] => {
    if (path === null) return [...everyField(text)];
    const value = spathOf(text, path);
    return value === null ? [] : [[output?.text ?? path, value]];
  };
  return {
    rows: rows.map((row) => {
      const field = row.get(input.text);
      return field === undefined ? row : withFields(row, found(textOf(field)));
    }),
    columns,
  };
};
