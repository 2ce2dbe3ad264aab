// A YAML node and the shape that it should have in; its plain value out, or diagnostics with positions on what is unknown or of the wrong type.
import { isMap, isScalar, isSeq } from 'yaml';
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { Span } from '../diagnostics/span.ts';

/** `text`: a string. `scalar`: any scalar, as text; `checked`: one that holds, else `problem` (RMMC5003 by default). `texts`: a string or a list of them, as a
 * list. `items`: a list of anything. `map`: any keys. `record`: these keys only; `known` stands for
 * their list in messages, `refuse` tells names that are known and no keys. `any`: whatever stands there (its value is not taken over). */
export type Shape =
  | { readonly is: 'text' }
  | { readonly is: 'scalar' }
  | { readonly is: 'checked'; readonly expected: string; readonly holds: (text: string) => boolean; readonly problem?: Problem }
  /** `filled`: at least one, and none is empty. */
  | { readonly is: 'texts'; readonly filled?: true }
  | { readonly is: 'items'; readonly of: Shape }
  | { readonly is: 'any' }
  | { readonly is: 'list'; readonly of: Shape }
  | { readonly is: 'word'; readonly of: readonly string[] }
  | { readonly is: 'nullable'; readonly of: Shape }
  | { readonly is: 'map'; readonly of: Shape }
  | {
      readonly is: 'record';
      readonly where: string;
      readonly keys: ReadonlyMap<string, Shape>;
      readonly needs?: readonly string[];
      readonly known?: string;
      readonly refuse?: (name: string) => boolean;
    }
  /** A string stands for `{ [key]: string }`. */
  | { readonly is: 'short'; readonly key: string; readonly of: Shape };

export type Problem = (span: Span, params: { readonly key: string; readonly found: string; readonly expected: string }) => Diagnostic;

/** `true` or `false`, as text. */
export const flag: Shape = { is: 'checked', expected: 'true or false', holds: (written) => written === 'true' || written === 'false' };

type RecordShape = Extract<Shape, { is: 'record' }>;

/** Plain data; objects have no prototype, because their keys are names that users choose. */
export type Value = string | null | readonly Value[] | { readonly [key: string]: Value };

export interface Checker {
  readonly diagnostics: Diagnostic[];
}

const spanOf = (node: unknown, fallback: Span): Span => {
  const range = (node as { range?: readonly [number, number, number] | null } | null)?.range;
  return range && range[1] > range[0] ? { start: range[0], end: range[1] } : fallback;
};

const describe = (node: unknown): string => {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (!isScalar(node)) return node ? 'an alias' : 'nothing';
  return node.value === null ? 'nothing' : typeof node.value === 'string' ? 'text' : `a ${typeof node.value}`;
};

const mistaken: Problem = (span, params) => report('RMMC5003', span, params);

const wrong = (checker: Checker, node: unknown, key: string, at: Span, expected: string): undefined => {
  checker.diagnostics.push(report('RMMC5003', spanOf(node, at), { key, found: describe(node), expected }));
  return undefined;
};

const record = (entries: readonly (readonly [string, Value])[]): Value =>
  Object.assign(Object.create(null), Object.fromEntries(entries)) as Value;

const keyed = (
  checker: Checker,
  node: unknown,
  key: string,
  at: Span,
  shapeOf: (name: string, span: Span) => Shape | undefined,
): Value | undefined => {
  if (!isMap(node)) return wrong(checker, node, key, at, 'a mapping');
  const entries: (readonly [string, Value])[] = [];
  const seen = new Set<string>();
  for (const pair of node.items) {
    const name = isScalar(pair.key) ? String(pair.key.value) : '';
    const span = spanOf(pair.key, at);
    if (seen.has(name)) checker.diagnostics.push(report('RMMC5006', span, { key: name }));
    seen.add(name);
    const shape = shapeOf(name, span);
    const value = shape && checkShape(checker, pair.value, shape, name, span);
    if (value !== undefined) entries.push([name, value]);
  }
  return record(entries);
};

