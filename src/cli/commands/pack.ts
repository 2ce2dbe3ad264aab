// rmmc pack: rules in, packs that install (a Splunk app, Kibana rules, Sigma, Sentinel) below a folder out, written whole or not at all.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { TranslateOptions, TranslateResult } from '../../compile.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import { renderDiagnostic } from '../../diagnostics/render.ts';
import { wholeFile } from '../../diagnostics/source.ts';
import { noOverlay } from '../../ir/overlay.ts';
import { type Assembly, assemble, type PackedFile, type PackedRule, type PackPiece } from '../../packs/assemble.ts';
import { hashOf, type LockedFile, lockHead, lockLine, lockTail } from '../../packs/lock.ts';
import type { PackSettings } from '../../packs/pack.ts';
import { type PackName, packs } from '../../packs/registry.ts';
import { writeArchive } from '../archive.ts';
import { UsageError } from '../exit.ts';
import { type Input, inputsOf, readInput } from '../inputs.ts';
import { type SharedArguments, translateOptions } from '../run.ts';
import { filesBelow, lockName, type Staging, stage } from '../staging.ts';
import { count, newTally, summaryLines, type Tally, translateExit } from '../summary.ts';
import { paintFor, progress } from '../terminal.ts';
import { version } from '../version.ts';

export interface PackArguments extends SharedArguments {
  readonly out: string;
  /** Report errors only. */
  readonly quiet: boolean;
}

const err = (text: string): void => void process.stderr.write(text);

/** @throws UsageError for a name that is no pack */
const packNames = (given: readonly string[]): readonly PackName[] => {
  const names = given.flatMap((value) => value.split(',')).map((value) => value.trim().toLowerCase());
  const known = [...packs.keys()] as PackName[];
  if (names.includes('all')) return known;
  return names.filter(Boolean).map((name) => {
    const found = known.find((one) => one === name);
    if (found) return found;
    const suggestion = nearest(name, [...known, 'all']);
    const help = suggestion ? `did you mean \`${suggestion}\`?` : `packs: ${[...known, 'all'].join(', ')}`;
    throw new UsageError(`RMMC5014: \`${name}\` is not a pack\n  help: ${help}`);
  });
};

const defaults: PackSettings = {
  name: 'rmmc_rules',
  title: 'rmmc rules',
  version: '1.0.0',
  author: 'rmmc',
  description: 'Hunting rules translated from KQL by rmmc.',
  date: null,
  template: () => null,
};

const write = (staging: Staging, pieces: readonly PackPiece[]): void => {
  for (const { pack, path: name, text, kind } of pieces) {
    if (kind === 'whole') staging.whole(`${pack}/${name}`, text);
    else staging.append(`${pack}/${name}`, text);
  }
};

/** For the counts at the end: the pack's own refusals are refusals. */
const asResult = ({ rules, unread }: PackedFile): TranslateResult => {
  const results = rules.flatMap((rule) =>
    rule.results.map(({ result, diagnostics, packed }) => ({
      ...result,
      diagnostics,
      status: packed || result.status === 'error' ? result.status : ('refused' as const),
    })),
  );
  const all = [...results, ...(unread?.results ?? [])];
  const diagnostics = new Map(
    [
      ...rules.flatMap((rule) => [...rule.translated.diagnostics, ...rule.results.flatMap((one) => one.diagnostics)]),
      ...(unread?.diagnostics ?? []),
    ].map((one) => [`${one.file}:${one.line}:${one.column} ${one.code} ${one.message}`, one]),
  );
  return {
    results: all,
    diagnostics: [...diagnostics.values()],
    rules: rules.length + (unread ? 1 : 0),
    broken: rules.filter((rule) => rule.translated.broken).length + (unread ? 1 : 0),
  };
};

