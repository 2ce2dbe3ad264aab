// A path of json_extract and spath in (`a.b{}.c{2}`); its steps, and what they reach in a tree, out.
import { type JsonNode, memberOf } from './json-text.ts';

/** A key, one element (from 0), all elements, or an attribute of XML. */
export type PathStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'attribute'; readonly name: string };

/** Null when the braces do not fit together. */
export const pathOf = (text: string): readonly PathStep[] | null => {
  const steps: PathStep[] = [];
  const part = /\.?([^.{}]+)|\{(\d*)\}|\{@([^{}]+)\}/y;
  while (part.lastIndex < text.length) {
    const [whole, key, index, attribute] = part.exec(text) ?? [];
    if (whole === undefined) return null;
    if (key !== undefined) steps.push({ kind: 'key', key });
    else if (attribute !== undefined) steps.push({ kind: 'attribute', name: attribute });
    else steps.push(index ? { kind: 'index', index: Number(index) } : { kind: 'all' });
  }
  return steps;
};

export const hasAll = (steps: readonly PathStep[]): boolean => steps.some(({ kind }) => kind === 'all');

const below = (node: JsonNode, step: PathStep): readonly JsonNode[] => {
  if (step.kind === 'key') {
    const member = memberOf(node, step.key);
    return member ? [member] : [];
  }
  if (node.kind !== 'array') return [];
  if (step.kind === 'all') return node.items;
  const item = step.kind === 'index' ? node.items[step.index] : undefined;
  return item ? [item] : [];
};

/** Every node that the path reaches, in document order. */
export const reached = (node: JsonNode, steps: readonly PathStep[]): readonly JsonNode[] =>
  steps.reduce<readonly JsonNode[]>((nodes, step) => nodes.flatMap((one) => below(one, step)), [node]);

/** The tree with the node at the path changed; the tree itself when the path is not there and `change` makes nothing of `undefined`. */
export const changedAt = (
  node: JsonNode | undefined,
  steps: readonly PathStep[],
  change: (node: JsonNode | undefined) => JsonNode | undefined,
): JsonNode | undefined => {
  const [first, ...rest] = steps;
  if (!first) return change(node);
  if (first.kind === 'key') {
    const own: JsonNode = node ?? { kind: 'object', entries: [] };
    if (own.kind !== 'object') return node;
    const old = memberOf(own, first.key);
    const fresh = changedAt(old, rest, change);
    if (fresh === old) return node;
    if (fresh === undefined) return { ...own, entries: own.entries.filter(([key]) => key !== first.key) };
    if (old === undefined) return { ...own, entries: [...own.entries, [first.key, fresh]] };
    return { ...own, entries: own.entries.map(([key, value]) => (key === first.key ? [key, fresh] : [key, value])) };
  }
  if (node?.kind !== 'array' || first.kind === 'attribute') return node;
  const touched = (at: number): boolean => first.kind === 'all' || first.index === at;
  return {
    ...node,
    items: node.items.flatMap((item, at) => {
      const fresh = touched(at) ? changedAt(item, rest, change) : item;
      return fresh ? [fresh] : [];
    }),
  };
};
