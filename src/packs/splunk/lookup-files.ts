// Lookups of a pack in; a CSV file with its header row and a definition for each out.
import type { ShippedLookup } from '../lookups.ts';
import type { PackSettings, Piece } from '../pack.ts';
import { header } from './templates.ts';

/** Keys match in their letter case, and no entry is read as a pattern or a subnet. */
const stanza = ({ name, rows }: ShippedLookup): string =>
  `# Holds ${rows}. It comes empty.\n[${name}]\nfilename = ${name}.csv\ncase_sensitive_match = true\n\n`;

export const lookupPieces = (lookups: readonly ShippedLookup[], settings: Pick<PackSettings, 'name'>): readonly Piece[] => {
  if (lookups.length === 0) return [];
  const transforms: Piece = {
    path: `${settings.name}/default/transforms.conf`,
    text: `${header}${lookups.map(stanza).join('')}`,
    kind: 'whole',
  };
  return [transforms, ...lookups.map(({ name, text }): Piece => ({ path: `${settings.name}/lookups/${name}.csv`, text, kind: 'whole' }))];
};
