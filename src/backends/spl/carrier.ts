// A search over indexes in; the same over events that stand in it (`makeresults`), and its comparison with the rows that it has to give, out.
import { match, P } from 'ts-pattern';
import type { Column } from '../../ir/types.ts';
import { type CarriedTable, type Carrier, differentText, equalText, eventField, type Wanted } from '../shared/carrier.ts';
import type { Json, KqlCell } from '../shared/proof.ts';
import { timeText } from './aggregates.ts';
import { type Assignment, binary, both, type Command, call, type Eval, field, number, type SplAst, text } from './ast.ts';
import { timeField } from './columns.ts';
import { isListOfTexts, lineText, type Shape } from './self-test-line.ts';
import { allowedName } from './state.ts';

/** Events by field name. */
type Events = readonly ReadonlyMap<string, Json>[];

/** What would be read as something else inside the quotes of `data`, or by JSON, or by `urldecode`. */
const risky = /[\u0000-\u001f"\\%+`$\u007f-\u009f\u2028\u2029]/g;

const encoded = (value: string): string =>
  value.replace(risky, (c) =>
    [...new TextEncoder().encode(c)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );

const textOf = (value: Json): string =>
  typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** The value of a field as it comes out of the data. */
const decoded = (name: string, key: string, values: readonly Json[]): Eval => {
  if (name === timeField) return call('tonumber', field(key));
  const plain = values.some((value) => encoded(textOf(value)) !== textOf(value)) ? call('urldecode', field(key)) : field(key);
  return values.some((value) => Array.isArray(value)) ? call('json_array_to_mv', plain) : plain;
};

/** `makeresults`, and every field under its own name. No value needs an escape: what might is percent-encoded. */
const makeEvents = (events: Events): readonly Command[] => {
  const names = [...new Set(events.flatMap((event) => [...event.keys()]))];
  const keys = new Map(names.map((name, at) => [name, name === eventField ? name : `rmmc_${at}`]));
  const rows = events.map((event) =>
    Object.fromEntries([...event].map(([name, value]) => [keys.get(name) ?? name, encoded(textOf(value))])),
  );
  const values = names.map((name) => ({ name, key: keys.get(name) ?? name, values: events.flatMap((event) => event.get(name) ?? []) }));
  const made = values.map(({ name, key, values: all }) => ({ name, key, value: decoded(name, key, all) }));
  const computed = made.filter(({ value }) => value.kind !== 'field');
  const moved = made.filter(({ name, key, value }) => value.kind === 'field' && name !== key);
  return [
    { kind: 'carried', rows },
    ...(computed.length > 0
      ? [
          { kind: 'eval', assignments: computed.map(({ name, value }): Assignment => ({ field: name, value })) } as const,
          { kind: 'remove', fields: computed.map(({ key }) => key) } as const,
        ]
      : []),
    ...(moved.length > 0 ? [{ kind: 'rename', pairs: moved.map(({ name, key }) => ({ from: key, to: name })) } as const] : []),
  ];
};

type Search = Extract<Command, { kind: 'search' }>;

/** The base search as a filter: the place of a macro and relative times (the schedule's) are not known here; fixed times become conditions. */
const filtered = ({ terms }: Search): readonly Command[] => {
  const kept = terms.filter(({ kind }) => kind !== 'time' && kind !== 'macro');
  const times = terms.flatMap((term): readonly Eval[] =>
    term.kind === 'time' && /^\d+$/.test(term.value)
      ? [binary(term.bound === 'earliest' ? '>=' : '<', field(timeField), number(term.value))]
      : [],
  );
  return [
    ...(kept.length > 0 ? [{ kind: 'search', terms: kept, leading: false } as const] : []),
    ...(times.length > 0 ? [{ kind: 'where', condition: both(...times) } as const] : []),
  ];
};

/** Every base search reads the events instead. Legs stand behind each other: those of `multisearch` may not make events. */
const restarted = (commands: readonly Command[], events: readonly Command[]): readonly Command[] =>
  commands.flatMap((command): readonly Command[] =>
    match(command)
      .returnType<readonly Command[]>()
      .with({ kind: 'search' }, (c) => [...events, ...filtered(c)])
      .with({ kind: 'multisearch' }, (c) => {
        const [first, ...rest] = c.legs;
        const legs = rest.map((leg): Command => ({ kind: 'append', leg: { commands: restarted(leg.commands, events) } }));
        return first ? [...restarted(first.commands, events), ...legs] : [];
      })
      .with({ kind: 'append' }, (c) => [{ ...c, leg: { commands: restarted(c.leg.commands, events) } }])
      .with(
        {
          kind: P.union(
            ...(['eval', 'where', 'rename', 'strip', 'stats', 'eventstats', 'streamstats', 'fillnull', 'dedup'] as const),
            ...(['sort', 'head', 'table', 'remove', 'makeresults', 'carried'] as const),
          ),
        },
        (c) => [c],
      )
      .exhaustive(),
  );

const eventsOf = (tables: readonly CarriedTable[], raw: boolean): Events =>
  tables.flatMap(({ events, numbers }) =>
    events.map((event, at) => {
      const fields = Object.entries(event).filter(([name, value]) => value !== null && (raw || name !== '_raw'));
      return new Map<string, Json>([[eventField, numbers[at] ?? -1], ...fields]);
    }),
  );

const mentions = (ast: SplAst, name: string): boolean =>
  JSON.stringify(ast, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)).includes(`"${name}"`);

/** The fields of the result; null: all of the events'. */
const resultFields = ({ commands }: SplAst): readonly string[] | null => {
  const last = commands.at(-1);
  return last?.kind === 'table' ? last.fields : null;
};

const row = 'rmmc_row';

/** How a cell of a column is written in a line of the comparison, in the search; `shape` says the same of the rows that KQL gives. */
const written = (name: string, shape: Shape): Eval => {
  const value = field(name);
  const shown = match(shape)
    .returnType<Eval>()
    .with('text', () => value)
    .with('real', () => call('printf', text('%.6f'), value))
    .with('time', () => call('printf', text('%.3f'), call('strptime', value, text(timeText))))
    .with('list', () => call('mvjoin', call('mvsort', value), text(', ')))
    .exhaustive();
  return call('coalesce', shown, text(''));
};

const joined = (parts: readonly Eval[]): Eval => {
  const [first = text(''), ...rest] = parts;
  return rest.reduce((line, part) => binary('.', line, part), first);
};

const shapeOf = ({ type, name }: Column, { lists, rows, columns }: Wanted): Shape | null => {
  if (type === 'datetime') return 'time';
  if (type === 'real' || type === 'decimal' || type === 'timespan') return 'real';
  if (type !== 'dynamic') return 'text';
  const at = columns.findIndex((column) => column.name === name);
  return lists.has(name) && rows.every((cells) => isListOfTexts(cells[at] ?? null)) ? 'list' : null;
};

interface Compared {
  readonly column: Column;
  readonly at: number;
  readonly shape: Shape;
}

const lineOf = (cells: readonly KqlCell[], compared: readonly Compared[]): string =>
  compared.map(({ column, at, shape }) => `${column.name}=${lineText(cells[at] ?? null, column.type, shape)}`).join(' | ');

/** Rows of the search as lines, and the lines that they have to be. Events that come whole are told by their number. */
const linesOf = (ast: SplAst, wanted: Wanted): { readonly given: Eval; readonly expected: readonly string[] } => {
  const fields = resultFields(ast);
  if (fields === null && wanted.matches)
    return { given: binary('.', text('event '), field(eventField)), expected: wanted.matches.map((number) => `event ${number}`) };
  if (fields === null) return { given: text('row'), expected: wanted.rows.map(() => 'row') };
  const compared = wanted.columns.flatMap((column, at): readonly Compared[] => {
    const shape = shapeOf(column, wanted);
    return shape === null ? [] : [{ column, at, shape }];
  });
  const parts = compared.flatMap(({ column, shape }, i) => [
    text(`${i > 0 ? ' | ' : ''}${column.name}=`),
    written(allowedName(column.name), shape),
  ]);
  return { given: joined(parts), expected: wanted.rows.map((cells) => lineOf(cells, compared)) };
};

const [given, expected] = ['rmmc_given', 'rmmc_expected'];

const expectedLeg = (lines: readonly string[]): readonly Command[] => {
  if (lines.length === 0) return [];
  const made = makeEvents(lines.map((line) => new Map<string, Json>([[row, line]])));
  return [{ kind: 'append', leg: { commands: [...made, { kind: 'eval', assignments: [{ field: expected, value: number(1) }] }] } }];
};

const those = (op: '<' | '>'): Eval => call('if', binary(op, field(given), field(expected)), field(row), call('null'));

const verdict = ({ events }: Wanted): readonly Command[] => {
  const none = both(call('isnull', field('missing_rows')), call('isnull', field('unexpected_rows')));
  return [
    {
      kind: 'stats',
      stats: [given, expected].map((name) => ({ fn: 'count', arg: field(name), as: name })),
      by: [row],
    },
    {
      kind: 'stats',
      stats: [
        { fn: 'count', arg: null, as: 'rmmc_rows' },
        { fn: 'values', arg: those('<'), as: 'missing_rows' },
        { fn: 'values', arg: those('>'), as: 'unexpected_rows' },
      ],
      by: [],
    },
    { kind: 'eval', assignments: [{ field: 'verdict', value: call('if', none, text(equalText(events)), text(differentText)) }] },
    { kind: 'table', fields: ['verdict', 'missing_rows', 'unexpected_rows'] },
  ];
};

export const carrier: Carrier<SplAst> = {
  carrying: (ast, tables) => ({ ast: { commands: restarted(ast.commands, makeEvents(eventsOf(tables, mentions(ast, '_raw')))) } }),
  judging: (ast, wanted) => {
    const lines = linesOf(ast, wanted);
    const own: Command = {
      kind: 'eval',
      assignments: [
        { field: row, value: lines.given },
        { field: given, value: number(1) },
      ],
    };
    return { ast: { commands: [...ast.commands, own, ...expectedLeg(lines.expected), ...verdict(wanted)] } };
  },
};
