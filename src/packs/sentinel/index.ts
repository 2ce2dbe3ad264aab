// Rules for sentinel in, one query file each out.
import type { Pack } from '../pack.ts';

export const pack: Pack = {
  tune: (options) => options,
  open: () => ({
    add: (rule) => ({ pieces: [{ path: `${rule.slug}.kql`, text: rule.output, kind: 'whole' }], findings: [] }),
    end: () => [],
  }),
  archives: () => [],
};
