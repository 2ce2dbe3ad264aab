// rmmc check: rules in, what is wrong with them out; with `--to` also what the targets cannot say.
import { renderDiagnostic } from '../../diagnostics/render.ts';
import { githubAnnotation } from '../github.ts';
import { type FileResult, type SharedArguments, translateInputs, translateOptions } from '../run.ts';
import { sarifLog } from '../sarif.ts';
import { checkExit, count, newTally, summaryLines } from '../summary.ts';
import { paintFor } from '../terminal.ts';
import { version } from '../version.ts';

export interface CheckArguments extends SharedArguments {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
}

const out = (text: string): void => void process.stdout.write(text);

const printNow = (format: CheckArguments['format'], { result, source }: FileResult): void => {
  const paint = paintFor(process.stdout);
  for (const diagnostic of result.diagnostics) {
    if (format === 'text') out(`${renderDiagnostic(diagnostic, source, paint)}\n\n`);
    if (format === 'github') out(`${githubAnnotation(diagnostic)}\n`);
  }
};

/** Gives the exit code. */
export const runCheck = async (given: CheckArguments): Promise<number> => {
  const options = await translateOptions(given);
  const tally = newTally();
  const files: FileResult[] = [];
  for await (const one of translateInputs(given, options, null)) {
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
  if (given.format === 'text') process.stderr.write(`${summaryLines(tally).join('\n')}\n`);
  return checkExit(tally);
};
