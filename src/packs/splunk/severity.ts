// Severities of rules in; what Splunk and its Enterprise Security say for them out.

interface Row {
  /** `alert.severity`: 1 debug to 6 fatal. */
  readonly alert: number;
  readonly notable: 'informational' | 'low' | 'medium' | 'high';
  /** 1 to 100. */
  readonly risk: number;
}

const unsaid: Row = { alert: 3, notable: 'medium', risk: 40 };

const rows: ReadonlyMap<string, Row> = new Map<string, Row>([
  ['informational', { alert: 2, notable: 'informational', risk: 10 }],
  ['low', { alert: 3, notable: 'low', risk: 20 }],
  ['medium', { alert: 4, notable: 'medium', risk: 40 }],
  ['high', { alert: 5, notable: 'high', risk: 60 }],
]);

export const severityOf = (severity: string | null): Row => rows.get((severity ?? '').toLowerCase()) ?? unsaid;
