// Columns that are parts of one text of an event (a file's name in its path, a name behind its domain, a registry value behind its key) in; rows whose columns
// agree about that text, and the text, out.
import type { KqlCell } from '../shared/proof.ts';
import { withCell } from '../shared/stored-slots.ts';

/** A column of the row. */
export interface Part {
  readonly at: number;
  readonly isRead: boolean;
  /** Texts that the query compares it with. */
  readonly named: readonly string[];
}

/** One field that several columns share. */
export interface SharedField {
  readonly field: string;
  settled(row: readonly KqlCell[]): readonly KqlCell[];
  /** The text of a settled row. */
  text(row: readonly KqlCell[]): string;
}

const textAt = (row: readonly KqlCell[], part: Part | null): string => (part ? String(row[part.at] ?? '') : '');

/** What stands behind the last backslash. */
const lastOf = (text: string): string => text.slice(text.lastIndexOf('\\') + 1);

/** What stands before it, with it. */
const frontOf = (text: string): string => text.slice(0, text.lastIndexOf('\\') + 1);

/** A text and its last part: what one field can hold. */
interface Pair {
  readonly whole: string;
  readonly last: string;
}

/** The last part stands behind a backslash; without one neither is there. */
const agrees = ({ whole, last }: Pair): boolean =>
  whole === '' ? last === '' : frontOf(whole) !== '' && last !== '' && lastOf(whole) === last;

/** Pairs near to one that does not agree. */
const neighbours = ({ whole, last }: Pair, front: string): readonly Pair[] => {
  const name = lastOf(last);
  const behind =
    name === '' || whole === '' ? [] : [whole.endsWith('\\') ? whole + name : `${whole}\\${name}`, frontOf(whole) + name, front + name];
  const alone = name === '' ? [] : [front + name];
  const end = lastOf(whole);
  const own = end === '' ? [] : [frontOf(whole) === '' ? front + end : whole];
  const pairs = [...behind, ...alone, ...own].map((text): Pair => ({ whole: text, last: lastOf(text) }));
  return [...pairs, { whole: '', last: '' }].filter(agrees);
};

const fold = (text: string): string => text.toLowerCase();

/** How many answers of the query's own comparisons change, and how many texts are lost. */
const distance = (from: string, to: string, named: readonly string[]): number =>
  named.filter((text) => (fold(from) === fold(text)) !== (fold(to) === fold(text))).length * 4 +
  (to === '' && from !== '' ? 2 : 0) +
  (from === to ? 0 : 1);

const nearest = (pair: Pair, front: string, whole: Part, last: Part): Pair => {
  if (agrees(pair)) return pair;
  const far = (one: Pair): number => distance(pair.whole, one.whole, whole.named) + distance(pair.last, one.last, last.named);
  return neighbours(pair, front).reduce((best, one) => (far(one) < far(best) ? one : best));
};

/** What the field holds. */
const held = (row: readonly KqlCell[], whole: Part | null, lasts: readonly Part[], front: string): string => {
  const last = lasts.find(({ isRead }) => isRead);
  const text = textAt(row, whole);
  if (!last) return whole ? text : frontedBy(front, lasts.map((one) => textAt(row, one)).find((one) => one !== '') ?? '');
  const pair = { whole: text, last: textAt(row, last) };
  if (!whole) return frontedBy(front, pair.last);
  if (whole.isRead) return nearest(pair, front, whole, last).whole;
  return agrees(pair) ? text : frontedBy(front, pair.last);
};

const frontedBy = (front: string, text: string): string => (lastOf(text) === '' ? '' : front + lastOf(text));

/** @param front what is put before a last part that stands alone */
export const pathField = (field: string, whole: Part | null, lasts: readonly Part[], front: string): SharedField => ({
  field,
  settled: (row) => {
    const text = held(row, whole, lasts, front);
    const named = lasts.reduce((cells, { at }) => withCell(cells, at, lastOf(text)), row);
    return whole ? withCell(named, whole.at, text) : named;
  },
  text: (row) => held(row, whole, lasts, front),
});

/** Hives as Sysmon abbreviates them. */
const hives: readonly (readonly [string, string])[] = [
  ['HKEY_LOCAL_MACHINE', 'HKLM'],
  ['HKEY_CURRENT_USER', 'HKCU'],
  ['HKEY_USERS', 'HKU'],
  ['HKEY_CLASSES_ROOT', 'HKCR'],
];

/** The key with its hive in the other form: 0 the long, 1 the short one. */
const withHive = (key: string, form: 0 | 1): string => {
  const cut = key.indexOf('\\');
  const head = cut < 0 ? key : key.slice(0, cut);
  const names = hives.find((forms) => forms.includes(head.toUpperCase()));
  return names ? names[form] + key.slice(head.length) : key;
};

const anyKey = 'HKEY_LOCAL_MACHINE\\SOFTWARE';
const unnamedValue = '(Default)';

/** A key begins with its hive: nothing stands in front of it. */
const fromHive = (key: string): string => {
  const starts = hives.map(([long]) => key.toUpperCase().indexOf(`${long}\\`)).filter((at) => at > 0);
  return starts.length === 0 ? key : key.slice(Math.min(...starts));
};

/** A key, and the name of its value behind it. */
const registryPair = (row: readonly KqlCell[], key: Part, name: Part | null): Pair => {
  const whole = withHive(fromHive(textAt(row, key)), 0);
  const last = lastOf(textAt(row, name));
  if (!name || (whole === '' && last === '')) return { whole, last };
  if (!name.isRead) return { whole, last: whole === '' ? '' : last };
  return { whole: whole === '' ? anyKey : whole, last: last === '' ? unnamedValue : last };
};

export const registryField = (field: string, key: Part, name: Part | null): SharedField => ({
  field,
  settled: (row) => {
    const pair = registryPair(row, key, name);
    const keyed = withCell(row, key.at, pair.whole);
    return name ? withCell(keyed, name.at, pair.last) : keyed;
  },
  text: (row) => {
    const { whole, last } = registryPair(row, key, name);
    return withHive(whole, 1) + (last === '' ? '' : `\\${last}`);
  },
});
