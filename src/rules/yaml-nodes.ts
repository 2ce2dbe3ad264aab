// YAML nodes in, plain answers out: the entries of a mapping by key, the text of a scalar, what a node is in words. Aliases are never followed.
import { isAlias, isMap, isScalar, isSeq, type Scalar, type YAMLMap } from 'yaml';
import type { Span } from '../diagnostics/span.ts';
import type { ScalarStyle } from './scalar-map.ts';

export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: unknown;
}

const spanOf = (node: unknown): Span | null => {
  const range = (node as { range?: readonly [number, number, number] | null } | null)?.range;
  return range ? { start: range[0], end: range[1] } : null;
};

/** The entries of a mapping whose keys are plain names, in order; the same key may stand twice. */
export const entriesOf = (map: YAMLMap): readonly Entry[] =>
  map.items.flatMap((pair) => {
    const keySpan = spanOf(pair.key);
    if (!isScalar(pair.key) || !keySpan) return [];
    return [{ key: textOf(pair.key) ?? '', keySpan, value: pair.value }];
  });

/** A node's range without trailing blanks and comments; `fallback` for a value that is not there. */
export const nodeSpan = (node: unknown, fallback: Span): Span => spanOf(node) ?? fallback;

/** A scalar as it was written (`1.0` stays `1.0`); null for what is no scalar or nothing at all. */
export const textOf = (node: unknown): string | null => {
  if (!isScalar(node) || node.value === null) return null;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
};

/** `a mapping`, `a list`, `nothing`: for messages. */
export const describeNode = (node: unknown): string => {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (isAlias(node)) return 'an alias';
  if (!isScalar(node) || node.value === null) return 'nothing';
  return typeof node.value === 'string' ? 'text' : `a ${typeof node.value}`;
};

const styles = new Map<string, ScalarStyle>([
  ['BLOCK_LITERAL', 'literal'],
  ['BLOCK_FOLDED', 'folded'],
  ['PLAIN', 'plain'],
  ['QUOTE_SINGLE', 'single'],
  ['QUOTE_DOUBLE', 'double'],
]);

export const styleOf = (scalar: Scalar): ScalarStyle => styles.get(scalar.type ?? 'PLAIN') ?? 'plain';
