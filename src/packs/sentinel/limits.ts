// What stands in the pack for a rule in; what Sentinel, and those who take contributions to Azure-Sentinel, say against it out. Nothing is cut.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { nowhere } from '../../diagnostics/span.ts';
import { tacticOf } from '../attack.ts';
import { mostIdentifiers, mostMappings } from './entities.ts';
import type { Alert, SentinelRule } from './facts.ts';
import { timespanOf } from './times.ts';

/** Sentinel's spelling of a tactic: `CommandAndControl`. */
const spelled = (tactic: string): string | undefined =>
  tacticOf(tactic)
    ?.shortName.split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const contributions = 'contributions to Azure-Sentinel take';

/** Characters as .NET and JavaScript count them. */
const lengthOf = (what: string, text: string): string => `\`${what}\` has ${text.length} characters`;

const remark = (what: string, limit: string): Diagnostic => report('RMMC8070', nowhere, { what, limit: `${contributions} ${limit}` });

const countRemark = (what: string, list: readonly unknown[], most: number): readonly Diagnostic[] =>
  list.length > most ? [remark(`\`${what}\` has ${list.length} entries`, `${most}`)] : [];

const remarks = (rule: SentinelRule): readonly Diagnostic[] => {
  const foreign = rule.tactics.filter((tactic) => spelled(tactic) !== tactic);
  const wide = rule.entities.filter(({ fields }) => fields.length > mostIdentifiers);
  return [
    ...(rule.name.length > 100 ? [remark(lengthOf('name', rule.name), '100')] : []),
    ...(rule.name.endsWith('.') ? [remark('`name` ends with a full stop', 'none there')] : []),
    ...(rule.alert === null && rule.description.length > 255 ? [remark(lengthOf('description', rule.description), '255')] : []),
    ...(rule.tactics.length === 0 ? [remark('`tactics` is empty', 'one at least')] : []),
    ...(foreign.length > 0 ? [remark(`\`tactics\` holds ${foreign.join(', ')}`, 'the 14 of the Enterprise matrix')] : []),
    ...(rule.techniques.length === 0 ? [remark('`relevantTechniques` is empty', 'one at least')] : []),
    ...countRemark('tactics', rule.tactics, 5),
    ...countRemark('relevantTechniques', rule.techniques, 10),
    ...countRemark('entityMappings', rule.entities, mostMappings),
    ...wide.map(({ entityType, fields }) => remark(`the mapping of ${entityType} has ${fields.length} identifiers`, `${mostIdentifiers}`)),
  ];
};

const tooLong = (what: string, text: string, most: number): readonly Diagnostic[] =>
  text.length > most ? [report('RMMC8071', nowhere, { what: lengthOf(what, text), limit: `${most} characters at most` })] : [];

const [minute, hour, day] = [60, 3600, 86_400];

const schedule = ({ every, period }: Alert): readonly Diagnostic[] => {
  const refuse = (what: string, limit: string): Diagnostic => report('RMMC8075', nowhere, { what, limit });
  const runs = `the rule runs every ${timespanOf(every)}`;
  const looks = `the rule looks back ${timespanOf(period)}`;
  const range = (seconds: number): boolean => seconds >= 5 * minute && seconds <= 14 * day;
  if (!range(every)) return [refuse(runs, '5m to 14d between two runs')];
  if (!range(period)) return [refuse(looks, '5m to 14d')];
  if (period < every) return [refuse(`${looks} and runs every ${timespanOf(every)}`, 'it to look back as far as the last run')];
  return period >= 2 * day && every < hour ? [refuse(`${looks} and runs every ${timespanOf(every)}`, 'an hour between such runs')] : [];
};

/** Findings with the severity `error`: Sentinel would not take the rule. */
export const limitsOf = (rule: SentinelRule): readonly Diagnostic[] => [
  ...remarks(rule),
  ...tooLong('query', rule.query, 10_000),
  ...(rule.alert ? [...tooLong('name', rule.name, 256), ...tooLong('description', rule.description, 5000)] : []),
  ...(rule.alert?.kind === 'Scheduled' ? schedule(rule.alert) : []),
];
