// A search over indexes in; the same over events that stand in it (`makeresults`), and its comparison with the rows that it has to give, out.
import { match, P } from 'ts-pattern';
import type { Column } from '../../ir/types.ts';
import { type CarriedTable, type Carrier, differentText, equalText, eventField, isListOfTexts, type Wanted } from '../shared/carrier.ts';
import type { Json } from '../shared/proof.ts';
import { timeText } from './aggregates.ts';
import { type Assignment, binary, both, type Command, call, type Eval, field, number, type SplAst, text } from './ast.ts';
import { lineText, type Shape } from './self-test-line.ts';
import { allowedName } from './state.ts';
import { timeField } from './stored/columns.ts';

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
            ...(['sort', 'reverse', 'head', 'table', 'keep', 'remove', 'mvexpand', 'rex', 'iplocation', 'makeresults'] as const),
            ...(['carried', 'inputlookup', 'lookup', 'xyseries'] as const),
          ),
        },
        (c) => [c],
      )
      .exhaustive(),
  );

/** Whether the search looks at a field: under its own name, or under the last part of it when a prefix is taken off. */
const looksAt = (ast: SplAst): ((name: string) => boolean) => {
  const tree = JSON.stringify(ast, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  const says = (name: string): boolean => tree.includes(JSON.stringify(name));
  return (name) => name === timeField || says(name) || says(name.slice(name.lastIndexOf('.') + 1));
};

const eventsOf = (tables: readonly CarriedTable[], isLookedAt: (name: string) => boolean): Events =>
  tables.flatMap(({ events, numbers }) =>
    events.map((event, at) => {
      const fields = Object.entries(event).filter(([name, value]) => value !== null && isLookedAt(name));
      return new Map<string, Json>([[eventField, numbers[at] ?? -1], ...fields]);
    }),
  );

/** The fields of the result; null: all of the events'. */
const resultFields = ({ commands }: SplAst): readonly string[] | null => {
  const last = commands.at(-1);
  return last?.kind === 'table' ? last.fields : null;
};

const row = 'rmmc_row';

const six = number(6);
const three = number(3);

interface Side {
  readonly given: Eval;
  readonly expected: Eval;
}

/** A cell of a column as a text, in the search and among the rows that KQL gives: numbers are rounded by the same hand. */
const written = (own: Eval, wanted: Eval, shape: Shape): Side => {
  const both = (given: Eval, expected: Eval): Side => ({
    given: call('coalesce', given, text('')),
    expected: call('coalesce', expected, text('')),
  });
  return match(shape)
    .returnType<Side>()
    .with('text', () => both(own, wanted))
    .with('real', () => both(call('round', own, six), call('round', wanted, six)))
    .with('time', () => both(call('round', call('strptime', own, text(timeText)), three), call('round', wanted, three)))
    .with('list', () => both(call('mvjoin', call('mvsort', own), text(', ')), wanted))
    .exhaustive();
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

const [given, expected] = ['rmmc_given', 'rmmc_expected'];

/** The rows as lines on both sides. Events that come whole are told by their number, and rows that KQL leaves open are only counted. */
interface Lines extends Side {
  /** What the expected lines are made of. */
  readonly rows: Events;
}

const linesOf = (ast: SplAst, wanted: Wanted): Lines => {
  const fields = resultFields(ast);
  if (fields === null && wanted.matches) {
    const line = binary('.', text('event '), field(eventField));
    return { given: line, expected: line, rows: wanted.matches.map((at) => new Map([[eventField, at]])) };
  }
  const columns = fields === null ? [] : wanted.columns;
  const compared = columns.flatMap((column, at): readonly Compared[] => {
    const shape = shapeOf(column, wanted);
    return shape === null ? [] : [{ column, at, shape }];
  });
  const sides = compared.map(({ column, shape }, i) => {
    const label = text(`${i > 0 ? ' | ' : ''}${column.name}: `);
    return { label, ...written(field(allowedName(column.name)), field(`rmmc_c${i}`), shape) };
  });
  const rows = wanted.rows.map((cells) => {
    const own = compared.map(({ column, at, shape }, i): [string, Json] => [`rmmc_c${i}`, lineText(cells[at] ?? null, column.type, shape)]);
    return new Map<string, Json>([['rmmc_n', 1], ...own.filter(([, value]) => value !== '')]);
  });
  const line = (of: (side: Side) => Eval): Eval => joined(sides.flatMap((side) => [side.label, of(side)]));
  return { given: line((side) => side.given), expected: line((side) => side.expected), rows };
};

/** A line, and on which side it stands. */
const marked = (line: Eval, mark: string): Command => ({
  kind: 'eval',
  assignments: [
    { field: row, value: line },
    { field: mark, value: number(1) },
  ],
});

const expectedLeg = ({ rows, expected: line }: Lines): readonly Command[] =>
  rows.length === 0 ? [] : [{ kind: 'append', leg: { commands: [...makeEvents(rows), marked(line, expected)] } }];

const those = (name: string, op: '<' | '>'): Assignment => ({
  field: name,
  value: call('if', binary(op, field(given), field(expected)), field(row), call('null')),
});

const verdict = ({ events }: Wanted): readonly Command[] => {
  const none = both(call('isnull', field('missing_rows')), call('isnull', field('unexpected_rows')));
  return [
    {
      kind: 'stats',
      stats: [given, expected].map((name) => ({ fn: 'count', arg: field(name), as: name })),
      by: [row],
    },
    { kind: 'eval', assignments: [those('missing_rows', '<'), those('unexpected_rows', '>')] },
    {
      kind: 'stats',
      stats: [
        { fn: 'count', arg: null, as: 'rmmc_rows' },
        ...['missing_rows', 'unexpected_rows'].map((name) => ({ fn: 'values', arg: field(name), as: name })),
      ],
      by: [],
    },
    { kind: 'eval', assignments: [{ field: 'verdict', value: call('if', none, text(equalText(events)), text(differentText)) }] },
    { kind: 'table', fields: ['verdict', 'missing_rows', 'unexpected_rows'] },
  ];
};

export const carrier: Carrier<SplAst> = {
  carrying: (ast, tables) => ({ ast: { commands: restarted(ast.commands, makeEvents(eventsOf(tables, looksAt(ast)))) } }),
  judging: (ast, wanted) => {
    const lines = linesOf(ast, wanted);
    return { ast: { commands: [...ast.commands, marked(lines.given, given), ...expectedLeg(lines), ...verdict(wanted)] } };
  },
};
