// A query in; the same with `extract_json()` of a constant path as the path into the parsed text that it is, out. Any other path stays a call.
// before: T | extend Name = extract_json("$.a[0]['b c']", Text)
// after:  T | extend Name = tostring(parse_json(Text).a[0]["b c"])
import type { Expr, ExprOf } from '../../../ir/expr.ts';
import type { Query } from '../../../ir/pipeline.ts';
import { rewriteQuery } from '../../../ir/traverse.ts';
import type { TargetContext } from '../../shared/backend.ts';
import { literalText } from '../context.ts';
import { readsJson } from '../versions.ts';

const step = /\.([A-Za-z_][\w-]*)|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/y;

type Key = string | bigint;

/** Null for a text that is no path: https://learn.microsoft.com/kusto/query/jsonpath */
const keysOf = (path: string): readonly Key[] | null => {
  if (!path.startsWith('$')) return null;
  const keys: Key[] = [];
  step.lastIndex = 1;
  while (step.lastIndex < path.length) {
    const found = step.exec(path);
    if (!found) return null;
    const [, name, single, double, index] = found;
    const key = name ?? single ?? double;
    keys.push(key === undefined ? BigInt(index ?? '') : key.replace(/\\(.)/gs, '$1'));
  }
  return keys;
};

const below = (base: Expr, key: Key): Expr => ({
  kind: 'path',
  span: base.span,
  type: 'dynamic',
  base,
  key: { kind: 'literal', span: base.span, type: typeof key === 'bigint' ? 'long' : 'string', value: key },
});

const asPath = (n: ExprOf<'call'>): Expr => {
  const [path, text] = n.args;
  const keys = keysOf(literalText(path) ?? '');
  if (!keys || !text) return n;
  const json: Expr = { ...n, fn: 'parse_json', type: 'dynamic', args: [text] };
  return { ...n, fn: 'tostring', args: [keys.reduce(below, json)] };
};

export const withJsonPaths = (query: Query, context: TargetContext): Query =>
  readsJson(context)
    ? rewriteQuery(query, { expr: (expr) => (expr.kind === 'call' && expr.fn === 'extract_json' ? asPath(expr) : expr) })
    : query;
