// Functions over texts. A text argument is never null here, so no answer has to guard for one.
import { repeated, repeatedText } from '../../shared/trim-regex.ts';
import { binary, call, type Eval, number, regex, text } from '../ast.ts';
import { asNumber, asText, type Lowering, refused, type Value } from '../context.ts';
import { type PcrePattern, parsedPattern } from '../regex/patterns.ts';
import { literalPattern, pcre } from '../regex/pcre.ts';
import { answered } from './answered.ts';
import { arg, type Call, constantInt, constantText, type FunctionRow, native, needsConstant, no, numberArg, textArg } from './row.ts';

const joined = (parts: readonly Eval[]): Eval => parts.reduce((a, b) => binary('.', a, b));

const substring = (e: Call, l: Lowering): Value => {
  const source = textArg(e, 0, l);
  const start = numberArg(e, 1, l).eval;
  const length = e.args.length > 2 ? [numberArg(e, 2, l).eval] : [];
  const from = constantInt(e, 1);
  if (from !== null) return asText(call('substr', source, number(from < 0n ? from : from + 1n), ...length));
  const forward = call('substr', source, binary('+', start, number(1)), ...length);
  return asText(call('if', binary('<', start, number(0)), call('substr', source, start, ...length), forward));
};

/** Letters beyond ASCII count as many characters as they have bytes in UTF-8. */
const byteCount = (e: Call, l: Lowering): Value => {
  const wide = [
    ['[\\x{10000}-\\x{10FFFF}]', '____'],
    ['[\\x{800}-\\x{FFFF}]', '___'],
    ['[\\x{80}-\\x{7FF}]', '__'],
  ] as const;
  const spread = wide.reduce((source, [letters, bytes]) => call('replace', source, regex(letters), text(bytes)), textArg(e, 0, l));
  return asNumber(call('len', spread), false);
};

/** From a constant place on, which a find is counted from the start all the same. */
const indexOf = (e: Call, l: Lowering): Value => {
  const needle = constantText(e, 1);
  const start = e.args.length > 2 ? constantInt(e, 2) : 0n;
  if (needle === null || needle === '' || start === null || start < 0n || e.args.length > 3)
    return refused(l, e.span, 'this form of `indexof()`', 'only a constant text searched from a constant place on can be located');
  const source = start === 0n ? textArg(e, 0, l) : call('substr', textArg(e, 0, l), number(start + 1n));
  const before = call('len', call('mvindex', call('split', source, text(needle)), number(0)));
  const place = start === 0n ? before : binary('+', before, number(start));
  return asNumber(call('if', call('match', source, regex(literalPattern(needle))), place, number(-1)), false);
};

/** True when two finds of a text could overlap: then KQL counts more of them than split() does. */
const overlapsItself = (needle: string): boolean => [...needle].some((_, index) => index > 0 && needle.startsWith(needle.slice(index)));

const countOf = (e: Call, l: Lowering): Value => {
  const needle = constantText(e, 1);
  if (needle === null || needle === '' || e.args.length > 2)
    return refused(l, e.span, 'this form of `countof()`', 'only a constant text can be counted');
  if (overlapsItself(needle))
    return refused(
      l,
      e.span,
      `\`countof()\` of ${JSON.stringify(needle)}`,
      'finds may overlap, and split() does not count overlapping ones',
    );
  return asNumber(
    binary('-', call('coalesce', call('mvcount', call('split', textArg(e, 0, l), text(needle))), number(1)), number(1)),
    false,
  );
};

/** Any number of finds in a row. */
const rowOf = (pattern: PcrePattern, e: Call, l: Lowering): string => {
  const row = repeated(pattern.regex);
  if (row.form === 'open') l.context.findings.assume('RMMC3815', arg(e, 0).span, {});
  return repeatedText(row.form, pcre(row.regex));
};

/** `trim_start` and `trim_end` take one find away, `trim` all of them. */
const trimmed = (left: boolean, right: boolean) =>
  native((e, l) => {
    const pattern = parsedPattern(arg(e, 0), l);
    if (!pattern) return asText(text(''));
    const found = left && right ? rowOf(pattern, e, l) : `(?:${pattern.text})`;
    const sides = [...(left ? [`^${found}`] : []), ...(right ? [`${found}\\z`] : [])];
    return asText(call('replace', textArg(e, 1, l), regex(sides.join('|')), text('')));
  });

