// The rows that KQL gives and the rows that an engine gave in; how they differ out.
import type { KqlCell } from '../backends/shared/proof.ts';
import type { Relation } from '../eval/value.ts';
import type { Column } from '../ir/types.ts';
import { cellsOf, comparable, shownCell } from './cells.ts';

/** Rows of an engine, already read as values of KQL; `undefined`: a cell that is no value of its column's type, with what stood there. */
export interface Answered {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (KqlCell | undefined)[])[];
}

export interface Comparison {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
}

/** How two results are compared. */
export interface Manner {
  /** Names of columns to compare. */
  readonly columns: readonly string[];
  /** Whether rows come in a determined order. */
  readonly rowsOrdered: boolean;
  /** Whether arrays have an order (false: results of `make_set` and its like). */
  readonly arraysOrdered: boolean;
  /** What of a cell can come back. */
  readonly shown: (cell: KqlCell, column: Column) => KqlCell;
}

interface Line {
  readonly key: string;
  readonly shown: string;
}

const wrongType = '(no value of the column’s type)';

const lineOf = (
  cells: readonly (KqlCell | undefined)[],
  columns: readonly Column[],
  { columns: names, arraysOrdered, shown }: Manner,
): Line => {
  const parts = names.map((name) => {
    const at = columns.findIndex((column) => column.name === name);
    const column = columns[at];
    const cell = cells[at];
    if (!column || cell === undefined) return { key: '\u0001', shown: `${name}=${wrongType}` };
    const value = shown(cell, column);
    return { key: comparable(value, column.type, arraysOrdered), shown: `${name}=${shownCell(value, column.type)}` };
  });
  return { key: parts.map(({ key }) => `${key.length}:${key}`).join(' '), shown: parts.map((part) => part.shown).join(' | ') };
};

/** Lines of the first that the second lacks, each counted. */
const minus = (a: readonly Line[], b: readonly Line[]): readonly string[] => {
  const left = new Map<string, number>();
  for (const { key } of b) left.set(key, (left.get(key) ?? 0) + 1);
  return a.flatMap(({ key, shown }) => {
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count > 0 ? [] : [shown];
  });
};

const linesOf = ({ columns, rows }: Relation, manner: Manner): readonly Line[] => rows.map((row) => lineOf(cellsOf(row), columns, manner));

/** Null when they say the same. */
export const compareRows = (wanted: Relation, given: Answered, manner: Manner): Comparison | null => {
  const mine = linesOf(wanted, manner);
  const theirs = given.rows.map((row) => lineOf(row, given.columns, manner));
  const missing = minus(mine, theirs);
  const unexpected = minus(theirs, mine);
  if (missing.length + unexpected.length > 0) return { missing, unexpected };
  const at = manner.rowsOrdered ? mine.findIndex(({ key }, i) => key !== theirs[i]?.key) : -1;
  if (at < 0) return null;
  return { missing: [`row ${at + 1}: ${mine[at]?.shown}`], unexpected: [`row ${at + 1}: ${theirs[at]?.shown}`] };
};

/** Whether two results are the same rows in the same order; the same rows in any order; or neither. */
export const likeness = (a: Relation, b: Relation, manner: Manner): 'ordered' | 'bag' | 'none' => {
  const [x, y] = [linesOf(a, manner), linesOf(b, manner)];
  if (minus(x, y).length + minus(y, x).length > 0) return 'none';
  return x.every(({ key }, i) => key === y[i]?.key) ? 'ordered' : 'bag';
};
