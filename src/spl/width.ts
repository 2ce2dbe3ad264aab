// The text of a span option in (`5m`, `10`, `2log10`), its width out.
import type { Width } from './ast.ts';
import { fail, type Piece } from './cursor.ts';
import { timeUnitOf } from './time-modifier.ts';

export const widthOf = ({ text, span }: Piece): Width => {
  const log = /^(\d+(?:\.\d+)?)?log(\d+(?:\.\d+)?)?$/i.exec(text);
  if (log) return { kind: 'log', coefficient: Number(log[1] ?? 1), base: Number(log[2] ?? 10) };
  if (/^(?:\d+(?:\.\d+)?|\.\d+)$/.test(text) && Number(text) > 0) return { kind: 'number', value: Number(text) };
  const [, amount = '', word = ''] = /^(\d*)([a-z]+)$/i.exec(text) ?? [];
  const unit = timeUnitOf(word);
  return unit && amount !== '0' ? { kind: 'time', amount: Number(amount || 1), unit } : fail(`'${text}' is no span`, span);
};
