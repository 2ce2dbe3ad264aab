// Functions of text: KQL's meaning in, ES|QL out. A null string stands for the empty one, so every result is null only where it would be empty.

import type { Regex } from '../../../ir/regex/ast.ts';
import { assumeAsciiClasses } from '../../shared/ascii-classes.ts';
import { repeatedText, repeated as row } from '../../shared/trim-regex.ts';
import { binary, call, type Es, num, str } from '../ast.ts';
import { listSign } from '../json/bag.ts';
import { javaLiteral, javaRegex, javaReplacement } from '../regex/java-regex.ts';
import { asLong, bagValue, typeOf, type Value, value } from '../value.ts';
import { type Answer, asText, type Call, type Emit } from './call.ts';
import { convertText } from './convert.ts';
import { countOf, extractAll, translate } from './matches.ts';
import { parsePath } from './parse-path.ts';

const text = (es: Es): Value => value(es, 'keyword', false);

const mapped =
  (fn: string): Emit =>
  (c) => {
    const v = asText(c, c.arg(0));
    return value(call(fn, v.es), 'keyword', v.nullable);
  };

const measured =
  (fn: string): Emit =>
  (c) =>
    value(call(fn, c.text(0)), 'integer', false);

const hashed =
  (fn: string): Emit =>
  (c) =>
    c.arg(0).type === 'keyword' ? text(call(fn, c.text(0))) : c.refuse('only text has the same bytes in both');

const concat = (parts: readonly Es[]): Value => {
  const [only] = parts;
  return text(parts.length === 1 && only ? only : call('CONCAT', ...parts));
};

const all = (c: Call, from: number): readonly Es[] => Array.from({ length: c.count - from }, (_, at) => c.text(at + from));

const substring: Emit = (c) => {
  const subject = c.text(0);
  const from = c.literalInteger(1);
  const length = c.count > 2 ? [call('TO_INTEGER', c.arg(2).es)] : [];
  const literalLength = c.literalInteger(2);
  if (literalLength !== undefined && literalLength < 0n) return c.refuse('a negative length is not said');
  const count = literalLength === undefined ? length : [num(literalLength)];
  if (from !== undefined) {
    if (from < 0n) return c.refuse('a start before the text means different things');
    return value(call('SUBSTRING', subject, num(from + 1n), ...count), 'keyword', count === length);
  }
  const at = asLong(c.arg(1));
  const start = call('TO_INTEGER', call('CASE', binary('<', at, num(0)), at, binary('+', at, num(1))));
  return value(call('SUBSTRING', subject, start, ...count), 'keyword', true);
};

const indexOf: Emit = (c) => {
  if (c.count > 3) return c.refuse('LOCATE takes no length and no occurrence');
  const start = c.count === 3 ? c.literalInteger(2) : 0n;
  if (start === undefined || start < 0n) return c.refuse('the start must be a literal that is not negative');
  const from = start === 0n ? [] : [num(start + 1n)];
  return value(binary('-', call('LOCATE', c.text(0), c.text(1), ...from), num(1)), 'integer', false);
};

const split: Emit = (c) => {
  const delimiter = c.literalText(1);
  if (delimiter === undefined || delimiter === '') return c.refuse('the delimiter must be a literal that is not empty');
  const isOne = /^[\0-\x7f]$/.test(delimiter);
  if (!isOne) c.place.context.findings.assume('RMMC3752', c.node.span, { what: 'the text' });
  // SPLIT takes one character
  const list = isOne
    ? call('SPLIT', c.text(0), str(delimiter))
    : call('SPLIT', call('REPLACE', c.text(0), str(javaLiteral(delimiter)), listSign), listSign);
  if (c.count === 2) return { es: list, type: 'list', nullable: false, element: 'keyword' };
  const at = c.literalInteger(2);
  return at === undefined
    ? c.refuse('the index must be a literal')
    : { es: call('MV_SLICE', list, num(at)), type: 'list', nullable: true, element: 'keyword' };
};

