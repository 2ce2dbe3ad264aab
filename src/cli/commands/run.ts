// rmmc run: a rule and data files in, the rows that KQL gives for them out.
import { frontEnd, patternTables } from '../../compile.ts';
import { type Diagnostic, isError, report } from '../../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../../diagnostics/render.ts';
import { nowhere } from '../../diagnostics/span.ts';
import { Refusal } from '../../eval/refusal.ts';
import type { Sink } from '../../eval/value.ts';
import { toDatetime } from '../../eval/values/convert.ts';
import { ticksPerMilli, unixEpochTicks } from '../../ir/types.ts';
import type { RuleUnit } from '../../rules/read-rules.ts';
import { readUnits } from '../../units.ts';
import { type DataFormat, dataFileOf } from '../data-files.ts';
import { exitCodes, UsageError, usageError } from '../exit.ts';
import { inputsOf, readInput } from '../inputs.ts';
import { type RowFormat, rowPrinter } from '../print-rows.ts';
import { asWritten, type SharedArguments, translateOptions } from '../run.ts';
import { type BadData, BadDataError, type BadLine, runQuery } from '../run-query.ts';
import { tell } from '../tell.ts';
import { paintFor } from '../terminal.ts';

export interface RunArguments extends SharedArguments {
  readonly data: readonly string[];
  readonly dataFormat?: DataFormat | undefined;
  readonly now?: string | undefined;
  readonly badData: BadData;
  readonly format: RowFormat;
}

type Options = Awaited<ReturnType<typeof translateOptions>>;

const shownBadLines = 20;

/** Names the first bad lines, counts all. */
const badLines = () => {
  let count = 0;
  return {
    note: ({ file, line, problem }: BadLine): void => {
      count += 1;
      if (count <= shownBadLines) process.stderr.write(`${file}:${line}: warning RMMC7004: ${problem}\n`);
    },
    sum: (bad: BadData): number => {
      if (count > shownBadLines) process.stderr.write(`… and ${count - shownBadLines} more\n`);
      const fate = bad === 'null' ? 'passed over, or with values read as null' : 'passed over';
      if (count > 0 && bad !== 'fail') process.stderr.write(`${count} line${count === 1 ? '' : 's'} of data ${fate}\n`);
      return count;
    },
  };
};

const nowTicks = (given: string | undefined): bigint => {
  if (given === undefined) return BigInt(Date.now()) * ticksPerMilli + unixEpochTicks;
  const ticks = toDatetime(given, 'string');
  if (ticks === null) throw usageError(report('RMMC5021', nowhere, { given }));
  return ticks;
};

const output = (format: RowFormat): Sink & { readonly count: () => number } => {
  const printer = rowPrinter(format, (text) => process.stdout.write(text));
  let count = 0;
  return {
    open: printer.open,
    push: (row) => {
      count += 1;
      printer.row(row);
    },
    end: printer.end,
    full: () => false,
    count: () => count,
  };
};

const runUnit = async (unit: RuleUnit, given: RunArguments, options: Options): Promise<number> => {
  const { ast, bound, diagnostics } = frontEnd(unit, options);
  for (const one of diagnostics) tell(process.stderr, unit.source, one);
  if (!ast || !bound) return exitCodes.broken;
  const bad = badLines();
  const down = output(given.format);
  try {
    const data = given.data.map((file) => dataFileOf(file, given.dataFormat));
    const onTables = (note: Diagnostic): void => tell(process.stderr, unit.source, note);
    const tablesLike = patternTables(ast, options);
    await runQuery(bound, { data, now: nowTicks(given.now), bad: given.badData, onBad: bad.note, tablesLike, onTables }, down);
  } catch (error) {
    if (error instanceof BadDataError) return bad.sum(given.badData) && exitCodes.broken;
    if (!(error instanceof Refusal)) throw error;
    tell(process.stderr, unit.source, error.diagnostic);
    return exitCodes.broken;
  }
  if (given.format === 'table') process.stderr.write(`${down.count()} row${down.count() === 1 ? '' : 's'}\n`);
  return bad.sum(given.badData) > 0 ? exitCodes.findings : exitCodes.ok;
};

/** Gives the exit code. */
export const runRun = async (given: RunArguments): Promise<number> => {
  const options = asWritten(await translateOptions(given));
  const [input, ...more] = inputsOf(given.paths, given.stdinFilename, null);
  if (!input || more.length > 0) throw new UsageError('RMMC5016: run takes one file');
  if (input.path === null && given.data.some((data) => data.endsWith('-'))) {
    throw new UsageError('RMMC5016: the rule and its data cannot both come from standard input');
  }
  const read = await readInput(input);
  if ('problem' in read) {
    process.stderr.write(`${renderDiagnostic(read.problem, undefined, paintFor(process.stderr))}\n`);
    return exitCodes.broken;
  }
  const { units, source, diagnostics } = readUnits(read.text, { ...options, file: input.file });
  for (const one of diagnostics) tell(process.stderr, source, one);
  if (units.length > 1) throw new UsageError(`RMMC5016: ${input.file} holds ${units.length} rules; run takes one`);
  let exit: number = diagnostics.some(isError) ? exitCodes.broken : exitCodes.ok;
  for (const unit of units) exit = Math.max(exit, await runUnit(unit, given, options));
  return exit;
};
