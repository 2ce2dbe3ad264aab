// Texts of rules in; the files of one pack out, as they would stand on the disk.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeArchive } from '../../src/cli/archive.ts';
import { type TranslateOptions, translateUnits } from '../../src/compile.ts';
import { noOverlay, type Overlay } from '../../src/ir/overlay.ts';
import { assemble, type PackedRule, waysTo } from '../../src/packs/assemble.ts';
import type { PackSettings } from '../../src/packs/pack.ts';
import { type PackName, packs } from '../../src/packs/registry.ts';

export interface RuleText {
  readonly file: string;
  readonly text: string;
}

export interface PackOptions {
  readonly options?: TranslateOptions;
  readonly overlay?: Partial<Overlay>;
  readonly settings?: Partial<PackSettings>;
  /** By name. */
  readonly templates?: Readonly<Record<string, string>>;
}

export interface MadePack {
  readonly settings: PackSettings;
  /** Below the pack's folder. */
  readonly files: ReadonlyMap<string, string>;
  readonly rules: readonly PackedRule[];
}

export const madePack = (name: PackName, texts: readonly RuleText[], given: PackOptions = {}): MadePack => {
  const { options = {}, overlay = {}, templates = {} } = given;
  const settings: PackSettings = {
    name: 'test_rules',
    title: 'Test rules',
    version: '1.2.3',
    author: 'tester',
    description: 'Rules of a test.',
    date: '2026-01-02',
    template: (template) => (Object.hasOwn(templates, template) ? (templates[template] ?? null) : null),
    ...given.settings,
  };
  const files = new Map<string, string>();
  const assembly = assemble([name], options, settings, { ...noOverlay, ...overlay }, () => true);
  const ways = waysTo([name], options);
  const rules = texts.flatMap(({ file, text }) => assembly.add(translateUnits(text, { ...options, file }, ways), file).rules);
  for (const { path: at, text, kind } of [...rules.flatMap(({ pieces }) => pieces), ...assembly.end()]) {
    if (kind === 'whole' && files.has(at)) throw new Error(`${at} is written twice`);
    files.set(at, (files.get(at) ?? '') + text);
  }
  return { settings, files, rules };
};

export const fileOf = ({ files }: MadePack, at: string): string => {
  const text = files.get(at);
  if (text === undefined) throw new Error(`no ${at} among ${[...files.keys()].join(', ')}`);
  return text;
};

/** Errors and warnings on the rules: code and message. */
export const complaints = ({ rules }: MadePack): readonly string[] =>
  rules.flatMap(({ results }) =>
    results.flatMap(({ diagnostics }) =>
      diagnostics.filter(({ severity }) => severity !== 'info').map(({ code, message }) => `${code} ${message}`),
    ),
  );

/** Writes the pack with its archives below a new folder, which is gone when `use` is done. */
export const onDisk = async <T>(name: PackName, made: MadePack, use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rmmc-pack-'));
  try {
    for (const [at, text] of made.files) {
      mkdirSync(path.dirname(path.join(folder, at)), { recursive: true });
      writeFileSync(path.join(folder, at), text);
    }
    for (const { folder: from, file } of packs.get(name)?.pack.archives(made.settings) ?? []) {
      await writeArchive(path.join(folder, from), path.join(folder, file));
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