const assumeAscii = (c: Call, regex: Regex): void => assumeAsciiClasses(regex, c.node.span, c.place.context.findings);

/** Finds of the pattern at the ends of the text: one, or with `all` any number in a row. */
const trimmed =
  (all: boolean, around: (regex: string) => string): Emit =>
  (c) => {
    const source = c.literalText(0);
    if (source === undefined) return c.refuse('the regular expression must be a literal');
    const regex = javaRegex(source, (one) => (all ? row(one).regex : one));
    if (!regex.ok) return c.refuse(regex.why);
    assumeAscii(c, regex.regex);
    const found = all ? repeatedText(row(regex.regex).form, regex.pattern) : `(?:${regex.pattern})`;
    return text(call('REPLACE', c.text(1), str(around(found)), str('')));
  };

const replaceString: Emit = (c) => {
  const [from, to] = [c.literalText(1), c.literalText(2)];
  if (from === undefined || from === '' || to === undefined) return c.refuse('the texts must be literals, the first one not empty');
  return text(call('REPLACE', c.text(0), str(javaLiteral(from)), str(javaReplacement(to))));
};

/** `\1` of RE2 as `$1` of Java; null for an escape that neither has. */
const replacementOf = (template: string, captures: number): string | null => {
  if (captures > 9) return null;
  let out = '';
  for (const [token] of template.matchAll(/\\[\s\S]?|[^\\]+/g)) {
    if (/^\\[0-9]$/.test(token)) {
      if (Number(token[1]) > captures) return null;
      out += `$${token[1]}`;
    } else if (token === '\\\\') out += '\\\\';
    else if (token.startsWith('\\')) return null;
    else out += javaReplacement(token);
  }
  return out;
};

const replaceRegex: Emit = (c) => {
  const [source, template] = [c.literalText(1), c.literalText(2)];
  if (source === undefined || template === undefined) return c.refuse('the regular expression and its replacement must be literals');
  const regex = javaRegex(source);
  if (!regex.ok) return c.refuse(regex.why);
  assumeAscii(c, regex.regex);
  if (regex.fitsEmpty) return c.refuse('a regular expression that fits the empty text is replaced at different places');
  const by = replacementOf(template, regex.captures);
  return by === null
    ? c.refuse('the replacement has an escape that has no counterpart')
    : text(call('REPLACE', c.text(0), str(regex.pattern), str(by)));
};

/** The whole text is replaced by the group of the first match, or by nothing. */
const extract: Emit = (c) => {
  const [source, group] = [c.literalText(0), c.literalInteger(1)];
  if (source === undefined || group === undefined) return c.refuse('the regular expression and its group must be literals');
  const regex = javaRegex(source);
  if (!regex.ok) return c.refuse(regex.why);
  if (group < 0n || group > BigInt(regex.captures) || group > 9n) return c.refuse('the regular expression has no such group');
  assumeAscii(c, regex.regex);
  const wrapped = group === 0n ? `(${regex.pattern})` : `(?:${regex.pattern})`;
  const whole = `\\A(?s:.*?)${wrapped}(?s:.*)\\z|\\A(?s:.*)\\z`;
  const found = text(call('REPLACE', c.text(2), str(whole), str(`$${group === 0n ? 1n : group}`)));
  return c.count < 4 || c.node.type === 'string' ? found : convertText(c, found, typeOf(c.node.type));
};

const urlForm =
  '([A-Za-z][A-Za-z0-9+.-]*)://(?:([^/?#@:]*)(?::([^/?#@]*))?@)?([^/?#:@\\[\\]]*)(?::([0-9]+))?(?:/([^?#]*))?(?:\\?([^#]*))?(?:#(.*))?';
const urlParts: readonly (readonly [string, number])[] = [
  ['Scheme', 1],
  ['Host', 4],
  ['Port', 5],
  ['Path', 6],
  ['Username', 2],
  ['Password', 3],
  ['Fragment', 8],
];

