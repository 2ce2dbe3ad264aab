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

const foldArray: Fold = (node, args) => ({ kind: 'literal', span: node.span, type: 'dynamic', value: args.map(elementOf) });

const foldSplit: Fold = (node, args) => {
  const [text, delimiter] = [textOf(args[0]), textOf(args[1])];
  if (args.length !== 2 || text === null || delimiter === null || delimiter === '') return null;
  return { kind: 'literal', span: node.span, type: 'dynamic', value: text.split(delimiter) };
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
};

export const foldCall = (node: ExprOf<'call'>): Expr => {
  if (node.fn === 'tostring' && node.args[0]?.type === 'string') return { ...node.args[0], span: node.span };
  if (node.fn === 'tobool' && node.args[0]?.type === 'bool') return { ...node.args[0], span: node.span };
  const fold = folds[node.fn];
  const args = fold ? literals(node.args) : null;
  return (fold && args ? fold(node, args) : null) ?? node;
};
