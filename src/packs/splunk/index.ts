// Rules for splunk in, one query file each out.
import type { Pack } from '../pack.ts';

export const pack: Pack = {
  tune: (options) => options,
  open: () => ({
    add: (rule) => ({ pieces: [{ path: `${rule.slug}.spl`, text: rule.output, kind: 'whole' }], findings: [] }),
    end: () => [],
  }),
  archives: () => [],
};
