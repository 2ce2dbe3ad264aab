// A bound query and data files in; the rows of its result out, one by one where the query allows it. The table that the query starts from is streamed, the
// others are read before.

import { recordOfLine } from '../data/json-line.ts';
import { blockReader } from '../data/line-reader.ts';
import { type Line, recordReader } from '../data/row-maker.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { columnsInUse } from '../eval/demand.ts';
import { feed, prepare, requester, type TableRequest } from '../eval/evaluate.ts';
import type { Leaf } from '../eval/pipeline.ts';
import { leadingConditions, type RowTest, rowTests } from '../eval/prefilter.ts';
import { refuse } from '../eval/refusal.ts';
import type { TableSource } from '../eval/scope.ts';
import { columnsOfAnswer, innerPatterns, innerTables, readsOneTable } from '../eval/tables.ts';
import type { Relation, Row, Sink } from '../eval/value.ts';
import type { TablesLike } from '../ir/frame.ts';
import type { Query } from '../ir/pipeline.ts';
import type { Column } from '../ir/types.ts';
import { type Block, type DataFile, type Records, readData } from './data-files.ts';
import { type Patterns, patternsOf } from './table-patterns.ts';

/** What to do with a line that cannot be read, or whose values are not of their columns' types. */
export type BadData = 'skip' | 'null' | 'fail';

export interface BadLine {
  readonly file: string;
  readonly line: number;
  readonly problem: string;
}

export interface RunOptions {
  readonly data: readonly DataFile[];
  /** Ticks: what `now()` is. */
  readonly now: bigint;
  readonly bad: BadData;
  /** Told about each bad line; with `fail` the run ends behind the first. */
  readonly onBad: (bad: BadLine) => void;
  readonly tablesLike: TablesLike;
  /** Told, for each pattern of tables, what it stands for. */
  readonly onTables: (note: Diagnostic) => void;
}

/** The run ended at a bad line. */
export class BadDataError extends Error {
  override readonly name = 'BadDataError';
}

const filesFor = ({ table }: TableRequest, data: readonly DataFile[]): readonly DataFile[] => {
  const files = data.filter((file) => file.table === table.name);
  const given = [...new Set(data.map((file) => file.table))].join(', ');
  return files.length > 0 ? files : refuse('RMMC7003', table.span, { table: table.name, given });
};

/** The lines of a table's files, with the columns that its rows will have. */
interface Reading {
  readonly columns: readonly Column[];
  readonly batches: AsyncIterable<Batch>;
}

interface Batch {
  readonly file: DataFile;
  readonly data: Block | Records;
}

async function* batchesOf(files: readonly DataFile[]): AsyncGenerator<Batch> {
  for (const file of files) for await (const data of readData(file)) yield { file, data };
}

async function* chain(first: Batch, rest: AsyncGenerator<Batch>): AsyncGenerator<Batch> {
  yield first;
  yield* rest;
}

const keysOf = (line: Line): readonly string[] => ('record' in line ? Object.keys(line.record) : []);

const keysIn = ({ block, start, end }: Block): readonly string[] =>
  block
    .toString('utf8', start, end)
    .split('\n')
    .flatMap((line) => {
      const record = recordOfLine(line);
      return record === null || typeof record === 'string' ? [] : [...record.keys()];
    });

/** What the first records tell of columns that no schema has: those of a table that no schema knows are text. */
const readTable = async (request: TableRequest, options: RunOptions, alone: boolean): Promise<Reading> => {
  const batches = batchesOf(filesFor(request, options.data));
  const { open, columns: declared } = request.table.frame;
  if (!open && request.columns.length === declared.length) return { columns: request.columns, batches };
  const begun = await batches.next();
  if (begun.done) return { columns: request.columns, batches };
  const first = begun.value;
  const names = new Set(first.data.kind === 'block' ? keysIn(first.data) : first.data.lines.flatMap(keysOf));
  const columns = columnsOfAnswer(request, names, alone);
  const known = new Set(columns.map(({ name }) => name));
  const others = open ? [...names].filter((name) => !known.has(name)).map((name): Column => ({ name, type: 'unknown' })) : [];
  return { columns: [...columns, ...others], batches: chain(first, batches) };
};

