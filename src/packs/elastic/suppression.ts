// What an overlay says on repeated alerts in; Kibana's alert suppression, or a finding on why there is none, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { nowhere } from '../../diagnostics/span.ts';
import { frameOf } from '../../ir/frame.ts';
import type { PackRule } from '../pack.ts';
import type { AlertSuppression } from './rule.ts';
import { durationOf } from './schedule.ts';

/** Kibana's limit. */
const mostFields = 3;

/** The columns that the emitted query names as KQL does: all of a result that is fixed; of an open one, those of events go by the SIEM's names. */
const shownColumns = ({ query }: PackRule): ReadonlySet<string> => {
  const { steps } = query.pipeline;
  const isFixed = steps.some((step) => step.kind === 'aggregate' || step.kind === 'project');
  return new Set(isFixed ? frameOf(query.pipeline).columns.map(({ name }) => name) : []);
};

export interface Suppressed {
  readonly suppression: AlertSuppression | null;
  readonly findings: readonly Diagnostic[];
}

export const suppressionOf = (rule: PackRule): Suppressed => {
  const asked = rule.overlay.suppress;
  if (!asked) return { suppression: null, findings: [] };
  const none = (why: string): Suppressed => ({
    suppression: null,
    findings: [report('RMMC8047', nowhere, { why })],
  });
  const fields = [...new Set(asked.fields)];
  if (fields.length === 0) return none('no columns are named');
  if (fields.length > mostFields)
    return none(`it groups by at most ${mostFields} columns, and fewer than were asked for would hide alerts`);
  const shown = shownColumns(rule);
  const missing = fields.find((name) => !shown.has(name));
  if (missing !== undefined) return none(`\`${missing}\` is no column that the query fixes by \`project\` or \`summarize\``);
  if (!Number.isSafeInteger(asked.seconds) || asked.seconds < 1) return none('its time is no whole number of seconds');
  return {
    suppression: { group_by: fields, duration: durationOf(asked.seconds), missing_fields_strategy: 'suppress' },
    findings: [],
  };
};
