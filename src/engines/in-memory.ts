// For engines that hold nothing: what to ask in; events in place, which are just remembered, out.
import type { Answer, Dataset, Engine } from './engine.ts';

/** What engines have in common that neither hold events nor know the time. */
export const timeless = { clock: 'none', parallel: 1, placeFor: (wanted: string) => wanted } as const satisfies Partial<Engine>;

/** `ask` gets the query and what was loaded. */
export const inMemory =
  (ask: (query: string, data: readonly Dataset[]) => Promise<Answer>): Engine['load'] =>
  async (data) => ({ ask: (query) => ask(query, data), drop: async () => undefined });
