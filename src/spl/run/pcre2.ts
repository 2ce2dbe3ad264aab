// PCRE2 as a WebAssembly module (16-bit units, UTF) in; a regex engine out. Compiled patterns stay in its memory and are shared by their text.
import type { Group, Match, Pattern, RegexEngine } from './regex.ts';

/** Functions of the module that are used; pointers and lengths are numbers. */
interface Exports {
  readonly _compile: (pattern: number, length: number, flags: number) => number;
  readonly _destroyCode: (code: number) => void;
  readonly _lastErrorMessage: (buffer: number, length: number) => number;
  readonly _lastErrorOffset: () => number;
  readonly _match: (code: number, subject: number, length: number, offset: number, data: number) => number;
  readonly _createMatchData: (code: number) => number;
  readonly _destroyMatchData: (data: number) => void;
  readonly _getOvectorCount: (data: number) => number;
  readonly _getOvectorPointer: (data: number) => number;
  readonly _getMatchNameCount: (code: number) => number;
  readonly _getMatchNameTableEntrySize: (code: number) => number;
  readonly _getMatchNameTable: (code: number) => number;
  readonly _version: (buffer: number) => number;
  readonly _malloc: (bytes: number) => number;
  readonly _free: (at: number) => void;
}

/** How the module was linked: where its stack ends and its heap begins, and where the heap's end is written. */
const heapStart = 5_360_256;
const heapEndAt = 117_184;
const pages = 256;
const noMatch = -1;
const unset = 0xffff_ffff;
/** Compiled patterns that are kept at once. */
const most = 500;

/** The platform's own, which the type library of the language leaves out. */
interface Memory {
  readonly buffer: ArrayBuffer;
}
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => Memory;
  readonly Table: new (size: { readonly initial: number; readonly maximum: number; readonly element: string }) => unknown;
  instantiate(wasm: Uint8Array, imports: unknown): Promise<{ readonly instance: { readonly exports: unknown } }>;
};

const stop = (what: string) => (): never => {
  throw new Error(`PCRE2: ${what}`);
};

const instantiate = async (wasm: Uint8Array): Promise<{ readonly use: Exports; readonly memory: Memory }> => {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  new DataView(memory.buffer).setUint32(heapEndAt, heapStart, true);
  const bytes = new Uint8Array(memory.buffer);
  const env = {
    memory,
    table: new WebAssembly.Table({ initial: 4, maximum: 4, element: 'anyfunc' }),
    __table_base: 0,
    abortStackOverflow: stop('the stack is full'),
    nullFunc_vii: stop('a function is missing'),
    nullFunc_iii: stop('a function is missing'),
    _emscripten_resize_heap: stop('the memory is full'),
    _emscripten_get_heap_size: () => bytes.length,
    _emscripten_memcpy_big: (to: number, from: number, count: number) => {
      bytes.copyWithin(to, from, from + count);
      return to;
    },
  };
  const { instance } = await WebAssembly.instantiate(wasm, { env });
  return { use: instance.exports as Exports, memory };
};

/** `wasm`: the bytes of libpcre2.wasm of the package @stephen-riley/pcre2-wasm. */
export const pcre2 = async (wasm: Uint8Array): Promise<RegexEngine> => {
  const { use, memory } = await instantiate(wasm);
  const units = new Uint16Array(memory.buffer);
  const words = new Uint32Array(memory.buffer);

  const readUnits = (at: number, length: number): string => {
    const from = at / 2;
    const text = Array.from(units.subarray(from, from + length), (unit) => String.fromCharCode(unit)).join('');
    return text.replace(/\0+$/, '');
  };
  /** The text in the module's memory while `work` runs. */
  const withText = <T>(text: string, work: (at: number) => T): T => {
    const at = use._malloc(text.length * 2 + 2);
    for (let index = 0; index < text.length; index += 1) units[at / 2 + index] = text.charCodeAt(index);
    units[at / 2 + text.length] = 0;
    try {
      return work(at);
    } finally {
      use._free(at);
    }
  };

  const failure = (): Error =>
    withText(' '.repeat(256), (at) => new Error(`${readUnits(at, use._lastErrorMessage(at, 256))} (at ${use._lastErrorOffset()})`));

  const namesOf = (code: number): Pattern['names'] => {
    const [count, size, table] = [use._getMatchNameCount(code), use._getMatchNameTableEntrySize(code), use._getMatchNameTable(code)];
    const entries = Array.from({ length: count }, (_, index) => table + index * size * 2);
    const zero = (from: number): number => {
      let end = from / 2;
      while (units[end] !== 0) end += 1;
      return end - from / 2;
    };
    return entries.map((at) => [readUnits(at + 2, zero(at + 2)), units[at / 2] ?? 0] as const).sort((a, b) => a[1] - b[1]);
  };

  const groupsIn = (data: number): Match => {
    const at = use._getOvectorPointer(data) / 4;
    return Array.from({ length: use._getOvectorCount(data) }, (_, index): Group => {
      const [start = unset, end = unset] = [words[at + 2 * index], words[at + 2 * index + 1]];
      return start === unset ? { start: -1, end: -1 } : { start, end };
    });
  };

  const compiled = (pattern: string): { readonly code: number; readonly names: Pattern['names'] } => {
    // no flags: an empty text of bytes
    const code = withText(pattern, (at) => withText('', (flags) => use._compile(at, pattern.length, flags)));
    if (code === 0) throw failure();
    return { code, names: namesOf(code) };
  };

  const matchIn = (code: number, subject: string, start: number): Match | null => {
    const data = use._createMatchData(code);
    try {
      const count = withText(subject, (at) => use._match(code, at, subject.length, start, data));
      if (count === noMatch) return null;
      if (count < 0) throw new Error(`PCRE2 gave up with error ${count}`);
      return groupsIn(data);
    } finally {
      use._destroyMatchData(data);
    }
  };

  const kept = new Map<string, ReturnType<typeof compiled>>();
  const codeOf = (pattern: string): ReturnType<typeof compiled> => {
    const known = kept.get(pattern);
    if (known) return known;
    if (kept.size >= most) {
      for (const { code } of kept.values()) use._destroyCode(code);
      kept.clear();
    }
    const fresh = compiled(pattern);
    kept.set(pattern, fresh);
    return fresh;
  };

  return {
    version: withText(' '.repeat(32), (at) => readUnits(at, use._version(at))),
    compile: (pattern) => ({
      names: codeOf(pattern).names,
      match: (subject, start) => matchIn(codeOf(pattern).code, subject, start),
    }),
  };
};
