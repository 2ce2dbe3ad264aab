// An engine in; the same engine, and what it says that its answers depend on, out.
import type { Engine, Loaded } from '../engines/engine.ts';

export interface Listening {
  readonly engine: Engine;
  /** Open points that decided some answer so far, each once, sorted. */
  readonly dependsOn: () => readonly string[];
}

export const listening = (engine: Engine): Listening => {
  const heard = new Set<string>();
  const over = (loaded: Loaded): Loaded => ({
    ask: async (query) => {
      const answer = await loaded.ask(query);
      if (answer.kind === 'rows') for (const point of answer.dependsOn ?? []) heard.add(point);
      return answer;
    },
    drop: () => loaded.drop(),
  });
  return {
    engine: { ...engine, load: async (data) => over(await engine.load(data)) },
    dependsOn: () => [...heard].sort(),
  };
};
