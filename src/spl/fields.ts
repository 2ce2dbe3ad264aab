// Field names, lists of them, and the options `name=value` around them.
import type { Span } from '../diagnostics/span.ts';
import type { FieldName } from './ast.ts';
import {
  atEnd,
  type Cursor,
  expected,
  fail,
  look,
  type Piece,
  skipBlank,
  spanFrom,
  take,
  takeKeyword,
  takeQuoted,
  takeText,
  takeWord,
  unescaped,
} from './cursor.ts';

const named = ({ text, span }: Piece): FieldName => ({ text, hasWildcard: text.includes('*'), span });

export const fieldAt = (text: string, span: Span): FieldName => ({ text, hasWildcard: false, span });

/** A name or pattern; fails without one. */
export const needField = (c: Cursor, what = 'A field name'): FieldName => {
  const word = takeWord(c);
  if (!word || word.text === '') return expected(c, what);
  return named(word);
};

/** A name without `*`. */
export const needPlainField = (c: Cursor): FieldName => {
  const field = needField(c);
  return field.hasWildcard ? fail(`This command takes no wildcards in '${field.text}'`, field.span) : field;
};

/** The values that options were given, by name. */
export type Options = Map<string, Piece>;

/** From an opening parenthesis to the closing one, texts in quotes kept whole. */
const takeParenthesised = (c: Cursor): Piece | null => {
  const start = c.at;
  if (!takeText(c, '(')) return null;
  for (let depth = 1; depth > 0; ) {
    const char = look(c, /[\s\S]/y)?.[0] ?? expected(c, "')'");
    if (char === '"') takeQuoted(c);
    else c.at += 1;
    depth += char === '(' ? 1 : char === ')' ? -1 : 0;
  }
  const raw = c.text.slice(start, c.at);
  return { text: raw, raw, quote: '', span: spanFrom(c, start) };
};

/** A word, or quoted and bare texts joined without a blank (`"("match(a,\"b\")")"` is `(match(a,"b"))`), or an expression in parentheses. */
const optionValue = (c: Cursor): Piece => {
  skipBlank(c);
  const start = c.at;
  const joined = look(c, /"(?:[^"\\]|\\[\s\S])*"[^\s|,\]"](?:"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|[^\s|"\\])*/y);
  if (!joined) return takeWord(c) ?? takeParenthesised(c) ?? expected(c, 'A value');
  c.at += joined[0].length;
  const text = joined[0].replace(/"((?:[^"\\]|\\[\s\S])*)"|\\(["\\])/g, (_, quoted: string | undefined, char: string) =>
    quoted === undefined ? char : unescaped(quoted),
  );
  return { text, raw: joined[0], quote: '', span: spanFrom(c, start) };
};

/** Takes one `name=value` when a word followed by `=` is next. A name that is not among `names` fails. */
export const takeOption = (c: Cursor, names: readonly string[], options: Options): boolean => {
  const next = look(c, /([A-Za-z_]\w*)\s*=(?!=)/y);
  if (!next) return false;
  const start = c.at;
  const name = next[1] ?? '';
  const span = { start, end: start + name.length };
  if (!names.includes(name)) fail(`Unknown option '${name}'${names.length > 0 ? `; known are ${names.join(', ')}` : ''}`, span);
  if (options.has(name)) fail(`The option '${name}' is given twice`, span);
  c.at += next[0].length;
  options.set(name, optionValue(c));
  return true;
};

/** Options only, as many as there are. */
export const takeOptions = (c: Cursor, names: readonly string[], options: Options = new Map()): Options => {
  while (takeOption(c, names, options)) take(c, /,/y);
  return options;
};

/** Reads `one` up to the end of the command, with options and commas anywhere between. */
export const readItems = (c: Cursor, names: readonly string[], options: Options, one: () => void): void => {
  while (!atEnd(c)) {
    if (takeText(c, ',')) continue;
    if (!takeOption(c, names, options)) one();
  }
};

/** Field names up to the end of the command or up to a word that `stops`; options may stand between. */
export const fieldList = (c: Cursor, names: readonly string[], options: Options, stops: readonly string[] = []): FieldName[] => {
  const fields: FieldName[] = [];
  const stop = stops.length > 0 ? new RegExp(`(?:${stops.join('|')})(?![^\\s|,"'()[\\]=\`])`, 'iy') : null;
  while (!atEnd(c) && c.text[c.at] !== '[' && !(stop && look(c, stop))) {
    if (takeText(c, ',')) continue;
    if (!takeOption(c, names, options)) fields.push(needField(c));
  }
  return fields;
};

/** `AS name` when it is next. */
export const takeAs = (c: Cursor): FieldName | null => (takeKeyword(c, 'as') ? needField(c, "A name after 'as'") : null);

/** `BY a, b` when it is next; at least one name. */
export const takeBy = (c: Cursor, names: readonly string[], options: Options): readonly FieldName[] => {
  if (!takeKeyword(c, 'by')) return [];
  const fields = fieldList(c, names, options);
  return fields.length > 0 ? fields : expected(c, "A field name after 'by'");
};

export const boolOption = (options: Options, name: string, otherwise: boolean): boolean => {
  const given = options.get(name);
  if (!given) return otherwise;
  if (/^(?:true|t|1|yes|y)$/i.test(given.text)) return true;
  if (/^(?:false|f|0|no|n)$/i.test(given.text)) return false;
  return fail(`'${name}' is true or false, not '${given.text}'`, given.span);
};

export const textOption = (options: Options, name: string, otherwise: string): string => options.get(name)?.text ?? otherwise;

/** A whole number that is not negative. */
export const intOption = (options: Options, name: string, otherwise: number): number => {
  const given = options.get(name);
  if (!given) return otherwise;
  return /^\d+$/.test(given.text) ? Number(given.text) : fail(`'${name}' is a whole number, not '${given.text}'`, given.span);
};

export const fieldOption = (options: Options, name: string): FieldName | null => {
  const given = options.get(name);
  return given ? named(given) : null;
};

/** A bare whole number, when it is next. */
export const takeInt = (c: Cursor): number | null => {
  const found = take(c, /\d+(?![^\s|,"'()[\]=`])/y);
  return found && Number(found[0]);
};

/** Fails unless the command is over. */
export const needEnd = (c: Cursor): void => {
  if (!atEnd(c)) expected(c, "A '|' or the end of the command");
};

/** Fails when a list is empty. */
export const needSome = <T>(c: Cursor, start: number, list: readonly T[], what: string): readonly T[] =>
  list.length > 0 ? list : fail(`${what} is missing`, spanFrom(c, start));
