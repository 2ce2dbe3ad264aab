// A query over indices in; the same over events that stand in it (`ROW`, `MV_EXPAND`, `DISSECT`), and its comparison with the rows that it has to give, out.
import { match, P } from 'ts-pattern';
import type { Column } from '../../ir/types.ts';
import { type Carried, type CarriedTable, type Carrier, differentText, equalText, isListOfTexts, type Wanted } from '../shared/carrier.ts';
import type { Json, KqlCell } from '../shared/proof.ts';
import { type Assignment, and, binary, type Command, call, type Es, type EsqlAst, field, isNull, nothing, num, str } from './ast.ts';
import { asksForSource } from './json/read-json.ts';
import { lineText } from './self-test-line.ts';
import { familyOf } from './stored/value.ts';

/** Between the fields of an event; between the values of a field; in place of a value that is absent. No event may hold them. */
const [between, several, absent] = ['\u241f', '\u241e', '\u2400'] as const;
const signs = [between, several, absent];

const mentions = (ast: EsqlAst, name: string): boolean =>
  JSON.stringify(ast, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)).includes(JSON.stringify(name));

interface Slot {
  readonly field: string;
  readonly type: string;
  readonly several: boolean;
}

const slotsOf = (ast: EsqlAst, tables: readonly CarriedTable[]): readonly Slot[] => {
  const types = new Map(tables.flatMap(({ fields }) => [...fields]));
  const isSeveral = (name: string): boolean => tables.some(({ events }) => events.some((event) => Array.isArray(event[name])));
  return [...types].flatMap(([name, type]) => (mentions(ast, name) ? [{ field: name, type, several: isSeveral(name) }] : []));
};

const textOf = (value: Json | undefined): string =>
  value === undefined || value === null ? absent : Array.isArray(value) ? value.map(String).join(several) : String(value);

const typed = (text: Es, type: string): Es =>
  match(familyOf(type))
    .with('text', 'none', () => (type === 'version' ? call('TO_VERSION', text) : call('TO_STRING', text)))
    .with('whole', () => call(type === 'long' ? 'TO_LONG' : 'TO_INTEGER', text))
    .with('real', () => call('TO_DOUBLE', text))
    .with('date', () => call('TO_DATETIME', text))
    .with('boolean', () => call('TO_BOOLEAN', text))
    .with('ip', () => call('TO_IP', text))
    .exhaustive();

const all = 'rmmc_all';
const cell = (at: number): string => `rmmc_${at}`;

/** One text for each event, cut into its fields; the ends are never empty. */
const makeEvents = (slots: readonly Slot[], tables: readonly CarriedTable[]): readonly Command[] => {
  const texts = tables.flatMap(({ place, events, numbers }) =>
    events.map((event, at) => [place, ...slots.map((slot) => textOf(event[slot.field])), String(numbers[at] ?? -1)].join(between)),
  );
  const names = ['_index', ...slots.map((_, at) => cell(at)), '_id'];
  const values = slots.map(({ field: name, type, several: list }, at): Assignment => {
    const known = call('CASE', binary('==', field(cell(at)), str(absent)), nothing, field(cell(at)));
    return { name, expr: typed(list ? call('SPLIT', known, str(several)) : known, type) };
  });
  return [
    { kind: 'row', columns: [{ name: all, expr: { kind: 'list', items: texts.map(str) } }] },
    { kind: 'mvExpand', field: all },
    { kind: 'dissect', field: all, pattern: names.map((name) => `%{${name}}`).join(between) },
    { kind: 'eval', columns: [...values, { name: '_version', expr: num(1) }] },
    { kind: 'drop', names: [all, ...slots.map((_, at) => cell(at))] },
  ];
};

const unfit = (slots: readonly Slot[], tables: readonly CarriedTable[]): string | null => {
  const values = tables.flatMap(({ events }) => events.flatMap((event) => slots.map((slot) => event[slot.field] ?? null)));
  const texts = values.flatMap((value) => (Array.isArray(value) ? value.map(String) : [String(value ?? '')]));
  if (texts.some((text) => signs.some((sign) => text.includes(sign))))
    return 'an event holds one of the signs that stand between its fields';
  return values.some((value) => typeof value === 'object' && value !== null && !Array.isArray(value)) ? 'an event holds an object' : null;
};

/** What rows that a query makes do not have. */
const notCarried = ({ commands, runtime = [] }: EsqlAst): string | null => {
  if (asksForSource(commands)) return 'rows that a query makes have no _source';
  return runtime.length > 0 ? 'rows that a query makes have no runtime fields' : null;
};

const carrying = (ast: EsqlAst, tables: readonly CarriedTable[]): Carried<EsqlAst> => {
  const slots = slotsOf(ast, tables);
  const why = notCarried(ast) ?? unfit(slots, tables);
  if (why !== null) return { why };
  const events = makeEvents(slots, tables);
  return { ast: { commands: ast.commands.flatMap((command) => (command.kind === 'from' ? events : [command])) } };
};

const rowName = 'rmmc_row';
const row = field(rowName);

