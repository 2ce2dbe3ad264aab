// rmmc pack: rules in, packs that install (a Splunk app, Kibana rules, Sigma, Sentinel) below a folder out, written whole or not at all.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { availableParallelism } from 'node:os';
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
import { byCodePoint, type Input, inputsOf } from '../inputs.ts';
import { type SharedArguments, translateOptions } from '../run.ts';
import { lockName, type Staging, stage } from '../staging.ts';
import { count, newTally, summaryLines, type Tally, translateExit } from '../summary.ts';
import { paintFor, progress } from '../terminal.ts';
import { turns } from '../turns.ts';
import { version } from '../version.ts';

export interface PackArguments extends SharedArguments {
  readonly out: string;
  /** Threads that translate. */
  readonly jobs?: number | undefined;
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

/** Gives the archives' names. */
const archive = async (staging: Staging, names: readonly PackName[], settings: PackSettings): Promise<readonly string[]> => {
  const written: string[] = [];
  for (const name of names) {
    for (const { folder, file } of packs.get(name)?.pack.archives(settings) ?? []) {
      await writeArchive(path.join(staging.folder, name, folder), path.join(staging.folder, name, file));
      written.push(`${name}/${file}`);
    }
  }
  return written;
};

const digests = async (staging: Staging, names: readonly string[]): Promise<readonly LockedFile[]> => {
  const found: LockedFile[] = [];
  for (const name of names) found.push({ path: name, sha256: await digest(path.join(staging.folder, ...name.split('/'))) });
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

const addRules = ({ staging }: Run, rules: readonly PackedRule[], first: boolean): void => {
  for (const [at, rule] of rules.entries()) {
    write(staging, rule.pieces);
    staging.append(lockName, lockLine(rule, first && at === 0));
  }
};

const filesPerJob = 200;

const jobsFor = (given: PackArguments, files: number): number =>
  Math.max(1, Math.floor(given.jobs ?? Math.min(availableParallelism(), Math.ceil(files / filesPerJob))));

const addInputs = async (run: Run, inputs: readonly Input[], assembly: Assembly): Promise<void> => {
  const { tally, given, names, options } = run;
  const { translateUnreadable } = await import('../../compile.ts');
  const line = progress(process.stderr, inputs.length);
  let first = true;
  for await (const { input, read } of turns(inputs, { names, options }, jobsFor(given, inputs.length))) {
    line.step(input.file);
    const unreadable = 'problem' in read;
    const packed = unreadable ? null : assembly.add(read.translated, input.relative);
    addRules(run, packed?.rules ?? [], first);
    first &&= (packed?.rules.length ?? 0) === 0;
    const result = unreadable ? translateUnreadable(read.problem, options) : asResult(packed ?? { rules: [], unread: null });
    count(tally, result);
    say(given.quiet, result, unreadable ? '' : read.text.replace(/^\uFEFF/, ''));
  }
  line.done();
};

const build = async (run: Run): Promise<void> => {
  const { given, options, names, settings, staging } = run;
  const inputs = inputsOf(given.paths, given.stdinFilename, given.out);
  const assembly = assemble(names, options, settings, noOverlay, () => true);
  const mapping = hashOf(JSON.stringify(options.profile ?? null));
  staging.append(lockName, lockHead(`rmmc ${version}`, { name: settings.name, version: settings.version }, mapping));
  await addInputs(run, inputs, assembly);
  const last = assembly.end();
  write(staging, last);
  const appended = staging.flush().filter((name) => name !== lockName);
  const archived = await archive(staging, names, settings);
  const whole = last.filter(({ kind }) => kind === 'whole').map((piece) => `${piece.pack}/${piece.path}`);
  staging.append(lockName, lockTail(await digests(staging, [...appended, ...whole, ...archived].sort(byCodePoint))));
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
