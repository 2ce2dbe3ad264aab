// Raw names and values in, SPL text out: one function per place, because every place has its own quotes. Nothing else in this backend writes quotes.
import type { Pattern } from './ast.ts';

/** Characters that cannot stand in an SPL text as they are: controls, and the backtick, which starts a macro. */
const forbidden = /[\u0000-\u001f\u007f-\u009f`\u2028\u2029]/;
const bare = /^[A-Za-z_][A-Za-z0-9_]*$/;
const bareDotted = /^[A-Za-z_][A-Za-z0-9_.]*(\{\})?$/;
/** Words that eval or a field list would read as something else. */
const words = new Set([
  'and',
  'or',
  'not',
  'xor',
  'in',
  'like',
  'as',
  'by',
  'over',
  'true',
  'false',
  'null',
  'where',
  'output',
  'outputnew',
  'desc',
]);

/** Names of eval functions: a reader of SPL may miss the parenthesis behind them. */
const functions = new Set(
  `abs acos acosh asin asinh atan atan2 atanh avg case ceil ceiling cidrmatch coalesce commands cos cosh exact exp floor hypot if isbool isint isnotnull isnull
  isnum isobject isstr len ln log lookup lower ltrim match max md5 min mvappend mvcount mvdedup mvfilter mvfind mvindex mvjoin mvmap mvrange mvsort mvzip now
  nullif pi pow printf random relative_time replace round rtrim searchmatch sha1 sha256 sha512 sigfig sin sinh spath split sqrt strftime strptime substr sum
  tan tanh time tojson tonumber tostring trim typeof upper urldecode validate`.split(/\s+/),
);

const escaped = (value: string): string => value.replace(/[\\"]/g, (character) => `\\${character}`);

/** True when a text can stand inside double quotes as it is. */
export const isPlain = (value: string): boolean => !forbidden.test(value);

/** A value of the base search, always quoted: `"*C:\\Temp\\*"`. What cannot stand there becomes a wildcard. */
export const searchValue = (pattern: Pattern): string => {
  if (pattern.length === 1 && pattern[0]?.kind === 'any') return '*';
  const parts = pattern.map((piece) => (piece.kind === 'any' ? '*' : escaped(piece.text.replace(new RegExp(forbidden, 'g'), '*'))));
  return `"${parts.join('')}"`;
};

/** The name of an index, bare where it can be: `*`, `defender_*`. */
export const indexValue = (pattern: Pattern): string => {
  const quoted = searchValue(pattern);
  return /^"[A-Za-z0-9_*-]+"$/.test(quoted) ? quoted.slice(1, -1) : quoted;
};

/** A field on the left of `=` in the base search. */
export const searchField = (name: string): string => (bareDotted.test(name) && !words.has(name.toLowerCase()) ? name : `"${name}"`);

const percent = (piece: string): string =>
  [...new TextEncoder().encode(piece)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

/** A string of eval; several parts joined with ` . ` when some characters have to be built. The flag tells whether it needs parentheses. */
export const evalString = (value: string): { readonly text: string; readonly compound: boolean } => {
  if (isPlain(value)) return { text: `"${escaped(value)}"`, compound: false };
  const parts = value.match(new RegExp(`${forbidden.source}+|[^${forbidden.source.slice(1)}+`, 'g')) ?? [];
  const shown = parts.map((part) => (forbidden.test(part) ? `urldecode("${percent(part)}")` : `"${escaped(part)}"`));
  return { text: shown.join(' . '), compound: shown.length > 1 };
};

/** A PCRE pattern as a string of eval: its own escapes stand, the string escapes come on top. */
export const regexString = (pattern: string): string =>
  `"${escaped(pattern.replace(new RegExp(forbidden, 'g'), (c) => `\\x{${c.charCodeAt(0).toString(16).toUpperCase()}}`))}"`;

/**
 * A PCRE pattern as a string of the command rex. No backslash stands before another one or before a quote, so that it does not matter whether the command's
 * own escapes are taken away.
 */
export const rexString = (pattern: string): string => {
  const parts = pattern.match(/\\[\s\S]|[\s\S]/g) ?? [];
  const hex = (character: string): string => `\\x{${character.charCodeAt(0).toString(16).toUpperCase()}}`;
  const shown = parts.map((part) => {
    const own = part.slice(-1);
    return own === '\\' || own === '"' || forbidden.test(own) ? hex(own) : part;
  });
  return `"${shown.join('')}"`;
};

/** The data of `makeresults`: JSON whose only risky characters are its quotes. */
export const dataString = (json: string): string => `"${escaped(json)}"`;

/** A field that is read in eval or where: single quotes unless the name is a plain word. */
export const evalField = (name: string): string =>
  bare.test(name) && !words.has(name.toLowerCase()) && !functions.has(name) ? name : `'${name}'`;

/** A field that eval assigns: double quotes there. */
export const assignedField = (name: string): string => (bare.test(name) && !words.has(name.toLowerCase()) ? name : `"${name}"`);

/** A field in the lists of stats, rename, table, sort, dedup. */
export const listedField = (name: string): string => (bareDotted.test(name) && !words.has(name.toLowerCase()) ? name : `"${name}"`);

/** True when a name can be a field at all: no quote, wildcard, backslash, bracket, control character or template sign that some place would read. */
export const isFieldName = (name: string): boolean =>
  name !== '' && !forbidden.test(name) && !/["'*\\$|[\](),=<>{}]/.test(name.replace(/\{\}$/, '')) && name.trim() === name;

/** A macro's name. */
export const macro = (name: string): string => `\`${name.replace(/`/g, '')}\``;
