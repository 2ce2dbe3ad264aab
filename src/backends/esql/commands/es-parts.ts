// Expressions and commands of ES|QL in; the same with their parts changed, and what stands in them, out.
import { match, P } from 'ts-pattern';
import type { Assignment, Command, Es } from '../ast.ts';

type Change = (e: Es) => Es;

/** The expression with its direct parts changed. */
export const mapParts = (e: Es, change: Change): Es =>
  match(e)
    .returnType<Es>()
    .with({ kind: P.union('string', 'number', 'bool', 'null', 'period', 'field', 'star') }, (n) => n)
    .with({ kind: 'list' }, (n) => ({ ...n, items: n.items.map(change) }))
    .with({ kind: 'call' }, (n) => ({ ...n, args: n.args.map(change) }))
    .with({ kind: 'binary' }, (n) => ({ ...n, left: change(n.left), right: change(n.right) }))
    .with({ kind: 'in' }, (n) => ({ ...n, left: change(n.left), items: n.items.map(change) }))
    .with({ kind: P.union('isNull', 'not', 'negate') }, (n) => ({ ...n, operand: change(n.operand) }))
    .with({ kind: P.union('and', 'or') }, (n) => ({ ...n, operands: n.operands.map(change) }))
    .with({ kind: 'filtered' }, (n) => ({ ...n, aggregate: change(n.aggregate), where: change(n.where) }))
    .exhaustive();

/** The command with its expressions changed. */
export const mapExprs = (command: Command, change: Change): Command => {
  const all = (columns: readonly Assignment[]): readonly Assignment[] => columns.map((one) => ({ ...one, expr: change(one.expr) }));
  return match(command)
    .returnType<Command>()
    .with({ kind: 'where' }, (n) => ({ ...n, condition: change(n.condition) }))
    .with({ kind: P.union('eval', 'row') }, (n) => ({ ...n, columns: all(n.columns) }))
    .with({ kind: 'stats' }, (n) => ({ ...n, measures: all(n.measures) }))
    .with({ kind: 'sort' }, (n) => ({ ...n, keys: n.keys.map((key) => ({ ...key, expr: change(key.expr) })) }))
    .with({ kind: P.union('from', 'keep', 'keepAll', 'drop', 'rename', 'limit', 'lookupJoin', 'dropAll', 'dissect', 'mvExpand') }, (n) => n)
    .exhaustive();
};

/** Every expression in a command, parts first. */
export const exprsIn = (command: Command): readonly Es[] => {
  const found: Es[] = [];
  const note: Change = (e) => {
    mapParts(e, note);
    found.push(e);
    return e;
  };
  mapExprs(command, note);
  return found;
};

/** Columns that a command writes. */
export const writtenBy = (command: Command): readonly string[] =>
  match(command)
    .returnType<readonly string[]>()
    .with({ kind: P.union('eval', 'row') }, (n) => n.columns.map(({ name }) => name))
    .with({ kind: 'rename' }, (n) => n.pairs.flatMap(({ from, to }) => [from, to]))
    .with({ kind: 'stats' }, (n) => [...n.measures.map(({ name }) => name), ...n.by])
    .with({ kind: 'mvExpand' }, (n) => [n.field])
    .with({ kind: 'dissect' }, (n) => [...n.pattern.matchAll(/%\{\??([^}]+)\}/g)].map(([, name]) => name ?? ''))
    .with({ kind: 'lookupJoin' }, (n) => [n.on])
    .with({ kind: P.union('from', 'where', 'keep', 'keepAll', 'drop', 'sort', 'limit', 'dropAll') }, () => [])
    .exhaustive();
