// What ES|QL 8.19 answers to each feature. Functions and aggregates answer through their own tables.
import type { CoreAgg } from '../../ir/aggregates.ts';
import type { CoreFn } from '../../ir/functions.ts';
import { all, type Capabilities, native, refuse, type Support, wide } from '../shared/support.ts';
import { aggregates } from './aggregates.ts';
import type { Answer } from './functions/call.ts';
import { functions } from './functions.ts';

const answer = (row: unknown): Support => (typeof row === 'string' ? refuse(row) : native);

const fnAnswers = Object.fromEntries(
  Object.entries(functions).map(([name, row]: [string, Answer]) => [`fn:${name}`, answer(row)]),
) as Record<`fn:${CoreFn}`, Support>;
const aggAnswers = Object.fromEntries(Object.entries(aggregates).map(([name, row]) => [`agg:${name}`, answer(row)])) as Record<
  `agg:${CoreAgg}`,
  Support
>;

export const capabilities: Capabilities = {
  ...all(['source:table', 'source:union', 'source:rows'], native),
  ...all(['step:filter', 'step:extend', 'step:project', 'step:drop', 'step:rename', 'step:reorder'], native),
  ...all(['step:capture', 'step:expand', 'step:aggregate', 'step:sort', 'step:limit', 'step:present', 'step:join'], native),
  ...all(
    ['expr:literal', 'expr:column', 'expr:call', 'expr:text', 'expr:compare', 'expr:member', 'expr:not', 'expr:and', 'expr:or'],
    native,
  ),
  ...all(['expr:arith', 'expr:negate', 'expr:case', 'expr:path', 'expr:textQuery', 'expr:memberQuery', 'expr:scalarQuery'], native),
  'source:external': refuse('a lookup index stands for a file whose address is a constant text'),
  'source:tables': refuse('a pattern of table names stands for other data in each system'),
  'source:remote': refuse('another database or workspace is other data in each system'),
  'source:range': refuse('it makes no rows between computed bounds'),
  'source:search': refuse('the tables of KQL and their columns are laid out in another way'),
  'source:find': refuse('the tables of KQL and their columns are laid out in another way'),
  'source:stored': refuse(
    'a lookup index stands for a watchlist whose alias is a constant text; the rows of other functions are put together where they are stored, and no field map knows them',
  ),
  'source:given': refuse('it has no query over part of the rows'),
  'step:apply': refuse('it has no query over the elements of one array'),
  'step:pairs': refuse('DISSECT needs to know the keys and their order'),
  'step:tuple': refuse('it has no analysis of a series that gives the same numbers'),
  'step:series': refuse('it has no arrays over bins of time'),
  'step:plugin': refuse('the plugin or stored function exists in KQL only'),
  'step:nest': refuse('it has no top values within top values'),
  'step:sample': refuse('SAMPLE takes a share of the rows, not a number'),
  'step:partition': refuse('it has no query for each value of a column'),
  'step:describe': refuse('it has no list of the columns of a result'),
  'step:scan': refuse('it has no walk over the rows that remembers what it saw'),
  'step:similar': refuse('it groups texts by other rules'),
  'step:hitters': refuse('it has no count that is estimated in the same way'),
  'step:split': refuse('a query gives one result'),
  'step:graph': refuse('it has no graphs'),
  'step:discard': refuse('a query always gives its rows'),
  ...all(
    ['text:equals', 'text:contains', 'text:startsWith', 'text:endsWith', 'text:term', 'text:termPrefix', 'text:termSuffix', 'text:regex'],
    native,
  ),
  ...all(['pick:max', 'pick:min', 'pick:any'], native),
  ...wide(refuse('only KQL has this function')),
  ...fnAnswers,
  ...aggAnswers,
};
