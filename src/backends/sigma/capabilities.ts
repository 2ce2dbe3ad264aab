// Every feature of the IR in; whether a detection of one event, or a correlation of several, can say it, out. Aggregations, orders and computed columns never get
// here when they are only shown: `prepare.ts` leaves them out. Of aggregations it lets those through that thresholds look at, of unions those
// before them, of joins those that a correlation says.
import { aggFns, type CoreAgg } from '../../ir/aggregates.ts';
import { all, type Capabilities, native, refuse, wide } from '../shared/support.ts';
import { functionSupport } from './functions.ts';

const oneEvent = refuse('a detection sees one event at a time');
const noComputing = refuse('it tests fields against constants and computes nothing');
const noQuery = refuse('a detection has no subquery');
/** What correlations count. */
const counts = ['count', 'dcount', 'count_distinct', 'sum', 'avg'] as const satisfies readonly CoreAgg[];
const isCounted = (agg: CoreAgg): boolean => counts.some((one) => one === agg);
type Other = Exclude<CoreAgg, (typeof counts)[number]>;
const others = (Object.keys(aggFns) as CoreAgg[]).filter((agg): agg is Other => !isCounted(agg));

export const capabilities: Capabilities = {
  'source:table': native,
  'source:union': native,
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
  'step:aggregate': native,
  'step:sort': oneEvent,
  'step:limit': oneEvent,
  'step:present': oneEvent,
  'step:join': native,
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
    counts.map((agg) => `agg:${agg}` as const),
    native,
  ),
  ...all(
    others.map((agg) => `agg:${agg}` as const),
    refuse('a correlation counts events or values, or adds numbers up'),
  ),
};
