// A folder of packs or rules in; their state for a comparison out: read from rmmc.lock, or found by translating them now.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { backEnd, translateUnits } from '../compile.ts';
import { report } from '../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../diagnostics/render.ts';
import { nowhere } from '../diagnostics/span.ts';
import { noOverlay } from '../ir/overlay.ts';
import { assemble, type PackedRule, waysTo } from '../packs/assemble.ts';
import type { State } from '../packs/compare.ts';
import { type LockedRule, lockedLookup, lockedRule } from '../packs/lock.ts';
import { mappingsOf } from '../packs/mappings.ts';
import type { PackSettings } from '../packs/pack.ts';
import type { PackName } from '../packs/registry.ts';
import { usageError } from './exit.ts';
import { inputsOf, readInput } from './inputs.ts';
import { readLockFile } from './lock-file.ts';
import { lockName } from './lock-name.ts';
import type { RunOptions } from './run.ts';
import { paintFor } from './terminal.ts';
import { version } from './version.ts';

export interface Side {
  readonly state: State;
  /** Normalized KQL by id; null: it was not asked for, or a lock does not hold it. */
  readonly queries: ReadonlyMap<string, string> | null;
  /** Something could not be read, or a rule is broken. */
  readonly broken: boolean;
}

/** The lock behind a path that leads to packs; null for rules. */
export const lockBehind = (given: string): string | null => {
  if (path.basename(given) === lockName) return given;
  const file = path.join(given, lockName);
  return statSync(given, { throwIfNoEntry: false })?.isDirectory() && existsSync(file) ? file : null;
};

/** @throws UsageError when it is no lock */
export const lockSide = async (file: string): Promise<Side> => {
  const rules: LockedRule[] = [];
  try {
    const frame = await readLockFile(file, (rule) => void rules.push(rule));
    return { state: { ...frame, rules }, queries: null, broken: false };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw usageError(report('RMMC8093', nowhere, { file, problem }));
  }
};

const queryOf = async ({ translated }: PackedRule, options: RunOptions): Promise<string | null> => {
  const { backends } = await import('../backends/registry.ts');
  const plain = [...backends.values()].find(({ terms }) => terms === 'source');
  const { unit, front } = translated;
  return plain && front.normal ? backEnd(plain, unit, front.normal, options).output : null;
};

export interface Asked {
  readonly names: readonly PackName[];
  readonly settings: PackSettings;
  readonly options: RunOptions;
  readonly stdinFilename: string;
  readonly show: boolean;
}

/** The state that rules give now. */
export const rulesSide = async (given: string, { names, settings, options, stdinFilename, show }: Asked): Promise<Side> => {
  const mapping = mappingsOf(names, options);
  const assembly = assemble(names, options, settings, options.profile?.overlay ?? noOverlay, () => true);
  const ways = waysTo(names, options);
  const paint = paintFor(process.stderr);
  const rules: LockedRule[] = [];
  const queries = new Map<string, string>();
  let broken = false;
  for (const input of inputsOf([given], stdinFilename, null)) {
    const read = await readInput(input);
    const { rules: found, unread } =
      'problem' in read
        ? { rules: [], unread: { diagnostics: [read.problem] } }
        : assembly.add(translateUnits(read.text, { ...options, file: input.file }, ways), input.relative);
    const noRule = input.found && unread?.diagnostics.every(({ code }) => code === 'RMMC1006');
    if (unread && !noRule) {
      broken = true;
      for (const one of unread.diagnostics) process.stderr.write(`${renderDiagnostic(one, undefined, paint)}\n`);
    }
    for (const rule of found) {
      broken ||= rule.translated.broken;
      rules.push(lockedRule(rule, mapping, null));
      const text = show ? await queryOf(rule, options) : null;
      if (text !== null) queries.set(rule.identity.id, text);
    }
  }
  const files = assembly.end().flatMap((piece) => lockedLookup(piece));
  return { state: { tool: `rmmc ${version}`, mapping, files, rules }, queries: show ? queries : null, broken };
};
