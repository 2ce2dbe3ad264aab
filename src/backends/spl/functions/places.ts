// Addresses whose place a step asks for in; iplocation in front of the step, and the place as a bag of fields, out.
import type { Step } from '../../../ir/pipeline.ts';
import { visitPipeline } from '../../../ir/traverse.ts';
import type { TargetContext } from '../../shared/backend.ts';
import { add, exprsOf, fresh, inField, type State } from '../state.ts';
import { textOf } from '../values.ts';
import { callKey } from './answered.ts';
import type { Call } from './row.ts';

const lookupsIn = (step: Step): readonly Call[] => {
  const found: Call[] = [];
  visitPipeline(
    { source: { kind: 'rows', span: step.span, columns: [], rows: [] }, steps: [step] },
    {
      expr: (e) => {
        if (e.kind === 'call' && e.fn === 'geo_info_from_ip_address') found.push(e);
      },
    },
  );
  return found;
};

const prefixWish = 'rmmc_geo_';

/** Looks up the places that the step asks for; the answers stand by call. */
export const withPlaces = (start: State, step: Step, context: TargetContext): State => {
  const calls = lookupsIn(step);
  if (calls.length === 0) return start;
  let state = start;
  const byAddress = new Map<string, string>();
  const prefixes = new Set([...state.hits.values()].map(({ field }) => field).filter((name) => name.startsWith(prefixWish)));
  const hits = new Map(state.hits);
  for (const lookup of calls) {
    const [address] = lookup.args;
    const key = callKey(lookup);
    const known = byAddress.get(key);
    const prefix = known ?? fresh(prefixWish, prefixes).replace(/_(\d+)$/, '$1_');
    hits.set(lookup, { field: prefix, rep: 'json', nullable: true });
    if (known !== undefined || address === undefined) continue;
    byAddress.set(key, prefix);
    prefixes.add(prefix);
    const l = exprsOf(state, context);
    const at = inField(state, textOf(l.value(address), l, address), 'rmmc_address');
    context.findings.assume('RMMC3854', lookup.span, { what: 'the place of an address' });
    state = add(at.state, { kind: 'iplocation', prefix, field: at.field });
  }
  return { ...state, hits };
};
