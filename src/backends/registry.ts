// The targets. The only list of them: everything else asks a target what it can do, never who it is.
import { backend as esql } from './esql/index.ts';
import { backend as kql } from './kql/index.ts';
import type { Backend, TargetName } from './shared/backend.ts';
import type { TableProfile, TargetProfile } from './shared/fields.ts';
import { backend as sigma } from './sigma/index.ts';
import { backend as spl } from './spl/index.ts';

/** In the order in which results are given. */
const all = { spl, esql, sigma, kql } satisfies Record<TargetName, Backend>;

export const backends: ReadonlyMap<string, Backend> = new Map(Object.entries(all));

interface Keys {
  /** Versions that may be asked for. */
  readonly versions: readonly string[];
  readonly target: readonly Exclude<keyof TargetProfile, 'lookupNames'>[];
  readonly table: readonly (keyof TableProfile)[];
}

const keys = {
  spl: {
    target: ['index', 'sourcetype', 'macro', 'tableMacro', 'fieldPrefix', 'nullText', 'version', 'tables', 'lookups'],
    table: ['index', 'sourcetype', 'macro', 'constraint', 'fieldPrefix', 'fields'],
  },
  esql: {
    target: ['index', 'fieldPrefix', 'flattened', 'version', 'tables', 'lookups'],
    table: ['index', 'constraint', 'fieldPrefix', 'fields'],
  },
  sigma: { target: ['match', 'version', 'tables'], table: ['logsource', 'fields'] },
  kql: { target: [], table: [] },
} as const satisfies Record<TargetName, Omit<Keys, 'versions'>>;

/** What rmmc.yaml may say about each target. */
export const profileKeys: ReadonlyMap<string, Keys> = new Map(
  Object.entries(keys).map(([name, own]) => [name, { ...own, versions: backends.get(name)?.versions?.known ?? [] }]),
);
