// Bare KQL (with tables of its own, if any) or a shipped rule in; what each target makes of it out.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type RuleResult, type TargetName, type TranslateOptions, translate } from '../../src/index.ts';
import type { Trap } from './corpus.ts';

export type Emitted = ReadonlyMap<TargetName, RuleResult>;

export const emit = (text: string, options: TranslateOptions = {}): Emitted =>
  new Map(translate(text, { file: 'rule.kql', ...options }).results.map((result) => [result.target, result]));

/** A trap knows its table's columns. */
export const emitTrap = ({ kql, table, columns }: Trap, options: TranslateOptions = {}): Emitted => {
  const typed = columns as NonNullable<ReturnType<NonNullable<TranslateOptions['tables']>['get']>>['columns'];
  return emit(kql, { tables: new Map([[table, { columns: typed, timeColumn: null }]]), unmapped: 'keep', ...options });
};

/** The output of a target that must have one. */
export const outputOf = (emitted: Emitted, target: TargetName): string => {
  const result = emitted.get(target);
  if (!result?.output) {
    const why = result?.diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`);
    throw new Error(`no ${target}: ${why?.join('; ')}`);
  }
  return result.output;
};

const rules = path.resolve(import.meta.dirname, '../../rules');

/** The files of rules/ with their text, without the catalogue. */
type RuleFile = { readonly file: string; readonly text: string };

const rulesIn = (folder: string): readonly RuleFile[] =>
  readdirSync(folder)
    .filter((name) => /(?<!\.test)\.yaml$/.test(name))
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(folder, file), 'utf8') }));

export const shippedRules = (): readonly RuleFile[] => rulesIn(rules);

export const catalogueRules = (): readonly RuleFile[] => rulesIn(path.join(rules, 'catalogue'));