/** A replacement text with its backslashes doubled: replace() reads `\1` as a group. */
const literalReplacement = (value: string): string => value.replace(/\\/g, '\\\\');

const replaceString = (e: Call, l: Lowering): Value => {
  const [from, to] = [constantText(e, 1), constantText(e, 2)];
  if (from === null || to === null || from === '') return needsConstant(e, l, 'a text');
  return asText(call('replace', textArg(e, 0, l), regex(literalPattern(from)), text(literalReplacement(to))));
};

/** KQL's `\0` is the whole find; replace() has no name for it, so the whole pattern becomes a group and the others move up. */
const regexReplacement = (rewrite: string, shift: number): string | null => {
  const parts = rewrite.match(/\\\d|\\\\|[^\\]+|\\/g) ?? [];
  const shown = parts.map((piece) => {
    const digit = /^\\(\d)$/.exec(piece)?.[1];
    if (digit !== undefined) return Number(digit) + shift > 9 ? null : `\\${Number(digit) + shift}`;
    return piece === '\\\\' ? piece : literalReplacement(piece);
  });
  return shown.some((piece) => piece === null) ? null : shown.join('');
};

const replaceRegex = (e: Call, l: Lowering): Value => {
  const rewrite = constantText(e, 2);
  const pattern = parsedPattern(arg(e, 1), l);
  if (rewrite === null) return needsConstant(e, l, 'a replacement');
  if (!pattern) return asText(text(''));
  const whole = rewrite.includes('\\0');
  const replacement = regexReplacement(rewrite, whole ? 1 : 0);
  if (replacement === null) return refused(l, e.span, 'a replacement with more than nine groups', 'replace() knows \\1 to \\9');
  return asText(call('replace', textArg(e, 0, l), regex(whole ? `(${pattern.text})` : pattern.text), text(replacement)));
};

/** The first find of a pattern: everything around it is replaced away. The outer parts have their own dot-all flag, so that the pattern's dots keep theirs. */
const firstFind = (source: Eval, pattern: PcrePattern, group: number): Eval => {
  const body = group === 0 ? `(${pattern.text})` : `(?:${pattern.text})`;
  const whole = regex(`^(?s:.*?)${body}(?s:.*)\\z`);
  return call(
    'if',
    call('match', source, regex(pattern.text)),
    call('replace', source, whole, text(`\\${group === 0 ? 1 : group}`)),
    text(''),
  );
};

const extract = (e: Call, l: Lowering): Value => {
  const pattern = parsedPattern(arg(e, 0), l);
  const group = constantInt(e, 1);
  if (group === null) return needsConstant(e, l, 'a group number');
  if (!pattern) return asText(text(''));
  if (group < 0n || group > 9n || Number(group) > pattern.captures)
    return refused(l, e.span, `group ${group} of this pattern`, 'it has no such group, or one beyond the ninth');
  const found = firstFind(textArg(e, 2, l), pattern, Number(group));
  if (e.type === 'string' || e.type === 'unknown') return asText(found);
  if (e.type === 'int' || e.type === 'long' || e.type === 'real') return asNumber(call('tonumber', found), true);
  return refused(l, e.span, `\`extract()\` to ${e.type}`, 'only texts and numbers are converted');
};

const splitRow = native((e, l) => {
  const delimiter = constantText(e, 1);
  if (delimiter === null || delimiter === '') return needsConstant(e, l, 'a delimiter');
  const parts = call('split', textArg(e, 0, l), text(delimiter));
  if (e.args.length < 3) return { eval: parts, rep: 'list', nullable: false };
  const index = constantInt(e, 2);
  return index === null ? needsConstant(e, l, 'an index') : { eval: call('mvindex', parts, number(index)), rep: 'list', nullable: true };
});

const compared = native((e, l) => {
  const [a, b] = [binary('.', text('_'), textArg(e, 0, l)), binary('.', text('_'), textArg(e, 1, l))];
  return asNumber(call('case', binary('<', a, b), number(-1), binary('>', a, b), number(1), call('true'), number(0)), false);
});

