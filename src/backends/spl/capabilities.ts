// What Splunk SPL answers to every feature of the IR. Functions and aggregates answer in their own tables.
import type { CoreAgg } from '../../ir/aggregates.ts';
import type { CoreFn } from '../../ir/functions.ts';
import { all, type Capabilities, native, refuse, type Support, wide } from '../shared/support.ts';
import { folds } from './aggregates.ts';
import { onlyKql } from './functions/row.ts';
import { functionRows } from './functions.ts';

const ofFunctions = Object.fromEntries(
  Object.entries(functionRows).map(([name, row]): [string, Support] => [`fn:${name}`, row.as === 'native' ? native : refuse(row.why)]),
) as Record<`fn:${CoreFn}`, Support>;

const ofAggregates = Object.fromEntries(
  Object.entries(folds).map(([name, row]): [string, Support] => [`agg:${name}`, typeof row === 'string' ? refuse(row) : native]),
) as Record<`agg:${CoreAgg}`, Support>;

export const capabilities: Capabilities = {
  ...wide(refuse(onlyKql)),
  ...ofFunctions,
  ...ofAggregates,
  ...all(['source:table', 'source:union', 'source:rows', 'source:given'], native),
  ...all(
    [
      'step:filter',
      'step:extend',
      'step:project',
      'step:drop',
      'step:rename',
      'step:reorder',
      'step:aggregate',
      'step:sort',
      'step:limit',
      'step:present',
      'step:join',
      'step:expand',
      'step:apply',
      'step:capture',
      'step:plugin',
    ],
    native,
  ),
  ...all(
    [
      'expr:literal',
      'expr:column',
      'expr:call',
      'expr:text',
      'expr:textQuery',
      'expr:compare',
      'expr:member',
      'expr:memberQuery',
      'expr:not',
      'expr:and',
    ],
    native,
  ),
  ...all(['expr:or', 'expr:arith', 'expr:negate', 'expr:case', 'expr:path', 'expr:scalarQuery'], native),
  'source:external': refuse('a lookup stands for a file whose address is a constant text'),
  'source:tables': refuse('a pattern of table names stands for other data in each system'),
  'source:remote': refuse('another database or workspace is other data in each system'),
  'source:range': refuse('it makes no rows between computed bounds'),
  'source:search': refuse('the tables of KQL and their columns are laid out in another way'),
  'source:find': refuse('the tables of KQL and their columns are laid out in another way'),
  'source:stored': refuse(
    'a lookup stands for a watchlist whose alias is a constant text; the rows of other functions are put together where they are stored, and no field map knows them',
  ),
  'step:pairs': refuse('extract guesses at delimiters and quotes in a way of its own'),
  'step:tuple': refuse('it has no analysis of a series that gives the same numbers'),
  'step:series': refuse('timechart makes rows, not arrays, and bins from another start'),
  'step:nest': refuse('it has no top values within top values'),
  'step:sample': refuse('it has no choice at random that is repeatable'),
  'step:partition': refuse('it has no query for each value of a column'),
  'step:describe': refuse('it has no list of the columns of a result'),
  'step:scan': refuse('it has no walk over the rows that remembers what it saw'),
  'step:similar': refuse('it groups texts by other rules'),
  'step:hitters': refuse('it has no count that is estimated in the same way'),
  'step:split': refuse('a search gives one result'),
  'step:graph': refuse('it has no graphs'),
  'step:discard': refuse('a search always gives its rows'),
  ...all(
    ['text:equals', 'text:contains', 'text:startsWith', 'text:endsWith', 'text:term', 'text:termPrefix', 'text:termSuffix', 'text:regex'],
    native,
  ),
  ...all(['pick:max', 'pick:min', 'pick:any'], native),
};
