// Records of a data file in (JSON objects, CSV lines by header); rows for the columns of a table out.
import type { Row, Value } from '../eval/value.ts';
import type { Column } from '../ir/types.ts';
import { cellOf, misfit } from './cells.ts';

export type DataRecord = Readonly<Record<string, unknown>>;

/** A row, and the columns whose values were none of their type (null stands there). */
export interface MadeRow {
  readonly row: Row;
  readonly misfits: readonly string[];
}

/**
 * @param columns what the rows have
 * @param needed columns that the query looks at; the others are left null. `null`: all.
 */
export const rowMaker = (columns: readonly Column[], needed: ReadonlySet<string> | null): ((record: DataRecord) => MadeRow) => {
  const read = columns.map(({ name }) => needed === null || needed.has(name));
  return (record) => {
    const row: Value[] = [];
    const misfits: string[] = [];
    for (const [i, { name, type }] of columns.entries()) {
      const cell = read[i] ? cellOf(Object.hasOwn(record, name) ? record[name] : null, type) : null;
      if (cell === misfit) misfits.push(name);
      row.push(cell === misfit ? null : cell);
    }
    return { row, misfits };
  };
};
