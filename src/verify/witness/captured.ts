// `parse` in; for each column the text that it takes, as `extract` of a regular expression, out: what a test asks of the column is so asked of the whole text.

import type { Expr } from '../../ir/expr.ts';
import type { CapturePart, StepOf } from '../../ir/pipeline.ts';

const quoted = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

const isNumber = (part: CapturePart): boolean => part.kind === 'column' && ['int', 'long', 'real', 'decimal'].includes(part.column.type);

export const capturedNames = (step: StepOf<'capture'>): readonly (readonly [string, Expr])[] => {
  const { span, subject, parts, style, flags } = step;
  const pattern = parts.map((part) => {
    if (part.kind === 'skip') return style === 'regex' ? '' : 'x';
    if (part.kind === 'text') return style === 'regex' ? `(?:${part.value})` : quoted(part.value);
    return isNumber(part) ? '([0-9]+)' : '([a-z]+)';
  });
  const source = `${flags === '' ? '' : `(?${flags})`}${pattern.join('')}`;
  const columns = parts.flatMap((part) => (part.kind === 'column' ? [part.column] : []));
  // Groups in a rule's own expressions would count too: then nothing is known.
  if (style === 'regex' && parts.some((part) => part.kind === 'text' && part.value.includes('('))) return [];
  return columns.map(({ name }, at): readonly [string, Expr] => {
    const literal = (value: string | bigint): Expr => ({
      kind: 'literal',
      span,
      type: typeof value === 'string' ? 'string' : 'long',
      value,
    });
    return [name, { kind: 'call', span, type: 'string', fn: 'extract', args: [literal(source), literal(BigInt(at + 1)), subject] }];
  });
};