const ofText = (fn: string) => native((e, l) => asText(call(fn, textArg(e, 0, l))));
const sketch = 'eval has no function for it';

const hashed = (fn: string) =>
  native((e, l) => {
    const value = l.value(arg(e, 0));
    return value.rep === 'text'
      ? asText(call(fn, value.eval))
      : refused(l, e.span, `\`${e.fn}()\` of a value that is not a text`, 'KQL hashes its bytes, Splunk its text');
  });

export const textFunctions = {
  tolower: ofText('lower'),
  toupper: ofText('upper'),
  strlen: native((e, l) => asNumber(call('len', textArg(e, 0, l)), false)),
  string_size: native(byteCount),
  strcat: native((e, l) => asText(joined(e.args.map((_, index) => textArg(e, index, l))))),
  strcat_delim: native((e, l) => {
    const delimiter = textArg(e, 0, l);
    const [first = text(''), ...rest] = e.args.slice(1).map((_, index) => textArg(e, index + 1, l));
    return asText(rest.reduce((all, part) => binary('.', binary('.', all, delimiter), part), first));
  }),
  strcat_array: native((e, l) => {
    const value = l.value(arg(e, 0));
    const list = value.rep === 'list' ? value.eval : call('json_array_to_mv', value.eval);
    return asText(call('coalesce', call('mvjoin', list, textArg(e, 1, l)), text('')));
  }),
  strcmp: compared,
  strrep: no(sketch),
  reverse: no(sketch),
  substring: native(substring),
  indexof: native(indexOf),
  indexof_regex: no(sketch),
  countof: native(countOf),
  split: splitRow,
  trim: trimmed(true, true),
  trim_start: trimmed(true, false),
  trim_end: trimmed(false, true),
  replace_string: native(replaceString),
  replace_strings: no('replace() takes one pair; later ones would see the results of earlier ones'),
  replace_regex: native(replaceRegex),
  translate: no(sketch),
  extract: native(extract),
  extract_all: native(
    (e, l) =>
      answered(e, l) ??
      refused(
        l,
        e.span,
        'this `extract_all()`',
        'the rex command gives the finds of one group that takes part in each of them, and no arrays of arrays',
      ),
  ),
  has_any_index: no(sketch),
  parse_path: native((e, l) =>
    refused(l, e.span, '`parse_path()` as a whole', 'only its single parts (`parse_path(x).Filename`) can be cut out'),
  ),
  parse_url: native((e, l) => refused(l, e.span, '`parse_url()` as a whole', 'only its single parts (`parse_url(x).Host`) can be cut out')),
  parse_urlquery: no('eval has no URL parser'),
  parse_user_agent: no('it needs a table of user agents'),
  parse_command_line: no("eval cannot follow Windows' rules for quoting arguments"),
  parse_csv: no('eval has no parser for quoted lists'),
  parse_xml: no('spath works on whole fields and names its outputs differently'),
  parse_version: no('eval has no decimal numbers of that precision'),
  url_decode: native((e, l) => {
    l.context.findings.assume('RMMC3820', e.span, { what: '`url_decode()`' });
    return asText(call('urldecode', textArg(e, 0, l)));
  }),
  url_encode: no(sketch),
  url_encode_component: no(sketch),
  base64_decode_tostring: native(
    (e, l) => answered(e, l) ?? refused(l, e.span, '`base64_decode_tostring()` here', 'it is decoded by evals, and no step is at hand'),
  ),
  base64_decode_toarray: no('Splunk has no built-in decoder'),
  base64_decode_toguid: no('Splunk has no built-in decoder'),
  base64_encode_tostring: no('Splunk has no built-in encoder'),
  make_string: no(sketch),
  unicode_codepoints_from_string: no(sketch),
  unicode_codepoints_to_string: no(sketch),
  format_bytes: no('tostring() and printf() round differently'),
  jaccard_index: no(sketch),
  hash: no('it is an algorithm of Kusto that Splunk does not have'),
  hash_xxhash64: no('Splunk does not have this algorithm'),
  hash_md5: hashed('md5'),
  hash_sha1: hashed('sha1'),
  hash_sha256: hashed('sha256'),
} satisfies Record<string, FunctionRow>;
