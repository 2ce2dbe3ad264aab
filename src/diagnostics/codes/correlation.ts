// RMMC3640-3659, 3680-3699: how exactly a correlation of Sigma says what a query counts in groups, or joins.
import { says } from './says.ts';

export const correlationCodes = {
  RMMC3640: says<{ keys: string }>(
    'fidelity',
    (p) => `a correlation reports each ${p.keys} when it passes the threshold: alerts take the place of rows`,
  ),
  RMMC3641: says<{ columns: string }>(
    'fidelity',
    (p) =>
      `${p.columns}: left out, since a correlation reports what it groups by and what it counts, and the threshold does not look at it`,
  ),
  RMMC3642: says<{ timespan: string; window: string }>(
    'fidelity',
    (p) =>
      `the window of ${p.timespan} (${p.window}) slides with the events in Sigma and stands still in KQL: what lies across its edges is counted together`,
  ),
  RMMC3643: says<{ column: string; field: string }>(
    'fidelity',
    (p) => `events are taken to have a value in ${p.field}: KQL counts those without ${p.column} together, engines of Sigma differ`,
  ),
  RMMC3644: says<{ column: string; why: string }>(
    'fidelity',
    (p) => `the key ${p.column} is left out (${p.why}): groups that only it tells apart are counted together`,
    () => 'map it in rmmc.yaml under profiles.<name>.sigma.tables if the target has a field for it',
  ),
  RMMC3645: says<{ column: string }>(
    'fidelity',
    (p) => `distinct values of ${p.column} are counted exactly; KQL's dcount() estimates them`,
  ),
  RMMC3646: says<{ column: string; field: string }>(
    'fidelity',
    (p) => `events are taken to have a value in ${p.field}: KQL counts an empty ${p.column} as one more value, engines of Sigma do not`,
  ),
  RMMC3647: says<{ what: string; why: string }>('fidelity', (p) => `no correlation of Sigma says ${p.what}: ${p.why}`),
  RMMC3648: says(
    'fidelity',
    () => 'the query has no time window, which a correlation needs for its timespan',
    () =>
      'bound the time column (`Timestamp > ago(1d)`), add `bin(Timestamp, 1h)` to the keys, or give the rule a queryPeriod (`--query-period 1d`)',
  ),
  RMMC3649: says(
    'fidelity',
    () => 'no key is left to group by; a correlation needs at least one field',
    () => 'add a key that has a field in Sigma to `by`',
  ),
  RMMC3650: says<{ bound: string }>(
    'fidelity',
    (p) =>
      `the upper bound \`${p.bound}\` is left out: each group passes it on its way, and a window that slides may hold more events than KQL counts`,
  ),
  RMMC3651: says<{ bound: string }>(
    'fidelity',
    (p) =>
      `\`${p.bound}\` is taken to be asked of the events of one run over the rule's window: earlier events in a window that slides may hide a group`,
  ),
  RMMC3652: says<{ column: string }>(
    'fidelity',
    (p) => `values of ${p.column} are taken not to be negative: a window that slides adds up more of them than KQL's`,
  ),
  RMMC3653: says<{ column: string; field: string }>(
    'fidelity',
    (p) => `${p.field} holds more than ${p.column}, so that more values of it are told apart`,
  ),
  RMMC3654: says(
    'fidelity',
    () =>
      'each threshold is a correlation of its own, and all have to be passed within one timespan of each other, not by the events of one window',
  ),
  RMMC3680: says<{ keys: string; timespan: string; tables: string }>(
    'fidelity',
    (p) =>
      `a correlation reports each ${p.keys} with events of ${p.tables} within ${p.timespan}: alerts take the place of pairs. Its window is taken to slide with the events; an engine that cuts time into pieces loses what lies across their edges`,
  ),
  RMMC3681: says<{ said: string }>(
    'fidelity',
    (p) => `this condition on the times of a join is said as ${p.said}: events that it tells apart by less than that are reported, too`,
  ),
  RMMC3682: says<{ what: string; why: string }>('fidelity', (p) => `no correlation of Sigma says ${p.what}: ${p.why}`),
  RMMC3683: says(
    'fidelity',
    () => 'an innerunique join takes any one row of the left side for each key, and a later condition asks more of it: all rows are taken',
    () => 'write `join kind=inner`, if all rows are meant',
  ),
  RMMC3684: says<{ mode: string }>(
    'fidelity',
    (p) => `the right side of the ${p.mode} join is left out: it adds columns to events, and no condition asks for them`,
  ),
  RMMC3685: says(
    'fidelity',
    () => 'nothing says how far apart the events of this join may be, which a correlation needs for its timespan',
    () =>
      'bound the time column on both sides (`Timestamp > ago(1d)`), or the time between them (`Timestamp1 between (Timestamp .. Timestamp + 1h)`), or give the rule a queryPeriod (`--query-period 1d`)',
  ),
  RMMC3686: says<{ keys: string }>(
    'fidelity',
    (p) => `no key of the join is left to group by: ${p.keys}`,
    () => 'join on columns that have a field of the same form in each table; map them in rmmc.yaml under profiles.<name>.sigma.tables',
  ),
  RMMC3687: says<{ column: string; field: string }>(
    'fidelity',
    (p) => `events are taken to have a value in ${p.field}: KQL joins those without ${p.column} with each other, engines of Sigma differ`,
  ),
  RMMC3688: says<{ column: string; fields: string }>(
    'fidelity',
    (p) => `${p.fields} are taken to hold ${p.column} in the same form: the correlation compares them sign by sign`,
  ),
  RMMC3689: says<{ part: string; field: string }>(
    'fidelity',
    (p) => `${p.part} is taken to be the field ${p.field} of the event, with its value written as KQL writes it as text`,
    () => 'map it in rmmc.yaml under profiles.<name>.sigma.tables, if the events hold it elsewhere',
  ),
};
