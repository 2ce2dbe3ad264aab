// rmmc translate: rules in, the targets' queries out, to standard output or below a folder.
import type { RuleResult } from '../../compile.ts';
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../../diagnostics/render.ts';
import { nowhere } from '../../diagnostics/span.ts';
import { resultObject } from '../json.ts';
import { leftBehind, type Planned, plan, writeAll } from '../out-dir.ts';
import { type FileResult, type SharedArguments, translateInputs, translateOptions } from '../run.ts';
import { count, newTally, summaryLines, type Tally, translateExit } from '../summary.ts';
import { tellPlain } from '../tell.ts';
import { paintFor } from '../terminal.ts';

export interface TranslateArguments extends SharedArguments {
  readonly outDir?: string | undefined;
  readonly format: 'text' | 'json' | 'ndjson';
  /** Show errors only; warnings and notes are counted. */
  readonly quiet: boolean;
  /** Queries that carry events in themselves and say their own verdict, instead of those for real events. */
  readonly selfTest: boolean;
}

const out = (text: string): void => void process.stdout.write(text);
const err = (text: string): void => void process.stderr.write(text);

const warn = ({ code, message, help }: Diagnostic): void => err(`warning ${code}: ${message}\n  help: ${help}\n\n`);

const frames = ({ result, source }: FileResult, quiet: boolean): void => {
  const paint = paintFor(process.stderr);
  const shown = result.diagnostics.filter(({ severity }) => !quiet || severity === 'error');
  for (const diagnostic of shown) err(`${renderDiagnostic(diagnostic, source, paint)}\n\n`);
};

/** The line above a query when there are several. No target takes it for a part of the query. */
const heading = ({ rule, target }: RuleResult): string => {
  const clean = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
  return `──── ${clean(rule.file)} · ${clean(rule.name)} · ${target} ────\n`;
};

/** A single query stands alone, so that it can be piped. */
const printQueries = (results: readonly RuleResult[]): void => {
  for (const result of results) {
    if (results.length === 1) out(result.output ?? '');
    else out(`${heading(result)}${result.output ?? `(${result.status})\n`}\n`);
  }
};

const finish = (given: TranslateArguments, tally: Tally, results: readonly RuleResult[], planned: readonly Planned[]): void => {
  if (given.outDir !== undefined) {
    const written = writeAll(given.outDir, planned);
    if (given.format === 'text') err(`${planned.length} files in ${given.outDir}, ${written} of them new or changed\n`);
  }
  if (given.format === 'json') out(`${JSON.stringify(results.map(resultObject), null, 2)}\n`);
  if (given.format !== 'text') return;
  if (given.outDir === undefined) printQueries(results);
  const quiet = results.length === 1 && results[0]?.status === 'ok';
  if (!quiet) err(`${summaryLines(tally).join('\n')}\n`);
};

/** Gives the exit code. */
export const runTranslate = async (given: TranslateArguments): Promise<number> => {
  const options = await translateOptions(given);
  const { backends } = await import('../../backends/registry.ts');
  const extensionOf = (target: string): string => `${given.selfTest ? '.self-test' : ''}${backends.get(target)?.extension ?? ''}`;
  const testing = given.selfTest ? (await import('../self-tests.ts')).asSelfTests(options) : null;
  const tally = newTally();
  const results: RuleResult[] = [];
  const planned: Planned[] = [];
  for await (const translated of translateInputs(given, options, given.outDir ?? null)) {
    const one = testing ? testing(translated) : translated;
    count(tally, one.result);
    if (given.outDir !== undefined) {
      planned.push(...plan(one.input, one.result.results, extensionOf));
      for (const file of leftBehind(given.outDir, one.input, one.result.results, extensionOf)) warn(report('RMMC5017', nowhere, { file }));
    }
    if (given.format === 'ndjson') for (const result of one.result.results) out(`${JSON.stringify(resultObject(result))}\n`);
    else results.push(...one.result.results);
    if (given.format === 'text') frames(one, given.quiet);
  }
  for (const one of options.unusedLets()) tellPlain(process.stderr, one);
  finish(given, tally, results, planned);
  return translateExit(tally);
};
