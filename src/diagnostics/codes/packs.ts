// RMMC80xx: packs of translated rules (`rmmc pack`). 8000-8019 all packs, 8020-8039 Splunk, 8040-8059 Elastic, 8060-8069 Sigma, 8070-8079 Sentinel and Defender,
// 8080-8099 profiles, locks and comparison.
import { says } from './says.ts';

export const packCodes = {
  RMMC8001: says<{ id: string; fresh: string }>(
    'warning',
    (p) => `an earlier rule of the pack has the id ${p.id}: this one gets ${p.fresh}, made of its file`,
    () => 'give each rule an id of its own',
  ),
  RMMC8002: says<{ directory: string }>(
    'error',
    (p) => `${p.directory} holds files and no rmmc.lock: what is in it is not from an earlier run`,
    () => 'name a new or an empty folder',
  ),
  RMMC8003: says<{ file: string; directory: string }>(
    'error',
    (p) => `${p.file} is not from an earlier run, and ${p.directory} is written as a whole`,
    () => 'move it to another place, or name another folder',
  ),
  RMMC8004: says<{ key: string; found: string; expected: string }>(
    'error',
    (p) => `\`${p.key}\` of the pack is ${p.found}, expected ${p.expected}`,
    () => 'mend it under `pack:` in rmmc.yaml',
  ),
} as const;
