// A rule in; its detection and its filter as files of a contentctl repository (Splunk's content in YAML) out.
import { dump } from 'js-yaml';
import { noDate, type PackRule, type PackSettings, type Piece } from '../pack.ts';
import { descriptionOf, notesOf, prose } from './prose.ts';
import { searchOf } from './saved-search.ts';
import { severityOf } from './severity.ts';
import { type Domain, domainOf, entitiesOf, techniquesOf } from './subject.ts';

/** contentctl puts the app's label around the name, and Enterprise Security its own words around that: this leaves room for a label of 26 characters. */
const longestName = 45;

export interface DetectionName {
  readonly name: string;
  /** The file, and what its filter macro has to be called, by contentctl's rule. */
  readonly stem: string;
}

const stemOf = (name: string): string => name.replace(/[ -]/g, '_').toLowerCase();

/** Names once each, by the file that they lead to. */
export const detectionNames = (): ((title: string, id: string) => DetectionName) => {
  const taken = new Set<string>();
  return (title, id) => {
    const plain =
      title
        .normalize('NFKD')
        .replace(/[^A-Za-z0-9-]+/g, ' ')
        .trim() || 'Rule';
    const mark = ` ${id.slice(0, 8)}`;
    const marked = `${plain.slice(0, longestName - mark.length).trim()}${mark}`;
    let name = plain.length > longestName ? marked : plain;
    if (taken.has(stemOf(name))) name = marked;
    if (taken.has(stemOf(name))) name = id;
    taken.add(stemOf(name));
    return { name, stem: stemOf(name) };
  };
};

const assets = {
  endpoint: 'Endpoint',
  network: 'Endpoint',
  identity: 'Identity',
  access: 'Account',
  threat: 'Endpoint',
  audit: 'Account',
} satisfies Record<Domain, string>;

const yaml = (data: object): string => dump(data, { lineWidth: -1, noRefs: true });

export const contentFolder = (settings: PackSettings): string => `${settings.name}-contentctl`;

const textOr = (text: string, other: string): string => (text.length >= 4 ? text : other);

/** Names of links that are links. */
const links = (references: readonly string[]): readonly string[] =>
  references.filter((text) => /^https?:\/\/[!-~]+$/i.test(text) && URL.canParse(text));

/** A scheduled rule whose result names a device or a user adds risk to it; any other is for hunting. */
const riskOf = (rule: PackRule): object => {
  const entities = rule.schedule.scheduled ? entitiesOf(rule) : [];
  const { risk } = severityOf(rule.meta.severity);
  if (entities.length === 0) return { type: 'Hunting' };
  return {
    type: 'Anomaly',
    rba: {
      message: prose(rule.title).replaceAll('$', ''),
      risk_objects: entities.map(({ field, type }) => ({ field, type, score: risk })),
      threat_objects: [],
    },
  };
};

export const macroFile = (
  settings: PackSettings,
  name: string,
  definition: string,
  description: string,
  args: readonly string[],
): Piece => ({
  path: `${contentFolder(settings)}/macros/${stemOf(name)}.yml`,
  kind: 'whole',
  text: yaml({ name, ...(args.length > 0 ? { arguments: args } : {}), definition, description }),
});

export const detectionFiles = (
  rule: PackRule,
  settings: PackSettings,
  { name, stem }: DetectionName,
  filter: { readonly definition: string; readonly description: string },
): readonly Piece[] => {
  const { type, rba } = riskOf(rule) as { readonly type: string; readonly rba?: object };
  const domain = domainOf(rule);
  const detection = {
    name,
    id: rule.id,
    version: 1,
    date: settings.date ?? noDate,
    author: prose(rule.meta.author ?? '') || settings.author,
    status: 'experimental',
    type,
    description: descriptionOf(rule),
    data_source: [],
    search: searchOf(rule.output, `${stem}_filter`),
    how_to_implement: 'The events have to be in Splunk as the macros of the tables say: index, sourcetype and the test of the table.',
    known_false_positives: textOr(notesOf(rule), 'None are noted.'),
    references: links(rule.meta.references),
    ...(rba ? { rba } : {}),
    tags: {
      analytic_story: [],
      asset_type: assets[domain],
      mitre_attack_id: techniquesOf(rule),
      product: ['Splunk Enterprise', 'Splunk Enterprise Security', 'Splunk Cloud'],
      security_domain: domain,
    },
  };
  return [
    { path: `${contentFolder(settings)}/detections/${domain}/${stem}.yml`, kind: 'whole', text: yaml(detection) },
    macroFile(settings, `${stem}_filter`, filter.definition, filter.description, []),
  ];
};
