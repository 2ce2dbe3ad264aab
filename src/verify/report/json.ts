// A verdict in; the object that stands for it in JSON reports out.
import type { Outcome, Verdict } from '../verdict.ts';

const outcomeObject = (outcome: Outcome): object => {
  if (outcome.kind !== 'different') return outcome;
  const { difference } = outcome;
  const events = difference.events.map(({ table, about, cells }) => ({
    table,
    role: about.role,
    what: about.what,
    span: about.span,
    cells: Object.fromEntries(cells),
  }));
  return { kind: outcome.kind, ...difference, events };
};

export const verdictObject = ({ outcome, ...rest }: Verdict): object => ({ ...rest, outcome: outcomeObject(outcome) });
