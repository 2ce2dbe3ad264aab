// rmmc check: rules in, what is wrong with them out; with `--to` also what the targets cannot say.
import { report } from '../../diagnostics/diagnostic.ts';
import { renderDiagnostic, visible } from '../../diagnostics/render.ts';
import { nowhere } from '../../diagnostics/span.ts';
import { type Baseline, type Entry, readBaseline, recordBaseline } from '../baseline.ts';
import { exitCodes, UsageError } from '../exit.ts';
import { githubAnnotation } from '../github.ts';
import { type FileResult, type SharedArguments, translateInputs, translateOptions } from '../run.ts';
import { sarifLog } from '../sarif.ts';
import { checkExit, count, newTally, summaryLines, type Tally } from '../summary.ts';
import { tellPlain } from '../tell.ts';
import { paintFor } from '../terminal.ts';
import { version } from '../version.ts';

export interface CheckArguments extends SharedArguments {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  readonly baseline?: string | undefined;
  readonly writeBaseline?: string | undefined;
}

const out = (text: string): void => void process.stdout.write(text);
const err = (text: string): void => void process.stderr.write(text);

const printNow = (format: CheckArguments['format'], { result, source }: FileResult): void => {
  const paint = paintFor(process.stdout);
  for (const diagnostic of result.diagnostics) {
    if (format === 'text') out(`${renderDiagnostic(diagnostic, source, paint)}\n\n`);
    if (format === 'github') out(`${githubAnnotation(diagnostic)}\n`);
  }
};

const isBroken = (tally: Tally): boolean => checkExit(tally) === exitCodes.broken;

/** Lists what is found, and says nothing else. */
const writeDown = async (given: CheckArguments, file: string): Promise<number> => {
  const options = await translateOptions(given);
  const recorder = recordBaseline(file);
  const tally = newTally();
  for await (const { input, source, result } of translateInputs(given, options, null)) {
    count(tally, result);
    recorder.add(input, source, result.diagnostics);
  }
  const found = recorder.write();
  err(`${file}: ${found} finding${found === 1 ? '' : 's'}${tally.broken > 0 ? `; ${tally.broken} broken, which are not listed` : ''}\n`);
  return isBroken(tally) ? exitCodes.broken : exitCodes.ok;
};

const without = (baseline: Baseline | null, one: FileResult): FileResult =>
  baseline ? { ...one, result: { ...one.result, diagnostics: baseline.fresh(one.input, one.source, one.result.diagnostics) } } : one;

const tellStale = (file: string, stale: readonly Entry[]): void => {
  for (const { file: name, code, text, count: times } of stale.slice(0, 20)) {
    const entry = `${code} in ${name} (${JSON.stringify(text)}${times > 1 ? `, ${times} times` : ''})`;
    const { code: own, message } = report('RMMC5018', nowhere, { file, entry });
    err(`note ${own}: ${visible(message)}\n`);
  }
  if (stale.length > 20) err(`note RMMC5018: … and ${stale.length - 20} more\n`);
  if (stale.length > 0) err('  help: write the baseline again with --write-baseline\n');
};

/** Gives the exit code. */
export const runCheck = async (given: CheckArguments): Promise<number> => {
  if (given.baseline !== undefined && given.writeBaseline !== undefined)
    throw new UsageError('RMMC5016: --baseline and --write-baseline exclude each other');
  if (given.writeBaseline !== undefined) return writeDown(given, given.writeBaseline);
  const baseline = given.baseline === undefined ? null : readBaseline(given.baseline);
  const options = await translateOptions(given);
  const tally = newTally();
  const files: FileResult[] = [];
  for await (const whole of translateInputs(given, options, null)) {
    const one = without(baseline, whole);
    count(tally, one.result);
    printNow(given.format, one);
    if (given.format === 'json' || given.format === 'sarif') files.push(one);
  }
  const found = files.flatMap(({ result, source }) => result.diagnostics.map((diagnostic) => ({ diagnostic, source })));
  const { rules, broken, errors, warnings, notes } = tally;
  if (given.format === 'json') {
    const summary = { rules, broken, errors, warnings, notes };
    out(`${JSON.stringify({ summary, diagnostics: found.map(({ diagnostic }) => diagnostic) }, null, 2)}\n`);
  }
  if (given.format === 'sarif') out(`${JSON.stringify(sarifLog(found, version), null, 2)}\n`);
  for (const one of options.unusedLets()) tellPlain(process.stderr, one);
  if (baseline) tellStale(given.baseline ?? '', baseline.stale());
  if (given.format === 'text') err(`${summaryLines(tally).join('\n')}\n`);
  return checkExit(tally);
};
