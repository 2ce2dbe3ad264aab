// A cell of a result in; the text that stands for it where a query compares its own rows with those of KQL, out.
import { match, P } from 'ts-pattern';
import { type ScalarType, ticksPerMilli } from '../../ir/types.ts';
import { isList, textOfCell } from '../shared/cell-text.ts';
import type { KqlCell } from '../shared/proof.ts';
import { milliText } from './stored/value.ts';

/** A double as `TO_STRING` writes it. */
const doubleText = (value: number): string => {
  if (!Number.isFinite(value)) return '';
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`;
};

/** `''` for a blank. Doubles are rounded to six digits, times to milliseconds; lists are sorted and joined. */
export const lineText = (cell: KqlCell, type: ScalarType): string => {
  if (cell === null) return '';
  return match(type)
    .with(P.union('real', 'decimal'), () => doubleText(Number(Number(cell).toFixed(6)) + 0))
    .with('datetime', () => (typeof cell === 'bigint' ? milliText(cell) : ''))
    .with('timespan', () => (typeof cell === 'bigint' ? String(cell / ticksPerMilli) : ''))
    .with('dynamic', () => (isList(cell) ? [...cell.map(textOfCell)].sort().join(', ') : ''))
    .with(P.union('string', 'unknown', 'guid', 'bool', 'int', 'long'), () => textOfCell(cell))
    .exhaustive();
};
