// The commands of a query in; the same out, with `_source` asked for where JSON_EXTRACT reads it: what it reads more than once is read in one EVAL, behind the
// tests that do without, and rows of events come without the helpers.
import { and, type Command, type Es, field } from '../ast.ts';
import { exprsIn, mapExprs, mapParts, writtenBy } from '../commands/es-parts.ts';
import { printExpr } from '../print.ts';
import { fresh } from '../state.ts';
import { eventSource } from './source-json.ts';

type Call = Extract<Es, { kind: 'call' }>;

const isExtract = (e: Es | undefined): e is Call => e?.kind === 'call' && e.fn === 'JSON_EXTRACT';

/** The column that JSON is read from, also from a text in it; null: from a computed text. */
const rootOf = ({ args: [text] }: Call): string | null => {
  if (isExtract(text)) return rootOf(text);
  return text?.kind === 'field' ? text.name : null;
};

/** What is read from columns, by its text and in its order, parts first; null: from one that is written over. */
const readIn = (commands: readonly Command[], written: ReadonlySet<string>): ReadonlyMap<string, readonly Call[]> => {
  const found = new Map<string, Call[]>();
  for (const e of commands.flatMap(exprsIn)) {
    const root = isExtract(e) ? rootOf(e) : null;
    if (isExtract(e) && root !== null && !written.has(root)) found.set(printExpr(e), [...(found.get(printExpr(e)) ?? []), e]);
  }
  return found;
};

/** `rmmc_` and the last word of the path. */
const nameOf = ({ args: [, path] }: Call): string => {
  const words = path?.kind === 'string' ? path.value.match(/[A-Za-z]\w*/g) : null;
  return `rmmc_${words?.at(-1) ?? 'json'}`;
};

/** Tests that do without JSON in a line of their own, before those that read it. */
const apart = (command: Command): readonly Command[] => {
  if (command.kind !== 'where' || command.condition.kind !== 'and') return [command];
  const { operands } = command.condition;
  const isDear = (e: Es): boolean => exprsIn({ kind: 'where', condition: e }).some(isExtract);
  const [cheap, dear] = [operands.filter((one) => !isDear(one)), operands.filter(isDear)];
  return cheap.length > 0 && dear.length > 0 ? [cheap, dear].map((some) => ({ kind: 'where', condition: and(...some) })) : [command];
};

/** Columns that a command reads or writes. */
export const namesIn = (command: Command): readonly string[] => [
  ...writtenBy(command),
  ...exprsIn(command).flatMap((e) => (e.kind === 'field' ? [e.name] : [])),
];

interface Once {
  readonly commands: readonly Command[];
  readonly helpers: readonly string[];
}

/** What is read more than once, read in one EVAL before its first use. `end`: where the rows are no longer events. */
const readOnce = (commands: readonly Command[], end: number): Once => {
  const events = commands.slice(0, end);
  const written = new Set(events.flatMap(writtenBy));
  const used = new Set(commands.flatMap(namesIn));
  const names = new Map<string, string>();
  for (const [text, calls] of readIn(events, written)) {
    const [first, second] = calls;
    if (!first || !second) continue;
    const name = fresh(nameOf(first), used);
    used.add(name);
    names.set(text, name);
  }
  const named =
    (except: string | null) =>
    (e: Es): Es => {
      const text = isExtract(e) ? printExpr(e) : null;
      const name = text === null || text === except ? undefined : names.get(text);
      return name === undefined ? mapParts(e, named(null)) : field(name);
    };
  const done = new Set<string>();
  const out = events.flatMap((command): readonly Command[] => {
    const first = [...readIn([command], written)].filter(([text]) => names.has(text) && !done.has(text));
    const columns = first.flatMap(([text, [read]]) => (read ? [{ name: names.get(text) ?? '', expr: named(text)(read) }] : []));
    for (const [text] of first) done.add(text);
    const now = mapExprs(command, named(null));
    return columns.length > 0 ? [{ kind: 'eval', columns }, now] : [now];
  });
  return { commands: [...out, ...commands.slice(end)], helpers: [...names.values()] };
};

/** Rows that are shown whole come without them. */
const withoutHelpers = (commands: readonly Command[], helpers: readonly string[]): readonly Command[] => {
  if (helpers.length === 0 || commands.some(({ kind }) => kind === 'keep' || kind === 'stats')) return commands;
  const drop: Command = { kind: 'drop', names: helpers };
  return commands.at(-1)?.kind === 'keepAll' ? commands.toSpliced(-1, 0, drop) : [...commands, drop];
};

/** Whether the whole event is read. */
export const asksForSource = (commands: readonly Command[]): boolean => commands.some((command) => namesIn(command).includes(eventSource));

export const withJsonRead = (commands: readonly Command[]): readonly Command[] => {
  if (!commands.flatMap(exprsIn).some(isExtract)) return commands;
  const lines = commands.flatMap(apart);
  const stats = lines.findIndex(({ kind }) => kind === 'stats');
  const once = readOnce(lines, stats < 0 ? lines.length : stats + 1);
  const isAsked = asksForSource(once.commands);
  const asking = once.commands.map((command) =>
    isAsked && command.kind === 'from' ? { ...command, metadata: [...command.metadata, eventSource] } : command,
  );
  return withoutHelpers(asking, [...(isAsked ? [eventSource] : []), ...once.helpers]);
};
