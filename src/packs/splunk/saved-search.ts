// A rule in; the keys of its saved search, in order, out, with findings on what the overlay asks for and Splunk does not take.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { nowhere } from '../../diagnostics/span.ts';
import type { PackRule, PackSettings } from '../pack.ts';
import { inWords, operatorOf } from '../trigger.ts';
import type { Settings } from './conf.ts';
import { enterpriseKeys } from './enterprise.ts';
import { descriptionOf } from './prose.ts';
import { cronOf, cronProblem, dispatchOf } from './schedule.ts';
import { severityOf } from './severity.ts';

export interface SavedSearch {
  readonly settings: Settings;
  readonly findings: readonly Diagnostic[];
}

type Keys = readonly (readonly [string, string])[];

/** The commands on lines of their own, then the rule's filter; a blank in front of each line break, which Splunk does not mind. */
export const searchOf = (output: string, filter: string): string =>
  [...output.replace(/\n$/, '').split('\n'), `| \`${filter}\``].map((line) => line.trimEnd()).join(' \n');

const alertKeys = ({ meta }: PackRule): Keys => [
  ['counttype', 'number of events'],
  ['relation', inWords[operatorOf(meta.triggerOperator) ?? 'gt']],
  ['quantity', String(meta.triggerThreshold ?? 0)],
  ['alert.track', '1'],
  ['alert.severity', String(severityOf(meta.severity).alert)],
];

const triggerFindings = ({ meta }: PackRule): readonly Diagnostic[] =>
  operatorOf(meta.triggerOperator) === null ? [report('RMMC8027', nowhere, { found: JSON.stringify(meta.triggerOperator) })] : [];

const suppressKeys = ({ overlay }: PackRule): Keys => {
  const { suppress } = overlay;
  if (!suppress) return [['alert.digest_mode', '1']];
  const byField = suppress.fields.length > 0;
  return [
    ['alert.digest_mode', byField ? '0' : '1'],
    ['alert.suppress', '1'],
    ...(byField ? ([['alert.suppress.fields', suppress.fields.join(',')]] as const) : []),
    ['alert.suppress.period', `${Math.max(1, Math.ceil(suppress.seconds))}s`],
  ];
};

const suppressFindings = ({ overlay, query }: PackRule): readonly Diagnostic[] =>
  (overlay.suppress?.fields ?? []).flatMap((field) => {
    if (!/^[^\s,"\\$`]+$/.test(field)) return [report('RMMC8024', nowhere, { field })];
    const known = query.frame.open === true || query.frame.columns.some(({ name }) => name === field);
    return known ? [] : [report('RMMC8026', nowhere, { field })];
  });

const scheduleKeys = (rule: PackRule): Keys => {
  const { scheduled, every, cron } = rule.schedule;
  const { earliest, latest } = dispatchOf(rule);
  return [
    ['dispatch.earliest_time', earliest],
    ['dispatch.latest_time', latest],
    ['disabled', '0'],
    ['enableSched', scheduled ? '1' : '0'],
    ...(scheduled
      ? ([
          ['cron_schedule', cron ?? cronOf(rule.id, every)],
          ['realtime_schedule', '0'],
          ['schedule_window', 'auto'],
        ] as const)
      : []),
  ];
};

/** Keys of the user's: `search` would make another rule of it. */
const extraFinding = ([key]: readonly [string, string]): readonly Diagnostic[] => {
  if (!/^[A-Za-z_][A-Za-z0-9_.:-]*$/.test(key))
    return [report('RMMC8022', nowhere, { key, why: 'is not made of letters, digits, `.`, `_`, `:` and `-`' })];
  return key === 'search' ? [report('RMMC8022', nowhere, { key, why: 'is the rule itself' })] : [];
};

/** `name`: of the saved search; `filter`: the rule's macro; `extra`: keys that the user gives, which replace others. */
export const savedSearch = (
  rule: PackRule,
  settings: PackSettings,
  name: string,
  filter: string,
  extra: Readonly<Record<string, string>>,
): SavedSearch => {
  const { cron, scheduled } = rule.schedule;
  const problem = scheduled && cron !== null ? cronProblem(cron) : null;
  const own = Object.entries(extra);
  const keys: Keys = [
    ['search', searchOf(rule.output, filter)],
    ['description', descriptionOf(rule)],
    ...scheduleKeys(rule),
    ...(scheduled ? [...alertKeys(rule), ...suppressKeys(rule)] : []),
    ...(settings.enterpriseSecurity ? enterpriseKeys(rule, name) : []),
    ...own,
  ];
  return {
    settings: new Map(keys),
    findings: [
      ...(problem === null || cron === null ? [] : [report('RMMC8023', nowhere, { cron, why: problem })]),
      ...(scheduled ? [...triggerFindings(rule), ...suppressFindings(rule)] : []),
      ...own.flatMap(extraFinding),
    ],
  };
};
