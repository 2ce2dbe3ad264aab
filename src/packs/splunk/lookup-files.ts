// Lookups of a pack in; for the app a CSV file with its header row and a definition for each, for contentctl the same with the definition in YAML, out.
import { dump } from 'js-yaml';
import { uuidOf } from '../../ir/uuid.ts';
import type { ShippedLookup } from '../lookups.ts';
import { noDate, type PackSettings, type Piece } from '../pack.ts';
import { contentFolder } from './contentctl.ts';
import { header } from './templates.ts';

/** Keys match in their letter case, and no entry is read as a pattern or a subnet. */
const stanza = ({ name, rows }: ShippedLookup): string =>
  `# Holds ${rows}. It comes empty.\n[${name}]\nfilename = ${name}.csv\ncase_sensitive_match = true\n\n`;

/** contentctl finds the rows in the CSV file of the same name. */
const contentFiles = ({ name, rows, text }: ShippedLookup, settings: PackSettings): readonly Piece[] => {
  const definition = {
    name,
    id: uuidOf(`lookup ${settings.name} ${name}`),
    version: 1,
    date: settings.date ?? noDate,
    author: settings.author,
    description: `Holds ${rows}. It comes empty.`,
    lookup_type: 'csv',
    case_sensitive_match: true,
  };
  const path = `${contentFolder(settings)}/lookups/${name}`;
  return [
    { path: `${path}.yml`, text: dump(definition, { lineWidth: -1, noRefs: true }), kind: 'whole' },
    { path: `${path}.csv`, text, kind: 'whole' },
  ];
};

export const lookupPieces = (lookups: readonly ShippedLookup[], settings: PackSettings): readonly Piece[] => {
  if (lookups.length === 0) return [];
  const transforms: Piece = {
    path: `${settings.name}/default/transforms.conf`,
    text: `${header}${lookups.map(stanza).join('')}`,
    kind: 'whole',
  };
  return [
    transforms,
    ...lookups.map(({ name, text }): Piece => ({ path: `${settings.name}/lookups/${name}.csv`, text, kind: 'whole', lookup: name })),
    ...(settings.contentctl ? lookups.flatMap((lookup) => contentFiles(lookup, settings)) : []),
  ];
};