/** The text of a cell of the result; null: it has none that KQL's could be compared with. */
const written = ({ name, type }: Column, at: number, { lists, rows }: Wanted): Es | null => {
  const value = field(name);
  return match(type)
    .returnType<Es | null>()
    .with(P.union('string', 'unknown'), () => value)
    .with('guid', () => call('TO_LOWER', value))
    .with(P.union('int', 'long', 'timespan'), () => call('TO_STRING', call('TO_LONG', value)))
    .with(P.union('real', 'decimal'), () => call('TO_STRING', call('ROUND', call('TO_DOUBLE', value), num(6))))
    .with(P.union('bool', 'datetime'), () => call('TO_STRING', value))
    .with('dynamic', () => {
      const fits = lists.has(name) && rows.every((cells) => isListOfTexts(cells[at] ?? null));
      return fits ? call('MV_CONCAT', call('MV_SORT', call('TO_STRING', value)), str(', ')) : null;
    })
    .exhaustive();
};

/** The columns of the result; null: all fields of the events. */
const resultColumns = ({ commands }: EsqlAst): ReadonlySet<string> | null => {
  const last = commands.findLast(({ kind }) => kind === 'keep' || kind === 'stats');
  if (!last) return null;
  if (last.kind === 'keep') return new Set(last.names);
  return last.kind === 'stats' ? new Set([...last.measures.map(({ name }) => name), ...last.by]) : null;
};

interface Lines {
  readonly given: Es;
  readonly expected: readonly string[];
}

/** Events that come whole are told by their number. */
const linesOf = (ast: EsqlAst, wanted: Wanted): Lines => {
  const there = resultColumns(ast);
  if (there === null && wanted.matches)
    return { given: call('CONCAT', str('event '), field('_id')), expected: wanted.matches.map((at) => `event ${at}`) };
  const compared = wanted.columns.flatMap((column, at) => {
    const value = there?.has(column.name) ? written(column, at, wanted) : null;
    return value ? [{ column, at, value }] : [];
  });
  const label = (name: string, i: number): string => `${i > 0 ? ' | ' : ''}${name}: `;
  const parts = compared.flatMap(({ column, value }, i) => [str(label(column.name, i)), call('COALESCE', value, str(''))]);
  const lineOf = (cells: readonly KqlCell[]): string =>
    compared.map(({ column, at }, i) => `${label(column.name, i)}${lineText(cells[at] ?? null, column.type)}`).join('');
  return { given: parts.length > 0 ? call('CONCAT', ...parts) : str(''), expected: wanted.rows.map(lineOf) };
};

const [given, expected, found, missing, unexpected] = ['rmmc_given', 'rmmc_expected', 'rmmc_found', 'missing_rows', 'unexpected_rows'];

const values = (name: string, expr: Es): Assignment => ({ name, expr: call('VALUES', expr) });
const when = (op: '>' | '>=', then: Es): Es => call('CASE', binary(op, field(given), field(expected)), then, nothing);

/** The expected lines that were not found. */
const lacking = (lines: readonly string[]): readonly Command[] => {
  if (lines.length === 0) return [{ kind: 'eval', columns: [{ name: missing, expr: call('TO_STRING', nothing) }] }];
  const bounded = (text: Es): Es => call('CONCAT', str(between), text, str(between));
  const seen = bounded(call('COALESCE', call('MV_CONCAT', field(found), str(between)), str('')));
  const unseen = binary('==', call('LOCATE', seen, bounded(row)), num(0));
  return [
    { kind: 'eval', columns: [{ name: rowName, expr: { kind: 'list', items: lines.map(str) } }] },
    { kind: 'mvExpand', field: rowName },
    { kind: 'eval', columns: [{ name: missing, expr: call('CASE', unseen, row, nothing) }] },
    { kind: 'stats', measures: [values(missing, field(missing)), values(unexpected, field(unexpected))], by: [] },
  ];
};

const judging = (ast: EsqlAst, wanted: Wanted): Carried<EsqlAst> => {
  const lines = linesOf(ast, wanted);
  const counts = new Map<string, number>();
  for (const line of lines.expected) counts.set(line, (counts.get(line) ?? 0) + 1);
  const arms = [...counts].flatMap(([line, count]) => [binary('==', row, str(line)), num(count)]);
  const none = and(isNull(field(missing)), isNull(field(unexpected)));
  const said = call('CASE', none, str(equalText(wanted.events)), str(differentText));
  const commands: readonly Command[] = [
    { kind: 'eval', columns: [{ name: rowName, expr: lines.given }] },
    { kind: 'stats', measures: [{ name: given, expr: call('COUNT', { kind: 'star' }) }], by: [rowName] },
    { kind: 'eval', columns: [{ name: expected, expr: arms.length > 0 ? call('CASE', ...arms, num(0)) : num(0) }] },
    { kind: 'stats', measures: [values(found, when('>=', row)), values(unexpected, when('>', row))], by: [] },
    ...lacking([...counts.keys()]),
    { kind: 'eval', columns: [{ name: 'verdict', expr: said }] },
    { kind: 'keep', names: ['verdict', missing, unexpected] },
  ];
  return { ast: { commands: [...ast.commands, ...commands] } };
};

export const carrier: Carrier<EsqlAst> = { carrying, judging };
