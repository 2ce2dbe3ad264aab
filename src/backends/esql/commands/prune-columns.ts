// The commands of a query that ends in a KEEP in; the same without the columns that nothing reads, out.
import { match, P } from 'ts-pattern';
import type { Assignment, Command } from '../ast.ts';
import { reads } from '../state.ts';

/** Names that are read behind a command; null: all. */
type Live = Set<string> | null;

const isLive = (live: Live, name: string): boolean => live === null || live.has(name);

const note = (live: Live, names: Iterable<string>): void => {
  for (const name of names) live?.add(name);
};

const readsOf = (assignments: readonly Assignment[]): readonly string[] => assignments.flatMap(({ expr }) => [...reads(expr)]);

/** Later ones read earlier ones. */
const evalOf = (columns: readonly Assignment[], live: Live): readonly Command[] => {
  const kept: Assignment[] = [];
  for (const column of columns.toReversed()) {
    if (!isLive(live, column.name)) continue;
    live?.delete(column.name);
    note(live, reads(column.expr));
    kept.unshift(column);
  }
  return kept.length > 0 ? [{ kind: 'eval', columns: kept }] : [];
};

const part = /%\{([^}?]+)\}/g;

const dissectOf = (command: Extract<Command, { kind: 'dissect' }>, live: Live): readonly Command[] => {
  let found = false;
  const pattern = command.pattern.replace(part, (whole, name: string) => {
    if (!isLive(live, name)) return `%{?${name}}`;
    found = true;
    return whole;
  });
  if (!found) return [];
  for (const [, name] of command.pattern.matchAll(part)) live?.delete(name ?? '');
  live?.add(command.field);
  return [{ ...command, pattern }];
};

interface Step {
  readonly commands: readonly Command[];
  readonly live: Live;
}

/** One command, with what is read behind it. */
const pruned = (command: Command, live: Live): Step =>
  match(command)
    .returnType<Step>()
    .with({ kind: 'keep' }, (n) => ({ commands: [n], live: new Set(n.names) }))
    .with({ kind: 'stats' }, (n) => {
      const needed = n.measures.filter(({ name }) => isLive(live, name));
      const measures = needed.length === 0 && n.by.length === 0 ? n.measures.slice(0, 1) : needed;
      return { commands: [{ ...n, measures }], live: new Set([...readsOf(measures), ...n.by]) };
    })
    .with({ kind: 'eval' }, (n) => ({ commands: evalOf(n.columns, live), live }))
    .with({ kind: 'dissect' }, (n) => ({ commands: dissectOf(n, live), live }))
    .with({ kind: 'rename' }, (n) => {
      const pairs = n.pairs.filter(({ to }) => isLive(live, to));
      for (const { to } of pairs) live?.delete(to);
      note(
        live,
        pairs.map(({ from }) => from),
      );
      return { commands: pairs.length > 0 ? [{ ...n, pairs }] : [], live };
    })
    // the KEEP behind it does the same
    .with({ kind: 'drop' }, (n) => ({ commands: live === null ? [n] : [], live }))
    .with({ kind: 'mvExpand' }, (n) => {
      live?.add(n.field);
      return { commands: [n], live };
    })
    .with({ kind: 'lookupJoin' }, (n) => {
      live?.add(n.on);
      return { commands: [n], live };
    })
    .with({ kind: 'where' }, (n) => {
      note(live, reads(n.condition));
      return { commands: [n], live };
    })
    .with({ kind: 'sort' }, (n) => {
      note(
        live,
        n.keys.flatMap((key) => [...reads(key.expr)]),
      );
      return { commands: [n], live };
    })
    .with({ kind: 'from' }, (n) => ({ commands: [{ ...n, metadata: n.metadata.filter((name) => isLive(live, name)) }], live }))
    .with({ kind: P.union('row', 'keepAll', 'limit', 'dropAll') }, (n) => ({ commands: [n], live }))
    .exhaustive();

export const pruneColumns = (commands: readonly Command[]): readonly Command[] => {
  const out: Command[] = [];
  let live: Live = null;
  for (const command of commands.toReversed()) {
    const step: Step = pruned(command, live);
    live = step.live;
    out.unshift(...step.commands);
  }
  return out;
};
