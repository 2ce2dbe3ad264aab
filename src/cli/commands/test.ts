// rmmc test: rules and the `<rule>.test.yaml` files beside them in; which tests pass, and which clauses no event decides, out.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { frontEnd, patternTables } from '../../compile.ts';
import { report } from '../../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../../diagnostics/render.ts';
import { locate } from '../../diagnostics/source.ts';
import { nowhere } from '../../diagnostics/span.ts';
import type { RuleUnit } from '../../rules/read-rules.ts';
import { readTests, type TestFile } from '../../testing/read-tests.ts';
import { runTests, type SuiteResult, type TestResult } from '../../testing/run-tests.ts';
import { readUnits } from '../../units.ts';
import { exitCodes, UsageError } from '../exit.ts';
import { type Input, inputsOf, readInput } from '../inputs.ts';
import { junit } from '../junit.ts';
import { writeReport } from '../out-dir.ts';
import { asWritten, type SharedArguments, translateOptions } from '../run.ts';
import { tell } from '../tell.ts';
import { paintFor } from '../terminal.ts';

export interface TestArguments extends SharedArguments {
  readonly junit?: string | undefined;
}

type Options = Awaited<ReturnType<typeof translateOptions>>;

const out = (text: string): void => void process.stdout.write(text);
const paint = paintFor(process.stdout);

/** One file of tests with what came of it; `suite` is null when the tests could not run. */
interface Ran {
  readonly file: string;
  readonly suite: SuiteResult | null;
}

const ruleFileOf = (input: Input, { rule }: TestFile): string => {
  const folder = path.dirname(input.path ?? '.');
  if (rule !== null) return path.join(folder, rule);
  const stem = path.basename(input.file).replace(/\.test\.ya?ml$/i, '');
  const names = ['.yaml', '.yml', '.kql', '.csl', '.kusto'].map((extension) => path.join(folder, stem + extension));
  return names.find((name) => existsSync(name)) ?? path.join(folder, `${stem}.yaml`);
};

/** The rule of a file of tests; null after a message. */
const ruleOf = async (file: string, tests: TestFile, options: Options): Promise<RuleUnit | null> => {
  if (!existsSync(file)) {
    tell(process.stdout, tests.source, report('RMMC7101', nowhere, { file }));
    return null;
  }
  const read = await readInput({ file, path: file, relative: path.basename(file), found: false });
  if ('problem' in read) {
    out(`${renderDiagnostic(read.problem, undefined, paint)}\n`);
    return null;
  }
  const { units, source, diagnostics } = readUnits(read.text, { ...options, file });
  for (const one of diagnostics.filter(({ severity }) => severity === 'error')) tell(process.stdout, source, one);
  const [unit, ...more] = units;
  if (more.length > 0) throw new UsageError(`RMMC5016: ${file} holds ${units.length} rules; a file of tests is for one`);
  return unit ?? null;
};

const marks: Readonly<Record<TestResult['status'], string>> = { passed: 'ok  ', failed: 'FAIL', error: 'ERR ' };

const tellTest = (test: TestResult, tests: TestFile, unit: RuleUnit): void => {
  const colour = test.status === 'passed' ? paint.dim : paint.error;
  out(`  ${colour(marks[test.status])} ${test.name}\n${test.difference.map((line) => `         ${line}\n`).join('')}`);
  for (const problem of test.problems) tell(process.stdout, tests.source, problem);
  if (test.refusal) tell(process.stdout, unit.source, test.refusal);
};

const tellClauses = ({ clauses }: SuiteResult, unit: RuleUnit): void => {
  if (clauses.length === 0) return;
  const open = clauses.filter(({ decided }) => !decided);
  out(`  clauses: ${clauses.length - open.length} of ${clauses.length} decided by the events\n`);
  for (const { kind, span } of open) {
    const { line, column } = locate(unit.source, span);
    const text = unit.source.text.slice(span.start, span.end).replace(/\s+/g, ' ');
    out(
      `    ${line}:${column} no event ${kind === 'condition' ? 'fails by this condition alone' : 'matches by this alternative alone'}: ${text}\n`,
    );
  }
};

const testFile = async (input: Input, options: Options): Promise<Ran> => {
  const { file } = input;
  out(`${paint.bold(file)}\n`);
  const read = await readInput(input);
  if ('problem' in read) {
    out(`${renderDiagnostic(read.problem, undefined, paint)}\n`);
    return { file, suite: null };
  }
  const tests = readTests(read.text, file);
  for (const one of tests.diagnostics) tell(process.stdout, tests.source, one);
  const unit = tests.diagnostics.length > 0 ? null : await ruleOf(ruleFileOf(input, tests), tests, options);
  if (!unit) return { file, suite: null };
  const { ast, bound, diagnostics } = frontEnd(unit, options);
  for (const one of diagnostics.filter(({ severity }) => severity === 'error')) tell(process.stdout, unit.source, one);
  if (!ast || !bound) return { file, suite: null };
  const suite = runTests(bound, tests.tests, patternTables(ast, options));
  for (const test of suite.tests) tellTest(test, tests, unit);
  tellClauses(suite, unit);
  return { file, suite };
};

/** Gives the exit code: 1 when a test fails, 2 when one cannot run. */
export const runTest = async (given: TestArguments): Promise<number> => {
  const options = asWritten(await translateOptions(given));
  const inputs = inputsOf(given.paths, given.stdinFilename, null, 'tests');
  const ran: Ran[] = [];
  for (const input of inputs) ran.push(await testFile(input, options));
  const cases = ran.flatMap(({ suite }) => suite?.tests ?? []);
  const count = (status: TestResult['status']): number => cases.filter((one) => one.status === status).length;
  const broken = ran.filter(({ suite }) => suite === null).length + count('error');
  out(`${count('passed')} passed, ${count('failed')} failed${broken > 0 ? `, ${broken} could not run` : ''}\n`);
  if (given.junit !== undefined) {
    writeReport(given.junit, junit(ran.map(({ file, suite }) => ({ name: file, cases: suite?.tests ?? null }))));
  }
  if (broken > 0) return exitCodes.broken;
  return count('failed') > 0 ? exitCodes.findings : exitCodes.ok;
};
