// A cell of a result in; the text that stands for it where a search compares its own rows with those of KQL, out.
import { match } from 'ts-pattern';
import { type ScalarType, ticksPerSecond, unixEpochTicks } from '../../ir/types.ts';
import { isList, textOfCell, textOfTyped } from '../shared/cell-text.ts';
import type { KqlCell } from '../shared/proof.ts';
import { cutToMicro } from './answers.ts';

/** `text`: as it is. `real`: with six digits. `time`: seconds since 1970 with three digits. `list`: sorted and joined. */
export type Shape = 'text' | 'real' | 'time' | 'list';

/** Whether the elements of a list read alike as texts. */
export const isListOfTexts = (cell: KqlCell): boolean =>
  cell === null || (isList(cell) && cell.every((one) => typeof one === 'string' || typeof one === 'bigint' || typeof one === 'boolean'));

const secondsOf = (ticks: bigint, digits: number): string => (Number(ticks) / Number(ticksPerSecond)).toFixed(digits);

const realText = (cell: KqlCell): string => {
  if (typeof cell === 'bigint') return secondsOf(cell, 6);
  return Number.isFinite(Number(cell)) ? Number(cell).toFixed(6) : '';
};

/** `''` for a blank. */
export const lineText = (cell: KqlCell, type: ScalarType, shape: Shape): string => {
  if (cell === null) return '';
  return match(shape)
    .with('text', () => textOfTyped(cell, type))
    .with('real', () => realText(cell))
    .with('time', () => (typeof cell === 'bigint' ? secondsOf(cutToMicro(cell) - unixEpochTicks, 3) : ''))
    .with('list', () => (isList(cell) ? [...cell.map(textOfCell)].sort().join(', ') : ''))
    .exhaustive();
};
