// Eval's text functions (Search Reference, Text functions; Cryptographic functions).
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { replaced } from '../regex.ts';
import { multi, num, textsOf, toNumber, type Value } from '../value.ts';
import { compiled, type EvalFunction, fieldArg, ofTexts, textArg } from './shapes.ts';

const each = (fn: string, change: (text: string) => string): EvalFunction => ({
  least: 1,
  most: 1,
  apply: ([arg = null]) => multi(textsOf(fieldArg(fn, arg)).map(change)),
});

const set = (characters: string | undefined): ReadonlySet<string> => new Set(characters ?? ' \t');
const trimmedStart = (text: string, characters: string | undefined): string => {
  const points = [...text];
  const out = set(characters);
  const at = points.findIndex((point) => !out.has(point));
  return at === -1 ? '' : points.slice(at).join('');
};
const trimmedEnd = (text: string, characters: string | undefined): string => {
  const points = [...text];
  const out = set(characters);
  return points.slice(0, points.findLastIndex((point) => !out.has(point)) + 1).join('');
};

/** From 1; a negative start counts from the end. */
const substring = (text: string, start: number, length: number | null): string => {
  const points = [...text];
  // SQLite's reading of a start of 0 or before the text: the characters that are not there use up the length
  const from = start < 0 ? points.length + start : start - 1;
  const end = length === null ? points.length : from + length;
  return points.slice(Math.max(from, 0), Math.max(end, 0)).join('');
};

const substr: EvalFunction = {
  least: 2,
  most: 3,
  apply: ([subject = null, start = null, length]) => {
    if (subject === null) return null;
    const [from, count] = [toNumber(start), length === undefined ? null : toNumber(length)];
    if (from === null || (length !== undefined && count === null)) return null;
    return substring(textArg('substr', subject), Math.trunc(from), count === null ? null : Math.trunc(count));
  },
};

const percent = /(?:%[0-9a-fA-F]{2})+/g;
const bytesOf = (run: string): Uint8Array => Uint8Array.from(run.slice(1).split('%'), (code) => Number.parseInt(code, 16));

const digest = (hash: (bytes: Uint8Array) => Uint8Array) => (text: string) => bytesToHex(hash(utf8ToBytes(text)));

const hashes = { md5, sha1, sha256, sha512 };

export const textFunctions: ReadonlyMap<string, EvalFunction> = new Map<string, EvalFunction>([
  ['len', ofTexts('len', 1, 1, ([text = '']) => num([...text].length))],
  ['lower', each('lower', (text) => text.toLowerCase())],
  ['upper', each('upper', (text) => text.toUpperCase())],
  ['ltrim', ofTexts('ltrim', 1, 2, ([text = '', characters]) => trimmedStart(text, characters))],
  ['rtrim', ofTexts('rtrim', 1, 2, ([text = '', characters]) => trimmedEnd(text, characters))],
  ['trim', ofTexts('trim', 1, 2, ([text = '', characters]) => trimmedEnd(trimmedStart(text, characters), characters))],
  ['substr', substr],
  [
    'replace',
    ofTexts('replace', 3, 3, ([text = '', pattern = '', replacement = ''], context) =>
      replaced(compiled(context, pattern), text, replacement, () => true),
    ),
  ],
  ['urldecode', ofTexts('urldecode', 1, 1, ([text = '']) => text.replace(percent, (run) => new TextDecoder().decode(bytesOf(run))))],
  ...Object.entries(hashes).map(([name, hash]): [string, EvalFunction] => [
    name,
    ofTexts(name, 1, 1, ([text = '']): Value => digest(hash)(text)),
  ]),
]);
