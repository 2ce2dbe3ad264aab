// return and format: rows in, the text of a condition for the search around out, in the field `search`; and that text read back.
import type { FormatCommand, ReturnCommand, Search, SearchTerm } from '../../ast.ts';
import { parseSplTerms } from '../../parse.ts';
import { fail } from '../refusal.ts';
import { type Row, textOf, textsOf } from '../value.ts';
import { isInternal, type Table } from './frame.ts';

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, (sign) => `\\${sign}`)}"`;
const oneRow = (text: string): Table => ({ rows: [new Map([['search', text]])], columns: ['search'] });

export const returnCommand = ({ count, items }: ReturnCommand, { rows }: Table): Table => {
  const parts = rows.slice(0, count).flatMap((row) => {
    const texts = items.flatMap(({ kind, name, field }) =>
      textsOf(row.get(field) ?? null)
        .slice(0, 1)
        .map((text) => (kind === 'value' ? text : `${name}=${quoted(text)}`)),
    );
    return texts.length > 0 ? [`(${texts.join(' ')})`] : [];
  });
  return oneRow(parts.join(' OR '));
};

const defaults = ['(', '(', 'AND', ')', 'OR', ')'] as const;

const shownRow = (row: Row, [, open = '(', between = 'AND', close = ')']: readonly string[], several: string): string => {
  const parts = [...row]
    .filter(([name]) => !isInternal(name))
    .map(([name, field]) => {
      const texts = textsOf(field).map((text) => (name === 'search' || name === 'query' ? text : `${name}=${quoted(text)}`));
      return texts.length === 1 ? (texts[0] ?? '') : `( ${texts.join(` ${several} `)} )`;
    });
  return `${open} ${parts.join(` ${between} `)} ${close}`;
};

export const format = (command: Pick<FormatCommand, 'texts' | 'mvSeparator' | 'maxResults' | 'emptyText'>, { rows }: Table): Table => {
  const texts = command.texts ?? defaults;
  const shown = command.maxResults === 0 ? rows : rows.slice(0, command.maxResults);
  if (shown.length === 0) return oneRow(command.emptyText);
  const [open = '(', , , , or = 'OR', close = ')'] = texts;
  return oneRow(`${open} ${shown.map((row) => shownRow(row, texts, command.mvSeparator)).join(` ${or} `)} ${close}`);
};

/** A condition that nothing meets. */
const never = ({ span }: Search): SearchTerm => ({
  kind: 'not',
  operand: { kind: 'term', value: { text: '*', quoted: false, directive: 'none', cidr: false, span }, span },
  span,
});

/** What a search in brackets stands for: its rows as a condition, unless it ends with the text of one. */
export const conditionOf = (search: Search, result: Table): SearchTerm => {
  const last = search.commands.at(-1);
  const isText = last?.kind === 'return' || last?.kind === 'format';
  const made = isText ? result : format({ texts: null, mvSeparator: 'OR', maxResults: 0, emptyText: 'NOT ()' }, result);
  const [row] = made.rows;
  const field = row?.get('search');
  const text = field === undefined ? '' : textOf(field).trim();
  if (text === '' || text === 'NOT ()') return never(search);
  const parsed = parseSplTerms(text);
  return parsed.ok ? parsed.value : fail(`the subsearch gives the condition ${text}: ${parsed.error.message}`);
};
