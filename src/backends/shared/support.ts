// What a target answers to a feature. There are no default answers: `Capabilities` is complete or the project does not build.
import { type WideAgg, wideAggs } from '../../ir/aggregates.ts';
import type { Feature } from '../../ir/features.ts';
import { type WideFn, wideRows } from '../../ir/wide-functions.ts';

/**
 * `native`: the target can say it with KQL's meaning (details that depend on the arguments are reported while lowering).
 * `refuse`: it cannot; `why` ends the sentence "<target> has no way to say <feature>: …".
 */
export type Support = { readonly as: 'native' } | { readonly as: 'refuse'; readonly why: string };

export type Capabilities = Readonly<Record<Feature, Support>>;

export const native: Support = { as: 'native' };
export const refuse = (why: string): Support => ({ as: 'refuse', why });

/** The same answer for several features; the compiler still sees each name. */
export const all = <K extends Feature>(features: readonly K[], support: Support): Record<K, Support> =>
  Object.fromEntries(features.map((feature) => [feature, support])) as Record<K, Support>;

/** One answer for all functions and aggregates of the wide vocabulary. */
export const wide = (support: Support): Record<`fn:${WideFn}` | `agg:${WideAgg}`, Support> => ({
  ...all(
    (Object.keys(wideRows) as WideFn[]).map((fn) => `fn:${fn}` as const),
    support,
  ),
  ...all(
    (Object.keys(wideAggs) as WideAgg[]).map((agg) => `agg:${agg}` as const),
    support,
  ),
});
