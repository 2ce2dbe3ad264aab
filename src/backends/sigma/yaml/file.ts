// A Sigma rule and what a pack settles about it in; the file that SigmaHQ's conventions make of it out: its folder, its name's beginning, its text.

import { uuidOf } from '../../../ir/uuid.ts';
import type { RuleFacts, RuleFile } from '../../shared/backend.ts';
import type { SigmaLogsource, SigmaRule } from '../ast.ts';
import { print } from '../print.ts';
import { levelNamed } from './metadata.ts';

/** Words that stand in small letters within a title. */
const smallWords: ReadonlySet<string> = new Set(
  'a an and as at but by for from in into nor of off on onto or over per so than the to up via vs with without yet'.split(' '),
);

/** Only words of plain small letters change: a name such as `mRemoteNG` or `agent.exe` is written as its owner does. */
export const titleCase = (title: string): string =>
  title
    .split(' ')
    .map((word, at) => (/^[a-z]+(?:[-'][a-z]+)*$/.test(word) && (at === 0 || !smallWords.has(word)) ? capital(word) : word))
    .join(' ');

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** SigmaHQ's beginnings of file names, by category. `os`: followed by `win_`, `lnx_` or `macos_`. */
const categories: ReadonlyMap<string, { readonly prefix: string; readonly os?: true }> = new Map([
  ['process_creation', { prefix: 'proc_creation_', os: true }],
  ['network_connection', { prefix: 'net_connection_', os: true }],
  ['file_access', { prefix: 'file_access_', os: true }],
  ['file_change', { prefix: 'file_change_', os: true }],
  ['file_delete', { prefix: 'file_delete_', os: true }],
  ['file_event', { prefix: 'file_event_', os: true }],
  ['file_rename', { prefix: 'file_rename_', os: true }],
  ['driver_load', { prefix: 'driver_load_', os: true }],
  ['dns_query', { prefix: 'dns_query_', os: true }],
  ['process_access', { prefix: 'proc_access_', os: true }],
  ['image_load', { prefix: 'image_load_' }],
  ['pipe_created', { prefix: 'pipe_created_' }],
  ['registry_event', { prefix: 'registry_event_' }],
  ['registry_add', { prefix: 'registry_add_' }],
  ['registry_delete', { prefix: 'registry_delete_' }],
  ['registry_set', { prefix: 'registry_set_' }],
  ['registry_rename', { prefix: 'registry_rename_' }],
  ['dns', { prefix: 'net_dns_' }],
  ['firewall', { prefix: 'net_firewall_' }],
  ['webserver', { prefix: 'web_' }],
]);

/** As the specification of correlations has it. */
const correlationPrefix = 'mr_';

const systems: ReadonlyMap<string, string> = new Map([
  ['windows', 'win_'],
  ['linux', 'lnx_'],
  ['macos', 'macos_'],
]);

const clouds: ReadonlyMap<string, string> = new Map([
  ['aws', 'aws_'],
  ['azure', 'azure_'],
  ['gcp', 'gcp_'],
  ['m365', 'microsoft365_'],
  ['okta', 'okta_'],
]);

/** A folder's name is no longer than this, whatever a table is called. */
const longestWord = 80;

const word = (text: string | undefined): string =>
  (text ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+/, '')
    .slice(0, longestWord)
    .replace(/_+$/, '');

const join = (parts: readonly string[], by: string): string => parts.filter((part) => part !== '').join(by);

const prefixOf = ({ category, product, service }: SigmaLogsource): string => {
  const known = categories.get(category ?? '');
  const system = systems.get(product ?? '');
  if (known) return known.prefix + (known.os ? (system ?? '') : '');
  const cloud = clouds.get(product ?? '');
  if (cloud) return cloud;
  const inSystem = word(category) || word(service);
  if (system) return inSystem === '' ? system : `${system}${inSystem}_`;
  const place = word(product) || word(category) || word(service);
  return place === '' ? '' : `${place}_`;
};

/** Rules that want a look first, and those that alert by themselves, lie in two trees as in SigmaHQ's repository; below it the log source decides. */
const folderOf = (rule: SigmaRule): string => {
  const { category, product, service } = rule.logsource;
  const root = rule.tags.includes('detection.threat-hunting') ? 'rules-threat-hunting' : 'rules';
  const cloud = clouds.has(product ?? '') ? 'cloud' : '';
  const builtin = systems.has(product ?? '') && category === undefined && service !== undefined ? 'builtin' : '';
  return join([root, cloud, word(product), builtin, word(category), word(service)], '/');
};

const attackPage = /^https?:\/\/attack\.mitre\.org\//i;

/** What a page of ATT&CK says is said by tags. */
const referencesOf = (rule: SigmaRule): readonly string[] => rule.references.filter((url) => !attackPage.test(url));

export const file = (rule: SigmaRule, facts: RuleFacts): RuleFile => {
  const title = titleCase(facts.title);
  const filed: SigmaRule = {
    ...rule,
    title,
    id: uuidOf(`sigma ${facts.id}`),
    derivedFrom: facts.source,
    references: referencesOf(rule),
    level: levelNamed(facts.severity),
    date: facts.date,
  };
  const prefix = filed.correlation === null ? prefixOf(filed.logsource) : correlationPrefix;
  return { folder: folderOf(filed), prefix, title, text: print(filed) };
};