/** What is wrong is always said; what is only assumed stands in the lock and the catalogue. */
const say = (quiet: boolean, result: TranslateResult, text: string): void => {
  const paint = paintFor(process.stderr);
  for (const diagnostic of result.diagnostics) {
    if (diagnostic.severity === 'info' || (quiet && diagnostic.severity !== 'error')) continue;
    err(`${renderDiagnostic(diagnostic, wholeFile(diagnostic.file, text), paint)}\n\n`);
  }
};

const digest = (file: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    createReadStream(file)
      .on('data', (chunk) => hash.update(chunk))
      .on('end', () => resolve(hash.digest('hex')))
      .on('error', reject);
  });

const archive = async (staging: Staging, names: readonly PackName[], settings: PackSettings): Promise<void> => {
  for (const name of names) {
    for (const { folder, file } of packs.get(name)?.pack.archives(settings) ?? []) {
      await writeArchive(path.join(staging.folder, name, folder), path.join(staging.folder, name, file));
    }
  }
};

/** Digests of the files that hold more than one rule: those that no rule lists as its own. */
const sharedFiles = async (staging: Staging, own: ReadonlySet<string>): Promise<readonly LockedFile[]> => {
  const found: LockedFile[] = [];
  for (const name of filesBelow(staging.folder)) {
    if (name !== lockName && !own.has(name))
      found.push({ path: name, sha256: await digest(path.join(staging.folder, ...name.split('/'))) });
  }
  return found;
};

interface Run {
  readonly given: PackArguments;
  readonly options: TranslateOptions;
  readonly names: readonly PackName[];
  readonly settings: PackSettings;
  readonly staging: Staging;
  readonly tally: Tally;
}

const addRule = (staging: Staging, rule: PackedRule, first: boolean, own: Set<string>): void => {
  write(staging, rule.pieces);
  staging.append(lockName, lockLine(rule, first));
  for (const { pack, files } of rule.results) for (const file of files) own.add(`${pack}/${file}`);
};

const addInputs = async (run: Run, inputs: readonly Input[], assembly: Assembly): Promise<ReadonlySet<string>> => {
  const { staging, tally, given } = run;
  const { translateUnreadable } = await import('../../compile.ts');
  const line = progress(process.stderr, inputs.length);
  const own = new Set<string>();
  let first = true;
  for (const input of inputs) {
    line.step(input.file);
    const read = await readInput(input);
    if ('problem' in read) {
      const result = translateUnreadable(read.problem, run.options);
      count(tally, result);
      say(given.quiet, result, '');
      continue;
    }
    const packed = assembly.file(read.text, input.file, input.relative);
    for (const rule of packed.rules) {
      addRule(staging, rule, first, own);
      first = false;
    }
    const result = asResult(packed);
    count(tally, result);
    say(given.quiet, result, read.text.replace(/^\uFEFF/, ''));
  }
  line.done();
  return own;
};

const build = async (run: Run): Promise<void> => {
  const { given, options, names, settings, staging } = run;
  const inputs = inputsOf(given.paths, given.stdinFilename, given.out);
  const assembly = assemble(names, options, settings, noOverlay, () => true);
  const mapping = hashOf(JSON.stringify(options.profile ?? null));
  staging.append(lockName, lockHead(`rmmc ${version}`, { name: settings.name, version: settings.version }, mapping));
  const own = await addInputs(run, inputs, assembly);
  write(staging, assembly.end());
  staging.flush();
  await archive(staging, names, settings);
  staging.append(lockName, lockTail(await sharedFiles(staging, own)));
  staging.publish();
};

/** Gives the exit code. */
export const runPack = async (given: PackArguments): Promise<number> => {
  const names = packNames(given.to);
  const options = await translateOptions({ ...given, to: ['all'] });
  const tally = newTally();
  const staging = stage(given.out);
  try {
    await build({ given, options, names, settings: defaults, staging, tally });
  } finally {
    staging.abandon();
  }
  err(`${summaryLines(tally).join('\n')}\n`);
  return translateExit(tally);
};
