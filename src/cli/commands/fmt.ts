// rmmc fmt: rule files in; the same files with their queries laid out, or the names of those that would change, out.
import { realpathSync, statSync } from 'node:fs';
import type { LocatedDiagnostic } from '../../diagnostics/located.ts';
import { renderDiagnostic, visible } from '../../diagnostics/render.ts';
import { wholeFile } from '../../diagnostics/source.ts';
import { type FormattedFile, formatFile } from '../../format/format-file.ts';
import { readUnits } from '../../units.ts';
import { unifiedDiff } from '../diff.ts';
import { exitCodes, UsageError } from '../exit.ts';
import { type Input, inputsOf, readInput } from '../inputs.ts';
import { writeWhole } from '../out-dir.ts';
import { paintFor } from '../terminal.ts';

export interface FmtArguments {
  readonly paths: readonly string[];
  readonly write: boolean;
  readonly check: boolean;
  readonly width: number;
  readonly stdinFilename: string;
}

const out = (text: string): void => void process.stdout.write(text);
const err = (text: string): void => void process.stderr.write(text);

const tell = (diagnostics: readonly LocatedDiagnostic[], file: string, text: string): void => {
  const source = wholeFile(file, text.replace(/^\uFEFF/, ''));
  for (const one of diagnostics) err(`${renderDiagnostic(one, source, paintFor(process.stderr))}\n\n`);
};

/** Files without a query that stand in a folder among rules are no rules. */
const isNoRule = (input: Input, { broken }: FormattedFile): boolean =>
  input.found && /\.(?:md|markdown|json)$/i.test(input.file) && broken.length === 1 && broken[0]?.code === 'RMMC1006';

/** Writes through links, and keeps the permissions. */
const rewrite = (path: string, text: string): void => {
  const file = realpathSync(path);
  writeWhole(file, text, statSync(file).mode);
};

const deliver = (given: FmtArguments, input: Input, before: string, after: string): number => {
  const changed = before !== after;
  if (given.check) {
    if (changed) out(process.stdout.isTTY ? visible(unifiedDiff(input.file, before, after)) : `${input.file}\n`);
    return changed ? exitCodes.findings : exitCodes.ok;
  }
  if (!given.write || input.path === null) out(after);
  else if (changed) {
    rewrite(input.path, after);
    out(`${input.file}\n`);
  }
  return exitCodes.ok;
};

const formatOne = async (given: FmtArguments, input: Input): Promise<number> => {
  const read = await readInput(input);
  if ('problem' in read) {
    tell([read.problem], input.file, '');
    return exitCodes.broken;
  }
  const done = formatFile(read.text, (text) => readUnits(text, { file: input.file }), { width: given.width });
  if (isNoRule(input, done)) return exitCodes.ok;
  tell(done.broken, input.file, read.text);
  for (const name of done.kept)
    err(`${input.file}: ${visible(name)} stays as it is: only a query that stands in lines of its own is laid out\n`);
  return Math.max(deliver(given, input, read.text, done.text), done.broken.length > 0 ? exitCodes.broken : exitCodes.ok);
};

/** Gives the exit code: the worst one over the files. */
export const runFmt = async (given: FmtArguments): Promise<number> => {
  if (!(given.width >= 20 && given.width <= 1000)) throw new UsageError('RMMC5016: --width takes a number from 20 to 1000');
  if (given.write && given.check) throw new UsageError('RMMC5016: --write and --check exclude each other');
  const inputs = inputsOf(given.paths, given.stdinFilename, null);
  if (inputs.length > 1 && !given.write && !given.check)
    throw new UsageError(`RMMC5016: fmt prints one file, and there are ${inputs.length}\n  help: give --write or --check`);
  let exit: number = exitCodes.ok;
  for (const input of inputs) exit = Math.max(exit, await formatOne(given, input));
  return exit;
};
