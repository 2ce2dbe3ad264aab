// Commands in; the fields that they need of the rows before them, and those that they write, out.
import { match, P } from 'ts-pattern';
import type { Assignment, Command, Stat } from '../ast.ts';
import { fieldsRead } from '../context.ts';

const ofStats = (stats: readonly Stat[]): readonly string[] => stats.flatMap((stat) => (stat.arg ? fieldsRead(stat.arg) : []));

/** eval works from left to right. */
const ofAssignments = (assignments: readonly Assignment[], live: ReadonlySet<string>): ReadonlySet<string> =>
  assignments.reduceRight((after, { field, value }) => {
    after.delete(field);
    for (const name of fieldsRead(value)) after.add(name);
    return after;
  }, new Set(live));

const without = (live: ReadonlySet<string>, names: readonly string[]): readonly string[] =>
  [...live].filter((name) => !names.includes(name));

const before = (command: Command, live: ReadonlySet<string>): ReadonlySet<string> =>
  match(command)
    .returnType<ReadonlySet<string>>()
    .with({ kind: 'eval' }, (c) => ofAssignments(c.assignments, live))
    .with({ kind: 'where' }, (c) => new Set([...live, ...fieldsRead(c.condition)]))
    .with({ kind: 'rename' }, (c) => {
      const from = new Map(c.pairs.map((pair) => [pair.to, pair.from]));
      return new Set([...live].map((name) => from.get(name) ?? name));
    })
    .with({ kind: 'stats' }, (c) => new Set([...c.by, ...ofStats(c.stats)]))
    .with({ kind: P.union('eventstats', 'streamstats') }, (c) => {
      const made = c.stats.map((stat) => stat.as);
      return new Set([...without(live, made), ...c.by, ...ofStats(c.stats)]);
    })
    .with({ kind: 'dedup' }, (c) => new Set([...live, ...c.fields]))
    .with({ kind: P.union('mvexpand', 'rex', 'iplocation') }, (c) => new Set([...live, c.field]))
    .with({ kind: 'xyseries' }, (c) => new Set([c.row, c.name, c.data]))
    .with({ kind: 'sort' }, (c) => new Set([...live, ...c.keys.map((key) => key.field)]))
    .with({ kind: P.union('table', 'keep') }, (c) => new Set([...live].filter((name) => c.fields.includes(name))))
    .with({ kind: 'remove' }, (c) => new Set(without(live, c.fields)))
    .with(
      { kind: P.union('search', 'strip', 'fillnull', 'head', 'reverse', 'makeresults', 'carried', 'multisearch', 'append', 'inputlookup') },
      () => live,
    )
    .with({ kind: 'lookup' }, (c) => {
      const made = c.outputs.map((pair) => pair.field);
      return new Set([...without(live, made), ...c.keys.map((pair) => pair.field)]);
    })
    .exhaustive();

/** The fields that rows need before `commands`, when `live` are looked at behind them. */
export const liveBefore = (commands: readonly Command[], live: ReadonlySet<string>): ReadonlySet<string> =>
  commands.reduceRight<ReadonlySet<string>>((after, command) => before(command, after), live);

const groupsIn = (pattern: string): readonly string[] => [...pattern.matchAll(/\(\?<(\w+)>/g)].map(([, name = '']) => name);

const placesOf = (prefix: string): readonly string[] => ['City', 'Country', 'Region', 'lat', 'lon'].map((name) => `${prefix}${name}`);

/** The fields that a command gives a value on some row. */
export const writesOf = (command: Command): readonly string[] =>
  match(command)
    .returnType<readonly string[]>()
    .with({ kind: 'eval' }, (c) => c.assignments.map((a) => a.field))
    .with({ kind: 'rename' }, (c) => c.pairs.map((pair) => pair.to))
    .with({ kind: P.union('stats', 'eventstats', 'streamstats') }, (c) => c.stats.map((stat) => stat.as))
    .with({ kind: 'fillnull' }, (c) => c.fields)
    .with({ kind: 'lookup' }, (c) => c.outputs.map((pair) => pair.field))
    .with({ kind: 'inputlookup' }, (c) => c.columns ?? [])
    .with({ kind: 'mvexpand' }, (c) => [c.field])
    .with({ kind: 'rex' }, (c) => groupsIn(c.pattern))
    .with({ kind: 'iplocation' }, (c) => placesOf(c.prefix))
    .with({ kind: 'append' }, (c) => c.leg.commands.flatMap(writesOf))
    .with({ kind: 'multisearch' }, (c) => c.legs.flatMap((leg) => leg.commands.flatMap(writesOf)))
    .with(
      {
        kind: P.union(
          'search',
          'where',
          'strip',
          'xyseries',
          'dedup',
          'sort',
          'reverse',
          'head',
          'table',
          'keep',
          'remove',
          'makeresults',
          'carried',
        ),
      },
      () => [],
    )
    .exhaustive();

/** Every field that commands write or need. */
export const namesIn = (commands: readonly Command[]): ReadonlySet<string> =>
  new Set(
    commands.flatMap((command): readonly string[] => {
      const inner = command.kind === 'multisearch' ? command.legs : command.kind === 'append' ? [command.leg] : [];
      return [...writesOf(command), ...before(command, new Set()), ...inner.flatMap((leg) => [...namesIn(leg.commands)])];
    }),
  );
