// A cell of a result in; the text that stands for it where a search compares its own rows with those of KQL, out.
import { match } from 'ts-pattern';
import { type ScalarType, unixEpochTicks } from '../../ir/types.ts';
import { isList, textOfCell, textOfTyped } from '../shared/cell-text.ts';
import type { KqlCell } from '../shared/proof.ts';
import { cutToMicro } from './answers.ts';
import { secondsOfTicks } from './values.ts';

/** `text`: as it is. `real`: a number, spans in seconds. `time`: seconds since 1970. `list`: sorted and joined. */
export type Shape = 'text' | 'real' | 'time' | 'list';

/** `''` for a blank. */
export const lineText = (cell: KqlCell, type: ScalarType, shape: Shape): string => {
  if (cell === null) return '';
  return match(shape)
    .with('text', () => textOfTyped(cell, type))
    .with('real', () => (typeof cell === 'bigint' && type === 'timespan' ? secondsOfTicks(cell) : textOfCell(cell)))
    .with('time', () => (typeof cell === 'bigint' ? secondsOfTicks(cutToMicro(cell) - unixEpochTicks) : ''))
    .with('list', () => (isList(cell) ? [...cell.map(textOfCell)].sort().join(', ') : ''))
    .exhaustive();
};
