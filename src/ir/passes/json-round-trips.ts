// Reading JSON out of what was JSON already: `parse_json` of a dynamic value gives it back as it is, also where it is a text with JSON inside. Through
// `tostring` only arrays and bags of texts come back the same: a text `123` or `{"a":1}` inside would be read as a number or a bag.
// before: (parse_json (path Extra "user")) (parse_json (tostring (split A ",")))
// after:  (path Extra "user") (split A ",")
import type { Expr, ExprOf } from '../expr.ts';
import type { ScalarFn } from '../functions.ts';
import type { Query } from '../pipeline.ts';
import { rewriteQuery } from '../traverse.ts';

/** Functions that give an array or a bag of texts, or null, which is the empty text and null again. */
const ofTexts: ReadonlySet<ScalarFn> = new Set([
  'split',
  'extract_all',
  'bag_keys',
  'parse_url',
  'parse_urlquery',
  'parse_path',
  'parse_command_line',
  'geo_info_from_ip_address',
]);

/** What a text was made of, when the JSON in it says all of that again. */
const madeOf = (expr: Expr): Expr | null => {
  if (expr.kind !== 'call' || expr.fn !== 'tostring') return null;
  const [made] = expr.args;
  return made?.kind === 'call' && ofTexts.has(made.fn) ? made : null;
};

const unread = (node: ExprOf<'call'>): Expr => {
  const [arg] = node.args;
  if (!arg) return node;
  const same = arg.type === 'dynamic' ? arg : madeOf(arg);
  return same ? { ...same, span: node.span } : node;
};

export const jsonRoundTrips = (query: Query): Query =>
  rewriteQuery(query, { expr: (expr) => (expr.kind === 'call' && expr.fn === 'parse_json' ? unread(expr) : expr) });
