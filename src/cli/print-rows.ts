// Rows of a result in; a table for people, NDJSON or CSV out.
import type { Row, Value } from '../eval/value.ts';
import { jsonOf } from '../eval/values/json.ts';
import { textOf } from '../eval/values/text.ts';
import type { Column, ScalarType } from '../ir/types.ts';

export type RowFormat = 'table' | 'ndjson' | 'csv';

/** Takes rows as they come; `end` writes what waits. */
export interface RowPrinter {
  open(columns: readonly Column[]): void;
  row(row: Row): void;
  end(): void;
}

type Write = (text: string) => void;

const jsonCell = (value: Value, type: ScalarType): string => {
  if (value === null) return 'null';
  if (type === 'dynamic') return jsonOf(value as Parameters<typeof jsonOf>[0]);
  const bare = type === 'int' || type === 'long' || type === 'bool' || type === 'decimal' || (type === 'real' && Number.isFinite(value));
  return bare ? textOf(value, type) : JSON.stringify(textOf(value, type));
};

const ndjson = (write: Write): RowPrinter => {
  let columns: readonly Column[] = [];
  return {
    open: (given) => {
      columns = given;
    },
    row: (row) => write(`{${columns.map(({ name, type }, i) => `${JSON.stringify(name)}:${jsonCell(row[i] ?? null, type)}`).join(',')}}\n`),
    end: () => {},
  };
};

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const csv = (write: Write): RowPrinter => {
  let columns: readonly Column[] = [];
  return {
    open: (given) => {
      columns = given;
      write(`${columns.map(({ name }) => csvCell(name)).join(',')}\n`);
    },
    row: (row) => write(`${columns.map(({ type }, i) => csvCell(textOf(row[i] ?? null, type))).join(',')}\n`),
    end: () => {},
  };
};

const widest = 60;
const shown = (text: string): string => {
  const flat = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
  return flat.length > widest ? `${flat.slice(0, widest - 1)}…` : flat;
};

const numeric: ReadonlySet<ScalarType> = new Set(['int', 'long', 'real', 'decimal']);

/** Aligned columns. All rows are kept until the end, because the widths depend on them. */
const table = (write: Write): RowPrinter => {
  let columns: readonly Column[] = [];
  const lines: string[][] = [];
  return {
    open: (given) => {
      columns = given;
    },
    row: (row) => {
      lines.push(columns.map(({ type }, i) => shown(textOf(row[i] ?? null, type))));
    },
    end: () => {
      const head = columns.map(({ name }) => shown(name));
      const widths = head.map((name, i) => lines.reduce((width, line) => Math.max(width, line[i]?.length ?? 0), name.length));
      const lay = (cells: readonly string[]): string =>
        cells
          .map((cell, i) => (numeric.has(columns[i]?.type ?? 'string') ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
          .join('  ')
          .trimEnd();
      write(`${[lay(head), lay(widths.map((width) => '-'.repeat(width))), ...lines.map(lay)].join('\n')}\n`);
    },
  };
};

export const rowPrinter = (format: RowFormat, write: Write): RowPrinter => ({ table, ndjson, csv })[format](write);
