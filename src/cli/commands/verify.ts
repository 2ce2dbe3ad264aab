// rmmc verify: rules in; whether their translations give on real engines what KQL gives, rule by rule, out.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isError } from '../../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../../diagnostics/render.ts';
import type { Found } from '../../engines/engine.ts';
import { findEngines } from '../../engines/find.ts';
import { ticksPerMilli, unixEpochTicks } from '../../ir/types.ts';
import type { RuleUnit } from '../../rules/read-rules.ts';
import { readUnits } from '../../units.ts';
import { verdictObject } from '../../verify/report/json.ts';
import { markdown } from '../../verify/report/markdown.ts';
import { tallyLines } from '../../verify/report/tally.ts';
import { differenceLines, engineName, outcomeLine } from '../../verify/report/words.ts';
import { isFailure, type Outcome, type Verdict } from '../../verify/verdict.ts';
import { type VerifyOptions, verifyRule } from '../../verify/verify.ts';
import { exitCodes } from '../exit.ts';
import { inputsOf, readInput } from '../inputs.ts';
import { type Case, junit, type Suite } from '../junit.ts';
import { writeReport } from '../out-dir.ts';
import { type SharedArguments, translateOptions } from '../run.ts';
import { tell, tellPlain } from '../tell.ts';
import { paintFor, progress } from '../terminal.ts';

export interface VerifyArguments extends SharedArguments {
  readonly format: 'text' | 'json' | 'ndjson';
  readonly junit?: string | undefined;
  readonly markdown?: string | undefined;
  readonly prepare: boolean;
  readonly elastic?: string | undefined;
  readonly splunk?: string | undefined;
  readonly seed: number;
  readonly absent: 'report' | 'fail';
}

const out = (text: string): void => void process.stdout.write(text);
const err = (text: string): void => void process.stderr.write(text);

/** The folder of the engines' scripts: beside the program or above it. */
const scriptsFolder = (): string => {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'engines/elasticsearch/engine.sh')) && path.dirname(folder) !== folder)
    folder = path.dirname(folder);
  return path.join(folder, 'engines');
};

interface Rules {
  readonly units: readonly RuleUnit[];
  readonly broken: boolean;
}

const readRuleFiles = async (given: VerifyArguments, options: Awaited<ReturnType<typeof translateOptions>>): Promise<Rules> => {
  const units: RuleUnit[] = [];
  let broken = false;
  for (const input of inputsOf(given.paths, given.stdinFilename, null)) {
    const read = await readInput(input);
    if ('problem' in read) {
      err(`${renderDiagnostic(read.problem, undefined, paintFor(process.stderr))}\n`);
      broken = true;
      continue;
    }
    const found = readUnits(read.text, { ...options, file: input.file });
    const noRule = input.found && found.units.length === 0 && found.diagnostics.every(({ code }) => code === 'RMMC1006');
    if (noRule) continue;
    for (const one of found.diagnostics) tell(process.stderr, found.source, one);
    broken ||= found.diagnostics.some(isError);
    units.push(...found.units);
  }
  return { units, broken };
};

const colourOf = ({ kind }: Outcome, paint: ReturnType<typeof paintFor>) => {
  if (kind === 'different' || kind === 'rejected' || kind === 'broken') return paint.error;
  return kind === 'wider' || kind === 'not run' || kind === 'unknown' ? paint.warning : paint.dim;
};

const tellRule = (verdicts: readonly Verdict[]): void => {
  const [first] = verdicts;
  if (!first) return;
  const paint = paintFor(process.stdout);
  out(`${paint.bold(`${first.rule.file} · ${first.rule.name}`)}\n`);
  for (const verdict of verdicts) {
    const line = `  ${verdict.target.padEnd(5)}  ${engineName(verdict)}: ${outcomeLine(verdict)}`;
    out(
      `${colourOf(verdict.outcome, paint)(line)}\n${differenceLines(verdict)
        .map((one) => `         ${one}\n`)
        .join('')}`,
    );
  }
  for (const { line, column, reason } of first.undecided) out(`  ${line}:${column} no event decides this clause: ${reason}\n`);
};

