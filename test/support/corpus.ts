// The shared test data in; the public RMM rules and the semantic traps out, typed. Null where the data is absent.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { shared } from './kusto.ts';

export { shared } from './kusto.ts';

/** For titles: why tests on shared data are skipped, or nothing. */
export const absence = shared === null ? ' (skipped: no shared corpora, set RMMC_SHARED)' : '';

/** A rule of jischell-msft/RemoteManagementMonitoringTools. */
export interface RmmRule {
  readonly id: string;
  readonly path: string;
  readonly query: string;
  readonly rule_id: string;
  readonly name: string;
  readonly description: string;
  /** Whether Microsoft's parser takes the query. */
  readonly official_parse: 'ok' | 'error';
}

/** A small query where naive translators lose equivalence. */
export interface Trap extends TrapTable {
  readonly id: string;
  readonly title: string;
  readonly kql: string;
  readonly extra_tables?: readonly TrapTable[];
}

export interface TrapTable {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A file of the shared facts, an object a line; empty where the data is absent. */
export const lines = <T>(file: string): readonly T[] =>
  shared === null
    ? []
    : readFileSync(path.join(shared, file), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as T);

/** The rules that stand in YAML files upstream: 168. */
export const rmmRules = (): readonly RmmRule[] => lines<RmmRule>('corpora/rmm.jsonl').filter(({ path: at }) => at.endsWith('.yaml'));

export const traps = (): readonly Trap[] => lines<Trap>('semantics/traps.jsonl');

const indent = (text: string, blanks: string): string =>
  text
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => blanks + line)
    .join('\n');

/** The rule as its upstream file has it: CRLF, and `dataTypes:` in the column of the dash, which is not YAML. */
export const upstreamFile = (rule: RmmRule): string => {
  const table = /^\s*(Device\w+)/m.exec(rule.query)?.[1] ?? 'DeviceProcessEvents';
  const text = [
    `id: ${rule.rule_id}`,
    `name: ${rule.name}`,
    'description: |',
    indent(rule.description, '    '),
    'requiredDataConnectors:',
    '    - connectorId: MicrosoftThreatProtection',
    '    dataTypes:',
    `        - ${table}`,
    'tactics: CommandAndControl',
    'relevantTechniques: T1219',
    'query: |',
    indent(rule.query, '  '),
    '',
  ].join('\n');
  return text.replace(/\n/g, '\r\n');
};

/** A public hunting query of any of the collections. */
export interface CorpusQuery {
  readonly id: string;
  readonly query: string;
  readonly official_parse: 'ok' | 'error';
}

/** The queries that Microsoft's parser takes: 2,332. */
export const corpusQueries = (): readonly CorpusQuery[] =>
  ['rmm', 'bertjanp', 'm365d', 'reprise99']
    .flatMap((name) => lines<CorpusQuery>(`corpora/${name}.jsonl`))
    .filter(({ official_parse }) => official_parse === 'ok');

/** A documented example: its query brings its own data. */
export interface DocExample {
  readonly id: string;
  readonly query: string;
  readonly clean: boolean;
}

export const docExamples = (): readonly DocExample[] => lines<DocExample>('kql/doc-examples.jsonl');
