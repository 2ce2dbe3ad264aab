// rmmc explain: a rule in, one stage of its way to the targets out. Or a diagnostic code in, what it means out.
import { existsSync } from 'node:fs';
import { backEnd, frontEnd } from '../../compile.ts';
import { isError } from '../../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../../diagnostics/render.ts';
import type { RuleUnit } from '../../rules/read-rules.ts';
import { readUnits } from '../../units.ts';
import { dump } from '../dump.ts';
import { exitCodes, UsageError } from '../exit.ts';
import { explainCode, isCodeName } from '../explain-code.ts';
import { inputsOf, readInput } from '../inputs.ts';
import { type SharedArguments, translateOptions } from '../run.ts';
import { tell } from '../tell.ts';
import { paintFor } from '../terminal.ts';

export type Stage = 'ast' | 'ir' | 'normal' | 'legal' | 'target';

export interface ExplainArguments extends SharedArguments {
  readonly stage: Stage;
}

const out = (text: string): void => void process.stdout.write(text);

type Options = Awaited<ReturnType<typeof translateOptions>>;

const explainTargets = async (unit: RuleUnit, stage: 'legal' | 'target', options: Options): Promise<number> => {
  const { backends } = await import('../../backends/registry.ts');
  const front = frontEnd(unit, options);
  let exit: number = exitCodes.ok;
  for (const name of options.to === 'all' ? [] : (options.to ?? [])) {
    const backend = backends.get(name);
    if (!backend || !front.normal) continue;
    const back = backEnd(backend, unit, front.normal, options);
    for (const finding of back.findings) {
      tell(process.stderr, unit.source, finding);
    }
    const tree = stage === 'legal' ? back.legal : back.ast;
    if (tree === null) exit = back.defect ? exitCodes.broken : exitCodes.findings;
    else out(dump(tree, name));
    if (stage === 'target' && back.output !== null) out(`\n${back.output}`);
  }
  return exit;
};

const explainUnit = async (unit: RuleUnit, given: ExplainArguments, options: Options): Promise<number> => {
  const front = frontEnd(unit, options);
  for (const one of front.diagnostics) tell(process.stderr, unit.source, one);
  if (given.stage === 'ast') {
    if (front.ast) out(dump(front.ast, unit.name));
    return front.ast && front.normal ? exitCodes.ok : exitCodes.broken;
  }
  const query = given.stage === 'ir' ? front.bound : front.normal;
  if (!query) return exitCodes.broken;
  if (given.stage === 'legal' || given.stage === 'target') return explainTargets(unit, given.stage, options);
  out(dump(query.pipeline, unit.name));
  return exitCodes.ok;
};

/** Gives the exit code: the worst one over the rules of the file. */
export const runExplain = async (given: ExplainArguments): Promise<number> => {
  const [only = ''] = given.paths;
  if (given.paths.length === 1 && isCodeName(only) && !existsSync(only)) return explainCode(only);
  const options = await translateOptions(given);
  const [input, ...more] = inputsOf(given.paths, given.stdinFilename, null);
  if (!input || more.length > 0) throw new UsageError('RMMC5016: explain takes one file');
  const read = await readInput(input);
  const paint = paintFor(process.stderr);
  if ('problem' in read) {
    process.stderr.write(`${renderDiagnostic(read.problem, undefined, paint)}\n`);
    return exitCodes.broken;
  }
  const { units, source, diagnostics } = readUnits(read.text, { ...options, file: input.file });
  for (const one of diagnostics) tell(process.stderr, source, one);
  let exit: number = diagnostics.some(isError) ? exitCodes.broken : exitCodes.ok;
  for (const unit of units) exit = Math.max(exit, await explainUnit(unit, given, options));
  return exit;
};
