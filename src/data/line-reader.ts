// Lines of NDJSON as bytes in; the rows that pass the first conditions of a query out, with what is wrong with the others. A cell is made when it is asked for:
// those of types that a value may not fit at every line, texts for the conditions, the rest for the rows that pass.
import type { RowTest } from '../eval/prefilter.ts';
import type { Row, Value } from '../eval/value.ts';
import { parseJson } from '../eval/values/json.ts';
import type { Column } from '../ir/types.ts';
import { type Cell, cellOfValue, holdsAll, misfit } from './cells.ts';
import { recordOfLine } from './json-line.ts';
import { kinds, lineScanner } from './json-scan.ts';

/** What is wrong with a line of a block; lines count from 1. */
export interface BadInBlock {
  readonly line: number;
  readonly problem: string;
}

/** What a block of lines holds. */
export interface BlockRows {
  readonly rows: readonly Row[];
  readonly bad: readonly BadInBlock[];
  readonly lines: number;
}

/** What rows are read for. */
export interface Wanted {
  readonly columns: readonly Column[];
  /** Columns that the query looks at; the others are left null. `null`: all. */
  readonly needed: ReadonlySet<string> | null;
  readonly tests: readonly RowTest[];
  /** Whether a row with values that are none of their column's type stays, with nulls for them. */
  readonly keepsMisfits: boolean;
}

export const misfitProblem = (names: readonly string[]): string => `not of the column's type: ${names.join(', ')}`;

const lineBreak = 10;

/** What is left of a test is false for a row that fails it; null counts as in `and`. */
const passes = (tests: readonly RowTest[], fill: (slot: number) => void, row: Row): boolean => {
  let sure = true;
  for (const { slots, holds } of tests) {
    for (const slot of slots) fill(slot);
    const value = holds(row);
    if (value === false) return false;
    if (value === null) sure = false;
  }
  return sure;
};

/** Reads the lines of a block from `start` on; `end` is behind the last line break, and the block goes on for `slack` bytes there. */
export const blockReader = ({
  columns,
  needed,
  tests,
  keepsMisfits,
}: Wanted): ((block: Buffer, start: number, end: number) => BlockRows) => {
  const read = columns.flatMap(({ name, type }, slot) => (needed === null || needed.has(name) ? [{ name, type, slot }] : []));
  const indexOf = columns.map((_, slot) => read.findIndex((column) => column.slot === slot));
  const strict = read.flatMap(({ type }, index) => (holdsAll(type) ? [] : [index]));
  const loose = read.flatMap(({ type }, index) => (holdsAll(type) ? [index] : []));
  const scanner = lineScanner(read.map(({ name }) => name));
  const { found, starts, ends } = scanner;
  const cells: Value[] = columns.map(() => null);
  const filled = new Uint8Array(read.length);
  let bytes: Buffer = Buffer.alloc(0);
  let text = '';
  let lineStart = 0;

  /** `lasting`: not as a part of the block's text, which would keep all of that in memory. */
  const value = (index: number, lasting: boolean): Parameters<typeof cellOfValue>[0] => {
    const kind = found[index];
    const start = starts[index] ?? 0;
    const end = ends[index] ?? 0;
    if (kind === kinds.absent || kind === kinds.null) return null;
    if (kind === kinds.text) return lasting ? bytes.toString('latin1', start, end) : text.slice(start - lineStart, end - lineStart);
    if (kind === kinds.foreignText) return bytes.toString('utf8', start, end);
    if (kind === kinds.quotedText) return JSON.parse(bytes.toString('utf8', start, end)) as string;
    return parseJson(bytes.toString('utf8', start, end)) ?? null;
  };
  const put = (index: number, lasting: boolean): Cell => {
    const column = read[index];
    if (!column) return null;
    filled[index] = 1;
    const cell = cellOfValue(value(index, lasting), column.type);
    cells[column.slot] = cell === misfit ? null : cell;
    return cell;
  };
  const fill = (slot: number): void => {
    const index = indexOf[slot] ?? -1;
    if (filled[index] === 0) put(index, false);
  };
  const names = (indexes: readonly number[]): readonly string[] => indexes.map((index) => read[index]?.name ?? '');

  return (block, from, end) => {
    bytes = block;
    scanner.open(block);
    const rows: Row[] = [];
    const bad: BadInBlock[] = [];
    let lines = 0;
    const take = (misfits: readonly string[], row: () => Row): void => {
      if (misfits.length > 0) bad.push({ line: lines, problem: misfitProblem(misfits) });
      if (misfits.length === 0 || keepsMisfits) rows.push(row());
    };
    const takeScanned = (start: number, stop: number): void => {
      text = block.toString('latin1', start, stop);
      lineStart = start;
      filled.fill(0);
      let misfits: readonly number[] = [];
      for (const index of strict) if (put(index, false) === misfit) misfits = [...misfits, index];
      if (misfits.length === 0 && !passes(tests, fill, cells)) return;
      for (const index of loose) put(index, true);
      take(names(misfits), () => [...cells]);
    };
    const takeUnusual = (start: number, stop: number): void => {
      const record = recordOfLine(block.toString('utf8', start, stop));
      if (record === null) return;
      if (typeof record === 'string') {
        bad.push({ line: lines, problem: record });
        return;
      }
      const row: Value[] = columns.map(() => null);
      const misfits: string[] = [];
      for (const { name, type, slot } of read) {
        const cell = cellOfValue(record.get(name) ?? null, type);
        if (cell === misfit) misfits.push(name);
        else row[slot] = cell;
      }
      take(misfits, () => row);
    };
    for (let start = from; start < end; ) {
      const stop = block.indexOf(lineBreak, start);
      lines += 1;
      if (scanner.scan(start, stop)) takeScanned(start, stop);
      else takeUnusual(start, stop);
      start = stop + 1;
    }
    return { rows, bad, lines };
  };
};
