// Records of a data file in (of JSON documents, CSV lines by header); rows for the columns of a table out.
import type { Row, Value } from '../eval/value.ts';
import type { Column } from '../ir/types.ts';
import { cellOf, misfit } from './cells.ts';
import { type BadInBlock, type BlockRows, misfitProblem } from './line-reader.ts';

export type DataRecord = Readonly<Record<string, unknown>>;

/** What stands at one line: a record, or why there is none. */
export type Line = { readonly line: number; readonly record: DataRecord } | { readonly line: number; readonly problem: string };

/**
 * @param columns what the rows have
 * @param needed columns that the query looks at; the others are left null. `null`: all.
 * @param keepsMisfits whether a row with values that are none of their column's type stays, with nulls for them
 */
export const recordReader = (
  columns: readonly Column[],
  needed: ReadonlySet<string> | null,
  keepsMisfits: boolean,
): ((lines: readonly Line[]) => BlockRows) => {
  const read = columns.map(({ name }) => needed === null || needed.has(name));
  return (lines) => {
    const rows: Row[] = [];
    const bad: BadInBlock[] = [];
    for (const line of lines) {
      if ('problem' in line) {
        bad.push(line);
        continue;
      }
      const row: Value[] = [];
      const misfits: string[] = [];
      for (const [i, { name, type }] of columns.entries()) {
        const cell = read[i] ? cellOf(Object.hasOwn(line.record, name) ? line.record[name] : null, type) : null;
        if (cell === misfit) misfits.push(name);
        row.push(cell === misfit ? null : cell);
      }
      if (misfits.length > 0) bad.push({ line: line.line, problem: misfitProblem(misfits) });
      if (misfits.length === 0 || keepsMisfits) rows.push(row);
    }
    return { rows, bad, lines: 0 };
  };
};
