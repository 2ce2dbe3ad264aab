// A translated rule in; the rule as Kibana takes it out, with findings on what of it Kibana has no place for.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { nowhere } from '../../diagnostics/span.ts';
import type { FalsePositive } from '../../ir/rule.ts';
import { uuidOf } from '../../ir/uuid.ts';
import type { PackRule, PackSettings } from '../pack.ts';
import { extraOf } from './extra.ts';
import { oneLine, plainText, texts } from './free-text.ts';
import type { ElasticRule } from './rule.ts';
import { timesOf } from './schedule.ts';
import { suppressionOf } from './suppression.ts';
import { threatsOf } from './threat.ts';
import { triggerFindings } from './trigger.ts';

type Severity = Pick<ElasticRule, 'severity' | 'risk_score'>;

const medium: Severity = { severity: 'medium', risk_score: 47 };

/** The pairs that Elastic's own rules have. */
const severities: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ['informational', { severity: 'low', risk_score: 21 }],
  ['low', { severity: 'low', risk_score: 21 }],
  ['medium', medium],
  ['high', { severity: 'high', risk_score: 73 }],
  ['critical', { severity: 'critical', risk_score: 99 }],
]);

/** The most alerts of one run that Kibana allows unless its administrator says otherwise. */
const mostAlerts = 1000;

const falsePositive = ({ scenario, description, filter }: FalsePositive): string =>
  [scenario, description ?? '', filter ? `Filter: ${filter}` : '']
    .map((part) => oneLine(part).replace(/(?<!\.)\.$/, ''))
    .filter((part) => part !== '')
    .join('. ');

/** `2.3.1` is 2; Kibana counts from 1. */
const versionOf = (version: string | null): number => {
  const [, major = '1'] = /^(\d{1,6})(?:\.|$)/.exec(version ?? '') ?? [];
  return Math.max(1, Number(major));
};

const list = (key: string, values: readonly unknown[]): Readonly<Record<string, unknown>> => (values.length === 0 ? {} : { [key]: values });

export interface Made {
  readonly rule: ElasticRule;
  readonly findings: readonly Diagnostic[];
}

/**
 * The id is made of the target and the rule's own, so that an import replaces the rule's earlier version.
 * @param note Markdown, or the empty text
 */
export const makeRule = (rule: PackRule, settings: PackSettings, note: string): Made => {
  const { meta, result, overlay } = rule;
  const times = timesOf(rule);
  const { threats, tactics, findings } = threatsOf(meta);
  const suppressed = suppressionOf(rule);
  const extra = extraOf(overlay.extra?.elastic);
  const severity = severities.get((meta.severity ?? '').toLowerCase()) ?? medium;
  const made: ElasticRule = {
    name: rule.title,
    description: plainText(meta.description ?? '') || rule.title,
    rule_id: uuidOf(`${result.target} ${rule.id}`),
    // Kibana's words for the type and the language are the target's name.
    type: result.target,
    language: result.target,
    query: rule.output.trimEnd(),
    ...severity,
    enabled: overlay.enabled === true,
    from: times.from,
    to: times.to,
    interval: times.interval,
    max_signals: mostAlerts,
    ...list('threat', threats),
    ...list('tags', texts([...meta.tags, ...tactics.map(({ name }) => `Tactic: ${name}`)])),
    author: texts([meta.author ?? '', settings.author, 'rmmc']).slice(0, 1),
    ...list('references', texts(meta.references)),
    ...list(
      'false_positives',
      [...new Set(meta.falsePositives.map(falsePositive))].filter((one) => one !== ''),
    ),
    ...(note === '' ? {} : { note }),
    version: versionOf(meta.version),
    ...(suppressed.suppression ? { alert_suppression: suppressed.suppression } : {}),
    ...extra.keys,
  };
  const { cron } = rule.schedule;
  const byCron = cron === null ? [] : [report('RMMC8044', nowhere, { cron: oneLine(cron), interval: times.interval })];
  return { rule: made, findings: [...findings, ...triggerFindings(meta), ...byCron, ...suppressed.findings, ...extra.findings] };
};
