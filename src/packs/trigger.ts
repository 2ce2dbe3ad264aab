// The word by which a rule says when its rows make an alert in; the comparison out.

/** Of the number of rows with the rule's threshold, in Sentinel's words. */
export type Operator = 'gt' | 'lt' | 'eq' | 'ne';

/** Sentinel's spellings in YAML and in ARM. */
const operators: ReadonlyMap<string, Operator> = new Map([
  ['gt', 'gt'],
  ['greaterthan', 'gt'],
  ['lt', 'lt'],
  ['lessthan', 'lt'],
  ['eq', 'eq'],
  ['equal', 'eq'],
  ['ne', 'ne'],
  ['notequal', 'ne'],
]);

/** A rule that does not say it means more rows than the threshold; null for a word that is none of these. */
export const operatorOf = (written: string | null): Operator | null =>
  written === null ? 'gt' : (operators.get(written.toLowerCase()) ?? null);

export const inWords = {
  gt: 'greater than',
  lt: 'less than',
  eq: 'equal to',
  ne: 'not equal to',
} as const satisfies Record<Operator, string>;
