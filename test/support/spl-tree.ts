// SPL text in; its tree as a compact s-expression out, or what is wrong with it and the words that are pointed at.
import { type Parsed, parseSpl, parseSplExpr, parseSplTerms } from '../../src/spl/parse.ts';

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

const list = (...parts: readonly string[]): string => `(${parts.join(' ')})`;
const all = (values: unknown): readonly string[] => (Array.isArray(values) ? values.map(shown) : []);

/** A literal of the search command; a name that stands bare is shown bare. */
const literal = ({ text, quoted, directive, cidr }: Node): string => {
  const word = `${directive === 'none' ? '' : `${String(directive)}:`}${quoted ? JSON.stringify(text) : String(text)}`;
  return cidr ? `${word}~cidr` : word;
};

const step = (value: unknown): string => {
  const { kind, amount, unit, weekday } = value as Node;
  return kind === 'move' ? `${String(amount)}${String(unit)}` : `@${String(unit)}${weekday === null ? '' : String(weekday)}`;
};

/** Nodes of expressions and search terms, by kind; `compare` and `in` serve both. */
const forms = new Map<string, (node: Node) => string>([
  ['number', ({ text }) => String(text)],
  ['string', ({ value }) => JSON.stringify(value)],
  ['negate', ({ operand }) => list('neg', shown(operand))],
  ['arithmetic', ({ op, left, right }) => list(String(op), shown(left), shown(right))],
  ['compare', ({ op, left, field, right, value }) => list(String(op), left ? shown(left) : String(field), shown(right ?? value))],
  ['like', ({ subject, pattern }) => list('like', shown(subject), shown(pattern))],
  ['in', ({ subject, field, options, values }) => list('in', subject ? shown(subject) : String(field), ...all(options ?? values))],
  ['not', ({ operand }) => list('not', shown(operand))],
  ...['and', 'or', 'xor'].map((kind) => [kind, ({ operands }: Node) => list(kind, ...all(operands))] as const),
  ['call', ({ name, args }) => list(String(name), ...all(args))],
  ['macro', ({ name, args }) => list('macro', String(name), ...all(args))],
  ['term', ({ value }) => shown(value)],
  ['subsearch', ({ search }) => shown(search)],
  ['relative', ({ steps }) => (steps as readonly unknown[]).map(step).join('')],
]);

const shown = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(shown).join(' ')}]`;
  if (!isNode(value)) return String(value);
  const { kind, name, text, commands } = value;
  if ('hasWildcard' in value) return `${value.hasWildcard ? '~' : ''}${String(text)}`;
  if ('directive' in value) return literal(value);
  if (Array.isArray(commands)) return `{${commands.map(shown).join(' | ')}}`;
  if (kind === 'field' && typeof name === 'string') return name;
  const form = forms.get(String(kind));
  return form ? form(value) : generic(value);
};

/** Kind, then every property: nulls and empty lists left out, `name` for true and `!name` for false. */
const generic = (value: Node): string => {
  const parts = Object.entries(value).flatMap(([key, part]) => {
    if (key === 'span' || key === 'kind' || part === null || (Array.isArray(part) && part.length === 0)) return [];
    return [typeof part === 'boolean' ? `${part ? '' : '!'}${key}` : `${key}=${shown(part)}`];
  });
  return list(...('kind' in value ? [String(value.kind)] : []), ...parts);
};

const told = <T>(text: string, parsed: Parsed<T>, show: (value: T) => string): string => {
  if (parsed.ok) return show(parsed.value);
  const { message, span } = parsed.error;
  return `'${text.slice(span.start, span.end)}' at ${span.start}: ${message}`;
};

/** One line per command. */
export const splTree = (text: string): string => told(text, parseSpl(text), ({ commands }) => commands.map(shown).join('\n'));
export const splExpr = (text: string): string => told(text, parseSplExpr(text), shown);
export const splTerms = (text: string): string => told(text, parseSplTerms(text), shown);
