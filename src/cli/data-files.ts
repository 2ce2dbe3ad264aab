// Data files of `--data TABLE=FILE` (NDJSON, JSON, CSV, TSV; gzip; `-` for standard input) in; batches of records with their line numbers out.
import { createReadStream, statSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { recordsOf } from '../data/json-document.ts';
import { slack } from '../data/json-scan.ts';
import type { DataRecord, Line } from '../data/row-maker.ts';
import { report } from '../diagnostics/diagnostic.ts';
import { nowhere } from '../diagnostics/span.ts';
import { parseJson } from '../eval/values/json.ts';
import type { DynamicValue } from '../ir/types.ts';
import { type UsageError, usageError } from './exit.ts';

export type DataFormat = 'ndjson' | 'json' | 'csv' | 'tsv';

export interface DataFile {
  readonly table: string;
  /** As given; `-` is standard input. */
  readonly file: string;
  readonly format: DataFormat;
  readonly gzip: boolean;
}

/** Lines of NDJSON from `start` to `end`, behind a line break; the block goes on for `slack` bytes there. */
export interface Block {
  readonly kind: 'block';
  readonly block: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Records that are read already. */
export interface Records {
  readonly kind: 'records';
  readonly lines: readonly Line[];
}

const formats: ReadonlyMap<string, DataFormat> = new Map([
  ['.ndjson', 'ndjson'],
  ['.jsonl', 'ndjson'],
  ['.json', 'json'],
  ['.csv', 'csv'],
  ['.tsv', 'tsv'],
]);

const usage = (given: string, reason: string): UsageError => usageError(report('RMMC5020', nowhere, { given, reason }));

const partsOf = (given: string): readonly [table: string, file: string] => {
  const at = given.indexOf('=');
  if (at >= 0) return [given.slice(0, at).trim(), given.slice(at + 1)];
  const base = path.basename(given).replace(/\.gz$/i, '');
  return [base.replace(/\.[^.]+$/, ''), given];
};

/** @throws UsageError for a file that is not there, or whose format cannot be told */
export const dataFileOf = (given: string, format: DataFormat | undefined): DataFile => {
  const [table, file] = partsOf(given);
  if (table === '' || table === '-') throw usage(given, 'the name of the table is missing');
  if (file === '-') return { table, file, format: format ?? 'ndjson', gzip: false };
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw usage(given, stat ? 'this is no file' : 'no such file');
  const gzip = /\.gz$/i.test(file);
  const known = format ?? formats.get(path.extname(file.replace(/\.gz$/i, '')).toLowerCase());
  if (!known) throw usage(given, 'the format cannot be told from the name; add --data-format');
  return { table, file, format: known, gzip };
};

const bytesOf = ({ file, gzip }: DataFile): Readable => {
  const raw: Readable = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 20 });
  if (!gzip) return raw;
  const plain = createGunzip();
  raw.on('error', (error) => plain.destroy(error));
  return raw.pipe(plain);
};

const recordOf = (line: number, value: unknown): Line =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { line, record: value as DataRecord }
    : { line, problem: 'this is no JSON object' };

async function* texts(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of stream) yield decoder.decode(chunk as Uint8Array, { stream: true });
  yield decoder.decode();
}

const lineBreak = 10;
const byteOrderMark = Buffer.from('\ufeff');

/** Whole lines; what is behind the last line break of a chunk is kept for the next. One buffer serves for all: a block holds until the next is asked for. */
async function* blocks(stream: Readable): AsyncGenerator<Block> {
  let held = Buffer.alloc(1 << 21);
  let size = 0;
  let first = true;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (size + chunk.length + slack > held.length) held = Buffer.concat([held.subarray(0, size)], 2 * (size + chunk.length + slack));
    size += chunk.copy(held, size);
    const end = held.subarray(0, size).lastIndexOf(lineBreak) + 1;
    if (end === 0) continue;
    yield { kind: 'block', block: held, start: first ? startOf(held) : 0, end };
    first = false;
    held.copyWithin(0, end, size);
    size -= end;
  }
  if (size === 0) return;
  held[size] = lineBreak;
  yield { kind: 'block', block: held, start: first ? startOf(held) : 0, end: size + 1 };
}

const startOf = (block: Buffer): number => (byteOrderMark.equals(block.subarray(0, byteOrderMark.length)) ? byteOrderMark.length : 0);

const recordsIn = (lines: readonly Line[]): Records => ({ kind: 'records', lines });

/** Whole numbers that a double cannot hold are read digit by digit. */
const valueOfJson = (text: string): unknown => {
  const exact = longDigits.test(text) ? parseJson(text) : undefined;
  return exact === undefined ? JSON.parse(text) : plainOf(exact);
};

const plainOf = (value: DynamicValue): unknown => {
  if (Array.isArray(value)) return value.map(plainOf);
  return value instanceof Map ? Object.fromEntries([...value].map(([key, inner]) => [key, plainOf(inner)])) : value;
};

const longDigits = /\d{16}/;

async function* json(stream: Readable): AsyncGenerator<Records> {
  let all = '';
  for await (const text of texts(stream)) all += text;
  try {
    const records = recordsOf(valueOfJson(all));
    yield recordsIn(records?.map((value, i) => recordOf(i + 1, value)) ?? [{ line: 1, problem: 'the document holds no records' }]);
  } catch (error) {
    yield recordsIn([{ line: 1, problem: `this is not JSON (${error instanceof Error ? error.message : String(error)})` }]);
  }
}

const batchSize = 1000;

async function* csv(stream: Readable, delimiter: string): AsyncGenerator<Records> {
  const { parse } = await import('csv-parse');
  let batch: Line[] = [];
  const skipped: Line[] = [];
  const parser = parse({
    bom: true,
    columns: true,
    delimiter,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error) skipped.push({ line: Number(error.lines ?? 0), problem: error.message });
    },
  });
  stream.on('error', (error) => parser.destroy(error));
  for await (const { info, record } of stream.pipe(parser) as AsyncIterable<{ info: { lines: number }; record: DataRecord }>) {
    batch.push(...skipped.splice(0), { line: info.lines, record });
    if (batch.length >= batchSize) {
      yield recordsIn(batch);
      batch = [];
    }
  }
  yield recordsIn([...batch, ...skipped]);
}

/** What a file holds, in order. In a JSON document the "line" is the number of the record. */
export const readData = (data: DataFile): AsyncGenerator<Block | Records> => {
  const stream = bytesOf(data);
  if (data.format === 'ndjson') return blocks(stream);
  return data.format === 'json' ? json(stream) : csv(stream, data.format === 'csv' ? ',' : '\t');
};
