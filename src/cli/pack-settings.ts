// What the command line and rmmc.yaml say of packs in; their names, settings, templates, selection and verdicts out.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { report } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { nowhere } from '../diagnostics/span.ts';
import { catalogueTemplates } from '../packs/catalogue.ts';
import type { PackSettings } from '../packs/pack.ts';
import { type PackName, packs } from '../packs/registry.ts';
import { type Selection, selectionOf } from '../packs/select.ts';
import { templateFault } from '../packs/template.ts';
import { readVerdicts, type Verdicts } from '../packs/verdicts.ts';
import { UsageError, usageError } from './exit.ts';
import type { RunOptions } from './run.ts';
import { filesBelow } from './staging.ts';

/** @throws UsageError for a name that is no pack */
export const packsNamed = (given: readonly string[]): readonly PackName[] => {
  const names = given
    .flatMap((value) => value.split(','))
    .map((value) => value.trim().toLowerCase())
    .filter(Boolean);
  const known = [...packs.keys()] as PackName[];
  if (names.length === 0) throw new UsageError(`RMMC5014: \`--to\` names no pack\n  help: packs: ${[...known, 'all'].join(', ')}`);
  if (names.includes('all')) return known;
  const found = names.map((name) => {
    const own = known.find((one) => one === name);
    if (own) return own;
    const suggestion = nearest(name, [...known, 'all']);
    const help = suggestion ? `did you mean \`${suggestion}\`?` : `packs: ${[...known, 'all'].join(', ')}`;
    throw new UsageError(`RMMC5014: \`${name}\` is not a pack\n  help: ${help}`);
  });
  return [...new Set(found)];
};

const textOf = (file: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const reason = error instanceof TypeError ? 'not valid UTF-8' : ((error as NodeJS.ErrnoException).code ?? String(error));
    throw new UsageError(`RMMC5010: ${file}: ${reason === 'ENOENT' ? 'no such file' : reason}`);
  }
};

/** @throws UsageError when the folder holds a file that is no template of any pack */
const templatesIn = (folder: string): ReadonlyMap<string, string> => {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`RMMC5010: ${folder}: no such folder`);
  const known = [...catalogueTemplates, ...[...packs.values()].flatMap(({ pack }) => pack.templates ?? [])];
  return new Map(
    filesBelow(folder).map((name) => {
      const suggestion = nearest(name, known);
      const file = path.join(folder, ...name.split('/'));
      if (!known.includes(name)) throw usageError(report('RMMC8089', nowhere, { file, ...(suggestion ? { suggestion } : {}) }));
      const text = textOf(file);
      const problem = templateFault(text);
      if (problem !== null) throw usageError(report('RMMC8005', nowhere, { file, problem }));
      return [name, text];
    }),
  );
};

const defaults: Omit<PackSettings, 'template'> = {
  name: 'rmmc_rules',
  title: 'rmmc rules',
  version: '1.0.0',
  author: 'rmmc',
  description: 'Hunting rules translated from KQL by rmmc.',
  date: null,
};

/** @param templates the folder of the command line, which counts more than that of rmmc.yaml */
export const settingsOf = ({ chosen }: RunOptions, templates: string | undefined): PackSettings => {
  const { templates: own, ...given } = chosen.pack ?? {};
  const folder = templates ?? (own === undefined ? undefined : path.resolve(chosen.folder, own));
  const texts = folder === undefined ? new Map<string, string>() : templatesIn(folder);
  return { ...defaults, ...given, template: (name) => texts.get(name) ?? null };
};

/** @throws UsageError for selectors that mean nothing */
export const selectionFor = (only: readonly string[], skip: readonly string[]): Selection => {
  const found = selectionOf(only, skip);
  if ('wants' in found) return found;
  throw new UsageError(found.problems.map((one) => usageError(one).message).join('\n'));
};

/** @throws UsageError when the file is no report of verdicts */
export const verdictsIn = (file: string | undefined): Verdicts | null => {
  if (file === undefined) return null;
  const text = textOf(file);
  try {
    return readVerdicts(text);
  } catch (error) {
    throw usageError(report('RMMC8091', nowhere, { file, problem: error instanceof Error ? error.message : String(error) }));
  }
};
