// Calls over literals: a call in, a literal or a simpler call out.
import type { Expr, ExprOf, Literal } from './expr.ts';
import type { ScalarFn } from './functions.ts';
import { convertText, nullLiteral, textLiteral, textOfLiteral } from './literals.ts';
import type { DynamicValue } from './types.ts';

const literals = (args: readonly Expr[]): readonly Literal[] | null => {
  const found = args.filter((arg) => arg.kind === 'literal');
  return found.length === args.length ? found : null;
};

const textOf = (literal: Literal | undefined): string | null =>
  literal?.type === 'string' && typeof literal.value === 'string' ? literal.value : null;

/** A literal as an element of a dynamic array. */
const elementOf = (literal: Literal): DynamicValue => {
  const { type, value } = literal;
  if (typeof value === 'bigint' && (type === 'datetime' || type === 'timespan')) return { ticks: value, type };
  return value as DynamicValue;
};

type Fold = (node: ExprOf<'call'>, args: readonly Literal[]) => Expr | null;

const foldStrcat: Fold = (node, args) => {
  const texts = args.map(textOfLiteral);
  return texts.includes(null) ? null : textLiteral(texts.join(''), node.span);
};

const foldTostring: Fold = (node, [arg]) => {
  const text = arg ? textOfLiteral(arg) : null;
  return text === null ? null : textLiteral(text, node.span);
};

/** ASCII only: other letters depend on the engine's tables. */
const foldCase =
  (change: (text: string) => string): Fold =>
  (node, [arg]) => {
    const text = textOf(arg);
    return text === null || /[^\0-\x7f]/.test(text) ? null : textLiteral(change(text), node.span);
  };

/** `tolong("5")`, `todatetime("2024-01-01")`, `toint(5)`. */
const foldConversion: Fold = (node, [arg]) => {
  const text = textOf(arg);
  if (text !== null) return convertText(text, node.type, node.span);
  if (arg?.value === null && arg.type !== 'dynamic') return nullLiteral(node.type, node.span);
  const isInteger = arg?.type === 'int' || arg?.type === 'long';
  return isInteger && (node.type === 'int' || node.type === 'long')
    ? { kind: 'literal', span: node.span, type: node.type, value: arg.value }
    : null;
};

const dynamic = (node: ExprOf<'call'>, value: DynamicValue): Literal => ({ kind: 'literal', span: node.span, type: 'dynamic', value });

const foldArray: Fold = (node, args) => dynamic(node, args.map(elementOf));

const foldSplit: Fold = (node, args) => {
  const [text, delimiter] = [textOf(args[0]), textOf(args[1])];
  if (args.length !== 2 || text === null || delimiter === null || delimiter === '') return null;
  return dynamic(node, text.split(delimiter));
};

const arrayOf = (literal: Literal | undefined): readonly DynamicValue[] | null =>
  literal && Array.isArray(literal.value) ? (literal.value as readonly DynamicValue[]) : null;

const arrays = (args: readonly Literal[]): readonly (readonly DynamicValue[])[] | null => {
  const found = args.map(arrayOf).filter((array) => array !== null);
  return found.length === args.length ? found : null;
};

const isText = (value: DynamicValue): value is string => typeof value === 'string';

const foldConcat: Fold = (node, args) => {
  const all = arrays(args)?.flat();
  return all ? dynamic(node, all) : null;
};

/** Of texts: those are equal when they look the same. */
const foldUnion: Fold = (node, args) => {
  const all = arrays(args)?.flat();
  return all?.every(isText) ? dynamic(node, [...new Set(all)]) : null;
};

const foldLength: Fold = (node, [arg]) => {
  const items = arrayOf(arg);
  return items ? { kind: 'literal', span: node.span, type: 'long', value: BigInt(items.length) } : null;
};

const foldJoin: Fold = (node, [arg, delimiter]) => {
  const [items, between] = [arrayOf(arg), textOf(delimiter)];
  return items?.every(isText) && between !== null ? textLiteral(items.join(between), node.span) : null;
};

const folds: Readonly<Partial<Record<ScalarFn, Fold>>> = {
  strcat: foldStrcat,
  tostring: foldTostring,
  tolower: foldCase((text) => text.toLowerCase()),
  toupper: foldCase((text) => text.toUpperCase()),
  toint: foldConversion,
  tolong: foldConversion,
  tobool: foldConversion,
  todatetime: foldConversion,
  toguid: foldConversion,
  pack_array: foldArray,
  split: foldSplit,
  array_concat: foldConcat,
  set_union: foldUnion,
  array_length: foldLength,
  strcat_array: foldJoin,
};

/** Conversions that leave a value of their own type as it is. */
const conversions: ReadonlySet<ScalarFn> = new Set([
  'tostring',
  'tobool',
  'toint',
  'tolong',
  'toreal',
  'todatetime',
  'totimespan',
  'toguid',
  'todecimal',
]);

/** It is the same from both sides: the constant address comes second. */
const constantLast = (node: ExprOf<'call'>): ExprOf<'call'> => {
  const [one, other, ...rest] = node.args;
  const turns =
    (node.fn === 'ipv4_is_match' || node.fn === 'ipv6_is_match') && one?.kind === 'literal' && other && other.kind !== 'literal';
  return turns ? { ...node, args: [other, one, ...rest] } : node;
};

/** `set_has_element()` of an array of texts that is known; null: of another one, or of a value that may be none. */
export const hasText = (items: DynamicValue, sought: Expr, span: Expr['span']): Expr | null => {
  if (!Array.isArray(items) || !items.every(isText) || sought.type !== 'string') return null;
  const patterns = items.map((text) => textLiteral(text, span));
  return { kind: 'text', span, type: 'bool', test: 'equals', caseless: false, subject: sought, patterns, require: 'any' };
};

export const foldCall = (call: ExprOf<'call'>): Expr => {
  const node = constantLast(call);
  const [list, sought] = node.args;
  if (node.fn === 'set_has_element' && list?.kind === 'literal' && sought)
    return hasText(list.value as DynamicValue, sought, node.span) ?? node;
  const [first] = node.args;
  if (first && conversions.has(node.fn) && first.type === node.type) return { ...first, span: node.span };
  const fold = folds[node.fn];
  const args = fold ? literals(node.args) : null;
  return (fold && args ? fold(node, args) : null) ?? node;
};
