// A part of a file's path that is asked for (`parse_path(p).Filename`) in; the expression that cuts it out of the text out. Each part is a text, if an empty one.
import { call, type Eval, regex, text } from '../ast.ts';

const scheme = '(?:([A-Za-z][A-Za-z0-9+.-]*)://)?';
/** Scheme, directory, name, stream. */
const whole = `^${scheme}(?:((?s:.*))[\\\\/])?([^\\\\/:]*)(?::([^\\\\/:]*))?\\z`;

/** A pattern, and the group of it that holds the part. */
const parts: ReadonlyMap<string, readonly [string, number]> = new Map([
  ['Scheme', [whole, 1]],
  ['RootPath', [`^${scheme}([A-Za-z]:)[\\\\/](?s:.*)\\z`, 2]],
  ['DirectoryPath', [whole, 2]],
  ['DirectoryName', [`^${scheme}(?:(?s:.*)[\\\\/])?([^\\\\/]*)[\\\\/][^\\\\/]*\\z`, 2]],
  ['Filename', [whole, 3]],
  ['Extension', ['^(?s:.*)\\.([^\\\\/:.]*)(?::[^\\\\/:]*)?\\z', 1]],
  ['AlternateDataStreamName', [whole, 4]],
]);

/** Null for what is no single part; the null of eval for a key that a path has not. */
export const pathPart = (source: Eval, key: string): Eval | null => {
  const found = parts.get(key);
  if (!found) return /^[A-Za-z]+$/.test(key) ? call('null') : null;
  const [pattern, group] = found;
  return call('if', call('match', source, regex(pattern)), call('replace', source, regex(pattern), text(`\\${group}`)), text(''));
};
