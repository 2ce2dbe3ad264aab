// Every feature of the IR in; whether a detection of one event can say it, out. Aggregations, orders and computed columns never get here when they are
// only shown: `prepare.ts` leaves them out.
import { aggFns, type CoreAgg } from '../../ir/aggregates.ts';
import { all, type Capabilities, native, refuse, wide } from '../shared/support.ts';
import { functionSupport } from './functions.ts';

const oneEvent = refuse('a detection sees one event at a time');
const noComputing = refuse('it tests fields against constants and computes nothing');
const noQuery = refuse('a detection has no subquery');
const folds = Object.keys(aggFns) as CoreAgg[];

export const capabilities: Capabilities = {
  'source:table': native,
  'source:union': refuse('one rule has one log source'),
  'source:rows': refuse('a rule reads events, not constant rows'),
  ...all(['source:external', 'source:tables', 'source:remote', 'source:stored', 'source:given'], refuse('one rule has one log source')),
  ...all(['source:search', 'source:find'], refuse('one rule has one log source')),
  'source:range': refuse('a rule reads events, not computed rows'),
  'step:filter': native,
  'step:extend': noComputing,
  'step:project': native,
  'step:drop': oneEvent,
  'step:rename': oneEvent,
  'step:reorder': oneEvent,
  'step:aggregate': oneEvent,
  'step:sort': oneEvent,
  'step:limit': oneEvent,
  'step:present': oneEvent,
  'step:join': refuse('one rule has one log source'),
  ...all(['step:expand', 'step:apply', 'step:capture', 'step:pairs', 'step:tuple', 'step:plugin'], noComputing),
  ...all(['step:series', 'step:nest', 'step:sample', 'step:partition', 'step:describe'], oneEvent),
  ...all(['step:scan', 'step:similar', 'step:hitters', 'step:split', 'step:graph', 'step:discard'], oneEvent),
  'expr:literal': native,
  'expr:column': native,
  'expr:call': native,
  'expr:text': native,
  'expr:textQuery': noQuery,
  'expr:compare': native,
  'expr:member': native,
  'expr:memberQuery': noQuery,
  'expr:not': native,
  'expr:and': native,
  'expr:or': native,
  'expr:arith': noComputing,
  'expr:negate': noComputing,
  'expr:case': noComputing,
  'expr:path': refuse('its fields are flat names'),
  'expr:scalarQuery': noQuery,
  'text:equals': native,
  'text:contains': native,
  'text:startsWith': native,
  'text:endsWith': native,
  'text:term': native,
  'text:termPrefix': native,
  'text:termSuffix': native,
  'text:regex': native,
  'pick:max': oneEvent,
  'pick:min': oneEvent,
  'pick:any': oneEvent,
  ...wide(noComputing),
  ...functionSupport,
  ...all(
    folds.map((agg) => `agg:${agg}` as const),
    oneEvent,
  ),
};
