// A bound query and data files in; the rows of its result out, one by one where the query allows it. The table that the query starts from is streamed, the
// others are read before.
import { rowMaker } from '../data/row-maker.ts';
import { columnsInUse } from '../eval/demand.ts';
import { feed, prepare, type TableRequest } from '../eval/evaluate.ts';
import type { Leaf } from '../eval/pipeline.ts';
import { refuse } from '../eval/refusal.ts';
import type { TableSource } from '../eval/scope.ts';
import { columnsOfAnswer, innerTables, readsOneTable } from '../eval/tables.ts';
import type { Relation, Row, Sink } from '../eval/value.ts';
import type { Query } from '../ir/pipeline.ts';
import type { Column } from '../ir/types.ts';
import { type DataFile, type Line, readData } from './data-files.ts';

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
  readonly file: string;
  readonly lines: readonly Line[];
}

async function* batchesOf(files: readonly DataFile[]): AsyncGenerator<Batch> {
  for (const file of files) for await (const lines of readData(file)) yield { file: file.file, lines };
}

async function* chain(first: Batch, rest: AsyncGenerator<Batch>): AsyncGenerator<Batch> {
  yield first;
  yield* rest;
}

/** What the first records tell of columns that no schema has: those of a table that no schema knows are text. */
const readTable = async (request: TableRequest, options: RunOptions, alone: boolean): Promise<Reading> => {
  const batches = batchesOf(filesFor(request, options.data));
  const { open, columns: declared } = request.table.frame;
  if (!open && request.columns.length === declared.length) return { columns: request.columns, batches };
  const begun = await batches.next();
  if (begun.done) return { columns: request.columns, batches };
  const first = begun.value;
  const names = new Set(first.lines.flatMap((line) => ('record' in line ? Object.keys(line.record) : [])));
  const columns = columnsOfAnswer(request, names, alone);
  const known = new Set(columns.map(({ name }) => name));
  const others = open ? [...names].filter((name) => !known.has(name)).map((name): Column => ({ name, type: 'unknown' })) : [];
  return { columns: [...columns, ...others], batches: chain(first, batches) };
};

/** Rows of a table, batch by batch. */
async function* rowsOf(
  { columns, batches }: Reading,
  needed: ReadonlySet<string> | null,
  options: RunOptions,
): AsyncGenerator<readonly Row[]> {
  const make = rowMaker(columns, needed);
  const bad = (found: BadLine): void => {
    options.onBad(found);
    if (options.bad === 'fail') throw new BadDataError();
  };
  for await (const { file, lines } of batches) {
    const rows: Row[] = [];
    for (const line of lines) {
      if ('problem' in line) {
        bad({ file, ...line });
        continue;
      }
      const { row, misfits } = make(line.record);
      if (misfits.length > 0) bad({ file, line: line.line, problem: `not of the column's type: ${misfits.join(', ')}` });
      if (misfits.length === 0 || options.bad === 'null') rows.push(row);
    }
    yield rows;
  }
}

const load = async (request: TableRequest, options: RunOptions): Promise<Relation> => {
  const reading = await readTable(request, options, false);
  const rows: Row[] = [];
  for await (const batch of rowsOf(reading, null, options)) for (const row of batch) rows.push(row);
  return { columns: reading.columns, rows };
};

const pour = async (into: Sink, batches: AsyncIterable<readonly Row[]>): Promise<void> => {
  for await (const batch of batches) {
    feed(into, batch);
    if (into.full()) break;
  }
  into.end();
};

/** Opens a leaf, and tells how to bring its rows. */
const start = async (
  leaf: Leaf,
  request: (table: TableSource) => TableRequest,
  needed: ReadonlySet<string> | null,
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
  const reading = await readTable(request(leaf.table), options, alone);
  into.open(reading.columns);
  return () => pour(into, rowsOf(reading, needed, options));
};

/** Brings the data to the query and the rows of its result to `down`. Throws a `Refusal` for what is not evaluated. */
export const runQuery = async (query: Query, options: RunOptions, down: Sink): Promise<void> => {
  const loaded = new Map<string, Relation>();
  for (const request of innerTables(query)) loaded.set(request.table.name, await load(request, options));
  const { leaves, request } = prepare(
    query,
    {
      now: options.now,
      table: ({ table }) => loaded.get(table.name) ?? refuse('RMMC7003', table.span, { table: table.name, given: '' }),
    },
    down,
  );
  const needed = columnsInUse(query);
  const alone = readsOneTable(query);
  const jobs: (() => Promise<void>)[] = [];
  for (const leaf of leaves) jobs.push(await start(leaf, request, needed, options, alone));
  for (const job of jobs) await job();
};
