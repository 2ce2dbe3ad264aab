// What translate and check have in common: the options that they share, and the walk over the inputs with one result per file.
import type { TargetName } from '../backends/shared/backend.ts';
import type { Profile } from '../backends/shared/fields.ts';
import type { TranslateOptions, TranslateResult } from '../compile.ts';
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { type Source, wholeFile } from '../diagnostics/source.ts';
import { nowhere } from '../diagnostics/span.ts';
import { type Chosen, chooseConfig } from './config-file.ts';
import { UsageError, usageError } from './exit.ts';
import { type Input, inputsOf, readInput } from './inputs.ts';
import { paintFor, progress } from './terminal.ts';

export interface SharedArguments {
  readonly paths: readonly string[];
  readonly to: readonly string[];
  readonly profile?: string | undefined;
  readonly config?: string | undefined;
  readonly unmapped: 'error' | 'keep';
  readonly allow: readonly string[];
  readonly strict: boolean;
  readonly environment: 'auto' | 'defender' | 'sentinel';
  readonly sigmaMatch?: 'exact' | 'contains' | undefined;
  readonly esqlFlattened?: 'index' | 'runtime' | undefined;
  readonly splunkVersion?: string | undefined;
  readonly esqlVersion?: string | undefined;
  readonly sigmaVersion?: string | undefined;
  readonly queryPeriod?: string | undefined;
  readonly stdinFilename: string;
  /** Look for what is valid and weak. */
  readonly lint?: boolean;
}

const commas = (values: readonly string[]): readonly string[] =>
  values
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter(Boolean);

/** @throws UsageError for a name that is no target */
export const targetNames = async (given: readonly string[]): Promise<readonly TargetName[]> => {
  const { backends } = await import('../backends/registry.ts');
  const names = commas(given);
  if (names.includes('all')) return [...backends.values()].map((backend) => backend.name);
  return names.map((name) => {
    const backend = backends.get(name.toLowerCase());
    if (backend) return backend.name;
    const suggestion = nearest(name, [...backends.keys(), 'all']);
    const known = [...backends.keys(), 'all'].join(', ');
    throw new UsageError(
      `RMMC5014: \`${name}\` is not a target\n  help: ${suggestion ? `did you mean \`${suggestion}\`?` : `targets: ${known}`}`,
    );
  });
};

const allowedCodes = async (given: readonly string[]): Promise<readonly string[]> => {
  const { codes } = await import('../diagnostics/codes.ts');
  return commas(given).map((code) => {
    if (Object.hasOwn(codes, code.toUpperCase())) return code.toUpperCase();
    throw new UsageError(`RMMC5015: \`${code}\` is not a diagnostic code\n  help: codes look like RMMC3001; each diagnostic names its own`);
  });
};

const debugging = process.env.RMMC_DEBUG === '1';
const tellDefect = (defect: unknown): void => {
  if (debugging) process.stderr.write(`${defect instanceof Error ? defect.stack : String(defect)}\n`);
};

/** What the command line and the configuration say together. */
export interface RunOptions extends TranslateOptions {
  readonly chosen: Chosen;
  /** Lists of the profile for which no rule had a `let` so far. */
  unusedLets(): readonly Diagnostic[];
}

const letsOf = (profile: Profile | undefined) => {
  const left = new Set(profile?.overlay?.lets.keys() ?? []);
  return {
    onLet: (name: string): void => void left.delete(name),
    unusedLets: () => [...left].map((name) => report('RMMC8086', nowhere, { name, profile: profile?.name ?? '' })),
  };
};

/** @throws UsageError for a version that is none of the target's */
const versionsOf = async (given: SharedArguments): Promise<NonNullable<TranslateOptions['versions']>> => {
  const { backends } = await import('../backends/registry.ts');
  const asked = { spl: given.splunkVersion, esql: given.esqlVersion, sigma: given.sigmaVersion };
  const versions = Object.entries(asked).flatMap(([name, version]) => (version === undefined ? [] : [[name, version] as const]));
  for (const [name, version] of versions) {
    const { title, versions: own } = backends.get(name) ?? {};
    if (own && !own.known.includes(version))
      throw new UsageError(`RMMC5022: \`${version}\` is no version of ${title} that is known\n  help: versions: ${own.known.join(', ')}`);
  }
  return Object.fromEntries(versions);
};

/** @throws UsageError for what is no span of time */
const queryPeriodOf = ({ queryPeriod }: SharedArguments): Pick<TranslateOptions, 'queryPeriod'> => {
  if (queryPeriod === undefined) return {};
  if (!/^[1-9]\d{0,4}[dhm]$/.test(queryPeriod)) throw usageError(report('RMMC5025', nowhere, { given: queryPeriod }));
  return { queryPeriod };
};

/** The options of the compiler for the options of the command line. */
export const translateOptions = async (given: SharedArguments): Promise<RunOptions> => {
  const chosen = await chooseConfig(given.config, given.paths[0], given.profile, paintFor(process.stderr));
  const { profile, tables, lint } = chosen;
  return {
    chosen,
    ...letsOf(profile),
    to: await targetNames(given.to),
    unmapped: given.unmapped,
    allow: await allowedCodes(given.allow),
    strict: given.strict,
    environment: given.environment,
    onDefect: tellDefect,
    ...(profile ? { profile } : {}),
    ...(tables ? { tables } : {}),
    ...(given.lint ? { lint: lint ?? {} } : {}),
    ...queryPeriodOf(given),
    ...(given.sigmaMatch ? { match: given.sigmaMatch } : {}),
    ...(given.esqlFlattened ? { flattened: given.esqlFlattened } : {}),
    versions: await versionsOf(given),
  };
};

/** The rule as it is written: what a profile changes about it belongs to translations. */
export const asWritten = (options: RunOptions): RunOptions => {
  if (!options.profile?.overlay) return options;
  const { overlay: _, ...profile } = options.profile;
  return { ...options, profile };
};

export interface FileResult {
  readonly input: Input;
  /** For code frames; an empty file when it cannot be read. */
  readonly source: Source;
  readonly result: TranslateResult;
}

/** Markdown and JSON that stand in a folder among rules and hold none are no rules. */
const isNoRule = (input: Input, result: TranslateResult): boolean =>
  input.found &&
  /\.(?:md|markdown|json)$/i.test(input.file) &&
  result.diagnostics.length === 1 &&
  result.diagnostics[0]?.code === 'RMMC1006';

/** Each input with its result, one after the other. */
export async function* translateInputs(
  given: SharedArguments,
  options: TranslateOptions,
  except: string | null,
): AsyncGenerator<FileResult> {
  const inputs = inputsOf(given.paths, given.stdinFilename, except);
  const { translate, translateUnreadable } = await import('../compile.ts');
  const line = progress(process.stderr, inputs.length);
  for (const input of inputs) {
    line.step(input.file);
    const read = await readInput(input);
    if ('problem' in read) yield { input, source: wholeFile(input.file, ''), result: translateUnreadable(read.problem, options) };
    else {
      const result = translate(read.text, { ...options, file: input.file });
      if (!isNoRule(input, result)) yield { input, source: wholeFile(input.file, read.text.replace(/^\uFEFF/, '')), result };
    }
  }
  line.done();
}