const unknownKey = (checker: Checker, name: string, span: Span, shape: RecordShape): undefined => {
  const { where, keys } = shape;
  const known = [...keys.keys()];
  if (shape.refuse?.(name)) {
    checker.diagnostics.push(report('RMMC5007', span, { code: name }));
    return undefined;
  }
  const suggestion = nearest(name, known);
  checker.diagnostics.push(
    report('RMMC5002', span, { key: name, where, known: shape.known ?? known.join(', '), ...(suggestion ? { suggestion } : {}) }),
  );
  return undefined;
};

const texts = (checker: Checker, node: unknown, key: string, at: Span): Value | undefined => {
  if (isScalar(node) && typeof node.value === 'string') return [node.value];
  if (!isSeq(node)) return wrong(checker, node, key, at, 'text or a list of texts');
  return node.items.flatMap((item) => {
    if (isScalar(item) && typeof item.value === 'string') return [item.value];
    wrong(checker, item, key, at, 'text');
    return [];
  });
};

/**
 * The value of a node, or undefined after a diagnostic.
 * @param key the node's own key, for messages
 * @param at where to point when the node is not there
 */
export const checkShape = (checker: Checker, node: unknown, shape: Shape, key: string, at: Span): Value | undefined => {
  const scalar = isScalar(node) ? node.value : undefined;
  if (shape.is === 'nullable') return scalar === null ? null : checkShape(checker, node, shape.of, key, at);
  if (shape.is === 'text') return typeof scalar === 'string' ? scalar : wrong(checker, node, key, at, 'text');
  if (shape.is === 'scalar')
    return isScalar(node) && scalar !== null ? (node.source ?? String(scalar)) : wrong(checker, node, key, at, 'a single value');
  if (shape.is === 'checked') {
    const { expected, holds, problem = mistaken } = shape;
    const text = isScalar(node) && scalar !== null ? (node.source ?? String(scalar)) : null;
    if (text !== null && holds(text)) return text;
    const found = text === null ? describe(node) : `\`${text}\``;
    checker.diagnostics.push(problem(spanOf(node, at), { key, found, expected }));
    return undefined;
  }
  if (shape.is === 'items') {
    if (!isSeq(node)) return wrong(checker, node, key, at, 'a list');
    return node.items.flatMap((item): readonly Value[] => {
      const value = checkShape(checker, item, shape.of, key, spanOf(item, at));
      return value === undefined ? [] : [value];
    });
  }
  if (shape.is === 'any') return '';
  if (shape.is === 'list') {
    if (!isSeq(node)) return wrong(checker, node, key, at, 'a list');
    for (const item of node.items) checkShape(checker, item, shape.of, key, spanOf(item, at));
    return '';
  }
  if (shape.is === 'texts') {
    const found = texts(checker, node, key, at) as readonly string[] | undefined;
    const empty = shape.filled && found && (found.length === 0 || found.includes(''));
    return empty ? wrong(checker, node, key, at, 'texts, none of them empty') : found;
  }
  if (shape.is === 'word') {
    return typeof scalar === 'string' && shape.of.includes(scalar)
      ? scalar
      : wrong(checker, node, key, at, `one of ${shape.of.join(', ')}`);
  }
  if (shape.is === 'map') return keyed(checker, node, key, at, () => shape.of);
  if (shape.is === 'short') {
    return typeof scalar === 'string' ? record([[shape.key, scalar]]) : checkShape(checker, node, shape.of, key, at);
  }
  const { keys } = shape;
  const found = keyed(checker, node, key, at, (name, span) => keys.get(name) ?? unknownKey(checker, name, span, shape));
  for (const need of shape.needs ?? []) {
    if (isMap(node) && !node.has(need)) wrong(checker, node, key, at, `a mapping with \`${need}\``);
  }
  return found;
};
