// The packs, each with the target whose translations it holds. The only list of them.
import type { TargetName } from '../backends/shared/backend.ts';
import { pack as elastic } from './elastic/index.ts';
import type { Pack } from './pack.ts';
import type { PackName } from './pack-names.ts';
import { pack as sentinel } from './sentinel/index.ts';
import { pack as sigma } from './sigma/index.ts';
import { pack as splunk } from './splunk/index.ts';

export type { PackName } from './pack-names.ts';

interface Row {
  readonly pack: Pack;
  readonly target: TargetName;
}

const all = {
  splunk: { pack: splunk, target: 'spl' },
  elastic: { pack: elastic, target: 'esql' },
  sigma: { pack: sigma, target: 'sigma' },
  sentinel: { pack: sentinel, target: 'kql' },
} satisfies Record<PackName, Row>;

export const packs: ReadonlyMap<string, Row> = new Map(Object.entries(all));
