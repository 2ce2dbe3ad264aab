// Building blocks of steps: what takes rows one by one, what must see them all first.
import type { Column } from '../../ir/types.ts';
import type { Operator, Relation, Row, Sink } from '../value.ts';

/**
 * A step that handles each row by itself. `ready` is called once with the columns; it returns the columns behind the step and what to do with a row.
 * `done` says that no further row can change the result.
 */
export const perRow =
  (
    ready: (columns: readonly Column[]) => {
      readonly columns: readonly Column[];
      readonly take: (row: Row, emit: (row: Row) => void) => void;
      readonly done?: () => boolean;
    },
  ): Operator =>
  (down: Sink) => {
    let take: (row: Row, emit: (row: Row) => void) => void = () => {};
    let done = (): boolean => false;
    const emit = (row: Row): void => down.push(row);
    return {
      open: (columns) => {
        const made = ready(columns);
        take = made.take;
        done = made.done ?? done;
        down.open(made.columns);
      },
      push: (row) => take(row, emit),
      end: () => down.end(),
      full: () => done() || down.full(),
    };
  };

/** Keeps all rows: the end of a pipeline. */
export const collector = (): Sink & { relation(): Relation } => {
  const rows: Row[] = [];
  let columns: readonly Column[] = [];
  return {
    open: (given) => {
      columns = given;
    },
    push: (row) => {
      rows.push(row);
    },
    end: () => {},
    full: () => false,
    relation: () => ({ columns, rows }),
  };
};

/** A step that sees all rows before it gives any. */
export const whole =
  (compute: (all: Relation) => Relation): Operator =>
  (down) => {
    const { open, push, full, relation } = collector();
    return {
      open,
      push,
      full,
      end: () => {
        const result = compute(relation());
        down.open(result.columns);
        for (const row of result.rows) {
          if (down.full()) break;
          down.push(row);
        }
        down.end();
      },
    };
  };
