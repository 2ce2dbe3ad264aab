// `X has_any (query)` in: a search for the values of another query. Each value becomes a pattern; every row gets all of them as a multivalue field, and match()
// tries them one by one.
import type { ExprOf } from '../../ir/expr.ts';
import { binary, type Command, call, type Eval, field, number, regex, text } from './ast.ts';

type TextQuery = ExprOf<'textQuery'>;

/** Not between two alphanumeric characters: at an edge of a term, or where the needle's own edge is none. */
const edge = '(?!(?<=[0-9A-Za-z])[0-9A-Za-z])';

const around: Readonly<Record<Exclude<TextQuery['test'], 'regex'>, readonly [string, string]>> = {
  equals: ['^', '\\z'],
  contains: ['', ''],
  startsWith: ['^', ''],
  endsWith: ['', '\\z'],
  term: [edge, edge],
  termPrefix: [edge, ''],
  termSuffix: ['', edge],
};

/** A pattern that fits exactly the text; under `(?i)` what is not ASCII keeps its case. */
const literal = (value: Eval, caseless: boolean): Eval => {
  const escaped = call('replace', value, regex('([\\\\^$.|?*+()[\\]{}])'), text('\\\\\\1'));
  return caseless ? call('replace', escaped, regex('([^\\x00-\\x7F]+)'), text('(?-i:\\1)')) : escaped;
};

const joined = (...parts: readonly Eval[]): Eval => parts.reduce((left, right) => binary('.', left, right));

/** What a text that passes the test for the needle fits; null for a test by patterns. */
export const needlePattern = ({ test, caseless }: Pick<TextQuery, 'test' | 'caseless'>, needle: Eval): Eval | null => {
  if (test === 'regex') return null;
  const [before, after] = around[test];
  const start = `${caseless ? '(?i)' : ''}${before}`;
  const parts = [...(start === '' ? [] : [regex(start)]), literal(needle, caseless), ...(after === '' ? [] : [regex(after)])];
  return joined(...parts);
};

/** Brings the patterns of the marked rows to all rows. `streaming`: no other row has one. */
export const gathered = (patterns: string, side: string, streaming: boolean): readonly Command[] => {
  const own = call('if', binary('==', field(side), text(patterns)), field(patterns), call('null'));
  return [
    ...(streaming ? [] : [{ kind: 'eval', assignments: [{ field: patterns, value: own }] } as const]),
    { kind: 'eventstats', stats: [{ fn: 'values', arg: field(patterns), as: patterns }], by: [] },
  ];
};

/** Whether a text fits any or all of the patterns beside it, as 1 or 0 in `hits`. There is none of no patterns, and all of them. */
export const answered = ({ require }: TextQuery, subject: Eval, patterns: string, hits: string): readonly Command[] => {
  const fits = call('match', subject, field(patterns));
  const one = number(1);
  const [test, each] =
    require === 'any'
      ? (['isnotnull', call('if', fits, one, call('null'))] as const)
      : (['isnull', call('if', fits, call('null'), one)] as const);
  const value = call('if', call(test, call('mvmap', field(patterns), each)), one, number(0));
  return [
    { kind: 'eval', assignments: [{ field: hits, value }] },
    { kind: 'remove', fields: [patterns] },
  ];
};
