// `ipv4_lookup`, `ipv6_lookup`: each row beside the rows of another table whose network holds its address (and whose further keys are the same).
import { withNumbered } from '../../../ir/frame.ts';
import type { PluginArg } from '../../../ir/pipeline.ts';
import type { Column } from '../../../ir/types.ts';
import { unsupported } from '../../refusal.ts';
import type { Env } from '../../scope.ts';
import type { Relation, Row, Value } from '../../value.ts';
import { blankOf } from '../../values/blank.ts';
import { toBool } from '../../values/convert.ts';
import { keyOfAll } from '../../values/order.ts';
import { textOf } from '../../values/text.ts';
import { constantOf, type Plugin, slotOf } from './arguments.ts';
import { networkOf } from './networks.ts';

interface Entry {
  readonly row: Row;
  readonly bits: bigint;
  readonly prefix: number;
}

const isOption = (arg: PluginArg): boolean => arg.kind === 'value' && arg.name !== null;

const optionOf = (n: Plugin, name: string, env: Env): boolean => {
  const given = constantOf(
    n.args.find((arg) => arg.kind === 'value' && arg.name === name),
    env,
  );
  return given ? toBool(given.get([]), given.type) === true : false;
};

const keyOfRow = (slots: readonly number[], columns: readonly Column[]): ((row: Row) => string) => {
  const types = slots.map((slot) => columns[slot]?.type ?? 'dynamic');
  return (row) =>
    keyOfAll(
      slots.map((slot) => row[slot] ?? null),
      types,
    );
};

/** Networks by their further keys, their prefix and their bits under it. */
const indexOf = (entries: readonly Entry[], keyOf: (row: Row) => string, size: number): ReadonlyMap<string, readonly Entry[]> => {
  const index = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = `${keyOf(entry.row)}|${entry.prefix}|${entry.bits >> BigInt(size - entry.prefix)}`;
    const known = index.get(key);
    if (known) known.push(entry);
    else index.set(key, [entry]);
  }
  return index;
};

export const addressLookup = (n: Plugin, { columns, rows }: Relation, env: Env): Relation => {
  const [first] = n.args;
  const known = new Set(['return_unmatched']);
  if (first?.kind !== 'rows' || n.args.some((arg) => arg.kind === 'value' && arg.name !== null && !known.has(arg.name)))
    return unsupported(`\`${n.name}()\` with these arguments`, n.span);
  const size = n.name === 'ipv4_lookup' ? 32 : 128;
  const other = env.query(first.query);
  const keys = n.args.slice(2).filter((arg) => !isOption(arg));
  const address = slotOf(n, n.args[1], columns);
  const [network = 0, ...further] = keys.map((arg) => slotOf(n, arg, other.columns));
  const names = further.flatMap((slot) => other.columns[slot]?.name ?? []);
  const own = names.map((name) => columns.findIndex((column) => column.name === name));
  const theirs = keyOfRow(further, other.columns);
  const ours = keyOfRow(own, columns);
  const parsed = (relation: Relation, slot: number, row: Row): { bits: bigint; prefix: number } | null =>
    networkOf(textOf(row[slot] ?? null, relation.columns[slot]?.type ?? 'string'), size);
  const entries = other.rows.flatMap((row): readonly Entry[] => {
    const found = parsed(other, network, row);
    return found ? [{ row, ...found }] : [];
  });
  const index = indexOf(entries, theirs, size);
  const prefixes = [...new Set(entries.map(({ prefix }) => prefix))].sort((a, b) => b - a);
  const shown = other.columns.flatMap(({ name }, slot) => (names.includes(name) ? [] : [slot]));
  const shownColumns = shown.flatMap((slot) => other.columns[slot] ?? []);
  const unmatched = optionOf(n, 'return_unmatched', env);
  const partners = (row: Row): readonly Entry[] => {
    const at = parsed({ columns, rows }, address, row);
    if (!at) return [];
    const found = prefixes
      .filter((prefix) => prefix <= at.prefix)
      .flatMap((prefix) => index.get(`${ours(row)}|${prefix}|${at.bits >> BigInt(size - prefix)}`) ?? []);
    return found.length > 1 ? unsupported(`\`${n.name}()\` of an address that several networks hold`, n.span) : found;
  };
  return {
    columns: withNumbered(columns, shownColumns),
    rows: rows.flatMap((row): readonly Row[] => {
      const found = partners(row).map((entry): readonly Value[] => shown.map((slot) => entry.row[slot] ?? null));
      const blank = found.length === 0 && unmatched ? [shownColumns.map(({ type }) => blankOf(type))] : [];
      return [...found, ...blank].map((cells) => [...row, ...cells]);
    }),
  };
};
