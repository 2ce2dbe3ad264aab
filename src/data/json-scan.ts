// One line of NDJSON, as bytes, in; where the values of the wanted keys stand in it, out. Nothing is decoded, and the whole line is held to JSON's grammar.

/** What stands at a key. `foreignText` may hold more than ASCII, `quotedText` has escapes (and may hold more than ASCII), `number` and `nested` are JSON text. */
export const kinds = { absent: 0, text: 1, foreignText: 2, quotedText: 3, number: 4, nested: 5, true: 6, false: 7, null: 8 } as const;

export interface LineScanner {
  /** The block that lines are looked up in; behind its last line break it must go on for `slack` bytes. */
  open(block: Buffer): void;
  /**
   * Looks at the line from `start` to the line break at `end`. False where that is no JSON object or one of an unusual form (deep, with escapes in keys): then
   * nothing is said of it.
   */
  scan(start: number, end: number): boolean;
  /** One of `kinds` per wanted key; of a key that stands twice the last counts. */
  readonly found: Uint8Array;
  /** Where the values begin and end; texts without their quotes. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export const slack = 8;

/** A key as it stands in the lines, with its closing quote: in words of four bytes, and the bytes of the last word that count. `next` followed it last time. */
interface Key {
  readonly words: Int32Array;
  readonly last: number;
  readonly mask: number;
  readonly size: number;
  readonly slot: number;
  next: Key | null;
}

const keyOf = (bytes: Uint8Array, slot: number): Key => {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  const words = Int32Array.from({ length: padded.length / 4 }, (_, i) => view.getInt32(4 * i, true));
  const spare = padded.length - bytes.length;
  return { words: words.subarray(0, -1), last: words.at(-1) ?? 0, mask: -1 >>> (8 * spare), size: bytes.length, slot, next: null };
};

const isKeyAt = (view: DataView, at: number, { words, last, mask }: Key): boolean => {
  const { length } = words;
  for (let i = 0; i < length; i += 1) if (view.getInt32(at + 4 * i, true) !== words[i]) return false;
  return ((view.getInt32(at + 4 * length, true) ^ last) & mask) === 0;
};

const deepest = 64;
const mostKeys = 4096;

/** Marks the bytes of four that are a quote, a backslash or below the blank; the lowest mark is exact. */
const stopsIn = (four: number): number => {
  const quotes = four ^ 0x22222222;
  const slashes = four ^ 0x5c5c5c5c;
  return (((quotes - 0x01010101) & ~quotes) | ((slashes - 0x01010101) & ~slashes) | ((four - 0x20202020) & ~four)) & 0x80808080;
};

const isDigit = (code: number | undefined): boolean => code !== undefined && code >= 48 && code <= 57;
const isHex = (code: number | undefined): boolean =>
  isDigit(code) || (code !== undefined && ((code >= 65 && code <= 70) || (code >= 97 && code <= 102)));

/** 1 for the letters behind a backslash: `"\/bfnrt`. */
const plainEscapes = new Uint8Array(256);
for (const letter of Buffer.from('"\\/bfnrt')) plainEscapes[letter] = 1;

/** Behind blanks. A line break is none: it ends the line. */
const skipBlanks = (bytes: Uint8Array, from: number): number => {
  let i = from;
  while (bytes[i] === 32 || bytes[i] === 9 || bytes[i] === 13) i += 1;
  return i;
};

/** Behind a number; -1 where there is none. */
const skipNumber = (bytes: Uint8Array, from: number): number => {
  const first = bytes[from] === 45 ? from + 1 : from;
  let i = first;
  while (isDigit(bytes[i])) i += 1;
  if (i === first || (bytes[first] === 48 && i > first + 1)) return -1;
  if (bytes[i] === 46) {
    const point = i;
    i += 1;
    while (isDigit(bytes[i])) i += 1;
    if (i === point + 1) return -1;
  }
  if (bytes[i] !== 101 && bytes[i] !== 69) return i;
  i += bytes[i + 1] === 43 || bytes[i + 1] === 45 ? 2 : 1;
  if (!isDigit(bytes[i])) return -1;
  while (isDigit(bytes[i])) i += 1;
  return i;
};

const words = [
  { bytes: Buffer.from('true'), kind: kinds.true },
  { bytes: Buffer.from('false'), kind: kinds.false },
  { bytes: Buffer.from('null'), kind: kinds.null },
] as const;

const standsAt = (bytes: Uint8Array, at: number, wanted: Uint8Array): boolean => {
  for (let i = 0; i < wanted.length; i += 1) if (bytes[at + i] !== wanted[i]) return false;
  return true;
};

/** @param wanted the keys to look for, each once */
export const lineScanner = (wanted: readonly string[]): LineScanner => {
  const found = new Uint8Array(wanted.length);
  const [starts, ends] = [new Int32Array(wanted.length), new Int32Array(wanted.length)];
  const slots = new Map(wanted.map((name, slot) => [name, slot]));
  const known = new Map<string, Key>();
  const root: Key = keyOf(new Uint8Array(), -1);
  let bytes: Buffer = Buffer.alloc(0);
  let view = new DataView(bytes.buffer);
  let kind: number = kinds.absent;

  const skipEscape = (at: number): number => {
    if (plainEscapes[bytes[at] ?? 0] === 1) return at + 1;
    const isCode = bytes[at] === 117 && isHex(bytes[at + 1]) && isHex(bytes[at + 2]) && isHex(bytes[at + 3]) && isHex(bytes[at + 4]);
    return isCode ? at + 5 : -1;
  };

  /** The closing quote of the text whose first byte stands at `from`, or -1; sets `kind`. */
  const endOfText = (from: number): number => {
    let i = from;
    let seen = 0;
    let escaped = false;
    for (;;) {
      let four = view.getInt32(i, true);
      let stops = stopsIn(four);
      while (stops === 0) {
        seen |= four;
        i += 4;
        four = view.getInt32(i, true);
        stops = stopsIn(four);
      }
      seen |= four;
      i += (31 - Math.clz32(stops & -stops)) >> 3;
      if (bytes[i] === 34) {
        kind = escaped ? kinds.quotedText : (seen & 0x80808080) === 0 ? kinds.text : kinds.foreignText;
        return i;
      }
      if (bytes[i] !== 92) return -1;
      escaped = true;
      i = skipEscape(i + 1);
      if (i < 0) return -1;
    }
  };

  const learn = (previous: Key, from: number): Key | null => {
    const end = endOfText(from);
    if (end < 0 || kind === kinds.quotedText) return null;
    const name = bytes.toString('utf8', from, end);
    const key = known.get(name) ?? keyOf(bytes.subarray(from, end + 1), slots.get(name) ?? -1);
    if (known.size >= mostKeys || key.size !== end + 1 - from) return null;
    known.set(name, key);
    previous.next = key;
    return key;
  };

  /** Behind an array or bag that opens at `from`, or -1. */
  const skipNested = (from: number, depth: number): number => {
    if (depth > deepest) return -1;
    const isBag = bytes[from] === 123;
    const close = isBag ? 125 : 93;
    let i = skipBlanks(bytes, from + 1);
    if (bytes[i] === close) return i + 1;
    for (;;) {
      if (isBag) {
        const end = bytes[i] === 34 ? endOfText(i + 1) : -1;
        i = end < 0 ? -1 : skipBlanks(bytes, end + 1);
        if (i < 0 || bytes[i] !== 58) return -1;
        i = skipBlanks(bytes, i + 1);
      }
      i = skipValue(i, depth + 1);
      if (i < 0) return -1;
      i = skipBlanks(bytes, i);
      if (bytes[i] === close) return i + 1;
      if (bytes[i] !== 44) return -1;
      i = skipBlanks(bytes, i + 1);
    }
  };

  /** Behind the value at `from`, or -1; sets `kind`. */
  const skipValue = (from: number, depth: number): number => {
    const code = bytes[from];
    if (code === 34) {
      const end = endOfText(from + 1);
      return end < 0 ? -1 : end + 1;
    }
    if (code === 123 || code === 91) {
      const end = skipNested(from, depth);
      kind = kinds.nested;
      return end;
    }
    for (const word of words) {
      if (code !== word.bytes[0]) continue;
      kind = word.kind;
      return standsAt(bytes, from, word.bytes) ? from + word.bytes.length : -1;
    }
    kind = kinds.number;
    return skipNumber(bytes, from);
  };

  const keep = (slot: number, from: number, end: number): void => {
    const isBare = kind === kinds.text || kind === kinds.foreignText;
    found[slot] = kind;
    starts[slot] = isBare ? from + 1 : from;
    ends[slot] = isBare ? end - 1 : end;
  };

  const scan = (start: number, end: number): boolean => {
    found.fill(kinds.absent);
    let i = skipBlanks(bytes, start);
    if (bytes[i] !== 123) return false;
    i = skipBlanks(bytes, i + 1);
    if (bytes[i] === 125) return skipBlanks(bytes, i + 1) === end;
    for (let key = root; ; ) {
      if (bytes[i] !== 34) return false;
      const { next } = key;
      const at = next !== null && isKeyAt(view, i + 1, next) ? next : learn(key, i + 1);
      if (at === null) return false;
      key = at;
      i = skipBlanks(bytes, i + 1 + key.size);
      if (bytes[i] !== 58) return false;
      i = skipBlanks(bytes, i + 1);
      const after = skipValue(i, 0);
      if (after < 0) return false;
      if (key.slot >= 0) keep(key.slot, i, after);
      i = skipBlanks(bytes, after);
      if (bytes[i] === 125) return skipBlanks(bytes, i + 1) === end;
      if (bytes[i] !== 44) return false;
      i = skipBlanks(bytes, i + 1);
    }
  };

  return {
    open: (block) => {
      bytes = block;
      view = new DataView(block.buffer, block.byteOffset, block.byteLength);
    },
    scan,
    found,
    starts,
    ends,
  };
};
