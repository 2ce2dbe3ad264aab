// A tool, a shape and its query in; the hunting rule as an object (the keys that Azure-Sentinel asks for, in its order), its file name and text out.
import { dump } from 'js-yaml';
import { uuidOf } from '../../src/ir/uuid.ts';
import { hasShape, queryOf, type Shape, shapes, type Templates } from './query.ts';
import { slugsOf } from './slug.ts';
import type { Tool } from './types.ts';

interface Notes {
  readonly scenario: string;
  readonly description: string;
  readonly filter: string;
}

interface Wording {
  readonly table: string;
  readonly name: (tool: string) => string;
  readonly finds: (tool: string) => string;
  readonly falsePositives: (tool: string) => readonly Notes[];
}

const kindOf = ({ category }: Tool): string => (category === 'RMM' ? 'a remote monitoring and management tool' : 'a remote access tool');

const allowed = (tool: string, filter: string): Notes => ({
  scenario: `${tool} is allowed`,
  description: 'The IT department or a service provider works with it.',
  filter,
});

const words: Readonly<Record<Shape, Wording>> = {
  process: {
    table: 'DeviceProcessEvents',
    name: (tool) => `Remote tool process - ${tool}`,
    finds: (tool) => `Finds processes that have a file name of ${tool}`,
    falsePositives: (tool) => [
      allowed(tool, 'Leave out the file names that may run.'),
      {
        scenario: 'Another program has the same file name',
        description: 'File names are free to choose.',
        filter: 'Compare folder, signer and hash of the file.',
      },
    ],
  },
  'file-signature': {
    table: 'DeviceFileCertificateInfo',
    name: (tool) => `Remote tool file signature - ${tool}`,
    finds: (tool) => `Finds files signed by the vendor of ${tool}`,
    falsePositives: (tool) => [
      allowed(tool, 'Leave out the signers whose files may be there.'),
      {
        scenario: 'Another program of the same signer',
        description: 'A signer signs all its programs.',
        filter: 'Look up the file by its SHA1 in DeviceFileEvents.',
      },
    ],
  },
  network: {
    table: 'DeviceNetworkEvents',
    name: (tool) => `Remote tool connection - ${tool}`,
    finds: (tool) => `Finds connections to hosts of ${tool}`,
    falsePositives: (tool) => [
      allowed(tool, 'Leave out the file names of its programs.'),
      {
        scenario: 'A user reads the web site of the vendor',
        description: 'The process is a browser then.',
        filter: 'Leave out the file names of the browsers.',
      },
    ],
  },
};

const referencesOf = ({ file, website }: Tool): readonly string[] => {
  const entry = `https://github.com/magicsword-io/LOLRMM/blob/main/yaml/${encodeURIComponent(file)}`;
  const sound = website && /^https?:\/\/[^\s/]+\.[^\s/]+/.test(website) && !website.includes('web.archive.org');
  return sound ? [entry, website] : [entry];
};

export const ruleOf = (tool: Tool, shape: Shape, templates: Templates): Readonly<Record<string, unknown>> => {
  const { table, name, finds, falsePositives } = words[shape];
  return {
    id: uuidOf(`catalogue ${tool.file} ${shape}`),
    name: name(tool.name),
    description: `${finds(tool.name)}. LOLRMM lists it as ${kindOf(tool)}; attackers use such tools to keep access to devices and to control them.`,
    requiredDataConnectors: [{ connectorId: 'MicrosoftThreatProtection', dataTypes: [table] }],
    tactics: ['CommandAndControl'],
    relevantTechniques: ['T1219'],
    query: queryOf(tool, shape, templates),
    entityMappings: [{ entityType: 'Host', fieldMappings: [{ identifier: 'FullName', columnName: 'DeviceName' }] }],
    version: '1.0.0',
    metadata: {
      source: { kind: 'Community' },
      author: { name: 'rmmc authors' },
      support: { tier: 'Community' },
      categories: { domains: ['Security - Threat Protection'] },
    },
    references: referencesOf(tool),
    falsePositives: falsePositives(tool.name),
  };
};

const head = '# Written by scripts/write-catalogue.ts from catalogue/tools.json and catalogue/templates; changes belong there.\n';

/** Every file of rules/catalogue by its name. */
export const rulesOf = (tools: readonly Tool[], templates: Templates): ReadonlyMap<string, string> => {
  const slugs = slugsOf(tools.map(({ file }) => file));
  return new Map(
    tools.flatMap((tool) =>
      shapes
        .filter((shape) => hasShape(tool, shape))
        .map((shape) => [
          `${slugs.get(tool.file) ?? ''}-${shape}.yaml`,
          `${head}${dump(ruleOf(tool, shape, templates), { lineWidth: -1, noRefs: true })}`,
        ]),
    ),
  );
};
