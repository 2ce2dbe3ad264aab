// A translation and an engine in; why the engine can say nothing of its text, or null, out.
import { newerThan } from '../backends/shared/versions.ts';
import type { Engine } from '../engines/engine.ts';
import type { Subject } from './subject.ts';

export const unableTo = ({ backend, back }: Subject, engine: Engine): string | null => {
  const { release } = engine;
  const newer = release !== undefined && backend.versions ? newerThan(backend.versions, release, back.ast) : [];
  const [first] = newer;
  if (first) return `the text is for ${first.version} or newer (${newer.map(({ what }) => what).join(', ')}), and this is ${release}`;
  return back.ast !== null && backend.unprovable ? backend.unprovable(back.ast) : null;
};
