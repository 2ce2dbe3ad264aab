// Why a search has no result, thrown where it is found and caught by `runSearch`.

/** `refused`: this evaluator does not compute it. `error`: Splunk itself ends the search with an error. */
export type RefusalKind = 'refused' | 'error';

export class Refusal extends Error {
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, reason: string) {
    super(reason);
    this.name = 'Refusal';
    this.kind = kind;
  }
}

/** What is part of SPL and not computed here, or what the documentation leaves open: `what` names it. */
export const refuse = (what: string): never => {
  throw new Refusal('refused', what);
};

/** What Splunk documents as an error. */
export const fail = (why: string): never => {
  throw new Refusal('error', why);
};
