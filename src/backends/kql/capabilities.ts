// Every feature of the IR in; `native` out: the IR says nothing that KQL does not.
import { aggFns, type CoreAgg } from '../../ir/aggregates.ts';
import { type CoreFn, scalarFns } from '../../ir/functions.ts';
import { all, type Capabilities, native, wide } from '../shared/support.ts';

const scalar = Object.keys(scalarFns) as CoreFn[];
const folds = Object.keys(aggFns) as CoreAgg[];

export const capabilities: Capabilities = {
  'source:table': native,
  'source:union': native,
  'source:rows': native,
  ...all(
    ['source:external', 'source:tables', 'source:remote', 'source:stored', 'source:range', 'source:search', 'source:find', 'source:given'],
    native,
  ),
  'step:filter': native,
  'step:extend': native,
  'step:project': native,
  'step:drop': native,
  'step:rename': native,
  'step:reorder': native,
  'step:aggregate': native,
  'step:sort': native,
  'step:limit': native,
  'step:present': native,
  ...all(['step:join', 'step:expand', 'step:apply', 'step:capture', 'step:pairs', 'step:tuple'], native),
  ...all(['step:series', 'step:plugin', 'step:nest', 'step:sample', 'step:partition', 'step:describe'], native),
  ...all(['step:scan', 'step:similar', 'step:hitters', 'step:split', 'step:graph', 'step:discard'], native),
  'expr:literal': native,
  'expr:column': native,
  'expr:call': native,
  'expr:text': native,
  'expr:textQuery': native,
  'expr:compare': native,
  'expr:member': native,
  'expr:memberQuery': native,
  'expr:not': native,
  'expr:and': native,
  'expr:or': native,
  'expr:arith': native,
  'expr:negate': native,
  'expr:case': native,
  'expr:path': native,
  'expr:scalarQuery': native,
  'text:equals': native,
  'text:contains': native,
  'text:startsWith': native,
  'text:endsWith': native,
  'text:term': native,
  'text:termPrefix': native,
  'text:termSuffix': native,
  'text:regex': native,
  'pick:max': native,
  'pick:min': native,
  'pick:any': native,
  ...wide(native),
  ...all(
    scalar.map((fn) => `fn:${fn}` as const),
    native,
  ),
  ...all(
    folds.map((agg) => `agg:${agg}` as const),
    native,
  ),
};
