// Commands that keep, order or drop rows: search, where, head, tail, reverse, sort, dedup, regex.
import type { DedupCommand, HeadCommand, RegexCommand, SearchCommand, SortCommand, SortKey, TailCommand, WhereCommand } from '../../ast.ts';
import { addressOf } from '../address.ts';
import { condition } from '../expression.ts';
import { compiled } from '../functions/shapes.ts';
import { fail, refuse } from '../refusal.ts';
import { endsNow, fits } from '../terms.ts';
import { compareText, type Field, numberOf, type Row, textOf, textsOf, toNumber } from '../value.ts';
import { type Run, type Table, withFields } from './frame.ts';

export const search = ({ term }: SearchCommand, { rows, columns }: Table, run: Run): Table => {
  if (term === null) return { rows, columns };
  const upTo = endsNow(term) ? run.now : Number.POSITIVE_INFINITY;
  return { rows: rows.filter((row) => fits(term, row, run) && (toNumber(row.get('_time') ?? null) ?? 0) < upTo), columns };
};

export const where = (command: WhereCommand, { rows, columns }: Table, run: Run): Table => ({
  rows: rows.filter((row) => condition(command.condition, { row, context: run, sigfig: false }) === true),
  columns,
});

/** Up to the first row whose condition is not so. */
export const head = (command: HeadCommand, { rows, columns }: Table, run: Run): Table => {
  const { condition: test, limit, keepLast, acceptNull } = command;
  const stop = test
    ? rows.findIndex((row) => {
        const value = condition(test, { row, context: run, sigfig: false });
        return value === null ? !acceptNull : !value;
      })
    : -1;
  const kept = stop === -1 ? rows : rows.slice(0, stop + (keepLast ? 1 : 0));
  return { rows: limit === null ? kept : kept.slice(0, limit), columns };
};

export const tail = ({ limit }: TailCommand, { rows, columns }: Table): Table => ({
  rows: limit === 0 ? [] : rows.slice(-limit).reverse(),
  columns,
});

export const reverse = ({ rows, columns }: Table): Table => ({ rows: [...rows].reverse(), columns });

export const regex = ({ field, negated, pattern }: RegexCommand, { rows, columns }: Table, run: Run): Table => {
  const found = compiled(run, pattern);
  const kept = rows.filter((row) => {
    const value = row.get(field.text);
    if (value === undefined) return negated && run.asked.is('negatedRegexKeepsMissing');
    return textsOf(value).some((text) => found.match(text, 0) !== null) !== negated;
  });
  return { rows: kept, columns };
};

const addressOrder = (a: string, b: string): number | null => {
  const [x, y] = [addressOf(a), addressOf(b)];
  if (!x || !y) return null;
  return x.value < y.value ? -1 : Number(x.value > y.value);
};

/** Numbers by size, addresses by number, the rest by code point; each pair by itself. */
export const autoOrder = (a: string, b: string): number => {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== null && y !== null) return x - y;
  return addressOrder(a, b) ?? compareText(a, b);
};

const orders: Readonly<Record<SortKey['by'], (a: string, b: string) => number>> = {
  auto: autoOrder,
  str: compareText,
  num: (a, b) => {
    const [x, y] = [numberOf(a), numberOf(b)];
    if (x === null || y === null) return a === b ? 0 : refuse('sort by num() of texts that are no numbers');
    return x - y;
  },
  ip: (a, b) => addressOrder(a, b) ?? (a === b ? 0 : refuse('sort by ip() of texts that are no addresses')),
};

/** Rows without the field come last, upwards and downwards. */
const keyOrder = (key: SortKey, a: Row, b: Row, turned: boolean): number => {
  const [x, y] = [a.get(key.field.text), b.get(key.field.text)];
  if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
  const order = orders[key.by](textOf(x), textOf(y));
  return key.descending === turned ? order : -order;
};

const inOrder = (rows: readonly Row[], keys: readonly SortKey[], turned: boolean, run: Run): readonly Row[] => {
  const order = (a: Row, b: Row): number => {
    for (const key of keys) {
      const by = keyOrder(key, a, b, turned);
      if (by !== 0) return by;
    }
    return 0;
  };
  const ordered = [...rows].sort(order);
  const hasTies = ordered.some((row, at) => at > 0 && order(ordered[at - 1] ?? row, row) === 0);
  return !hasTies || run.asked.is('sortIsStable') ? ordered : [...rows].reverse().sort(order);
};

export const sort = ({ keys, limit, reverse: turned }: SortCommand, { rows, columns }: Table, run: Run): Table => {
  const ordered = inOrder(rows, keys, turned, run);
  return { rows: limit === 0 ? ordered : ordered.slice(0, limit), columns };
};

const combination = (fields: readonly (Field | undefined)[]): string =>
  JSON.stringify(fields.map((field) => (field ? textsOf(field) : null)));

export const dedup = (command: DedupCommand, { rows, columns }: Table, run: Run): Table => {
  const names = command.fields.map(({ text, hasWildcard }) => (hasWildcard ? fail('dedup takes no wildcards') : text));
  const source = command.sortBy.length > 0 ? inOrder(rows, command.sortBy, false, run) : rows;
  const counts = new Map<string, number>();
  let last: string | null = null;
  const kept = source.flatMap((row): readonly Row[] => {
    const fields = names.map((name) => row.get(name));
    if (fields.includes(undefined)) return command.keepEmpty ? [row] : [];
    const key = combination(fields);
    const before: number = command.consecutive && key !== last ? 0 : (counts.get(key) ?? 0);
    last = key;
    counts.set(key, before + 1);
    if (before < command.count) return [row];
    return command.keepEvents
      ? [
          withFields(
            row,
            names.map((name) => [name, null]),
          ),
        ]
      : [];
  });
  return { rows: kept, columns };
};
