// Literals made and converted: values in, literal nodes out, as `tostring`, `tolong` … would convert them.
import type { Span } from '../diagnostics/span.ts';
import type { Expr, Literal } from './expr.ts';
import { isoOfTicks, textOfTimespan, ticksOfIso } from './time.ts';
import { type DynamicValue, isNumeric, type ScalarType } from './types.ts';

export const textLiteral = (value: string, span: Span): Literal => ({ kind: 'literal', span, type: 'string', value });
export const boolLiteral = (value: boolean, span: Span): Literal => ({ kind: 'literal', span, type: 'bool', value });
export const nullLiteral = (type: ScalarType, span: Span): Literal =>
  type === 'string' ? textLiteral('', span) : { kind: 'literal', span, type, value: null };

/** A value inside `dynamic(…)` as a literal of its own type; arrays and bags stay dynamic. */
export const literalOfDynamic = (value: DynamicValue, span: Span): Literal => {
  if (typeof value === 'string') return textLiteral(value, span);
  if (typeof value === 'boolean') return boolLiteral(value, span);
  if (typeof value === 'bigint') return { kind: 'literal', span, type: 'long', value };
  if (typeof value === 'number') return { kind: 'literal', span, type: 'real', value };
  if (value !== null && 'ticks' in value && 'type' in value) return { kind: 'literal', span, type: value.type, value: value.ticks };
  return { kind: 'literal', span, type: 'dynamic', value };
};

/** The elements of a dynamic array literal, or null when it is none. */
export const elementsOf = (expr: Expr): readonly DynamicValue[] | null =>
  expr.kind === 'literal' && expr.type === 'dynamic' && Array.isArray(expr.value) ? (expr.value as readonly DynamicValue[]) : null;

/** What `tostring` makes of a literal; null when that is not settled (reals with exponents, arrays, bags). */
export const textOfLiteral = (literal: Literal): string | null => {
  const { type, value } = literal;
  if (value === null) return '';
  if (type === 'dynamic') {
    const inner = literalOfDynamic(value as DynamicValue, literal.span);
    return inner.type === 'dynamic' ? null : textOfLiteral(inner);
  }
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'bigint')
    return type === 'datetime' ? isoOfTicks(value) : type === 'timespan' ? textOfTimespan(value) : String(value);
  return typeof value === 'number' && /^-?\d+(\.\d+)?$/.test(String(value)) ? String(value) : null;
};

const guidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const numberOf = (text: string, type: ScalarType, span: Span): Literal | null => {
  if (!/^-?\d{1,18}$/.test(text)) return null;
  if (type === 'int' || type === 'long') return { kind: 'literal', span, type, value: BigInt(text) };
  return type === 'real' ? { kind: 'literal', span, type, value: Number(text) } : { kind: 'literal', span, type: 'decimal', value: text };
};

/** A string as a literal of another type, when the text is plainly one of its values; else null. */
export const convertText = (text: string, type: ScalarType, span: Span): Literal | null => {
  if (isNumeric(type)) return numberOf(text, type, span);
  const lower = text.toLowerCase();
  if (type === 'bool') return lower === 'true' || lower === 'false' ? boolLiteral(lower === 'true', span) : null;
  if (type === 'guid') return guidForm.test(lower) ? { kind: 'literal', span, type, value: lower } : null;
  if (type !== 'datetime') return null;
  const ticks = ticksOfIso(text);
  return ticks === null ? null : { kind: 'literal', span, type, value: ticks };
};

/** An expression read as text: strings as they are, constants converted, others under `tostring`. */
export const asText = (expr: Expr): Expr => {
  if (expr.type === 'string' || expr.type === 'unknown') return expr;
  const text = expr.kind === 'literal' ? textOfLiteral(expr) : null;
  return text === null ? { kind: 'call', span: expr.span, type: 'string', fn: 'tostring', args: [expr] } : textLiteral(text, expr.span);
};
