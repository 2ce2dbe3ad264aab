// What a user says about where tables and fields live in; the profile of one target, and a digest of all that decides it, out.
import type { Backend, TargetName } from './backends/shared/backend.ts';
import type { Profile, TargetProfile } from './backends/shared/fields.ts';
import type { EnvironmentChoice, UserTables } from './frontend/schema/schema.ts';
import { hashOfData } from './ir/digest.ts';

/** Every part has a default. */
export interface ProfileOptions {
  /** Where tables and fields live (`rmmc.yaml`, see `parseConfig`). */
  readonly profile?: Profile;
  /** Tables of the user's, which add to or replace the documented ones. */
  readonly tables?: UserTables;
  /** Whose tables are meant where Defender XDR and Sentinel differ; `auto` (the default) tells from the query. */
  readonly environment?: EnvironmentChoice;
  /** A column without a mapping: `error` (the default) refuses, `keep` writes KQL's own name. */
  readonly unmapped?: 'error' | 'keep';
  /** By target: which version runs the texts; overrides the profile's `version`. */
  readonly versions?: Readonly<Partial<Record<TargetName, string>>>;
  /** Overrides the profile's `match`. */
  readonly match?: 'exact' | 'contains';
  /** Overrides the profile's `flattened`. */
  readonly flattened?: 'index' | 'runtime';
}

/** Where tables and fields live for a target, and how it is written: what the options name wins over the profile. */
export const profileOf = (backend: Backend, options: ProfileOptions): TargetProfile => {
  const own = options.profile?.targets[backend.name] ?? {};
  const profile = options.profile?.lookups ? { ...own, lookupNames: options.profile.lookups } : own;
  const version = options.versions?.[backend.name];
  return {
    ...profile,
    ...(options.match ? { match: options.match } : {}),
    ...(options.flattened ? { flattened: options.flattened } : {}),
    ...(version ? { version } : {}),
  };
};

const shipped = new WeakMap<Backend, string>();

/** A digest of everything that decides where tables and fields are in a target. */
export const mappingOf = (backend: Backend, options: ProfileOptions): string => {
  const own = shipped.get(backend) ?? hashOfData(backend.mapping ?? null);
  shipped.set(backend, own);
  const { environment = 'auto', unmapped = 'error' } = options;
  const tables = options.tables && options.tables.size > 0 ? options.tables : null;
  return hashOfData({ own, profile: profileOf(backend, options), environment, unmapped, tables });
};
