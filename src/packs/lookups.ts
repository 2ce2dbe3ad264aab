// Rules of a pack in; the lookups that they read, each once with all its columns, out. Their rows are elsewhere: a pack brings the empty lookup along.
import type { LookupForm } from '../backends/shared/backend.ts';
import { type LookupAsset, lookupsIn, rowsOf, withLookups } from '../backends/shared/lookups.ts';
import type { Way } from '../compile.ts';
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import { nowhere } from '../diagnostics/span.ts';
import type { Column } from '../ir/types.ts';
import { profileOf } from '../target-profile.ts';
import type { PackRule } from './pack.ts';

/** A lookup as the pack ships it. */
export interface ShippedLookup extends LookupForm {
  /** One line of printable ASCII: what its rows are. */
  readonly rows: string;
}

export interface Lookups {
  /** Notes what a rule reads; a finding for each lookup that comes empty. */
  add(rule: PackRule): readonly Diagnostic[];
  /** By name. */
  all(): readonly ShippedLookup[];
}

const plain = (text: string): string => text.replace(/[^\u0020-\u007e]/g, '?').slice(0, 300);

const merged = (a: readonly Column[], b: readonly Column[]): readonly Column[] => {
  const names = new Set(a.map(({ name }) => name));
  return [...a, ...b.filter(({ name }) => !names.has(name))];
};

export const lookupsOf = ({ backend, options }: Way): Lookups => {
  const profile = profileOf(backend, options);
  const found = new Map<string, LookupAsset>();
  const formOf = (asset: LookupAsset): ShippedLookup | null => {
    const form = backend.lookupForm?.(asset, profile);
    return form ? { ...form, rows: plain(rowsOf(asset)) } : null;
  };
  return {
    add: (rule) =>
      lookupsIn(withLookups(rule.query, { ...backend, profile })).flatMap((asset) => {
        const known = found.get(asset.name);
        found.set(asset.name, known ? { ...asset, columns: merged(known.columns, asset.columns) } : asset);
        const form = formOf(asset);
        return form ? [report('RMMC8009', nowhere, { lookup: form.name, rows: form.rows })] : [];
      }),
    all: () =>
      [...found.keys()].sort().flatMap((name) => {
        const asset = found.get(name);
        const form = asset && formOf(asset);
        return form ? [form] : [];
      }),
  };
};
