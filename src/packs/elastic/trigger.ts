// When a rule raises its alert, by its number of rows, in; what of that a rule of one alert per row cannot say out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { RuleMeta } from '../../ir/rule.ts';

const nowhere = { start: 0, end: 0 };

/** Sentinel's spellings in YAML and in ARM. */
const words: ReadonlyMap<string, string> = new Map([
  ['gt', 'greater than'],
  ['greaterthan', 'greater than'],
  ['lt', 'less than'],
  ['lessthan', 'less than'],
  ['eq', 'equal to'],
  ['equal', 'equal to'],
  ['ne', 'other than'],
  ['notequal', 'other than'],
]);

export const triggerFindings = ({ triggerOperator, triggerThreshold }: RuleMeta): readonly Diagnostic[] => {
  if (triggerOperator === null) return [];
  const threshold = triggerThreshold ?? 0;
  const word = words.get(triggerOperator.toLowerCase()) ?? triggerOperator;
  if (word !== 'greater than') return [report('RMMC8049', nowhere, { trigger: `${word} ${threshold}` })];
  return threshold > 0 ? [report('RMMC8048', nowhere, { count: String(threshold) })] : [];
};
