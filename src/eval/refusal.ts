// Why an evaluation has no result: a diagnostic on the query, thrown where it is found and caught by `evaluate`'s callers.
import type { Code, ParamsOf } from '../diagnostics/codes.ts';
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';

/** Something that the evaluator does not do, or that Kusto itself would fail on. It never guesses. */
export class Refusal extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.name = 'Refusal';
    this.diagnostic = diagnostic;
  }
}

/** Ends the evaluation. */
export const refuse = <C extends Code>(code: C, span: Span, params: ParamsOf<C>): never => {
  throw new Refusal(report(code, span, params));
};

/** What is part of KQL and not evaluated here: `what` names it as the query writes it. */
export const unsupported = (what: string, span: Span): never => refuse('RMMC7001', span, { what });

/** What Kusto ends with an error as well: `why` says which rule is broken. */
export const failed = (why: string, span: Span): never => refuse('RMMC7002', span, { why });

/** What `run` gives; where the evaluator refuses, what `otherwise` makes of that. All else that is thrown goes on. */
export const tried = <T>(run: () => T, otherwise: (refusal: Refusal) => T): T => {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refusal) return otherwise(error);
    throw error;
  }
};
