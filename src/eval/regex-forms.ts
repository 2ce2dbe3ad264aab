// A regular expression of KQL in; out the same for the matcher: once for text of ASCII only, once with Unicode classes. https://learn.microsoft.com/kusto/query/regex

export interface RegexForms {
  /** For text that is all ASCII. */
  readonly ascii: string;
  /** For any text. */
  readonly unicode: () => string;
  /** It asks for word boundaries, which the matcher knows in ASCII only. */
  readonly boundary: boolean;
  /** The first construct that the matcher has not, or would read otherwise. */
  readonly foreign: string | null;
}

type ClassName = 'd' | 'w' | 's' | 'D' | 'W' | 'S';

const asciiClass = { d: '0-9', w: '0-9A-Za-z_', s: '\\t-\\r ' } as const;
const unicodeClass = {
  d: '\\p{Nd}',
  w: '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\x{200c}\\x{200d}',
  s: '\\t-\\r \\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}',
} as const;
const member = {
  d: /\p{Nd}/u,
  w: /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\u200c\u200d]/u,
  s: /\p{White_Space}/u,
} as const;

const hex = (code: number): string => `\\x{${code.toString(16)}}`;

const complements = new Map<string, string>();

/** The ranges of all characters that are not of a class: inside brackets there is no other way to say so. */
const complementOf = (name: 'd' | 'w' | 's', most: number): string => {
  const key = `${name}${most}`;
  const known = complements.get(key);
  if (known !== undefined) return known;
  let ranges = '';
  let start = -1;
  for (let code = 0; code <= most + 1; code += 1) {
    const outside = code <= most && !member[name].test(String.fromCodePoint(code));
    if (outside && start < 0) start = code;
    if (!outside && start >= 0) {
      ranges += `${hex(start)}-${hex(code - 1)}`;
      start = -1;
    }
  }
  complements.set(key, ranges);
  return ranges;
};

const classText = (name: ClassName, inBrackets: boolean, unicode: boolean): string => {
  const plain = name === 'd' || name === 'D' ? 'd' : name === 'w' || name === 'W' ? 'w' : 's';
  const members = (unicode ? unicodeClass : asciiClass)[plain];
  if (name === plain) return inBrackets ? members : `[${members}]`;
  return inBrackets ? complementOf(plain, unicode ? 0x10ffff : 0x7f) : `[^${members}]`;
};

/** A piece of the pattern: as it stands, or a class that has two forms. */
type Piece = string | { readonly name: ClassName; readonly inBrackets: boolean };

const escapeForm =
  /^\\(?:u\{([0-9a-fA-F]+)\}|U\{([0-9a-fA-F]+)\}|x\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2}))/;
const propertyForm = /^\\[pP](?:\{[^}]*\}|.)/s;
const isClass = (letter: string): letter is ClassName => 'dwsDWS'.includes(letter) && letter !== '';

interface Reading {
  readonly pieces: Piece[];
  boundary: boolean;
  foreign: string | null;
}

/** Reads one escape at `at`; the index behind it. */
const readEscape = (pattern: string, at: number, inBrackets: boolean, into: Reading): number => {
  const rest = pattern.slice(at, at + 64);
  const letter = rest.charAt(1);
  const code = escapeForm.exec(rest);
  if (code) {
    into.pieces.push(hex(Number.parseInt(code.slice(1).find((digits) => digits !== undefined) ?? '0', 16)));
    return at + code[0].length;
  }
  if (isClass(letter)) {
    into.pieces.push({ name: letter, inBrackets });
    return at + 2;
  }
  const property = propertyForm.exec(rest);
  if (property) {
    into.pieces.push(property[0]);
    return at + property[0].length;
  }
  if (letter === 'Q' || letter === 'E' || letter === '<' || letter === '>') into.foreign ??= `\\${letter}`;
  if ((letter === 'b' || letter === 'B') && !inBrackets) {
    if (rest.charAt(2) === '{') into.foreign ??= rest.slice(0, rest.indexOf('}') + 1);
    into.boundary = true;
  }
  into.pieces.push(rest.slice(0, 2));
  return at + 2;
};

/** Inside brackets: the index behind what stands at `at`. */
const readInBrackets = (pattern: string, at: number, into: Reading): number => {
  const two = pattern.slice(at, at + 2);
  if (two === '[:') {
    const end = pattern.indexOf(':]', at);
    if (end > 0) {
      into.pieces.push(pattern.slice(at, end + 2));
      return end + 2;
    }
  }
  if (two.startsWith('[')) into.foreign ??= '[…[';
  if (two === '&&' || two === '--' || two === '~~') into.foreign ??= two;
  into.pieces.push(two.charAt(0));
  return at + 1;
};

/** Behind the `[` at `at`: a `^`, and a `]` that stands for itself, are read with it. */
const openBrackets = (pattern: string, at: number, into: Reading): number => {
  const opening = /^\[\^?\]?/.exec(pattern.slice(at, at + 3))?.[0] ?? '[';
  into.pieces.push(opening);
  return at + opening.length;
};

const readPattern = (pattern: string): Reading => {
  const into: Reading = { pieces: [], boundary: false, foreign: null };
  let inBrackets = false;
  let at = 0;
  while (at < pattern.length) {
    const mark = pattern.charAt(at);
    if (mark === '\\') at = readEscape(pattern, at, inBrackets, into);
    else if (inBrackets && mark !== ']') at = readInBrackets(pattern, at, into);
    else if (!inBrackets && mark === '[') {
      at = openBrackets(pattern, at, into);
      inBrackets = true;
    } else {
      if (mark === ']') inBrackets = false;
      const flags = mark === '(' ? /^\(\?[a-zA-Z-]*[xRu][a-zA-Z-]*[:)]/.exec(pattern.slice(at, at + 20)) : null;
      if (flags) into.foreign ??= flags[0];
      if (mark === '{' && /^\{,\d+\}/.test(pattern.slice(at, at + 12))) into.foreign ??= '{,';
      into.pieces.push(mark);
      at += 1;
    }
  }
  return into;
};

const printed = (pieces: readonly Piece[], unicode: boolean): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : classText(piece.name, piece.inBrackets, unicode))).join('');

export const regexForms = (pattern: string): RegexForms => {
  const { pieces, boundary, foreign } = readPattern(pattern);
  const ascii = printed(pieces, false);
  const unicode = (): string => (pieces.every((piece) => typeof piece === 'string') ? ascii : printed(pieces, true));
  return { ascii, unicode, boundary, foreign };
};
