// Commands that take values apart or put them together: rex, regex, the multivalue commands, spath, convert.
import type {
  Conversion,
  ConvertCommand,
  ConvertName,
  MakemvCommand,
  MvcombineCommand,
  MvexpandCommand,
  NomvCommand,
  RegexCommand,
  RexCommand,
  SpathCommand,
} from './ast.ts';
import { atEnd, type Cursor, expected, fail, look, need, type Piece, spanFrom, take, takeQuoted, takeWord } from './cursor.ts';
import {
  boolOption,
  fieldAt,
  fieldOption,
  intOption,
  needField,
  needPlainField,
  needSome,
  type Options,
  readItems,
  takeAs,
  takeOptions,
  textOption,
} from './fields.ts';

const raw = { start: 0, end: 0 };

/** A regular expression: quoted, or bare up to the next blank. */
const takePattern = (c: Cursor): Piece | null => {
  const start = c.at;
  const quoted = takeQuoted(c);
  if (quoted) return quoted.quote === '"' ? quoted : fail('A regular expression stands in double quotes', quoted.span);
  const found = take(c, /[^\s|"[\]]+/y);
  return found && { text: found[0], raw: found[0], quote: '', span: spanFrom(c, start) };
};

const sed =
  /^(?:s(.)(?:\\[\s\S]|(?!\1)[\s\S])*\1(?:\\[\s\S]|(?!\1)[\s\S])*\1(?:g|\d+)?|y(.)(?:\\[\s\S]|(?!\2)[\s\S])*\2(?:\\[\s\S]|(?!\2)[\s\S])*\2)$/;

export const readRex = (c: Cursor, start: number): RexCommand => {
  const options: Options = new Map();
  const names = ['field', 'max_match', 'offset_field', 'mode'];
  const patterns: Piece[] = [];
  readItems(c, names, options, () => patterns.push(takePattern(c) ?? expected(c, 'A regular expression in quotes')));
  const [pattern, more] = patterns;
  if (!pattern) return fail('rex needs a regular expression in quotes', spanFrom(c, start));
  if (more) fail('rex takes one regular expression', more.span);
  const mode = options.get('mode');
  if (mode && mode.text !== 'sed') fail("'mode' can only be sed", mode.span);
  if (mode && !sed.test(pattern.text)) fail('A sed expression is s/regex/replacement/flags or y/characters/characters/', pattern.span);
  return {
    kind: 'rex',
    field: fieldOption(options, 'field') ?? fieldAt('_raw', raw),
    mode: mode ? 'sed' : 'extract',
    pattern: pattern.text,
    maxMatch: intOption(options, 'max_match', 1),
    offsetField: options.get('offset_field')?.text ?? null,
    span: spanFrom(c, start),
  };
};

export const readRegex = (c: Cursor, start: number): RegexCommand => {
  const sided = look(c, /("(?:[^"\\]|\\.)*"|'[^']*'|[\w.{}:@-]+)\s*(!?=)/y);
  const at = c.at;
  const name = sided?.[1] ?? '';
  if (sided) c.at += sided[0].length;
  const field = sided ? fieldAt(/^["']/.test(name) ? name.slice(1, -1) : name, { start: at, end: at + name.length }) : fieldAt('_raw', raw);
  const pattern = takePattern(c) ?? expected(c, 'A regular expression in quotes');
  return { kind: 'regex', field, negated: sided?.[2] === '!=', pattern: pattern.text, span: spanFrom(c, start) };
};

export const readMakemv = (c: Cursor, start: number): MakemvCommand => {
  const names = ['delim', 'tokenizer', 'allowempty', 'setsv'];
  const options = takeOptions(c, names);
  const field = needPlainField(c);
  takeOptions(c, names, options);
  const tokenizer = options.get('tokenizer');
  if (tokenizer && options.has('delim')) fail("makemv takes 'delim' or 'tokenizer', not both", tokenizer.span);
  return {
    kind: 'makemv',
    field,
    split: tokenizer ? { kind: 'tokenizer', pattern: tokenizer.text } : { kind: 'delim', delim: textOption(options, 'delim', ' ') },
    allowEmpty: boolOption(options, 'allowempty', false),
    setSv: boolOption(options, 'setsv', false),
    span: spanFrom(c, start),
  };
};

export const readMvexpand = (c: Cursor, start: number): MvexpandCommand => {
  const field = needPlainField(c);
  const options = takeOptions(c, ['limit']);
  return { kind: 'mvexpand', field, limit: intOption(options, 'limit', 0), span: spanFrom(c, start) };
};

export const readMvcombine = (c: Cursor, start: number): MvcombineCommand => {
  const options = takeOptions(c, ['delim']);
  const field = needPlainField(c);
  return { kind: 'mvcombine', field, delim: textOption(options, 'delim', ' '), span: spanFrom(c, start) };
};

export const readNomv = (c: Cursor, start: number): NomvCommand => ({ kind: 'nomv', field: needPlainField(c), span: spanFrom(c, start) });

export const readSpath = (c: Cursor, start: number): SpathCommand => {
  const options: Options = new Map();
  readItems(c, ['input', 'output', 'path'], options, () => {
    const path = takeWord(c) ?? expected(c, 'A path');
    if (options.has('path')) fail('spath takes one path', path.span);
    options.set('path', path);
  });
  const [output, path] = [fieldOption(options, 'output'), options.get('path')?.text ?? null];
  if (output && path === null) fail("spath takes 'output' only with a path", output.span);
  return { kind: 'spath', input: fieldOption(options, 'input') ?? fieldAt('_raw', raw), output, path, span: spanFrom(c, start) };
};

const convertNames: ReadonlySet<string> = new Set<ConvertName>([
  'auto',
  'ctime',
  'dur2sec',
  'memk',
  'mktime',
  'mstime',
  'none',
  'num',
  'rmcomma',
  'rmunit',
]);

export const readConvert = (c: Cursor, start: number): ConvertCommand => {
  const options: Options = new Map();
  const conversions: Conversion[] = [];
  readItems(c, ['timeformat'], options, () => {
    const at = c.at;
    const name = take(c, /([A-Za-z]\w*)\s*\(/y)?.[1] ?? expected(c, 'A conversion such as ctime(field)');
    const fn = name.toLowerCase();
    if (!convertNames.has(fn)) fail(`Unknown conversion '${name}'`, { start: at, end: at + name.length });
    const field = needField(c);
    need(c, ')');
    conversions.push({ fn: fn as ConvertName, field, as: takeAs(c) });
  });
  needSome(c, start, conversions, 'A conversion');
  return { kind: 'convert', timeFormat: textOption(options, 'timeformat', '%m/%d/%Y %H:%M:%S'), conversions, span: spanFrom(c, start) };
};

export const readNothing = (kind: 'addinfo' | 'reverse') => (c: Cursor, start: number) =>
  atEnd(c) ? { kind, span: spanFrom(c, start) } : expected(c, 'The end of the command');
