// The shape of a row in the diagnostic tables: a code's severity, its message and its next step, typed by the parameters it needs.

export type Severity = 'error' | 'warning' | 'info';

/**
 * How a clause of the rule fares in a target, from best to worst.
 * `exact`: same rows. `assumption`: same rows if the named assumption holds. `widening`: more rows may match.
 * `narrowing`: rows may be lost. `refused`: the target cannot say it.
 */
export type Fidelity = 'exact' | 'assumption' | 'widening' | 'narrowing' | 'refused';

export interface Row<P> {
  /** `fidelity`: the severity follows from the class of the finding (see `severityOf` in `diagnostic.ts`). */
  readonly severity: Severity | 'fidelity';
  readonly text: (p: P) => string;
  readonly help?: (p: P) => string;
}

export const says = <P = Record<string, never>>(severity: Row<P>['severity'], text: (p: P) => string, help?: (p: P) => string): Row<P> =>
  help ? { severity, text, help } : { severity, text };
