// What a target's language gained in which version, and the AST of a query in; the parts of the query that a version lacks out.

/** A part of the language: an AST node's `kind` (`mvExpand`), a function (`call:json_object`), a `type` (`type:value_sum`). */
export type Part = string;

export interface Since {
  readonly version: string;
  /** For messages: `json_object()`. */
  readonly what: string;
  /** Where the figure is from. */
  readonly source: string;
}

export interface Versions {
  /** What the texts are tested with. */
  readonly normal: string;
  /** That may be asked for, oldest first. */
  readonly known: readonly string[];
  /** Parts that the oldest known version lacks. */
  readonly since: Readonly<Record<Part, Since>>;
}

const partsOf = (version: string): readonly number[] => version.split('.').map(Number);

/** `8.9` is older than `8.19`. */
export const isOlder = (a: string, b: string): boolean => {
  const [left, right] = [partsOf(a), partsOf(b)];
  const at = Array.from({ length: Math.max(left.length, right.length) }, (_, i) => i).find((i) => (left[i] ?? 0) !== (right[i] ?? 0));
  return at !== undefined && (left[at] ?? 0) < (right[at] ?? 0);
};

const collect = (node: unknown, into: Set<Part>): void => {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const one of node) collect(one, into);
    return;
  }
  const { kind, fn, type } = node as { readonly kind?: unknown; readonly fn?: unknown; readonly type?: unknown };
  if (typeof kind === 'string') into.add(kind);
  if (kind === 'call' && typeof fn === 'string') into.add(`call:${fn}`);
  if (typeof type === 'string') into.add(`type:${type}`);
  for (const value of Object.values(node)) collect(value, into);
};

/** What a query needs that came after a version. */
export const newerThan = ({ since }: Versions, version: string, ast: unknown): readonly Since[] => {
  const parts = new Set<Part>();
  collect(ast, parts);
  return Object.entries(since).flatMap(([part, one]) => (parts.has(part) && isOlder(version, one.version) ? [one] : []));
};
