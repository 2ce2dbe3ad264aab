// When a rule raises its alert, by its number of rows, in; what of that a rule of one alert per row cannot say out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { nowhere } from '../../diagnostics/span.ts';
import type { RuleMeta } from '../../ir/rule.ts';
import { inWords, operatorOf } from '../trigger.ts';

export const triggerFindings = ({ triggerOperator, triggerThreshold }: RuleMeta): readonly Diagnostic[] => {
  if (triggerOperator === null) return [];
  const threshold = triggerThreshold ?? 0;
  const operator = operatorOf(triggerOperator);
  const word = operator === null ? triggerOperator : inWords[operator];
  if (operator !== 'gt') return [report('RMMC8049', nowhere, { trigger: `${word} ${threshold}` })];
  return threshold > 0 ? [report('RMMC8048', nowhere, { count: String(threshold) })] : [];
};