/** How the rows of a table are read. */
interface RowReading {
  readonly needed: ReadonlySet<string> | null;
  readonly tests: readonly RowTest[];
}

const all: RowReading = { needed: null, tests: [] };

/** Rows of a table, batch by batch. */
async function* rowsOf({ columns, batches }: Reading, { needed, tests }: RowReading, options: RunOptions): AsyncGenerator<readonly Row[]> {
  const keepsMisfits = options.bad === 'null';
  const readRecords = recordReader(columns, needed, keepsMisfits);
  const readBlock = blockReader({ columns, needed, tests, keepsMisfits });
  const linesBefore = new Map<DataFile, number>();
  for await (const { file, data } of batches) {
    const before = linesBefore.get(file) ?? 0;
    const { rows, bad, lines } = data.kind === 'block' ? readBlock(data.block, data.start, data.end) : readRecords(data.lines);
    for (const { line, problem } of bad) {
      options.onBad({ file: file.file, line: before + line, problem });
      if (options.bad === 'fail') throw new BadDataError();
    }
    linesBefore.set(file, before + lines);
    yield rows;
  }
}

const load = async (request: TableRequest, options: RunOptions): Promise<Relation> => {
  const reading = await readTable(request, options, false);
  const rows: Row[] = [];
  for await (const batch of rowsOf(reading, all, options)) for (const row of batch) rows.push(row);
  return { columns: reading.columns, rows };
};

const pour = async (into: Sink, batches: AsyncIterable<readonly Row[]>): Promise<void> => {
  for await (const batch of batches) {
    feed(into, batch);
    if (into.full()) break;
  }
  into.end();
};

type WantedOf = (columns: readonly Column[]) => RowReading;

/** Opens a leaf, and tells how to bring its rows. */
const start = async (
  leaf: Leaf,
  request: (table: TableSource) => TableRequest,
  wanted: WantedOf,
  patterns: Patterns,
  options: RunOptions,
  alone: boolean,
): Promise<() => Promise<void>> => {
  const { into } = leaf;
  if (leaf.kind === 'rows') {
    into.open(leaf.relation.columns);
    return async () => {
      feed(into, leaf.relation.rows);
      into.end();
    };
  }
  if (patterns.isEmpty(leaf.table)) {
    into.open(leaf.table.frame.columns);
    return async () => into.end();
  }
  const reading = await readTable(request(leaf.table), options, alone);
  into.open(reading.columns);
  return () => pour(into, rowsOf(reading, wanted(reading.columns), options));
};

/** Brings the data to the query and the rows of its result to `down`. Throws a `Refusal` for what is not evaluated. */
export const runQuery = async (query: Query, options: RunOptions, down: Sink): Promise<void> => {
  const loaded = new Map<string, Relation>();
  const patterns = patternsOf(
    query,
    options.data.map(({ table }) => table),
    options.tablesLike,
    options.onTables,
  );
  const requestInner = requester(query.pipeline);
  const ofPatterns = innerPatterns(query).flatMap(({ pattern, span }) => patterns.tables(pattern, span).filter(patterns.isGiven));
  for (const request of [...innerTables(query), ...ofPatterns.map(requestInner)]) {
    if (!loaded.has(request.table.name)) loaded.set(request.table.name, await load(request, options));
  }
  const { leaves, request } = prepare(
    query,
    {
      now: options.now,
      table: ({ table }) => {
        if (patterns.isEmpty(table)) return { columns: table.frame.columns, rows: [] };
        return loaded.get(table.name) ?? refuse('RMMC7003', table.span, { table: table.name, given: '' });
      },
      tables: patterns.tables,
    },
    down,
  );
  const needed = columnsInUse(query);
  const conditions = leadingConditions(query);
  const wanted: WantedOf = (columns) => ({ needed, tests: rowTests(conditions, columns, options.now) });
  const alone = readsOneTable(query);
  const jobs: (() => Promise<void>)[] = [];
  for (const leaf of leaves) jobs.push(await start(leaf, request, wanted, patterns, options, alone));
  for (const job of jobs) await job();
};
