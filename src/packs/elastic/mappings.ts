// Runtime fields that rules read in; for each pattern of indices the body of `PUT <pattern>/_mapping` that makes them out.
import type { RuntimeField } from '../../backends/shared/backend.ts';
import type { Piece } from '../pack.ts';

export interface Mappings {
  add(fields: readonly RuntimeField[]): void;
  all(): readonly Piece[];
}

/** `logs-m365_defender.event-*` as `logs-m365_defender.event-_`. */
const fileOf = (index: string): string => index.replace(/^\.|[^A-Za-z0-9._-]/g, '_');

export const mappingsOf = (): Mappings => {
  const byIndex = new Map<string, Set<string>>();
  return {
    add: (fields) => {
      for (const { field, indices } of fields)
        for (const index of indices) byIndex.set(index, new Set([...(byIndex.get(index) ?? []), field]));
    },
    all: () =>
      [...byIndex.keys()].sort().map((index) => {
        const runtime = Object.fromEntries([...(byIndex.get(index) ?? [])].sort().map((field) => [field, { type: 'keyword' }]));
        return { path: `mappings/${fileOf(index)}.json`, text: `${JSON.stringify({ runtime }, null, 2)}\n`, kind: 'whole' };
      }),
  };
};
