// rmmc pack: rules in, packs that install (a Splunk app, Kibana rules, Sigma, Sentinel) below a folder out, written whole or not at all.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { TargetName } from '../../backends/shared/backend.ts';
import type { TranslatedFile, TranslateOptions, TranslateResult } from '../../compile.ts';
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../../diagnostics/render.ts';
import { wholeFile } from '../../diagnostics/source.ts';
import { nowhere } from '../../diagnostics/span.ts';
import { noOverlay } from '../../ir/overlay.ts';
import { type Assembly, assemble, type PackedFile, type PackedRule } from '../../packs/assemble.ts';
import { lockedRule, lockHead, lockLine, lockTail, type Mappings } from '../../packs/lock.ts';
import { mappingsOf } from '../../packs/mappings.ts';
import type { PackSettings } from '../../packs/pack.ts';
import { type PackName, packs } from '../../packs/registry.ts';
import type { Selection } from '../../packs/select.ts';
import type { Verdicts } from '../../packs/verdicts.ts';
import { UsageError, usageError } from '../exit.ts';
import { byCodePoint, type Input, inputsOf } from '../inputs.ts';
import { lockName } from '../lock-name.ts';
import { archive, digests, placeOf, write } from '../pack-files.ts';
import { type Reports, reportsIn } from '../pack-reports.ts';
import { packsNamed, selectionFor, settingsOf, verdictsIn } from '../pack-settings.ts';
import { type RunOptions, type SharedArguments, translateOptions } from '../run.ts';
import { type Staging, stage } from '../staging.ts';
import { count, newTally, summaryLines, type Tally, translateExit } from '../summary.ts';
import { tellPlain } from '../tell.ts';
import { paintFor, progress } from '../terminal.ts';
import { turns } from '../turns.ts';
import { version } from '../version.ts';

export interface PackArguments extends SharedArguments {
  readonly out: string;
  /** Threads that translate. */
  readonly jobs?: number | undefined;
  /** Report errors only. */
  readonly quiet: boolean;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly templates?: string | undefined;
  /** A report of `rmmc verify`. */
  readonly verdicts?: string | undefined;
}

const err = (text: string): void => void process.stderr.write(text);

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

interface Run {
  readonly given: PackArguments;
  readonly options: RunOptions;
  readonly names: readonly PackName[];
  readonly settings: PackSettings;
  readonly selection: Selection;
  readonly verdicts: Verdicts | null;
  readonly mappings: Mappings;
  readonly staging: Staging;
  readonly tally: Tally;
}

interface Written {
  readonly reports: Reports;
  rules: number;
}

const addRule = ({ staging, mappings, verdicts }: Run, rule: PackedRule, written: Written): void => {
  const locked = lockedRule(rule, mappings, verdicts);
  write(staging, rule.pieces);
  staging.append(lockName, lockLine(locked, written.rules === 0));
  written.reports.rule(rule, locked);
  written.rules += 1;
};

/** `splunk (spl)`: the pack and whose translations it holds. */
const labelsOf = (names: readonly PackName[]): ((target: TargetName) => string | null) => {
  const labels = new Map(
    names.map((name) => {
      const target = packs.get(name)?.target;
      return [target, target === name ? name : `${name} (${target})`] as const;
    }),
  );
  return (target) => labels.get(target) ?? null;
};

/** A whole path would make the reports of two machines differ. */
const shownOf = ({ file, relative }: Input): string => (path.isAbsolute(file) ? relative : file);

const filesPerJob = 200;

/** @throws UsageError for a number of threads that is none */
const jobsFor = ({ jobs }: PackArguments, files: number): number => {
  if (jobs === undefined) return Math.max(1, Math.min(availableParallelism(), Math.ceil(files / filesPerJob)));
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 64) return jobs;
  throw new UsageError('RMMC5016: `--jobs` is a whole number from 1 to 64');
};

/** Threads are given data alone. */
const plain = ({ onLet: _, unusedLets: _u, chosen: _c, ...options }: RunOptions): TranslateOptions => options;

