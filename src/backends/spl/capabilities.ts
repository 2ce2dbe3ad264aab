// What Splunk SPL answers to every feature of the IR. Functions and aggregates answer in their own tables.
import type { AggFn } from '../../ir/aggregates.ts';
import type { ScalarFn } from '../../ir/functions.ts';
import { all, type Capabilities, native, refuse, type Support } from '../shared/support.ts';
import { folds } from './aggregates.ts';
import { functionRows } from './functions.ts';

const ofFunctions = Object.fromEntries(
  Object.entries(functionRows).map(([name, row]): [string, Support] => [`fn:${name}`, row.as === 'native' ? native : refuse(row.why)]),
) as Record<`fn:${ScalarFn}`, Support>;

const ofAggregates = Object.fromEntries(
  Object.entries(folds).map(([name, row]): [string, Support] => [`agg:${name}`, typeof row === 'string' ? refuse(row) : native]),
) as Record<`agg:${AggFn}`, Support>;

export const capabilities: Capabilities = {
  ...ofFunctions,
  ...ofAggregates,
  ...all(['source:table', 'source:union', 'source:rows'], native),
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
  ...all(['expr:or', 'expr:arith', 'expr:negate', 'expr:case', 'expr:path'], native),
  'expr:scalarQuery': refuse('a subsearch is pasted in as text before the search runs, and is cut off without an error when it is long'),
  ...all(
    ['text:equals', 'text:contains', 'text:startsWith', 'text:endsWith', 'text:term', 'text:termPrefix', 'text:termSuffix', 'text:regex'],
    native,
  ),
  ...all(['pick:max', 'pick:min', 'pick:any'], native),
};