/** The parts of an absolute URL; nothing of any other text. */
const parseUrl: Emit = (c) => {
  c.place.context.findings.assume('RMMC3757', c.node.span, {});
  const regex = javaRegex(`(?s)${urlForm}`);
  if (!regex.ok) return c.refuse(regex.why);
  const url = c.text(0);
  const groups = new Map(urlParts);
  return bagValue({
    at: ([key = '', ...rest]) => {
      const group = groups.get(key);
      return group === undefined || rest.length > 0
        ? null
        : text(call('REPLACE', url, str(`\\A(?:${regex.pattern})\\z|\\A(?s:.*)\\z`), str(`$${group}`)));
    },
    whole: () => c.refuse('a bag of its parameters is not written as text'),
  });
};

const repeated: Emit = (c) => {
  const times = c.literalInteger(1);
  if (c.count > 2 || times === undefined || times < 0n) return c.refuse('only a literal count without a delimiter is said');
  return text(call('REPEAT', c.text(0), num(times)));
};

const json = '8.19 has no function that reads JSON';
const urls = '8.19 has no function for URLs';
const addresses = "KQL's own rule for what may stand beside an address has no settled form";
const absent = 'there is no such function';

export const textFunctions = {
  tolower: mapped('TO_LOWER'),
  toupper: mapped('TO_UPPER'),
  strlen: measured('LENGTH'),
  string_size: measured('BYTE_LENGTH'),
  strcat: (c) => concat(all(c, 0)),
  strcat_delim: (c) => {
    const delimiter = c.text(0);
    return concat(all(c, 1).flatMap((part, at) => (at === 0 ? [part] : [delimiter, part])));
  },
  strcat_array: (c) => {
    const list = c.arg(0);
    return list.type === 'list' && list.element === 'keyword'
      ? value(call('MV_CONCAT', list.es, c.text(1)), 'keyword', true)
      : c.refuse('only texts made in the query are joined');
  },
  strcmp: (c) => {
    const [a, b] = [c.text(0), c.text(1)];
    return value(call('CASE', binary('<', a, b), num(-1), binary('>', a, b), num(1), num(0)), 'integer', false);
  },
  strrep: repeated,
  reverse: 'REVERSE keeps characters with their accents, KQL turns every code point around',
  substring,
  indexof: indexOf,
  indexof_regex: 'no function gives the place of a match',
  countof: countOf,
  split,
  trim: trimmed(true, (finds) => `\\A${finds}|${finds}\\z`),
  trim_start: trimmed(false, (find) => `\\A${find}`),
  trim_end: trimmed(false, (find) => `${find}\\z`),
  replace_string: replaceString,
  replace_strings: absent,
  replace_regex: replaceRegex,
  translate,
  extract,
  extract_all: extractAll,
  has_any_index: absent,
  has_ipv4: addresses,
  has_any_ipv4: addresses,
  has_ipv4_prefix: addresses,
  has_any_ipv4_prefix: addresses,
  parse_path: parsePath,
  parse_url: parseUrl,
  parse_urlquery: urls,
  parse_user_agent: absent,
  parse_command_line: absent,
  parse_csv: absent,
  parse_xml: absent,
  parse_version: absent,
  url_decode: urls,
  url_encode: urls,
  url_encode_component: urls,
  base64_decode_tostring: (c) => value(call('FROM_BASE64', c.text(0)), 'keyword', true),
  base64_decode_toarray: absent,
  base64_decode_toguid: absent,
  base64_encode_tostring: (c) => text(call('TO_BASE64', c.text(0))),
  make_string: absent,
  unicode_codepoints_from_string: absent,
  unicode_codepoints_to_string: absent,
  dynamic_to_json: json,
  format_bytes: absent,
  jaccard_index: absent,
  hash: "KQL's hash is its own",
  hash_xxhash64: absent,
  hash_md5: hashed('MD5'),
  hash_sha1: hashed('SHA1'),
  hash_sha256: hashed('SHA256'),
  new_guid: 'there are no random values',
  rand: 'there are no random values',
} satisfies Readonly<Record<string, Answer>>;
