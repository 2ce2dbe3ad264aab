// Commands and new names of some fields in; the same commands over the fields by their new names out.
import { match, P } from 'ts-pattern';
import type { Command, Eval } from '../ast.ts';
import { writesOf } from './effects.ts';

type Names = (name: string) => string;

const inEval = (e: Eval, to: Names): Eval =>
  match(e)
    .returnType<Eval>()
    .with({ kind: P.union('text', 'number', 'regex') }, (n) => n)
    .with({ kind: 'field' }, (n) => ({ ...n, name: to(n.name) }))
    .with({ kind: 'call' }, (n) => ({ ...n, args: n.args.map((arg) => inEval(arg, to)) }))
    .with({ kind: 'binary' }, (n) => ({ ...n, left: inEval(n.left, to), right: inEval(n.right, to) }))
    .with({ kind: 'not' }, (n) => ({ ...n, operand: inEval(n.operand, to) }))
    .with({ kind: P.union('and', 'or') }, (n) => ({ ...n, operands: n.operands.map((operand) => inEval(operand, to)) }))
    .exhaustive();

/** The base search reads fields of events, which keep their names. */
const inCommand = (command: Command, to: Names): Command =>
  match(command)
    .returnType<Command>()
    .with({ kind: 'eval' }, (c) => ({ ...c, assignments: c.assignments.map((a) => ({ field: to(a.field), value: inEval(a.value, to) })) }))
    .with({ kind: 'where' }, (c) => ({ ...c, condition: inEval(c.condition, to) }))
    .with({ kind: 'rename' }, (c) => ({ ...c, pairs: c.pairs.map((pair) => ({ from: to(pair.from), to: to(pair.to) })) }))
    .with({ kind: P.union('stats', 'eventstats', 'streamstats') }, (c) => ({
      ...c,
      stats: c.stats.map((stat) => ({ ...stat, arg: stat.arg && inEval(stat.arg, to), as: to(stat.as) })),
      by: c.by.map(to),
    }))
    .with({ kind: P.union('fillnull', 'dedup', 'table', 'keep', 'remove') }, (c) => ({ ...c, fields: c.fields.map(to) }))
    .with({ kind: P.union('mvexpand', 'rex', 'iplocation') }, (c) => ({ ...c, field: to(c.field) }))
    .with({ kind: 'lookup' }, (c) => ({
      ...c,
      keys: c.keys.map((pair) => ({ ...pair, field: to(pair.field) })),
      outputs: c.outputs.map((pair) => ({ ...pair, field: to(pair.field) })),
    }))
    .with({ kind: 'xyseries' }, (c) => ({ ...c, row: to(c.row), name: to(c.name), data: to(c.data) }))
    .with({ kind: 'sort' }, (c) => ({ ...c, keys: c.keys.map((key) => ({ ...key, field: to(key.field) })) }))
    .with({ kind: 'multisearch' }, (c) => ({ ...c, legs: c.legs.map((leg) => ({ commands: withNames(leg.commands, to) })) }))
    .with({ kind: 'append' }, (c) => ({ ...c, leg: { commands: withNames(c.leg.commands, to) } }))
    .with({ kind: P.union('search', 'strip', 'head', 'reverse', 'makeresults', 'carried', 'inputlookup') }, (c) => c)
    .exhaustive();

/** Fields whose names stand inside patterns, prefixes and lookups: they keep them. */
export const fixedNames = (commands: readonly Command[]): readonly string[] =>
  commands.flatMap((command): readonly string[] => {
    if (command.kind === 'rex' || command.kind === 'iplocation' || command.kind === 'inputlookup') return writesOf(command);
    const inner = command.kind === 'multisearch' ? command.legs : command.kind === 'append' ? [command.leg] : [];
    return inner.flatMap((leg) => fixedNames(leg.commands));
  });

export const withNames = (commands: readonly Command[], to: Names): readonly Command[] => commands.map((command) => inCommand(command, to));