/** Lists of the profile that rules have; on threads nobody could tell. Of a rule that is not translated the text tells. */
const noteLets = ({ options }: Run, { units, passed }: TranslatedFile): void => {
  for (const name of passed.length === 0 ? [] : (options.profile?.overlay?.lets.keys() ?? []))
    if (passed.some(({ source }) => source.text.includes(name))) options.onLet?.(name);
  for (const { front } of units)
    for (const statement of front.ast?.statements ?? []) if (statement.kind === 'let') options.onLet?.(statement.name.text);
};

const addInputs = async (run: Run, inputs: readonly Input[], assembly: Assembly, written: Written): Promise<void> => {
  const { tally, given, names } = run;
  const options = plain(run.options);
  const { translateUnreadable } = await import('../../compile.ts');
  const labelOf = labelsOf(names);
  const line = progress(process.stderr, inputs.length);
  for await (const { input, read } of turns(
    inputs,
    { names, options, only: given.only, skip: given.skip },
    jobsFor(given, inputs.length),
  )) {
    line.step(input.file);
    const unreadable = 'problem' in read;
    if (!unreadable) noteLets(run, read.translated);
    const packed = unreadable ? null : assembly.add(read.translated, input.relative);
    for (const rule of packed?.rules ?? []) addRule(run, rule, written);
    const result = unreadable ? translateUnreadable(read.problem, options) : asResult(packed ?? { rules: [], unread: null });
    const text = unreadable ? '' : read.text.replace(/^\uFEFF/, '');
    count(tally, result, labelOf);
    written.reports.file(result, text, shownOf(input));
    say(given.quiet, result, text);
  }
  line.done();
};

/** What was asked for and met no rule. */
const remarks = ({ options, selection, verdicts, given }: Run, assembly: Assembly): readonly Diagnostic[] => {
  const profile = options.profile?.name ?? '';
  const left = verdicts?.unused() ?? 0;
  return [
    ...options.unusedLets(),
    ...assembly.unusedRules().map((name) => report('RMMC8088', nowhere, { name, profile })),
    ...selection.unused(),
    ...(left > 0 ? [report('RMMC8092', nowhere, { count: left, file: given.verdicts ?? '' })] : []),
  ];
};

const build = async (run: Run): Promise<void> => {
  const { given, options, names, settings, selection, mappings, staging } = run;
  const inputs = inputsOf(given.paths, given.stdinFilename, given.out);
  const assembly = assemble(names, options, settings, options.profile?.overlay ?? noOverlay, selection.wants);
  staging.append(lockName, lockHead(`rmmc ${version}`, { name: settings.name, version: settings.version }, mappings));
  const written: Written = { reports: reportsIn(staging, names, settings), rules: 0 };
  await addInputs(run, inputs, assembly, written);
  if (written.rules === 0) {
    for (const one of selection.unused()) tellPlain(process.stderr, one);
    if (run.tally.broken > 0) return;
    throw usageError(report('RMMC8006', nowhere, {}));
  }
  const last = assembly.end();
  write(staging, last);
  const reports = written.reports.end();
  const appended = staging.flush().filter((name) => name !== lockName);
  const archived = await archive(staging, names, settings);
  const whole = last.filter(({ kind }) => kind === 'whole').map(placeOf);
  const shared = [...appended, ...whole, ...reports, ...archived].sort(byCodePoint);
  staging.append(lockName, lockTail(await digests(staging, shared, last)));
  staging.publish();
  for (const one of remarks(run, assembly)) tellPlain(process.stderr, one);
};

/** Gives the exit code. */
export const runPack = async (given: PackArguments): Promise<number> => {
  const names = packsNamed(given.to);
  const options = await translateOptions({ ...given, to: ['all'] });
  const run = {
    given,
    options,
    names,
    settings: settingsOf(options, given.templates),
    selection: selectionFor(given.only, given.skip),
    verdicts: verdictsIn(given.verdicts),
    mappings: mappingsOf(names, options),
    tally: newTally(),
  };
  const staging = await stage(given.out);
  try {
    await build({ ...run, staging });
  } finally {
    staging.abandon();
  }
  err(`${summaryLines(run.tally).join('\n')}\n`);
  return translateExit(run.tally);
};
