// Data files of `--data TABLE=FILE` (NDJSON, JSON, CSV, TSV; gzip; `-` for standard input) in; batches of records with their line numbers out.
import { createReadStream, statSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { recordsOf } from '../data/json-document.ts';
import type { DataRecord } from '../data/row-maker.ts';
import { report } from '../diagnostics/diagnostic.ts';
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

/** What stands at one line: a record, or why there is none. */
export type Line = { readonly line: number; readonly record: DataRecord } | { readonly line: number; readonly problem: string };

const formats: ReadonlyMap<string, DataFormat> = new Map([
  ['.ndjson', 'ndjson'],
  ['.jsonl', 'ndjson'],
  ['.json', 'json'],
  ['.csv', 'csv'],
  ['.tsv', 'tsv'],
]);

const usage = (given: string, reason: string): UsageError => usageError(report('RMMC5020', { start: 0, end: 0 }, { given, reason }));

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

const jsonLine = (line: number, text: string): Line => {
  try {
    return recordOf(line, valueOfJson(text));
  } catch (error) {
    return { line, problem: `this is not JSON (${error instanceof Error ? error.message : String(error)})` };
  }
};

async function* texts(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of stream) yield decoder.decode(chunk as Uint8Array, { stream: true });
  yield decoder.decode();
}

async function* ndjson(stream: Readable): AsyncGenerator<readonly Line[]> {
  let rest = '';
  let line = 0;
  const linesOf = (parts: readonly string[]): readonly Line[] =>
    parts.flatMap((part) => {
      line += 1;
      return part.trim() === '' ? [] : [jsonLine(line, part)];
    });
  for await (const text of texts(stream)) {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    yield linesOf(parts);
  }
  yield linesOf([rest]);
}

async function* json(stream: Readable): AsyncGenerator<readonly Line[]> {
  let all = '';
  for await (const text of texts(stream)) all += text;
  try {
    const records = recordsOf(valueOfJson(all));
    yield records ? records.map((value, i) => recordOf(i + 1, value)) : [{ line: 1, problem: 'the document holds no records' }];
  } catch (error) {
    yield [{ line: 1, problem: `this is not JSON (${error instanceof Error ? error.message : String(error)})` }];
  }
}

const batchSize = 1000;

async function* csv(stream: Readable, delimiter: string): AsyncGenerator<readonly Line[]> {
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
      yield batch;
      batch = [];
    }
  }
  yield [...batch, ...skipped];
}

/** The records of a file in order, in batches. In a JSON document the "line" is the number of the record. */
export const readData = (data: DataFile): AsyncGenerator<readonly Line[]> => {
  const stream = bytesOf(data);
  if (data.format === 'ndjson') return ndjson(stream);
  return data.format === 'json' ? json(stream) : csv(stream, data.format === 'csv' ? ',' : '\t');
};
