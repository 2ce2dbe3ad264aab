// Commands that count values and cut ranges: top, rare, bin.
import type { BinCommand, TopCommand, Width } from '../../ast.ts';
import { parseTimeModifier } from '../../time-modifier.ts';
import { fixed } from '../digits.ts';
import { refuse } from '../refusal.ts';
import { instantAfter, snapped } from '../relative-time.ts';
import { compareText, doubleText, type Field, num, type Row, textsOf, toNumber } from '../value.ts';
import type { Zone } from '../zone.ts';
import { type Run, type Table, withFields } from './frame.ts';
import { namesOf } from './names.ts';

interface Count {
  readonly keys: readonly string[];
  count: number;
}

const combinations = (row: Row, names: readonly string[]): readonly (readonly string[])[] =>
  names.reduce<readonly (readonly string[])[]>(
    (all, name) => all.flatMap((keys) => textsOf(row.get(name) ?? null).map((text) => [...keys, text])),
    [[]],
  );

const byText = (a: Count, b: Count): number => compareText(a.keys.join('\0'), b.keys.join('\0'));
/** The most (or least) frequent first; of equally frequent ones top takes the last by text, rare the first. */
const ranked = (counts: readonly Count[], kind: TopCommand['kind']): readonly Count[] =>
  [...counts].sort((a, b) => (kind === 'top' ? b.count - a.count || byText(b, a) : a.count - b.count || byText(a, b)));

const countsOf = (rows: readonly Row[], names: readonly string[]): readonly Count[] => {
  const counts = new Map<string, Count>();
  for (const row of rows) {
    for (const keys of combinations(row, names)) {
      const id = JSON.stringify(keys);
      const known = counts.get(id);
      if (known) known.count += 1;
      else counts.set(id, { keys, count: 1 });
    }
  }
  return [...counts.values()];
};

/** The share of one group, six decimals. */
const rowsOfGroup = (
  command: TopCommand,
  names: readonly string[],
  rows: readonly Row[],
  keys: readonly (readonly [string, string])[],
): readonly Row[] => {
  const all = ranked(countsOf(rows, names), command.kind);
  const total = all.reduce((sum, { count }) => sum + count, 0);
  const shown = command.limit === 0 ? all : all.slice(0, command.limit);
  const rest = total - shown.reduce((sum, { count }) => sum + count, 0);
  const other: readonly Count[] = command.useOther && rest > 0 ? [{ keys: names.map(() => command.otherText), count: rest }] : [];
  return [...shown, ...other].map(({ keys: values, count }) => {
    const measured: (readonly [string, Field])[] = [
      ...(command.showCount ? [[command.countField, num(count)] as const] : []),
      ...(command.showPercent ? [[command.percentField, fixed((count / total) * 100, 6)] as const] : []),
    ];
    return withFields(new Map(), [...keys, ...names.map((name, at) => [name, values[at] ?? null] as const), ...measured]);
  });
};

export const top = (command: TopCommand, over: Table): Table => {
  const [names, by] = [namesOf(command.fields, over), namesOf(command.by, over)];
  const groups = new Map<string, { readonly keys: readonly string[]; readonly rows: Row[] }>();
  for (const row of over.rows) {
    for (const keys of combinations(row, by)) {
      const id = JSON.stringify(keys);
      const group = groups.get(id);
      if (group) group.rows.push(row);
      else groups.set(id, { keys, rows: [row] });
    }
  }
  const ordered = [...groups.values()].sort((a, b) => compareText(a.keys.join('\0'), b.keys.join('\0')));
  const rows = ordered.flatMap(({ keys, rows: members }) =>
    rowsOfGroup(
      command,
      names,
      members,
      by.map((name, at) => [name, keys[at] ?? ''] as const),
    ),
  );
  const measured = [...(command.showCount ? [command.countField] : []), ...(command.showPercent ? [command.percentField] : [])];
  return { rows, columns: [...by, ...names, ...measured] };
};

const lengths = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
]);

/** Spans below a day are counted from 1970 or from the given time, a day or a month from midnight in the zone, whatever time is given. */
const timeBin = (seconds: number, { amount, unit }: Extract<Width, { kind: 'time' }>, zone: Zone, from: number): number => {
  const length = lengths.get(unit);
  if (length !== undefined) return Math.floor((seconds - from) / (amount * length)) * amount * length + from;
  if (amount !== 1) return refuse(`bin with a span of ${amount}${unit}`);
  return snapped(zone, seconds, unit, 0);
};

/** The time that `aligntime` names; the bounds of the search are not known here. */
const alignment = ({ alignTime, field }: BinCommand, { zone, now }: Run): number => {
  if (alignTime === null) return 0;
  const modifier = /^(?:earliest|latest)$/i.test(alignTime) ? null : parseTimeModifier(alignTime);
  return modifier && field.text === '_time' ? instantAfter(zone, now, modifier) : refuse(`bin with aligntime=${alignTime}`);
};

const cut = (field: Field, command: BinCommand, from: number, { zone }: Run): Field => {
  const { width } = command;
  const value = toNumber(field);
  if (value === null) return field;
  if (width?.kind === 'time') return num(timeBin(value, width, zone, from));
  if (width?.kind !== 'number') return refuse('bin without a span');
  const low = Math.floor(value / width.value) * width.value;
  return command.field.text === '_time' ? num(low) : `${doubleText(low)}-${doubleText(low + width.value)}`;
};

export const bin = (command: BinCommand, { rows, columns }: Table, run: Run): Table => {
  if (command.minWidth || command.bins !== null) return refuse('bin with bins or minspan');
  const from = alignment(command, run);
  const target = command.as?.text ?? command.field.text;
  const cutRows = rows.map((row) => {
    const field = row.get(command.field.text);
    return field === undefined ? row : withFields(row, [[target, cut(field, command, from, run)]]);
  });
  return { rows: cutRows, columns };
};
