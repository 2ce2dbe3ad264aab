// A sed expression of rex in (`s/a/b/g`, `s/a/b/2`, `y/abc/xyz/`); the change that it makes to a text out.
import { fail } from './refusal.ts';
import { type Pattern, replaced } from './regex.ts';

/** The parts between the delimiters; a delimiter behind a backslash stands for itself. */
const partsOf = (expression: string): readonly string[] => {
  const delimiter = expression[1] ?? '';
  const parts = [''];
  for (let at = 2; at < expression.length; at += 1) {
    const character = expression[at] ?? '';
    const next = expression[at + 1] ?? '';
    if (character === '\\' && next !== '') {
      parts[parts.length - 1] += next === delimiter ? next : character + next;
      at += 1;
    } else if (character === delimiter) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
};

const translated = (from: string, to: string): ((text: string) => string) => {
  const [a, b] = [[...from], [...to]];
  if (a.length !== b.length) return fail('rex mode=sed: y takes as many characters on both sides');
  const table = new Map(a.map((character, at) => [character, b[at] ?? '']));
  return (text) => [...text].map((character) => table.get(character) ?? character).join('');
};

export const sedOf = (expression: string, compile: (pattern: string) => Pattern): ((text: string) => string) => {
  const parts = partsOf(expression.trim());
  const [from = '', to = '', flags = ''] = parts;
  if (parts.length !== 3 || !/^[sy]/.test(expression.trim())) return fail('rex mode=sed takes s/…/…/ or y/…/…/');
  if (expression.trim().startsWith('y')) return flags === '' ? translated(from, to) : fail('rex mode=sed: y takes no flags');
  if (!/^(?:g|\d+|)$/.test(flags)) return fail(`rex mode=sed: the flags ${flags}`);
  const pattern = compile(from);
  const nth = flags === '' ? 1 : Number(flags);
  return (text) => replaced(pattern, text, to, (count) => flags === 'g' || count === nth);
};
