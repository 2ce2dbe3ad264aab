// The text of a target in; texts with one small fault each out: an operator, a bound, a needle, a guard or an escape that is not what it was.

export interface Mutant {
  /** What was changed, and where: `` `>=` to `>` at 120 ``. */
  readonly what: string;
  readonly text: string;
}

/** One kind of fault: each match of the pattern is replaced by itself; null for a match that cannot have it. */
interface Fault {
  readonly pattern: RegExp;
  readonly to: (found: string, groups: readonly string[]) => string | null;
}

const swap = (pattern: RegExp, to: string): Fault => ({ pattern, to: () => to });

const afterLetter = (letter: string): string => {
  const next = String.fromCharCode(letter.charCodeAt(0) + 1);
  return /[a-z0-9]/i.test(next) ? next : String.fromCharCode(letter.charCodeAt(0) - 1);
};

/** The first letter or digit of a quoted text becomes another. */
const otherLetter = (text: string): string | null => {
  const at = text.search(/[A-Za-z0-9]/);
  return at < 0 ? null : `${text.slice(0, at)}${afterLetter(text[at] ?? 'a')}${text.slice(at + 1)}`;
};

const withoutLast = (text: string): string | null => (/[A-Za-z0-9]$/.test(text) ? text.slice(0, -1) : null);

const otherCase = (text: string): string | null => {
  const at = text.search(/[A-Za-z]/);
  const letter = text[at];
  if (letter === undefined) return null;
  const other = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
  return `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
};

const inQuotes = (quoted: RegExp, change: (text: string) => string | null): Fault => ({
  pattern: quoted,
  to: (_, [open = '', inside = '', close = '']) => {
    const changed = change(inside);
    return changed === null || changed === inside ? null : `${open}${changed}${close}`;
  },
});

const number: Fault = { pattern: /(?<![\w."'\\-])\d+(?![\w."'])/g, to: (found) => String(Number(found) + 1) };

const esqlText = /("""|")((?:(?!\1)(?:\\.|[^\\]))*)(\1)/gs;
const yamlText = /(')((?:[^']|'')*)(')/g;
const kqlText = /(@?["'])((?:\\.|[^"'\\])*)(["'])/g;

const letters = (quoted: RegExp): readonly Fault[] => [
  inQuotes(quoted, otherLetter),
  inQuotes(quoted, withoutLast),
  inQuotes(quoted, otherCase),
];

const comparisons: readonly Fault[] = [
  swap(/ == /g, ' != '),
  swap(/ != /g, ' == '),
  swap(/ >= /g, ' > '),
  swap(/ > /g, ' >= '),
  swap(/ <= /g, ' < '),
  swap(/ < /g, ' <= '),
];

const esql: readonly Fault[] = [
  ...comparisons,
  swap(/\bAND\b/g, 'OR'),
  swap(/\bOR\b/g, 'AND'),
  swap(/\bNOT /g, ''),
  swap(/\bIS NULL\b/g, 'IS NOT NULL'),
  swap(/\(\.\*\[\^0-9A-Za-z\]\)\?/g, '.*'),
  swap(/\(\[\^0-9A-Za-z\]\.\*\)\?/g, '.*'),
  { pattern: /\[([A-Z])[a-z]\]/g, to: (_, [letter = '']) => letter },
  swap(/\\\\?\./g, '.'),
  { pattern: /\bTO_LOWER\(([\w.@]+)\)/g, to: (_, [field = '']) => field },
  { pattern: /\bCOALESCE\(([\w.@]+), ""\)/g, to: (_, [field = '']) => field },
  swap(/\bMIN\(/g, 'MAX('),
  swap(/\bMAX\(/g, 'MIN('),
  swap(/\bCOUNT_DISTINCT\(/g, 'COUNT('),
  swap(/\bVALUES\(/g, 'MAX('),
  number,
  ...letters(esqlText),
];

const sigma: readonly Fault[] = [
  swap(/\|contains(?=[|:])/g, '|startswith'),
  swap(/\|startswith(?=[|:])/g, '|contains'),
  swap(/\|endswith(?=[|:])/g, '|contains'),
  swap(/\|re\|i(?=[|:])/g, '|re'),
  swap(/\|cased(?=[|:])/g, ''),
  swap(/\|all(?=[|:])/g, ''),
  swap(/\|lte(?=:)/g, '|lt'),
  swap(/\|gte(?=:)/g, '|gt'),
  swap(/\|lt(?=:)/g, '|lte'),
  swap(/\|gt(?=:)/g, '|gte'),
  swap(/\(\^\|\[\^0-9A-Za-z\]\)/g, ''),
  swap(/\(\[\^0-9A-Za-z\]\|\$\)/g, ''),
  swap(/\\\./g, '.'),
  { pattern: /(?<=condition: .*)\b(and|or)\b/g, to: (found) => (found === 'and' ? 'or' : 'and') },
  { pattern: /(?<=condition: .*)\bnot /g, to: () => '' },
  ...letters(yamlText),
];

const kql: readonly Fault[] = [
  ...comparisons,
  swap(/ =~ /g, ' == '),
  swap(/ (?<!!)has /g, ' contains '),
  swap(/ (?<!!)has /g, ' has_cs '),
  swap(/ has_any /g, ' has_all '),
  swap(/ contains /g, ' has '),
  swap(/ startswith /g, ' contains '),
  swap(/ endswith /g, ' contains '),
  swap(/ in~ /g, ' in '),
  swap(/ and /g, ' or '),
  swap(/ or /g, ' and '),
  swap(/ !(?=[a-z~])/g, ' '),
  swap(/\bmin\(/g, 'max('),
  swap(/\bmax\(/g, 'min('),
  number,
  ...letters(kqlText),
];

const faults: ReadonlyMap<string, readonly Fault[]> = new Map([
  ['esql', esql],
  ['sigma', sigma],
  ['kql', kql],
]);

/** Where a mutant of Sigma can change what matches: behind `detection:`, before what only describes. */
const within = (text: string, target: string): readonly [number, number] => {
  if (target !== 'sigma') return [0, text.length];
  const start = text.indexOf('\ndetection:');
  const rest = text.slice(start + 1).search(/\n(?!\s|detection)/);
  return [start, rest < 0 ? text.length : start + 1 + rest];
};

/** Each text differs from the given one in one place. */
export const mutantsOf = (text: string, target: string): readonly Mutant[] => {
  const [start, end] = within(text, target);
  return (faults.get(target) ?? []).flatMap(({ pattern, to }) =>
    [...text.matchAll(pattern)].flatMap((found): readonly Mutant[] => {
      if (found.index < start || found.index >= end) return [];
      const changed = to(found[0], found.slice(1));
      if (changed === null || changed === found[0]) return [];
      const mutant = `${text.slice(0, found.index)}${changed}${text.slice(found.index + found[0].length)}`;
      return [{ what: `\`${found[0]}\` to \`${changed}\` at ${found.index}`, text: mutant }];
    }),
  );
};
