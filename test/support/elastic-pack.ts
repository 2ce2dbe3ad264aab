// Rule files in; what the Elastic pack makes of them out: rules, TOML files by path, diagnostics. And the check of a rule against our schema of Kibana's import.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { type TranslateOptions, translateUnits } from '../../src/compile.ts';
import { noOverlay, type Overlay, type RuleOverlay } from '../../src/ir/overlay.ts';
import { assemble, waysTo } from '../../src/packs/assemble.ts';
import type { PackSettings } from '../../src/packs/pack.ts';
import schema from './elastic-rule.schema.json' with { type: 'json' };

export const settings: PackSettings = {
  name: 'demo',
  title: 'Demo',
  version: '1.0.0',
  author: 'The authors',
  description: 'Rules.',
  date: '2026-11-21',
  template: () => null,
};

export interface RuleFile {
  readonly name: string;
  readonly text: string;
}

export interface PackOptions {
  readonly settings?: Partial<PackSettings>;
  readonly overlay?: RuleOverlay;
  readonly translate?: TranslateOptions;
}

export type Rule = Readonly<Record<string, unknown>> & { readonly query: string; readonly name: string; readonly rule_id: string };

export interface ElasticPack {
  readonly ndjson: string;
  readonly rules: readonly Rule[];
  readonly toml: ReadonlyMap<string, string>;
  /** What is said on the packing: `RMMC80xx severity: message`. */
  readonly said: readonly string[];
  readonly packed: number;
}

export const packElastic = (files: readonly RuleFile[], options: PackOptions = {}): ElasticPack => {
  const overlay: Overlay = options.overlay ? { ...noOverlay, all: options.overlay } : noOverlay;
  const asked = options.translate ?? {};
  const ways = waysTo(['elastic'], asked);
  const assembly = assemble(['elastic'], asked, { ...settings, ...options.settings }, overlay, () => true);
  const rules = files.flatMap(({ name, text }) => assembly.add(translateUnits(text, { ...asked, file: name }, ways), name).rules);
  const pieces = [...rules.flatMap((rule) => rule.pieces), ...assembly.end()];
  const ndjson = pieces.flatMap((piece) => (piece.kind === 'append' ? [piece.text] : [])).join('');
  const results = rules.flatMap((rule) => rule.results);
  return {
    ndjson,
    rules: ndjson
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Rule),
    toml: new Map(pieces.flatMap((piece) => (piece.kind === 'whole' ? [[piece.path, piece.text] as const] : []))),
    said: results.flatMap(({ diagnostics }) =>
      diagnostics.filter(({ code }) => code.startsWith('RMMC80')).map((one) => `${one.code} ${one.severity}: ${one.message}`),
    ),
    packed: results.filter(({ packed }) => packed).length,
  };
};

const validate = new Ajv({ allErrors: true }).compile(schema);

/** What our schema has against a rule: where and what. */
export const schemaProblems = (rule: unknown): readonly string[] => {
  validate(rule);
  return (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
};

const rulesIn = (folder: string): readonly RuleFile[] => {
  const at = path.resolve(import.meta.dirname, '../..', folder);
  return readdirSync(at)
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('.test.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(path.join(at, name), 'utf8') }));
};

/** The five rules that are taken over, and those of the catalogue. */
export const seeds = (): readonly RuleFile[] => rulesIn('rules');
export const catalogue = (): readonly RuleFile[] => rulesIn('rules/catalogue');
