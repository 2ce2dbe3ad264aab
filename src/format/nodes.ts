// Nodes of the concrete syntax in; their children in the order of the text, their first tokens, out.
import type { CstElement, CstNode, IToken } from 'chevrotain';

export const isToken = (element: CstElement): element is IToken => 'image' in element;

const startOf = (element: CstElement): number => (isToken(element) ? element.startOffset : (element.location?.startOffset ?? Number.NaN));

const known = new WeakMap<CstNode, readonly CstElement[]>();

/** The children of a node in the order of the text, without nodes that hold no token. */
export const childrenOf = (node: CstNode): readonly CstElement[] => {
  const cached = known.get(node);
  if (cached) return cached;
  const all = Object.values(node.children)
    .flat()
    .filter((element) => !Number.isNaN(startOf(element)));
  const sorted = all.sort((a, b) => startOf(a) - startOf(b));
  known.set(node, sorted);
  return sorted;
};

/** @throws Error for a node that holds no token, which `childrenOf` never gives */
export const firstToken = (element: CstElement): IToken => {
  let at = element;
  while (!isToken(at)) {
    const first = childrenOf(at)[0];
    if (first === undefined) throw new Error(`a node without tokens: ${at.name}`);
    at = first;
  }
  return at;
};

/** The children of a rule's name. */
export const named = (node: CstNode, name: string): readonly CstNode[] =>
  (node.children[name] ?? []).filter((element): element is CstNode => !isToken(element));

/** Whether a pipeline (or a run of operators) has a `|`. */
export const pipesOf = (node: CstNode): number => node.children.Pipe?.length ?? 0;
