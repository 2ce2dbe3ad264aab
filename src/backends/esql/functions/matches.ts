// Calls of `countof`, `extract_all` and `translate` in; REPLACE, which finds every match of a pattern of Java's, out.
import type { Expr } from '../../../ir/expr.ts';
import { assumeAsciiClasses } from '../../shared/ascii-classes.ts';
import { binary, call, type Es, str } from '../ast.ts';
import { listSign } from '../json/bag.ts';
import { javaLiteral, javaRegex, javaReplacement } from '../regex/java-regex.ts';
import { value } from '../value.ts';
import type { Call, Emit } from './call.ts';

/** The one group that is asked for: the only one of the pattern, or one in a literal array. */
const groupOf = (c: Call, captures: number): number | null => {
  if (c.count === 2) return captures === 1 ? 1 : null;
  const chosen: Expr | undefined = c.expr(1);
  const groups = chosen?.kind === 'literal' && Array.isArray(chosen.value) ? chosen.value : [];
  const [group] = groups;
  const index = groups.length === 1 ? Number(group) : 0;
  return Number.isInteger(index) && index >= 1 && index <= Math.min(captures, 9) ? index : null;
};

/** Each match and what is in front of it becomes its group and a sign: what stands behind the last sign is no match. Null without a match. */
export const extractAll: Emit = (c) => {
  const source = c.literalText(0);
  if (source === undefined) return c.refuse('the regular expression must be a literal');
  const regex = javaRegex(source);
  if (!regex.ok) return c.refuse(regex.why);
  const group = groupOf(c, regex.captures);
  if (group === null) return c.refuse('one group is gathered: arrays hold no arrays');
  if (regex.fitsEmpty) return c.refuse('matches of a regular expression that fits the empty text are found at different places');
  assumeAsciiClasses(regex.regex, c.node.span, c.place.context.findings);
  c.place.context.findings.assume('RMMC3752', c.node.span, { what: 'the text' });
  const text = c.text(c.count - 1);
  const signed = call('REPLACE', text, str(`(?s:.*?)(?:${regex.pattern})`), call('CONCAT', str(`$${group}`), listSign));
  const groups = call('REPLACE', signed, str('\\A(?:((?s:.*))\\x{1f})?[^\\x{1f}]*\\z'), str('$1'));
  const es = call('CASE', binary('!=', signed, text), call('SPLIT', groups, listSign));
  return { es, type: 'list', nullable: true, element: 'keyword', mayLack: true };
};

/** Which characters become which: the first of equal ones counts, and a shorter list goes on with its last character. */
const translation = (search: string, replacements: string): ReadonlyMap<string, string> => {
  const to = [...replacements];
  return new Map([...search].map((from, at) => [from, to[at] ?? to.at(-1) ?? ''] as const).reverse());
};

export const translate: Emit = (c) => {
  const [search, replacements] = [c.literalText(0), c.literalText(1)];
  if (search === undefined || search === '' || replacements === undefined) return c.refuse('the characters must be literals');
  const byTarget = new Map<string, string[]>();
  const table = [...translation(search, replacements)].filter(([from, to]) => from !== to);
  for (const [from, to] of table) byTarget.set(to, [...(byTarget.get(to) ?? []), from]);
  if (table.some(([, to]) => table.some(([from]) => from === to))) return c.refuse('a character that is put in would be replaced as well');
  const once = (text: Es, [to, from]: readonly [string, readonly string[]]): Es =>
    call('REPLACE', text, str(from.map(javaLiteral).join('|')), str(javaReplacement(to)));
  return value([...byTarget].reduce(once, c.text(2)), 'keyword', false);
};

/** Copies of a text may overlap: a place where one begins is counted, and no match is taken away. */
const finder = (c: Call): string | null => {
  const needle = c.literalText(1);
  const kind = c.count < 3 ? 'normal' : c.literalText(2);
  if (needle === undefined || needle === '') return null;
  if (kind === 'normal') return `(?=${javaLiteral(needle)})`;
  const regex = kind === 'regex' ? javaRegex(needle) : null;
  if (!regex?.ok || regex.fitsEmpty) return null;
  assumeAsciiClasses(regex.regex, c.node.span, c.place.context.findings);
  return regex.pattern;
};

/** Each match becomes longer by one character. */
export const countOf: Emit = (c) => {
  const found = finder(c);
  if (found === null)
    return c.refuse('what is counted is a literal text, or a literal regular expression that does not fit the empty text');
  const subject = c.text(0);
  return value(binary('-', call('LENGTH', call('REPLACE', subject, str(found), str('$0_'))), call('LENGTH', subject)), 'integer', false);
};
