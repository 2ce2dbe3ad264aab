// Values of the evaluator and cells of KQL rows, each as the other; and cells as texts that are equal exactly when the cells are.
import { Decimal } from 'decimal.js';
import type { KqlCell } from '../backends/shared/proof.ts';
import type { Row, Value } from '../eval/value.ts';
import { keyOf } from '../eval/values/order.ts';
import { textOf } from '../eval/values/text.ts';
import type { Column, ScalarType } from '../ir/types.ts';

export const cellsOf = (row: Row): readonly KqlCell[] => row.map((value) => (value instanceof Decimal ? value.toFixed() : value));

export const rowOf = (cells: readonly KqlCell[], columns: readonly Column[]): Row =>
  cells.map((cell, i): Value => (columns[i]?.type === 'decimal' && typeof cell === 'string' ? new Decimal(cell) : cell));

/** Digits that engines agree on when they compute with doubles. */
const digits = 10;

const number = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(digits)) + 0) : String(value));

/** Elements of arrays in the order of their texts: for results whose sets have no order. */
const sorted = (cell: KqlCell): KqlCell => {
  if (Array.isArray(cell)) return [...cell.map(sorted)].sort((a, b) => (keyOf(a, 'dynamic') < keyOf(b, 'dynamic') ? -1 : 1));
  return cell;
};

/** A text for comparing cells of one type: doubles to ten digits, numbers inside dynamic values by what they say. */
export const comparable = (cell: KqlCell, type: ScalarType, ordered: boolean): string => {
  if (cell === null) return type === 'string' || type === 'unknown' ? '' : '\u0000null';
  if (type === 'real' || type === 'decimal') return number(Number(cell));
  if (type === 'dynamic') {
    if (typeof cell === 'number' || typeof cell === 'bigint') return number(Number(cell));
    return keyOf(ordered ? cell : sorted(cell), 'dynamic');
  }
  return typeof cell === 'number' ? number(cell) : keyOf(cell, type);
};

/** A cell for people. */
export const shownCell = (cell: KqlCell, type: ScalarType): string => {
  if (cell === null) return type === 'string' || type === 'unknown' ? '""' : 'null';
  return type === 'string' || type === 'unknown' ? JSON.stringify(cell) : textOf(cell, type);
};
