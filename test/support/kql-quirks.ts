// What other engines of KQL do otherwise than its reference says: each with a way to show that a difference is of its kind.

import type { Tables } from '../../src/eval/still-world.ts';
import { changedTexts } from './changed-texts.ts';
import { mapCalls } from './map-calls.ts';

export const engines = ['duckdb-kql', 'chdb'] as const;
export type EngineName = (typeof engines)[number];

/**
 * `imitate` writes the query so that KQL says what the engine does: the evaluator's answer to that must be the engine's answer to the query as it is. `avoid` and
 * `rows` change the query or the rows for both, so that the quirk cannot show: then both must agree, on some rows.
 */
export interface Quirk {
  readonly name: string;
  readonly engines: readonly EngineName[];
  /** The page that decides, and what it says. */
  readonly page: string;
  readonly imitate?: (query: string) => string;
  readonly avoid?: (query: string) => string;
  readonly rows?: (tables: Tables) => Tables;
}

const replaced =
  (form: RegExp, by: string) =>
  (query: string): string =>
    query.replace(form, by);

/** `let L = dynamic([a, b])` and `pack_array(a, b)`: the name in parentheses becomes the values. */
const withLists = (query: string): string => {
  let text = query;
  for (const [, name = '', values = ''] of query.matchAll(
    /\blet\s+(\w+)\s*=\s*(?:dynamic\s*\(\s*\[|pack_array\s*\()([^\]()]*)(?:\]\s*\)|\))/g,
  )) {
    const bare = values.replace(/\/\/[^\n]*/g, '').replace(/,\s*$/, '');
    text = text.replace(new RegExp(`\\(\\s*${name}\\s*\\)`, 'g'), () => `(${bare})`);
  }
  return text;
};

const asciiOnly = (text: string): string => text.replace(/[^\0-\x7f]/g, '-');

export const quirks: readonly Quirk[] = [
  {
    name: 'parse_json() of text that is no JSON',
    engines: ['duckdb-kql'],
    page: 'https://learn.microsoft.com/kusto/query/parse-json-function (returns: the text itself); duckdb-kql gives null',
    imitate: (query) =>
      mapCalls(query, ['parse_json', 'parsejson', 'todynamic', 'toobject'], (call, argument) => {
        const json = String.raw`@'^\s*([\[{"]|-?\d+(\.\d+)?\s*$|true\s*$|false\s*$|null\s*$)'`;
        return `iff(tostring(${argument}) matches regex ${json}, ${call}, dynamic(null))`;
      }),
  },
  {
    name: 'bins of several days',
    engines: ['duckdb-kql', 'chdb'],
    page: 'https://learn.microsoft.com/kusto/query/bin-function (multiples of the bin size, of ticks since 0001-01-01); both count from 1970-01-01',
    imitate: (query) =>
      mapCalls(query, ['bin', 'floor'], (call, argument) =>
        /,\s*\d+d\s*$/.test(argument) ? `bin_at(${argument}, datetime(1970-01-01))` : call,
      ),
  },
  {
    name: 'an array in the first column of a query behind `has_any`',
    engines: ['duckdb-kql'],
    page: 'https://learn.microsoft.com/kusto/query/has-any-operator and in-operator (arrays stand for their members); taken for one text',
    imitate: replaced(/\|\s*summarize\s+make_set\s*\((\w+)\)/g, '| summarize make_set($1) | project tostring(set_$1)'),
  },
  {
    name: 'letters beyond ASCII beside a needle',
    engines: ['duckdb-kql', 'chdb'],
    page: 'https://learn.microsoft.com/kusto/query/datatypes-string-operators (terms; ASCII according to dataexplorer-docs#1070); taken for part of a term',
    avoid: asciiOnly,
    rows: changedTexts(asciiOnly),
  },
  {
    name: 'needles that begin or end with punctuation',
    engines: ['chdb'],
    page: 'https://learn.microsoft.com/kusto/query/datatypes-string-operators (a term ends at what is not alphanumeric); chdb wants a boundary on the other side of it, too',
    rows: changedTexts((text) => text.replace(/^q(?=[^A-Za-z0-9])|(?<=[^A-Za-z0-9])q$/g, ' ')),
  },
  {
    name: 'a list by name',
    engines: ['chdb'],
    page: 'https://learn.microsoft.com/kusto/query/in-operator (a dynamic array is a list); chdb takes it for one value',
    avoid: withLists,
  },
  {
    name: 'an empty text behind coalesce()',
    engines: ['chdb'],
    page: 'https://learn.microsoft.com/kusto/query/coalesce-function (for strings: not empty); chdb takes the empty text',
    imitate: (query) => mapCalls(query, ['coalesce'], (_, argument) => argument.split(',')[0] ?? ''),
  },
  {
    name: 'extract() without a match',
    engines: ['chdb'],
    page: 'https://learn.microsoft.com/kusto/query/extract-function, isnull-function (no text is null: it is empty); chdb gives null',
    avoid: (query) => mapCalls(query, ['extract'], (call) => `coalesce(${call}, "")`),
  },
  {
    name: 'times finer than microseconds',
    engines: ['duckdb-kql'],
    page: 'https://learn.microsoft.com/kusto/query/scalar-data-types/datetime (ticks of 100 ns); DuckDB has microseconds',
    imitate: replaced(/(\d\d:\d\d:\d\d\.\d{6})\d+(?=Z|\b)/g, '$1'),
  },
];
