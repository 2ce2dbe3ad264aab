// SPL text in; its tree as a compact s-expression out, or what is wrong with it and the words that are pointed at.
import { type Parsed, parseSpl, parseSplExpr, parseSplTerms } from '../../src/spl/parse.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** What is absent, false or empty is left out, so that a tree shows what the text says. */
const isSilent = (value: unknown): boolean => value === null || value === false || (Array.isArray(value) && value.length === 0);

const field = (value: Readonly<Record<string, unknown>>): string | null =>
  'hasWildcard' in value ? `${value.hasWildcard ? '~' : ''}${String(value.text)}` : null;

const shown = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(shown).join(' ')}]`;
  if (!isObject(value)) return String(value);
  const name = field(value);
  if (name !== null) return name;
  const kind = value.kind;
  if (kind === 'field' && 'name' in value) return String(value.name);
  if (kind === 'number') return String(value.text);
  if (kind === 'string') return JSON.stringify(value.value);
  const parts = Object.entries(value).filter(([key, part]) => key !== 'span' && key !== 'kind' && !isSilent(part));
  return `(${[...(kind === undefined ? [] : [String(kind)]), ...parts.map(([key, part]) => `${key}=${shown(part)}`)].join(' ')})`;
};

const told = <T>(text: string, parsed: Parsed<T>, show: (value: T) => string): string => {
  if (parsed.ok) return show(parsed.value);
  const { message, span } = parsed.error;
  return `error at ${span.start}-${span.end} '${text.slice(span.start, span.end)}': ${message}`;
};

/** One line per command. */
export const splTree = (text: string): string => told(text, parseSpl(text), ({ commands }) => commands.map(shown).join('\n'));

const operator = (value: unknown): string | null => {
  if (!isObject(value)) return null;
  const { kind, op, operands, operand, left, right } = value;
  if (Array.isArray(operands)) return `(${String(kind)} ${operands.map(brief).join(' ')})`;
  if (operand !== undefined) return `(${String(kind)} ${brief(operand)})`;
  if (left !== undefined) return `(${String(op)} ${brief(left)} ${brief(right)})`;
  if (kind === 'call') return `(${[String(value.name), ...(value.args as readonly unknown[]).map(brief)].join(' ')})`;
  return null;
};

/** Operators and calls as lists, the rest as in `splTree`. */
const brief = (value: unknown): string => operator(value) ?? shown(value);

export const splExpr = (text: string): string => told(text, parseSplExpr(text), brief);

const term = (value: unknown): string => {
  if (!isObject(value)) return shown(value);
  const { kind, field: name, op, value: right, values, operands, operand } = value;
  if (Array.isArray(operands)) return `(${String(kind)} ${operands.map(term).join(' ')})`;
  if (operand !== undefined) return `(${String(kind)} ${term(operand)})`;
  if (kind === 'compare') return `(${String(op)} ${String(name)} ${literal(right)})`;
  if (kind === 'in' && Array.isArray(values)) return `(in ${[String(name), ...values.map(literal)].join(' ')})`;
  return kind === 'term' ? literal(right) : shown(value);
};

const literal = (value: unknown): string => {
  if (!isObject(value)) return shown(value);
  const { text, quoted, directive, cidr } = value;
  const word = quoted ? JSON.stringify(text) : String(text);
  return `${directive === 'none' ? word : `${String(directive)}:${word}`}${cidr ? ' cidr' : ''}`;
};

export const splTerms = (text: string): string => told(text, parseSplTerms(text), term);
