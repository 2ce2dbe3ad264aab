// Packs and options in; by pack a digest of where tables and fields are out.
import { backends } from '../backends/registry.ts';
import type { TranslateOptions } from '../compile.ts';
import { mappingOf } from '../target-profile.ts';
import type { Mappings } from './lock.ts';
import { type PackName, packs } from './registry.ts';

export const mappingsOf = (names: readonly PackName[], options: TranslateOptions): Mappings =>
  Object.fromEntries(
    names.flatMap((name) => {
      const backend = backends.get(packs.get(name)?.target ?? '');
      return backend ? [[name, mappingOf(backend, options)]] : [];
    }),
  );