const statusOf = ({ kind }: Outcome): Case['status'] => {
  if (kind === 'different' || kind === 'rejected') return 'failed';
  if (kind === 'broken') return 'error';
  return kind === 'not run' || kind === 'refused' || kind === 'unknown' ? 'skipped' : 'passed';
};

const suites = (rules: readonly (readonly Verdict[])[]): readonly Suite[] =>
  rules.flatMap((verdicts): readonly Suite[] => {
    const [first] = verdicts;
    if (!first) return [];
    const cases = verdicts.map((verdict): Case => {
      const status = statusOf(verdict.outcome);
      const why = status === 'passed' ? [] : [{ message: outcomeLine(verdict) }];
      return {
        name: `${verdict.target} on ${engineName(verdict)}`,
        status,
        difference: differenceLines(verdict).length > 0 ? differenceLines(verdict) : why.map(({ message }) => message),
        problems: why,
        refusal: null,
      };
    });
    return [{ name: `${first.rule.file} ${first.unit}`, cases }];
  });

/** Rules whose engines work at the same time. */
const together = 2;

/** Verdicts by rule; each rule is told as soon as all before it are. */
const verifyAll = async (units: readonly RuleUnit[], options: VerifyOptions, told: (verdicts: readonly Verdict[]) => void) => {
  const done: (readonly Verdict[] | undefined)[] = units.map(() => undefined);
  const line = progress(process.stderr, units.length);
  let next = 0;
  let shown = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < units.length; at = next++) {
      const unit = units[at];
      if (!unit) return;
      line.step(unit.source.file);
      const verdicts: Verdict[] = [];
      for await (const verdict of verifyRule(unit, options)) verdicts.push(verdict);
      done[at] = verdicts;
      for (let ready = done[shown]; ready; ready = done[shown]) {
        told(ready);
        shown += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  line.done();
  return done.flatMap((verdicts) => (verdicts ? [verdicts] : []));
};

const exitFor = (verdicts: readonly Verdict[], broken: boolean, given: VerifyArguments): number => {
  if (broken || verdicts.some(({ outcome }) => outcome.kind === 'broken')) return exitCodes.broken;
  const failed = verdicts.some(({ outcome }) => isFailure(outcome) || (given.absent === 'fail' && outcome.kind === 'not run'));
  return failed ? exitCodes.findings : exitCodes.ok;
};

const printer =
  ({ format }: VerifyArguments) =>
  (verdicts: readonly Verdict[]): void => {
    if (format === 'text') tellRule(verdicts);
    if (format === 'ndjson') for (const verdict of verdicts) out(`${JSON.stringify(verdictObject(verdict))}\n`);
  };

const finish = (given: VerifyArguments, rules: readonly (readonly Verdict[])[]): void => {
  const verdicts = rules.flat();
  if (given.format === 'json') out(`${JSON.stringify(verdicts.map(verdictObject), null, 2)}\n`);
  if (given.junit !== undefined) writeReport(given.junit, junit(suites(rules)));
  if (given.markdown !== undefined) writeReport(given.markdown, markdown(verdicts));
  err(`${tallyLines(verdicts).join('\n')}\n`);
};

const clock = (): bigint => BigInt(Date.now()) * ticksPerMilli + unixEpochTicks;

/** Gives the exit code. */
export const runVerify = async (given: VerifyArguments): Promise<number> => {
  const options = await translateOptions(given);
  const targets = options.to === 'all' || !options.to ? [] : options.to;
  const { units, broken } = await readRuleFiles(given, options);
  const engines: readonly Found[] = await findEngines({
    targets,
    scripts: scriptsFolder(),
    prepare: given.prepare,
    ...(given.elastic === undefined ? {} : { elastic: given.elastic }),
    ...(given.splunk === undefined ? {} : { splunk: given.splunk }),
    env: process.env,
    onNote: (text) => err(`${text}\n`),
  });
  try {
    const rules = await verifyAll(units, { ...options, targets, engines, seed: given.seed, clock }, printer(given));
    for (const one of options.unusedLets()) tellPlain(process.stderr, one);
    finish(given, rules);
    return exitFor(rules.flat(), broken, given);
  } finally {
    for (const found of engines) if ('engine' in found) await found.engine.close();
  }
};
